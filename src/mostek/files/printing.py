"""Many documents in one file."""

import io
import zipfile
from collections.abc import Iterable

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from mostek.companies.models import Company
from mostek.documents.models import Document
from mostek.documents.rendering import best_pdf
from mostek.files.models import ArchiveRule
from mostek.files.naming import DEFAULT, beside, path_of
from mostek.kernel.problems import Problem, ProblemError
from mostek.kernel.tables import Told, quietly


def merged_pdf(documents: Iterable[Document], told: Told = quietly) -> bytes:
    """One PDF, document after document; the program's own PDF where it was fetched. Raises ProblemError
    naming the document whose PDF cannot be read."""
    writer = PdfWriter()
    for count, document in enumerate(documents, start=1):
        data, _ = best_pdf(document)
        try:
            writer.append(PdfReader(io.BytesIO(data)), import_outline=False)
        except PyPdfError as error:
            raise ProblemError(Problem("files.cannot_print", {"document": str(document)})) from error
        told(count)
    packed = io.BytesIO()
    writer.write(packed)
    return packed.getvalue()


def zipped_pdfs(documents: Iterable[Document], pattern: str, told: Told = quietly) -> bytes:
    """One PDF each, named by the pattern; where two would have one name, the later gets its reference too."""
    packed = io.BytesIO()
    taken: set[str] = set()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for count, document in enumerate(documents, start=1):
            name = path_of(document, pattern)
            if name.casefold() in taken:
                name = beside(name, document)
            taken.add(name.casefold())
            archive.writestr(name, best_pdf(document)[0])
            told(count)
    return packed.getvalue()


def pattern_for(company: Company) -> str:
    """How the company's files are called: as in its archive, where it has one."""
    rule = ArchiveRule.objects.of(company).filter(on=True).first()
    return rule.pattern if rule else DEFAULT
