"""What the sandbox's templates need beyond Django's own tags."""

from typing import Any

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def translate(context: dict[str, Any], sentence: str, **values: str) -> str:
    """The sentence in the page's language, with its values put in for `{name}`."""
    text: str = context["say"](sentence)
    return text.format(**values) if values else text
