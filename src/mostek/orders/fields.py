"""Values of an order's custom fields: texts, numbers and files."""

import mimetypes
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils.translation import gettext_noop

from mostek.companies.audit import record
from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.models import CustomField, FieldKind, FieldValue, Order, add_event, store_file

LARGEST = 10_000_000
"""Bytes of one attached file."""
LONGEST = 500


@transaction.atomic
def set_value(order: Order, field: CustomField, text: str, actor: str) -> FieldValue | None:
    """Sets a text or a number; an empty text takes the value away. Raises ProblemError."""
    if field.kind == FieldKind.FILE:
        raise ProblemError(Problem("orders.field_takes_files", {"field": field.name}, field.name))
    text = text.strip()
    number = _number(field, text) if text and field.kind == FieldKind.NUMBER else None
    if len(text) > LONGEST:
        values = {"field": field.name, "length": str(len(text)), "longest": str(LONGEST)}
        raise ProblemError(Problem("orders.text_too_long", values, field.name))
    before = FieldValue.objects.filter(order=order, field=field).first()
    was = _written(before)
    FieldValue.objects.filter(order=order, field=field).delete()
    made = None
    if text:
        made = FieldValue.objects.create(
            order=order, field=field, text="" if number is not None else text, number=number
        )
    if _written(made) != was:
        record(order.company, actor, "change", order, {field.name: (was, _written(made))})
    return made


def _number(field: CustomField, text: str) -> Decimal:
    try:
        number = Decimal(text.replace(" ", "").replace("\xa0", "").replace(",", "."))
        if number.is_finite() and abs(number) < Decimal(10) ** 14:
            return number.quantize(Decimal("0.0001"))
    except InvalidOperation:
        pass
    raise ProblemError(
        Problem("orders.number_expected", {"field": field.name, "value": text[:60]}, field.name)
    )


def _written(value: FieldValue | None) -> str:
    if value is None:
        return ""
    return value.text if value.number is None else str(value.number.normalize())


@transaction.atomic
def attach(order: Order, field: CustomField, name: str, data: bytes, actor: str) -> FieldValue:
    """Puts a file into the field, beside those that are there. Raises ProblemError."""
    if field.kind != FieldKind.FILE:
        raise ProblemError(Problem("orders.field_takes_no_files", {"field": field.name}, field.name))
    if not data or len(data) > LARGEST:
        raise ProblemError(Problem("orders.file_size", {"name": name[:60]}, field.name))
    plain = "".join(letter for letter in name.replace("\\", "/").rpartition("/")[2] if letter.isprintable())
    plain = plain.strip(" .") or "file"
    kind = mimetypes.guess_type(plain)[0] or "application/octet-stream"
    value = FieldValue.objects.create(
        order=order, field=field, file=store_file(order.company, plain, kind, data)
    )
    add_event(
        order,
        "file",
        gettext_noop("File %(file)s attached to %(field)s"),
        actor,
        file=plain,
        field=field.name,
    )
    return value


@transaction.atomic
def detach(value: FieldValue, actor: str) -> None:
    """Takes a file away from the order. Raises ProblemError for a document's own PDF: it would be missing
    at the document too, and come back by itself."""
    file = value.file
    if file is None:
        raise ProblemError(Problem("orders.field_takes_files", {"field": value.field.name}))
    if value.order.documents.filter(pdf=file).exists():
        raise ProblemError(Problem("orders.file_of_document", {"name": file.name}))
    add_event(
        value.order,
        "file",
        gettext_noop("File %(file)s removed from %(field)s"),
        actor,
        file=file.name,
        field=value.field.name,
    )
    file.delete()
