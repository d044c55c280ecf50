"""What the set-up screens show in words of their own."""

from datetime import UTC, datetime

from babel.dates import format_datetime
from django import forms, template
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

from mostek.delivery.models import Attempt

register = template.Library()


@register.filter
def time_left(seconds: float) -> str:
    """A length of time, in the largest unit that says enough."""
    if seconds < 60:
        return gettext("less than a minute")
    minutes = round(seconds / 60)
    if minutes < 120:
        return ngettext("about %(count)s minute", "about %(count)s minutes", minutes) % {"count": minutes}
    hours = round(minutes / 60)
    return ngettext("about %(count)s hour", "about %(count)s hours", hours) % {"count": hours}


@register.filter
def chosen(field: forms.BoundField) -> str:
    """An input's value as words, for those who may only read."""
    value = field.value()
    if isinstance(field.field, forms.BooleanField):
        return gettext("yes") if value else gettext("no")
    if isinstance(field.field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in list(field.field.choices)}  # type: ignore[arg-type]
        return labels.get(str(value or ""), str(value or "")) or "–"
    return str(value or "") or "–"


@register.filter
def took(attempt: Attempt) -> float | None:
    """Seconds from an attempt's beginning to its end."""
    return None if attempt.ended_at is None else attempt.ended_at - attempt.begun_at


@register.filter
def grouped(number: str) -> str:
    """An account number in groups of four."""
    return " ".join(number[i : i + 4] for i in range(0, len(number), 4))


@register.filter
def to_the_second(value: datetime | float) -> str:
    """Date and time with seconds, in the company's time zone: for logs."""
    exact = value if isinstance(value, datetime) else datetime.fromtimestamp(value, UTC)
    locale = (get_language() or "en").replace("-", "_")
    return format_datetime(timezone.localtime(exact).replace(tzinfo=None), locale=locale)
