"""Answers that are files."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

SHOWN_INLINE = frozenset({"application/pdf", "image/png", "image/jpeg", "text/plain"})


def file_answer(data: bytes, name: str, content_type: str, *, download: bool = False) -> HttpResponse:
    """The file, shown in the browser where that is safe, saved otherwise."""
    is_inline = not download and content_type in SHOWN_INLINE
    answer = HttpResponse(data, content_type=content_type)
    answer.headers["Content-Disposition"] = content_disposition_header(not is_inline, name) or "attachment"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def file_name(text: str, ending: str) -> str:
    """A name that any system can save: FV/12/11/2026 becomes FV-12-11-2026.pdf."""
    safe = "".join(letter if letter.isalnum() or letter in "-_. " else "-" for letter in text)
    return f"{safe.strip(' .-') or 'document'}.{ending}"
