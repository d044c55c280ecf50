"""Webhooks: who is told what happens."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from ninja import Router, Schema

from mostek.api.answering import ProblemDocument
from mostek.api.authentication import actor, caller, needs
from mostek.companies.audit import SECRET, record
from mostek.connections.vault import seal
from mostek.events.models import Kind
from mostek.hooks.models import Endpoint
from mostek.hooks.signing import new_secret
from mostek.hooks.subscribing import refuse_odd

router = Router(tags=["webhooks"])


class EndpointIn(Schema):
    """`events`: order.created, order.paid, document.delivered… ; all of them where the list is empty."""

    url: str
    description: str = ""
    events: list[str] = []


class EndpointOut(Schema):
    id: int
    url: str
    description: str
    events: list[str]
    active: bool
    created_at: datetime


class NewEndpointOut(EndpointOut):
    """`secret` verifies the signature (Standard Webhooks); it is told only this once."""

    secret: str


@router.get("/webhooks", auth=needs("webhooks:write"), summary="List webhooks", response=list[EndpointOut])
def list_endpoints(request: HttpRequest) -> list[dict[str, Any]]:
    return [_told(each) for each in Endpoint.objects.of(caller(request).company)]


def _told(endpoint: Endpoint) -> dict[str, Any]:
    columns = ("id", "url", "description", "active", "created_at")
    return {**{name: getattr(endpoint, name) for name in columns}, "events": endpoint.kinds}


@router.post(
    "/webhooks",
    auth=needs("webhooks:write"),
    summary="Add a webhook",
    response={201: NewEndpointOut, 422: ProblemDocument},
)
def add_endpoint(request: HttpRequest, payload: EndpointIn) -> tuple[int, dict[str, Any]]:
    refuse_odd(payload.url, payload.events)
    secret = new_secret()
    with transaction.atomic():
        endpoint = Endpoint.objects.create(
            company=caller(request).company,
            url=payload.url,
            description=payload.description[:200] or payload.url[:200],
            kinds=payload.events or [kind.value for kind in Kind],
            sealed=seal({"secret": secret}),
            created_by=actor(request)[:200],
        )
        changes = {"url": (None, endpoint.url), "secret": (None, SECRET)}
        record(endpoint.company, actor(request), "create", endpoint, changes)
    return 201, {**_told(endpoint), "secret": secret}


@router.delete(
    "/webhooks/{int:endpoint_id}",
    auth=needs("webhooks:write"),
    summary="Remove a webhook",
    response={204: None, 404: ProblemDocument},
)
def remove_endpoint(request: HttpRequest, endpoint_id: int) -> tuple[int, None]:
    endpoint = Endpoint.objects.get_of(caller(request).company, pk=endpoint_id)
    with transaction.atomic():
        record(endpoint.company, actor(request), "delete", endpoint)
        endpoint.delete()
    return 204, None
