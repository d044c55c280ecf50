"""Lists written to files."""

from pathlib import Path
from typing import Any

from django.utils import translation

from mostek.cli.failures import Stop
from mostek.companies.models import Company
from mostek.documents.models import Document
from mostek.files.listing import LISTINGS, chosen
from mostek.files.models import OutputKind
from mostek.files.outputs import made_of
from mostek.kernel.tables import csv_lines


def export_documents(
    company: Company, file: Path, listing: str, filters: dict[str, Any], language: str
) -> int:
    """Writes the company's documents; how many. Raises Stop."""
    ending = file.suffix.lower().removeprefix(".")
    if ending not in (OutputKind.CSV, OutputKind.XLSX):
        raise Stop(f"{file} must end in .csv or .xlsx.")
    ids = chosen(Document.objects.of(company).filter(**filters), "-id")
    try:
        with translation.override(language):
            if ending == OutputKind.XLSX:
                file.write_bytes(made_of(company, OutputKind.XLSX, listing, ids))
            else:
                _write_csv(company, file, listing, ids, language)
    except OSError as error:
        raise Stop(f"{file} cannot be written: {error.strerror}.") from error
    return len(ids)


def _write_csv(company: Company, file: Path, listing: str, ids: list[int], language: str) -> None:
    listed = LISTINGS[listing]
    headings = [str(heading) for heading in listed.headings]
    with file.open("w", encoding="utf-8", newline="") as target:
        target.writelines(csv_lines(headings, listed.rows(company, ids), language))
