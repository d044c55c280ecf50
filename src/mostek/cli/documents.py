"""Documents: issuing, listing, showing, PDFs."""

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


@click.group()
def documents() -> None:
    """Invoices and what became of them."""


@documents.command()
@click.option("--series", "code", required=True, metavar="CODE", help="The series to issue in.")
@click.option("--order", "numbers", multiple=True, metavar="N", help="Number of an order; may be repeated.")
@click.option("--all-unissued", is_flag=True, help="Every order that has no document yet.")
@click.option(
    "--wait", is_flag=True, help="With --all-unissued: stay until it is done, and tell what failed."
)
@company_option
@json_option
@click.pass_context
def issue(
    context: click.Context,
    code: str,
    numbers: tuple[str, ...],
    all_unissued: bool,
    wait: bool,
    company_name: str | None,
    as_json: bool,
) -> None:
    """Issue documents for orders; running workers send them to the accounting program.

    \b
    mostek documents issue --series FV --order 1042 --order 1043
    mostek documents issue --series FV --all-unissued --wait
    """
    if bool(numbers) == all_unissued:
        raise click.UsageError("Say either --order N (it may be repeated) or --all-unissued.")
    start_django()
    company = chosen_company(company_name)
    series = _series(company, code)
    if all_unissued:
        from mostek.cli.bulk import issue_all

        context.exit(issue_all(company, series, wait, as_json))
    else:
        _issue_each(company, series, numbers, as_json)


def _series(company: "Company", code: str) -> "Series":
    from mostek.documents.series import usable

    known = {each.code: each for each in usable(company)}
    if code not in known:
        raise Stop(f"There is no series {code}; there are: {', '.join(known) or 'none yet'}")
    return known[code]


def _issue_each(company: "Company", series: "Series", numbers: tuple[str, ...], as_json: bool) -> None:
    from mostek.documents.issuing import issue
    from mostek.kernel.problems import ProblemError
    from mostek.orders.models import Order

    failures: list[ProblemError] = []
    made = []
    for number in numbers:
        found = list(Order.objects.of(company).filter(number=number)[:2])
        if len(found) != 1:
            raise Stop(f"{'Several orders have' if found else 'No order has'} the number {number}.")
        try:
            made.append(issue(found[0], series, ACTOR))
        except ProblemError as error:
            click.echo(f"Order {number} has got no document:", err=True)
            failures.append(error)
    print_rows([_row(document) for document in made], as_json, "No document was issued.")
    if failures:
        raise ProblemError(*[problem for error in failures for problem in error.problems])


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
