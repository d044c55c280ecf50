"""Addresses that accounting programs call."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from mostek.connections.models import Connection
from mostek.delivery.webhooks import receive

LARGEST = 2_000_000


def webhook_address(connection: Connection, request: HttpRequest | None = None) -> str:
    """The whole address to paste into the program: unguessable, one for each connection."""
    path = reverse("webhook", args=[connection.webhook_token])
    if settings.PUBLIC_URL or request is None:
        return f"{settings.PUBLIC_URL}{path}"
    return request.build_absolute_uri(path)


@csrf_exempt
@require_POST
def webhook(request: HttpRequest, token: str) -> HttpResponse:
    """Hands the call to the connection's connector and answers as it says."""
    connection = Connection.objects.filter(webhook_token=token).first()
    if connection is None:
        return HttpResponse(status=404)
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        return HttpResponse(status=413)
    headers = {name.lower(): value for name, value in request.headers.items()}
    answer = receive(connection, headers, request.body)
    if answer is None:
        return HttpResponse(status=404)
    return HttpResponse(answer.body, status=answer.status, content_type=answer.content_type)
