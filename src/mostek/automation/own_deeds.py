"""The deeds that need nothing but orders and documents."""

from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from mostek.automation.deeds import Act, Deed, Parameter, Said, Values, done, failed, skipped
from mostek.automation.facts import standing_document
from mostek.companies.models import Company
from mostek.delivery import actions
from mostek.delivery.models import Delivery, State
from mostek.documents.drafting import draft
from mostek.documents.issuing import issue
from mostek.documents.models import ORIGINATING, Series
from mostek.documents.series import usable
from mostek.invoicing.model import Kind
from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.changing import set_status
from mostek.orders.models import CustomField, FieldKind, FieldValue, OrderStatus, add_event

NOT_BY_RULE = {Kind.CORRECTION.value}
"""A correction needs to be told what it corrects."""


def _issuable(company: Company) -> list[tuple[str, str]]:
    found = usable(company).exclude(kind__in=NOT_BY_RULE).order_by("code")
    return [(str(each.pk), f"{each.code} – {each.name}") for each in found]


def _series(company: Company, values: Values) -> Series:
    found = Series.objects.of(company).select_related("connection", "bank_account")
    series = found.filter(pk=values["series"]).first()
    if series is None:
        raise ProblemError(Problem("automation.series_gone"))
    return series


def _has_it_already(act: Act, values: Values) -> Said | None:
    standing = standing_document(act.order, _series(act.company, values).kind)
    if standing is None:
        return None
    return skipped(gettext_noop("not issued: the order has %(document)s already"), document=str(standing))


def _do_issue(act: Act, values: Values) -> Said:
    assert act.order is not None
    series = _series(act.company, values)
    act.document = issue(act.order, series, act.actor, why="rule", because=act.because)
    return done(
        gettext_noop("%(document)s issued in series %(series)s"),
        document=str(act.document),
        series=series.code,
    )


def _would_issue(act: Act, values: Values) -> Said:
    assert act.order is not None
    series = _series(act.company, values)
    made = draft(act.order, series)
    if made.problems or made.invoice is None:
        return failed(*made.problems)
    told = {"series": series.code, "amount": f"{act.order.total} {act.order.currency}"}
    if series.connection is None:
        return done(gettext_noop("a document for %(amount)s would be issued in series %(series)s"), **told)
    text = gettext_noop(
        "a document for %(amount)s would be issued in series %(series)s, which goes to %(program)s"
    )
    return done(text, program=series.connection.name, **told)


def _issue_claims(company: Company, values: Values) -> tuple[str, str] | None:
    series = Series.objects.of(company).filter(pk=values["series"]).first()
    if series is None:
        return None
    return ("document" if series.kind in ORIGINATING else f"document {series.kind}", str(series.pk))


NOT_HELD = gettext_noop("not sent: %(document)s is not held, it goes on by itself")
NO_PROGRAM = gettext_noop("not sent: %(document)s goes to no accounting program")


def _held(act: Act) -> tuple[Delivery | None, Said | None]:
    assert act.document is not None
    delivery = Delivery.objects.filter(document=act.document).first()
    if delivery is None:
        return None, skipped(NO_PROGRAM, document=str(act.document))
    if delivery.state != State.HELD:
        return None, skipped(NOT_HELD, document=str(act.document))
    return delivery, None


def _do_deliver(act: Act, _values: Values) -> Said:
    delivery, nothing_to_do = _held(act)
    if delivery is None:
        assert nothing_to_do is not None
        return nothing_to_do
    actions.release(delivery, act.actor)
    return done(gettext_noop("%(document)s sent on its way"), document=str(act.document))


def _would_deliver(act: Act, _values: Values) -> Said:
    if act.document is None:
        return done(gettext_noop("the document would be sent at once, even if its account holds documents"))
    _, nothing_to_do = _held(act)
    return nothing_to_do or done(
        gettext_noop("%(document)s would be sent on its way"), document=str(act.document)
    )


