"""Mending a rejected document: only the marked fields, then it is sent again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic import ValidationError

from mostek.companies.audit import record
from mostek.delivery.models import Attempt, Delivery, State
from mostek.delivery.queue import now, requeue
from mostek.documents.drafting import amiss
from mostek.documents.keeping import keep
from mostek.documents.models import Document
from mostek.invoicing.model import Invoice
from mostek.invoicing.totals import payable
from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.models import add_event
from mostek.orders.words import payment_means_choices
from mostek.regimes.base.registry import regime

LABELS = {
    "buyer.name": gettext_noop("Buyer's name"),
    "buyer.tax_id": gettext_noop("Buyer's tax ID"),
    "buyer.email": gettext_noop("Buyer's e-mail"),
    "buyer.phone": gettext_noop("Buyer's phone"),
    "buyer.address.street": gettext_noop("Street and number"),
    "buyer.address.postcode": gettext_noop("Postcode"),
    "buyer.address.city": gettext_noop("Town"),
    "buyer.address.country": gettext_noop("Country (two letters)"),
    "seller.name": gettext_noop("Seller's name"),
    "seller.tax_id": gettext_noop("Seller's tax ID"),
    "number": gettext_noop("Number"),
    "issue_date": gettext_noop("Issue date"),
    "sale_date": gettext_noop("Date of sale"),
    "notes": gettext_noop("Notes"),
    "place": gettext_noop("Place of issue"),
    "bank_account.iban": gettext_noop("Bank account"),
    "payment.due_date": gettext_noop("Due date"),
    "payment.means": gettext_noop("Payment method"),
    "order_number": gettext_noop("Order number"),
}
LINE_LABELS = {
    "name": gettext_noop("Line %(line)s: name"),
    "vat": gettext_noop("Line %(line)s: VAT rate"),
    "unit": gettext_noop("Line %(line)s: unit"),
}
FIXED = ("number", "lines.quantity", "lines.unit_price", "lines.allowance", "currency")
"""What a repair never changes: it would change what the buyer owes or the order of numbers."""


@dataclass(frozen=True, slots=True)
class RepairField:
    path: str
    label: str
    value: str
    problem: Problem
    input: str
    """`text`, `date`, `select` or `textarea`."""
    choices: tuple[tuple[str, str], ...] = ()


def fields(document: Document) -> tuple[RepairField, ...]:
    """The fields that the document's problems mark and that a person may change; each once."""
    if document.delivery.state != State.REJECTED or document.is_entry:
        return ()
    invoice = document.invoice()
    found: dict[str, RepairField] = {}
    for data in document.delivery.problems:
        problem = Problem.from_dict(data)
        field = _field(problem, document.content, invoice)
        if field:
            found.setdefault(field.path, field)
    return tuple(found.values())


def _field(problem: Problem, content: dict[str, Any], invoice: Invoice) -> RepairField | None:
    path = problem.field
    if path.startswith("lines."):
        return _line_field(problem, invoice)
    if path not in LABELS or path in FIXED:
        return None
    value = at(content, path)
    if path == "payment.means":
        return RepairField(path, _(LABELS[path]), str(value), problem, "select", payment_means_choices())
    kind = "date" if path.endswith("_date") else "textarea" if path == "notes" else "text"
    return RepairField(path, _(LABELS[path]), str(value or ""), problem, kind)


def _line_field(problem: Problem, invoice: Invoice) -> RepairField | None:
    parts = problem.field.split(".")
    if len(parts) != 3 or parts[2] not in LINE_LABELS or not parts[1].isdecimal():
        return None
    if int(parts[1]) >= len(invoice.lines):
        return None
    line = invoice.lines[int(parts[1])]
    label = _(LINE_LABELS[parts[2]]) % {"line": int(parts[1]) + 1}
    if parts[2] == "vat":
        vats = regime(invoice.seller.address.country).vats(invoice.sale_date)
        choices = tuple((vat.code, vat.code) for vat in vats)
        return RepairField(problem.field, label, line.vat.code, problem, "select", choices)
    return RepairField(problem.field, label, str(getattr(line, parts[2])), problem, "text")


def at(content: Any, path: str) -> Any:
    """What stands at a path of a document's content."""
    for part in path.split("."):
        content = content[int(part)] if isinstance(content, list) else (content or {}).get(part)
    return content


def _put(content: Any, path: str, value: Any) -> None:
    *parents, last = path.split(".")
    for part in parents:
        content = content[int(part)] if isinstance(content, list) else content[part]
    content[last] = value


def mend(document: Document, values: dict[str, str], actor: str) -> None:
    """Puts the values in, checks the document anew and sends it again.

    Only a rejected document: then surely nothing stands at the program. Only fields that `fields`
    marks; totals never change. Raises ProblemError, changing nothing.
    """
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().get(document=document)
        document = Document.objects.select_related("connection", "order").get(pk=document.pk)
        marked = {field.path: field for field in fields(document)}
        if delivery.state != State.REJECTED or not set(values) <= set(marked):
            raise ProblemError(Problem("documents.not_repairable"))
        mended = with_values(document, values)
        if problems := amiss(mended, document.connection):
            raise ProblemError(*problems)
        changes = {
            path: (marked[path].value, value) for path, value in values.items() if value != marked[path].value
        }
        keep(document, mended)
        requeue(delivery)
        moment = now()
        Attempt.objects.create(
            delivery=delivery,
            step="person",
            begun_at=moment,
            ended_at=moment,
            outcome="mend",
            worker=actor[:60],
        )
        record(document.company, actor, "mend", document, changes)
        if document.order:
            text = gettext_noop("%(document)s was mended and sent again")
            add_event(document.order, "document", text, actor, document=str(document))


def with_values(document: Document, values: Mapping[str, str]) -> Invoice:
    """The content with values put in by their paths. Raises ProblemError for a value that does not fit,
    or when what is to be paid would change."""
    content = document.invoice().model_dump(mode="json")
    for path, value in values.items():
        value = value.strip()
        if path.endswith(".vat"):
            on = date.fromisoformat(content["sale_date"])
            vat = regime(content["seller"]["address"]["country"]).vat(value, on)
            if vat is None:
                raise ProblemError(Problem("documents.value_odd", {"value": value}, path))
            _put(content, path, vat.model_dump(mode="json"))
        else:
            _put(content, path, value)
    try:
        mended = Invoice.model_validate(content)
    except ValidationError as error:
        path = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise ProblemError(Problem("documents.value_odd", {"value": values.get(path, "")}, path)) from None
    if payable(mended).gross != document.gross:
        raise ProblemError(Problem("documents.not_repairable"))
    return mended
