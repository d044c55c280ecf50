"""Makes files: at once where that is quick, else in the background."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone, translation

from mostek.companies.models import Company
from mostek.delivery.daily import every_day
from mostek.delivery.errands import LEASE, Failed
from mostek.delivery.queue import now, wake
from mostek.files.listing import LISTINGS, documents
from mostek.files.models import Output, OutputKind
from mostek.files.printing import merged_pdf, pattern_for, zipped_pdfs
from mostek.kernel.dates import today
from mostek.kernel.problems import Problem, ProblemError
from mostek.kernel.tables import Told, csv_lines, quietly, xlsx
from mostek.orders.models import StoredFile, store_file

KEPT = timedelta(days=7)
PRINT = "print"
CONTENT_TYPES = {
    OutputKind.PDF: "application/pdf",
    OutputKind.ZIP: "application/zip",
    OutputKind.CSV: "text/csv; charset=utf-8",
    OutputKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
QUICK = {OutputKind.PDF: 50, OutputKind.ZIP: 50, OutputKind.CSV: 200_000, OutputKind.XLSX: 3000}
"""Rows that a person waits for in the browser; a CSV file is streamed."""
MOST = {OutputKind.PDF: 2000, OutputKind.ZIP: 5000, OutputKind.CSV: 200_000, OutputKind.XLSX: 200_000}
"""A file must fit into memory."""


class Gone(Exception):
    """Another worker makes this file now."""


def order_output(
    company: Company, kind: OutputKind, listing: str, ids: Sequence[int], actor: str, total: int | None = None
) -> Output:
    """Has a file made in the background, in the language of the one who asks."""
    output = Output.objects.create(
        company=company,
        kind=kind,
        listing=listing,
        ids=list(ids),
        language=translation.get_language() or "en",
        total=len(ids) if total is None else total,
        created_by=actor,
        due_at=now(),
    )
    wake()
    return output


def made_of(
    company: Company,
    kind: OutputKind,
    listing: str,
    ids: Sequence[int],
    told: Told = quietly,
) -> bytes:
    """The file's bytes. Raises ProblemError."""
    if kind is OutputKind.PDF:
        return merged_pdf(documents(company, ids), told)
    if kind is OutputKind.ZIP:
        return zipped_pdfs(documents(company, ids), pattern_for(company), told)
    listed = LISTINGS[listing]
    headings = [str(heading) for heading in listed.headings]
    rows = listed.rows(company, ids)
    if kind is OutputKind.XLSX:
        return xlsx(str(listed.title), headings, rows, told)
    return "".join(csv_lines(headings, rows, translation.get_language() or "en")).encode()


def file_name(company: Company, kind: OutputKind, listing: str) -> str:
    """documents-2026-11-27.xlsx"""
    name = "documents" if listing == PRINT else LISTINGS[listing].name
    return f"{name}-{today(company.time_zone).isoformat()}.{kind.value}"


def make(output: Output) -> None:
    """What a worker does with the errand: outside any transaction, telling how far it is."""
    kind = OutputKind(output.kind)
    with translation.override(output.language):
        try:
            data = made_of(
                output.company, kind, output.listing, output.ids, lambda count: _told(output, count)
            )
        except ProblemError as error:
            raise Failed(error.problems[0]) from error
    _told(output, output.total)
    name = file_name(output.company, kind, output.listing)
    output.file = store_file(output.company, name, CONTENT_TYPES[kind], data)


def _told(output: Output, count: int) -> None:
    """Shows the progress and renews the lease, so that long work is not begun a second time."""
    moment = now()
    if count < output.total and output.due_at is not None and moment < output.due_at - LEASE + 1:
        return
    output.done, output.due_at = count, moment + LEASE
    mine = Output.objects.filter(pk=output.pk, token=output.token)
    if not mine.update(done=output.done, due_at=output.due_at):
        raise Gone


@every_day("files.forget")
def forget_old() -> None:
    """Files made long ago, and what asked for them."""
    old = Output.objects.filter(created_at__lt=timezone.now() - KEPT, due_at=None)
    with transaction.atomic():
        StoredFile.objects.filter(
            pk__in=list(old.exclude(file=None).values_list("file_id", flat=True))
        ).delete()
        old.delete()


def problem_of(output: Output) -> Problem | None:
    return Problem.from_dict(output.problem) if output.problem else None
