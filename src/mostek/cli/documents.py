"""Documents: issuing, listing, showing, PDFs."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mostek.cli.failures import Stop
from mostek.cli.shared import (
    ACTOR,
    chosen_company,
    company_option,
    json_option,
    print_json,
    print_rows,
    start_django,
)

if TYPE_CHECKING:
    from mostek.companies.models import Company
    from mostek.documents.models import Document, Series
    from mostek.orders.models import Order


class _Decimal(click.ParamType[Decimal]):
    name = "amount"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        try:
            return Decimal(str(value).replace(",", "."))
        except InvalidOperation:
            self.fail(f"{value} is no amount; write it like 150.00", param, ctx)


DECIMAL = _Decimal()


@click.group()
def documents() -> None:
    """Invoices and what became of them."""


@documents.command()
@click.option("--series", "code", required=True, metavar="CODE", help="The series to issue in.")
@click.option("--order", "numbers", multiple=True, metavar="N", help="Number of an order; may be repeated.")
@click.option("--all-unissued", is_flag=True, help="Every order that has no document yet.")
@click.option("--dry-run", is_flag=True, help="Only say what would be issued and what stops it.")
@click.option(
    "--wait", is_flag=True, help="With --all-unissued: stay until it is done, and tell what failed."
)
@click.option("--amount", type=DECIMAL, help="Of an advance invoice: the gross amount that was received.")
@company_option
@json_option
@click.pass_context
def issue(
    context: click.Context,
    code: str,
    numbers: tuple[str, ...],
    all_unissued: bool,
    dry_run: bool,
    wait: bool,
    amount: Decimal | None,
    company_name: str | None,
    as_json: bool,
) -> None:
    """Issue documents for orders; running workers send them to the accounting program.

    \b
    mostek documents issue --series FV --order 1042 --order 1043
    mostek documents issue --series FV --all-unissued --dry-run
    mostek documents issue --series FV --all-unissued --wait
    mostek documents issue --series ZAL --order 1042 --amount 150.00
    """
    if amount is not None and len(numbers) != 1:
        raise click.UsageError("--amount goes with one --order N.")
    if bool(numbers) == all_unissued:
        raise click.UsageError("Say either --order N (it may be repeated) or --all-unissued.")
    start_django()
    company = chosen_company(company_name)
    series = _series(company, code)
    if dry_run:
        from mostek.cli.dry_run import check

        context.exit(check(company, series, numbers, as_json))
    elif all_unissued:
        from mostek.cli.bulk import issue_all

        context.exit(issue_all(company, series, wait, as_json))
    else:
        _issue_each(company, series, numbers, amount, as_json)


def _series(company: "Company", code: str) -> "Series":
    from mostek.documents.series import usable

    known = {each.code: each for each in usable(company)}
    if code not in known:
        raise Stop(f"There is no series {code}; there are: {', '.join(known) or 'none yet'}")
    return known[code]


def _issue_each(
    company: "Company", series: "Series", numbers: tuple[str, ...], amount: Decimal | None, as_json: bool
) -> None:
    from mostek.documents.issuing import issue
    from mostek.kernel.problems import ProblemError

    failures: list[ProblemError] = []
    made = []
    for number in numbers:
        try:
            made.append(issue(order_called(company, number), series, ACTOR, amount=amount))
        except ProblemError as error:
            click.echo(f"Order {number} has got no document:", err=True)
            failures.append(error)
    print_rows([_row(document) for document in made], as_json, "No document was issued.")
    if failures:
        raise ProblemError(*[problem for error in failures for problem in error.problems])


def order_called(company: "Company", number: str) -> "Order":
    """Raises Stop where none or several have the number."""
    from mostek.orders.models import Order

    found = list(Order.objects.of(company).filter(number=number)[:2])
    if len(found) != 1:
        raise Stop(f"{'Several orders have' if found else 'No order has'} the number {number}.")
    return found[0]


def _row(document: "Document") -> dict[str, Any]:
    delivery = getattr(document, "delivery", None)
    return {
        "id": document.id,
        "number": document.number,
        "kind": document.kind,
        "issued": document.issue_date,
        "order": document.order.number if document.order else "",
        "buyer": document.buyer_name,
        "gross": document.gross,
        "currency": document.currency,
        "state": delivery.state if delivery else "",
        "reference": document.reference,
    }


@documents.command("list")
@click.option("--state", help="Only in this state of delivery, such as issued, rejected, in_doubt.")
@click.option("--limit", default=50, show_default=True, help="How many, the newest first.")
@company_option
@json_option
def list_documents(state: str | None, limit: int, company_name: str | None, as_json: bool) -> None:
    """The newest documents and where they stand."""
    start_django()
    from mostek.delivery.models import State
    from mostek.documents.models import Document

    if state and state not in State.values:
        raise click.UsageError(f"There is no state {state}; there are: {', '.join(State.values)}")
    found = Document.objects.of(chosen_company(company_name)).select_related("order", "delivery")
    if state:
        found = found.filter(delivery__state=state)
    rows = [_row(document) for document in found.order_by("-id")[:limit]]
    print_rows(rows, as_json, "There are no such documents.")


def _document(company: "Company", which: str) -> "Document":
    """By number, reference or ID."""
    from django.db.models import Q

    from mostek.documents.models import Document

    wanted = Q(number=which) | Q(reference=which.upper())
    if which.isdecimal():
        wanted |= Q(id=int(which))
    found = list(Document.objects.of(company).filter(wanted).select_related("order", "delivery")[:2])
    if len(found) != 1:
        raise Stop(f"{'Several documents are' if found else 'No document is'} called {which}.")
    return found[0]


@documents.command()
@click.argument("document")
@company_option
@json_option
def show(document: str, company_name: str | None, as_json: bool) -> None:
    """Everything about DOCUMENT (its number, reference or ID), and what was tried."""
    start_django()
    found = _document(chosen_company(company_name), document)
    delivery = getattr(found, "delivery", None)
    told = _row(found) | {
        "net": found.net,
        "vat": found.vat,
        "reason": found.reason,
        "problems": delivery.problems if delivery else [],
        "warnings": delivery.warnings if delivery else [],
        "attempts": list(delivery.attempts.values("step", "outcome", "begun_at", "ended_at"))
        if delivery
        else [],
    }
    if as_json:
        print_json(told | {"content": found.content})
    else:
        _show(told)


def _show(told: dict[str, Any]) -> None:
    from mostek.delivery.words import card

    for name in ("number", "kind", "issued", "order", "buyer", "net", "vat", "gross", "currency", "state"):
        click.echo(f"{name:10} {told[name]}")
    for problem in told["problems"] + told["warnings"]:
        words = card(problem)
        click.echo(f"\n{words.what} {words.why}\n  {words.todo}")
    click.echo("")
    for attempt in told["attempts"]:
        seconds = "" if attempt["ended_at"] is None else f"{attempt['ended_at'] - attempt['begun_at']:.2f} s"
        click.echo(f"{attempt['step']:10} {attempt['outcome'] or 'no result yet':14} {seconds}")


@documents.command()
@click.argument("document")
@click.option("--done-there", is_flag=True, help="It was cancelled in the accounting program by hand.")
@company_option
@json_option
def cancel(document: str, done_there: bool, company_name: str | None, as_json: bool) -> None:
    """Cancel DOCUMENT (its number, reference or ID); running workers have its program take it back.

    Where the program lets no document be cancelled, cancel it there by hand and say --done-there: Mostek
    looks whether it is gone before it believes it.
    """
    start_django()
    from mostek.documents.cancelling import cancel as cancel_document

    company = chosen_company(company_name)
    found = _document(company, document)
    cancel_document(found, ACTOR, done_there=done_there)
    found = _document(company, found.reference)
    print_rows([_row(found) | {"cancelled": found.cancelled_at is not None}], as_json, "")
    if not as_json and found.cancelled_at is None:
        click.echo("Its program is asked; it is cancelled here once it is gone there.")


@documents.command()
@click.argument("document")
@click.option("--output", type=click.Path(path_type=Path), help="File to write; default: its number.")
@company_option
def pdf(document: str, output: Path | None, company_name: str | None) -> None:
    """Write DOCUMENT as PDF: the program's own if it is there, else Mostek's."""
    start_django()
    from mostek.documents.rendering import best_pdf

    found = _document(chosen_company(company_name), document)
    content, from_program = best_pdf(found)
    target = output or Path(f"{str(found).replace('/', '-')}.pdf")
    try:
        target.write_bytes(content)
    except OSError as error:
        raise Stop(f"{target} cannot be written: {error.strerror}.") from error
    click.echo(f"{target} ({'from the accounting program' if from_program else 'made by Mostek'})")


@documents.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--state", help="Only in this state of delivery, such as issued, rejected, in_doubt.")
@click.option("--series", "code", help="Only of this series.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only issued on this day or later.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Only issued on this day or earlier.")
@click.option("--rates", is_flag=True, help="A row for each VAT rate of a document.")
@click.option("--language", default="en", show_default=True, help="Of headings and of the form of CSV.")
@company_option
def export(
    file: Path,
    state: str | None,
    code: str | None,
    since: datetime | None,
    until: datetime | None,
    rates: bool,
    language: str,
    company_name: str | None,
) -> None:
    """Write the list of documents to FILE, which ends in .csv or .xlsx.

    \b
    mostek documents export november.xlsx --since 2026-11-01 --until 2026-11-30
    """
    start_django()
    from mostek.cli.exporting import export_documents

    wanted = {
        "delivery__state": state,
        "series__code": code,
        "issue_date__gte": since and since.date(),
        "issue_date__lte": until and until.date(),
    }
    filters = {name: value for name, value in wanted.items() if value is not None}
    count = export_documents(
        chosen_company(company_name), file, "rates" if rates else "documents", filters, language
    )
    click.echo(f"{file}: {count} documents")


@documents.command()
@click.argument("document")
@click.option("--output", type=click.Path(path_type=Path), help="File to write; default: its reference.")
@company_option
def bundle(document: str, output: Path | None, company_name: str | None) -> None:
    """Write a support bundle of DOCUMENT: a ZIP of its story without secrets and personal data."""
    start_django()
    from mostek.companies.audit import record
    from mostek.files.bundle import bundle as packed

    found = _document(chosen_company(company_name), document)
    target = output or Path(f"mostek-{found.reference}.zip")
    record(found.company, ACTOR, "bundle", found)
    try:
        target.write_bytes(packed(found))
    except OSError as error:
        raise Stop(f"{target} cannot be written: {error.strerror}.") from error
    click.echo(f"{target} (look through it before you send it to anybody)")


@documents.command()
@click.argument("document")
@click.option("--reason", required=True, help="Why; printed on the correction.")
@click.option("--series", "code", metavar="CODE", help="The series of corrections, if several fit.")
@click.option("--to-zero", is_flag=True, help="Take the whole document back.")
@click.option("--follow-order", is_flag=True, help="Bring it in line with its order as that stands now.")
@click.option(
    "--line", "lines", multiple=True, metavar="N=QUANTITY", help="Line N to this quantity; may be repeated."
)
@click.option("--dry-run", is_flag=True, help="Show the difference and issue nothing.")
@company_option
@json_option
def correct(
    document: str,
    reason: str,
    code: str | None,
    to_zero: bool,
    follow_order: bool,
    lines: tuple[str, ...],
    dry_run: bool,
    company_name: str | None,
    as_json: bool,
) -> None:
    """Correct DOCUMENT (its number, reference or ID), starting from its last correction if it has one.

    \b
    mostek documents correct FV/7/11/2026 --reason "Return of goods" --line 2=0
    mostek documents correct FV/7/11/2026 --reason "Order cancelled" --to-zero --dry-run
    """
    if sum([to_zero, follow_order, bool(lines)]) != 1:
        raise click.UsageError("Say one of --to-zero, --follow-order and --line N=QUANTITY.")
    start_django()
    from mostek.cli.correcting import correct_one

    found = _document(chosen_company(company_name), document)
    made = correct_one(found, reason, code, to_zero, lines, dry_run)
    if made:
        print_rows([_row(made)], as_json, "")
