"""Amounts, dates, states and problems as the panel shows them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from babel.dates import format_date, format_datetime, format_time, format_timedelta
from babel.numbers import format_currency, format_decimal, format_percent
from django import template
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from mostek.delivery import words
from mostek.documents.models import Document
from mostek.kernel.problems import Problem
from mostek.panel import states

register = template.Library()


@register.filter
def money(amount: Decimal | None, currency: str) -> str:
    """1 234,56 PLN, as the reader's language writes numbers."""
    if amount is None:
        return ""
    return format_currency(amount, currency, format="#,##0.00\xa0¤¤", locale=_locale())


@register.filter
def bare(amount: Decimal | None, currency: str) -> str:
    """1 234,56: where the currency stands beside it."""
    return "" if amount is None else format_currency(amount, currency, format="#,##0.00", locale=_locale())


@register.filter
def magnitude(amount: Decimal) -> Decimal:
    return abs(amount)


@register.filter
def plain(number: Decimal | float | None) -> str:
    """A number without needless zeros: a quantity, a unit price."""
    return "" if number is None else format_decimal(number, locale=_locale(), decimal_quantization=False)


@register.filter
def price(number: Decimal | None) -> str:
    """A unit price: two decimals, more only where it has them."""
    if number is None:
        return ""
    return format_decimal(number, format="#,##0.00####", locale=_locale(), decimal_quantization=False)


@register.filter
def vat(code: str) -> str:
    """A VAT code as people write it: 23%, 5,5%, zw."""
    try:
        return format_percent(Decimal(code) / 100, locale=_locale(), decimal_quantization=False)
    except InvalidOperation:
        return code


@register.filter
def day(value: date | datetime | None) -> str:
    """A date; of a moment: the date in the company's time zone."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return format_date(value, locale=_locale())


@register.filter
def moment(value: datetime | float | None) -> str:
    """Date and time in the company's time zone; seconds since the epoch are taken too."""
    if value is None:
        return ""
    local = timezone.localtime(_as_datetime(value))
    return f"{day(local.date())}, {format_time(local.time(), 'short', locale=_locale())}"


@register.filter
def exactly(value: datetime | float | None) -> str:
    """Date and time to the second."""
    if value is None:
        return ""
    return format_datetime(timezone.localtime(_as_datetime(value)).replace(tzinfo=None), locale=_locale())


@register.filter
def ago(value: datetime | float | None) -> SafeString:
    """ "3 minutes ago", with the exact moment for who hovers."""
    if not value:
        return SafeString("")
    exact = _as_datetime(value)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', exact.isoformat(), exactly(exact), naturaltime(exact)
    )


@register.filter
def seconds(value: float | None) -> str:
    """How long something took: 0,34 s or 340 ms."""
    if value is None:
        return ""
    if value < 1:
        return f"{round(value * 1000)} ms"
    return f"{format_decimal(round(value, 1), locale=_locale())} s"


@register.filter
def left(value: float) -> str:
    """Seconds that are left, as one would say it: 40 seconds, 3 minutes, 2 hours."""
    return format_timedelta(timedelta(seconds=max(1, round(value))), threshold=1.5, locale=_locale())


@register.filter
def moves(document: Document) -> bool:
    """Whether the document is on its way, so that its state is worth asking for again."""
    return states.is_moving(document)


@register.filter
def who(actor: str) -> str:
    """Who did it, in the reader's language: a person's name, or which rule."""
    prefix = "rule: "
    if not actor.startswith(prefix):
        return actor
    return gettext("rule “%(rule)s”") % {"rule": actor.removeprefix(prefix)}


@register.filter
def as_card(problem: Problem | dict[str, Any]) -> Any:
    """The problem in the reader's words: what, why, todo, remedy, raw, field."""
    return words.card(problem)


@register.inclusion_tag("panel/parts/problem_card.html")
def problem_card(
    problem: words.Card | Problem | dict[str, Any], address: str = "", label: str = ""
) -> dict[str, Any]:
    """What happened, why, what to do; and a button where `address` leads to its remedy."""
    told = problem if isinstance(problem, words.Card) else words.card(problem)
    return {"card": told, "address": address, "label": label}


@register.inclusion_tag("panel/parts/state.html")
def state(document: Document) -> dict[str, Any]:
    """The document's state as a badge; since when and why for who hovers."""
    delivery = getattr(document, "delivery", None)
    first = (delivery.problems or delivery.warnings or [None])[0] if delivery else None
    return {
        "look": states.look_of(document),
        "since": moment(delivery.changed_at) if delivery and delivery.changed_at else "",
        "why": words.card(first).what if first else "",
    }


@register.inclusion_tag("panel/parts/empty.html")
def empty(icon: str, title: str, text: str, address: str = "", label: str = "") -> dict[str, Any]:
    """What will stand here, and the next step as a button."""
    return {"icon": icon, "title": title, "text": text, "address": address, "label": label}


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changed: Any) -> str:
    """The address's query string with some values changed; None or "" removes one. Paging starts anew."""
    request: HttpRequest = context["request"]
    values = request.GET.copy()
    for name in ("after", "before"):
        values.pop(name, None)
    for name, value in changed.items():
        if value in (None, ""):
            values.pop(name, None)
        else:
            values[name] = str(value)
    return f"?{values.urlencode()}"


def _as_datetime(value: datetime | float) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromtimestamp(value, UTC)


def _locale() -> str:
    return (get_language() or "en").replace("-", "_")
