"""The page that asks once before something is taken away; it works without JavaScript."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url


def confirm(
    request: HttpRequest, question: str, sentences: Sequence[str], button: str, back: str, *args: object
) -> HttpResponse:
    """`sentences` name what will happen; the button posts to the same address; `back` names a URL."""
    context = {
        "question": question,
        "sentences": sentences,
        "button": button,
        "back": resolve_url(back, *args),
    }
    return render(request, "panel/setup/confirm.html", context)
