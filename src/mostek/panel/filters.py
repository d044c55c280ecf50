"""Filters of the lists, read from the address: what cannot be read filters nothing."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from mostek.companies.models import Company
from mostek.delivery.models import NEEDS_PERSON, ON_THE_WAY, Delivery, State
from mostek.documents.models import ORIGINATING, Document
from mostek.orders.models import Order

GROUPS = {"on_the_way": ON_THE_WAY, "waiting": NEEDS_PERSON}
"""States that a filter takes together."""


@dataclass(slots=True)
class Asked:
    """What the address asks for; `chosen` is shown in the form again."""

    query: QueryDict
    chosen: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        value = self.query.get(name, "").strip()[:100].replace("\x00", "")
        if value:
            self.chosen[name] = value
        return value

    def number(self, name: str) -> int | None:
        value = self.query.get(name, "")
        if not (value.isascii() and value.isdigit() and len(value) < 18):
            return None
        self.chosen[name] = value
        return int(value)

    def one_of(self, name: str, known: "set[str] | frozenset[str]") -> str:
        value = self.query.get(name, "")
        if value not in known:
            return ""
        self.chosen[name] = value
        return value

    def amount(self, name: str) -> Decimal | None:
        """An amount of money as people type it: 1 234,50 or 1234.5."""
        typed = "".join(self.query.get(name, "").split()).replace(",", ".")
        if not re.fullmatch(r"-?\d{1,12}(\.\d+)?", typed, re.ASCII):
            return None
        self.chosen[name] = typed
        return Decimal(typed)

    def day(self, name: str) -> date | None:
        try:
            value = date.fromisoformat(self.query.get(name, ""))
        except ValueError:
            return None
        self.chosen[name] = value.isoformat()
        return value


def states_named(name: str) -> tuple[str, ...]:
    return tuple(GROUPS.get(name, (name,)))


STATE_NAMES = frozenset(GROUPS) | frozenset(State.values)


def orders_asked(company: Company, asked: Asked) -> QuerySet[Order]:
    rows: QuerySet[Order] = Order.objects.of(company)
    if q := asked.text("q"):
        meant = Q(number__icontains=q) | Q(buyer_name__icontains=q) | Q(buyer_tax_id__icontains=_tax_id(q))
        rows = rows.filter(meant | Q(buyer_email__icontains=q) if "@" in q else meant)
    if (status := asked.number("status")) is not None:
        rows = rows.filter(status_id=status)
    if source := asked.text("source"):
        rows = rows.filter(source=source)
    rows = _by_payment(rows, asked.one_of("payment", {"paid", "partly", "unpaid"}))
    rows = _by_document(company, rows, asked)
    if since := asked.day("since"):
        rows = rows.filter(placed_at__gte=_midnight(since))
    if until := asked.day("until"):
        rows = rows.filter(placed_at__lt=_midnight(until + timedelta(days=1)))
    return rows


def _by_payment(rows: QuerySet[Order], payment: str) -> QuerySet[Order]:
    if payment == "paid":
        return rows.filter(paid__gte=F("total"))
    if payment == "partly":
        return rows.filter(paid__gt=0, paid__lt=F("total"))
    return rows.filter(paid=0) if payment == "unpaid" else rows


def _by_document(company: Company, rows: QuerySet[Order], asked: Asked) -> QuerySet[Order]:
    if state := asked.one_of("state", STATE_NAMES):
        found = Delivery.objects.of(company).filter(state__in=states_named(state))
        rows = rows.filter(pk__in=found.values("document__order_id"))
    standing = Document.objects.filter(order=OuterRef("pk"), kind__in=ORIGINATING, cancelled_at=None)
    match asked.one_of("document", {"without", "with", "differs"}):
        case "without":
            return rows.filter(~Exists(standing))
        case "with":
            return rows.filter(Exists(standing))
        case "differs":
            return rows.filter(differs=True)
    return rows


def documents_asked(company: Company, asked: Asked) -> QuerySet[Document]:
    rows: QuerySet[Document] = Document.objects.of(company)
    if q := asked.text("q"):
        rows = rows.filter(
            Q(number__icontains=q)
            | Q(buyer_name__icontains=q)
            | Q(buyer_tax_id__icontains=_tax_id(q))
            | Q(reference=q.upper())
            | Q(order__in=Order.objects.of(company).filter(number=q).values("pk"))
            | Q(pk__in=Delivery.objects.of(company).filter(remote_number=q).values("document"))
        )
    if state := asked.one_of("state", STATE_NAMES):
        rows = rows.filter(delivery__state__in=states_named(state))
    if (series := asked.number("series")) is not None:
        rows = rows.filter(series_id=series)
    if (connection := asked.number("connection")) is not None:
        rows = rows.filter(connection_id=connection)
    if problem := asked.text("problem"):
        rows = rows.filter(delivery__problems__0__key=problem, delivery__state__in=NEEDS_PERSON)
    if since := asked.day("since"):
        rows = rows.filter(issue_date__gte=since)
    if until := asked.day("until"):
        rows = rows.filter(issue_date__lte=until)
    return rows


def _tax_id(typed: str) -> str:
    """As it is kept: without the signs and the country that people write with it."""
    plain = re.sub(r"[\s.-]", "", typed)
    return plain[2:] if re.fullmatch(r"[A-Za-z]{2}\d{6,}", plain) else plain or typed


def _midnight(day: date) -> datetime:
    """The beginning of a day in the company's time zone, which is the active one."""
    return timezone.make_aware(datetime.combine(day, time.min))