def _statuses(company: Company) -> list[tuple[str, str]]:
    return [(str(each.pk), each.name) for each in OrderStatus.objects.of(company)]


def _status(act: Act, values: Values) -> OrderStatus:
    status = OrderStatus.objects.of(act.company).filter(pk=values["status"]).first()
    if status is None:
        raise ProblemError(Problem("automation.status_gone"))
    return status


HAS_STATUS = gettext_noop("the order has the status %(status)s already")


def _do_status(act: Act, values: Values) -> Said:
    assert act.order is not None
    status = _status(act, values)
    if not set_status(act.company, [act.order.pk], status, act.actor, depth=act.depth + 1):
        return skipped(HAS_STATUS, status=status.name)
    return done(gettext_noop("status set to %(status)s"), status=status.name)


def _would_status(act: Act, values: Values) -> Said:
    assert act.order is not None
    status = _status(act, values)
    if act.order.status_id == status.pk:
        return skipped(HAS_STATUS, status=status.name)
    return done(gettext_noop("the status would be set to %(status)s"), status=status.name)


FIELD_CHANGED = gettext_noop("Field %(field)s set to %(value)s")


def _fields(company: Company) -> list[tuple[str, str]]:
    found = CustomField.objects.of(company).exclude(kind=FieldKind.FILE)
    return [(str(each.pk), each.name) for each in found]


def _field(company: Company, values: Values) -> CustomField:
    found = CustomField.objects.of(company).filter(pk=values["field"]).first()
    if found is None:
        raise ProblemError(Problem("automation.field_gone"))
    return found


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.replace(",", ".").replace(" ", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < 10**14 else None


def _check_field(company: Company, values: Values) -> Problem | None:
    field = CustomField.objects.of(company).filter(pk=values["field"]).first()
    if field and field.kind == FieldKind.NUMBER and _number(values["value"]) is None:
        return Problem("automation.number_expected", {"field": field.name}, "value")
    return None


def _do_field(act: Act, values: Values) -> Said:
    assert act.order is not None
    field, value = _field(act.company, values), values["value"]
    held = {"text": "", "number": _number(value)} if field.kind == FieldKind.NUMBER else {"text": value}
    present = FieldValue.objects.filter(order=act.order, field=field)
    if present.filter(**held).exists():
        return skipped(
            gettext_noop("the field %(field)s holds %(value)s already"), field=field.name, value=value
        )
    present.delete()
    FieldValue.objects.create(order=act.order, field=field, **held)
    add_event(act.order, "order", FIELD_CHANGED, act.actor, field=field.name, value=value)
    return done(gettext_noop("field %(field)s set to %(value)s"), field=field.name, value=value)


def _would_field(act: Act, values: Values) -> Said:
    text = gettext_noop("the field %(field)s would be set to %(value)s")
    return done(text, field=_field(act.company, values).name, value=values["value"])


OWN = (
    Deed(
        "issue",
        _("Issue a document in the series"),
        (Parameter("series", _("Series"), choices=_issuable),),
        _do_issue,
        _would_issue,
        makes_document=True,
        claims=_issue_claims,
        is_settled=_has_it_already,
    ),
    Deed(
        "deliver",
        _("Send the document to the accounting program"),
        (),
        _do_deliver,
        _would_deliver,
        needs_order=False,
        needs_document=True,
    ),
    Deed(
        "set_status",
        _("Set the order's status"),
        (Parameter("status", _("Status"), choices=_statuses),),
        _do_status,
        _would_status,
        claims=lambda _company, values: ("status", values["status"]),
    ),
    Deed(
        "set_field",
        _("Set a custom field of the order"),
        (
            Parameter("field", _("Field"), choices=_fields),
            Parameter("value", _("Value"), kind="text"),
        ),
        _do_field,
        _would_field,
        available=lambda company: bool(_fields(company)),
        claims=lambda _company, values: (f"field {values['field']}", values["value"]),
        check=_check_field,
    ),
)
