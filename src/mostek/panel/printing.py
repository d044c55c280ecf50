"""Many documents in one file."""

import io
import zipfile

from pypdf import PdfReader, PdfWriter

from mostek.documents.models import Document
from mostek.documents.rendering import best_pdf
from mostek.panel.answers import file_name

LIMIT = 200
"""Documents in one file: what a person waits for in the browser, not a backup of the year."""


def merged_pdf(documents: list[Document]) -> bytes:
    """One PDF, document after document; the program's own PDF where it was fetched."""
    writer = PdfWriter()
    for document in documents:
        data, _ = best_pdf(document)
        writer.append(PdfReader(io.BytesIO(data)), import_outline=False)
    packed = io.BytesIO()
    writer.write(packed)
    return packed.getvalue()


def zipped_pdfs(documents: list[Document]) -> bytes:
    """One PDF each, named by number; two of the same number get their reference too."""
    packed = io.BytesIO()
    taken: set[str] = set()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for document in documents:
            name = file_name(str(document), "pdf")
            if name in taken:
                name = file_name(f"{document} {document.reference}", "pdf")
            taken.add(name)
            archive.writestr(name, best_pdf(document)[0])
    return packed.getvalue()
