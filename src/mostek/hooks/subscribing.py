"""What an address of a webhook must be like."""

from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from mostek.events.models import Kind
from mostek.kernel.problems import Problem, ProblemError


def refuse_odd(url: str, kinds: Sequence[str]) -> None:
    """Raises ProblemError on an address that is none or not encrypted, and on unknown events."""
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError:
        raise ProblemError(Problem("hooks.address", {"url": url[:200]}, "url")) from None
    if not url.startswith("https://") and not settings.ALLOW_PRIVATE_ADDRESSES:
        raise ProblemError(Problem("hooks.not_encrypted", {"url": url[:200]}, "url"))
    odd = sorted(set(kinds) - set(Kind.values))
    if odd:
        raise ProblemError(
            Problem("hooks.events", {"events": ", ".join(odd), "known": ", ".join(Kind.values)}, "events")
        )
