"""Corrections: the document before and after, and the difference between them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from mostek.invoicing.model import Corrected, Invoice, Kind, Line, Party, Payment
from mostek.kernel.problems import Problem, ProblemError

CORRECTABLE = frozenset({Kind.INVOICE, Kind.ADVANCE, Kind.FINAL, Kind.CORRECTION})


def correction_of(
    original: Invoice,
    lines_after: Sequence[Line],
    *,
    reason: str,
    reference: str,
    issue_date: date,
    original_number: str = "",
    original_remote_id: str = "",
    number: str = "",
    buyer: Party | None = None,
    payment: Payment | None = None,
    remote_series: str = "",
) -> Invoice:
    """The correction that brings `original` to `lines_after`, on the same basis, rounding and currency.

    `original` is the document as it stands last: the invoice, or its latest correction. A correction
    of a correction starts from the latest state and still names the first document, as the law asks
    (art. 106j(2) of the Polish VAT Act). `original_number` and `original_remote_id` are what the
    program gave; they are needed only where the invoice itself does not carry its number, and are
    not looked at when `original` already is a correction. `buyer` replaces the buyer's data.

    Raises ProblemError when the kind cannot be corrected, the first document has no number yet, the
    reason is missing, or nothing changes.
    """
    problems = _refusals(original, tuple(lines_after), reason, original_number, buyer)
    if problems:
        raise ProblemError(*problems)
    first = original.corrected
    corrected = Corrected(
        reference=first.reference if first else original.reference,
        number=first.number if first else original.number or original_number,
        issue_date=first.issue_date if first else original.issue_date,
        remote_id=first.remote_id if first else original_remote_id,
        reason=reason.strip(),
        lines=original.lines,
        buyer=original.buyer if buyer not in (None, original.buyer) else None,
    )
    return original.model_copy(
        update={
            "kind": Kind.CORRECTION,
            "reference": reference,
            "number": number,
            "issue_date": issue_date,
            "buyer": buyer or original.buyer,
            "lines": tuple(lines_after),
            "payment": payment or Payment(means=original.payment.means),
            "corrected": corrected,
            "remote_series": remote_series,
        }
    )


def _refusals(
    original: Invoice, lines_after: tuple[Line, ...], reason: str, original_number: str, buyer: Party | None
) -> tuple[Problem, ...]:
    found = []
    if original.kind not in CORRECTABLE:
        found.append(Problem("invoicing.not_correctable", {"kind": original.kind.value}))
    if not original.corrected and not (original.number or original_number):
        found.append(Problem("invoicing.correction_without_number", field="corrected.number"))
    if not reason.strip():
        found.append(Problem("invoicing.correction_without_reason", field="corrected.reason"))
    if lines_after == original.lines and buyer in (None, original.buyer):
        found.append(Problem("invoicing.correction_changes_nothing", field="lines"))
    return tuple(found)


def cancelled(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines brought to zero: the state after a correction that takes the whole document back."""
    return tuple(line.model_copy(update={"quantity": Decimal(0), "allowance": Decimal(0)}) for line in lines)
