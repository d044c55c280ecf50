"""Writes with an Idempotency-Key: done once, answered as often as they are repeated."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from mostek.api.answering import Refused
from mostek.api.authentication import caller
from mostek.api.models import KeyedCall
from mostek.kernel.problems import Problem

HEADER = "Idempotency-Key"
KEPT = timedelta(days=7)
LONGEST = 200

PARAMETER = {
    "parameters": [
        {
            "in": "header",
            "name": HEADER,
            "required": False,
            "schema": {"type": "string", "maxLength": LONGEST},
            "description": "A repeated call with the same key has no second effect and gets the same answer, "
            "for seven days.",
        }
    ]
}
"""What the description of the API says about the header."""

View = Callable[..., tuple[int, dict[str, Any]]]


def once(view: View) -> Callable[..., JsonResponse]:
    """Runs the view in one transaction with the key's row. The view returns status and body; what it
    raises rolls everything back, the key with it, so that a mended call may use the key again."""

    @wraps(view)
    def keyed(request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        key = request.headers.get(HEADER)
        with transaction.atomic():
            if key is None:
                status, body = view(request, *args, **kwargs)
                return JsonResponse(body, status=status)
            row, is_first = _claim(request, key)
            if is_first:
                row.status, body = view(request, *args, **kwargs)
                row.answer = json.loads(json.dumps(body, cls=DjangoJSONEncoder))
                row.save(update_fields=["status", "answer"])
        replayed = {} if is_first else {"Idempotent-Replayed": "true"}
        return JsonResponse(row.answer, status=row.status, headers=replayed)

    return keyed


def _claim(request: HttpRequest, key: str) -> tuple[KeyedCall, bool]:
    """The key's row and whether this call is the first to use it. A call that comes while the first
    one is still working waits here for its end: the unique key (PostgreSQL) or the one writer (SQLite)."""
    if not 1 <= len(key) <= LONGEST or not key.isprintable():
        raise Refused(400, Problem("api.key_form"))
    company = caller(request).company
    content = [request.method or "", request.get_full_path(), hashlib.sha256(request.body).hexdigest()]
    request_hash = hashlib.sha256("\n".join(content).encode()).hexdigest()
    KeyedCall.objects.of(company).filter(created_at__lt=timezone.now() - KEPT).delete()
    try:
        with transaction.atomic():
            return KeyedCall.objects.create(company=company, key=key, request_hash=request_hash), True
    except IntegrityError:
        row = KeyedCall.objects.of(company).get(key=key)
    if row.request_hash != request_hash:
        raise Refused(409, Problem("api.key_reused"))
    return row, False
