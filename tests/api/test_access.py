"""Who gets in, and what they are told when they do not."""

import base64
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern
from django.utils import timezone

from mostek.api.urls import api
from mostek.companies.models import Company

from .conftest import Caller


def basic(key_id: str, secret: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{key_id}:{secret}".encode()).decode()}


def operations() -> list[tuple[str, str]]:
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    return [(method, path) for path, methods in schema["paths"].items() for method in methods]


def test_every_operation_asks_for_credentials(db: None, client: Client) -> None:
    assert len(operations()) > 50
    for method, path in operations():
        answer = getattr(client, method)(re.sub(r"\{\w+\}", "1", path), headers={"Accept-Language": "en"})
        told = (method, path)
        assert answer.status_code == 401, told
        assert answer["Content-Type"] == "application/problem+json", told
        assert answer["WWW-Authenticate"].startswith("Basic"), told
        title = answer.json()["title"]
        assert title == "The credentials are missing, wrong, expired or revoked.", told


def test_id_and_secret_as_bearer(caller: Caller) -> None:
    headers = {"Authorization": f"Bearer {caller.credential.key_id}:{caller.secret}"}
    assert Client().get("/api/v1/orders", headers=headers).status_code == 200


@pytest.mark.parametrize("broken", [{"expires_at": -1}, {"revoked_at": -1}])
def test_expired_and_revoked_credentials(caller: Caller, broken: dict[str, int]) -> None:
    for name, days in broken.items():
        setattr(caller.credential, name, timezone.now() + timedelta(days=days))
    caller.credential.save()
    assert caller.get("/orders").status_code == 401


def test_missing_scope_is_named(company: Company) -> None:
    reader = Caller(company, "orders:read")
    answer = reader.post("/orders", [])
    assert answer.status_code == 403
    assert "orders:write" in answer.json()["problems"][0]["why"]
    assert reader.get("/documents").status_code == 403


def test_guessing_is_stopped_but_others_go_on(caller: Caller, stranger: Caller) -> None:
    for _ in range(10):
        answer = Client().get("/api/v1/orders", headers=basic(caller.credential.key_id, "wrong"))
        assert answer.status_code == 401
    stopped = Client().get("/api/v1/orders", headers=basic(caller.credential.key_id, "wrong"))
    assert (stopped.status_code, stopped["Retry-After"]) == (429, "60")
    assert caller.get("/orders").status_code == 429
    assert stranger.get("/orders").status_code == 200


def test_unknown_address_is_a_problem_document(client: Client) -> None:
    for answer in (client.get("/api/v1/nothing"), client.post("/api/v2/orders", {})):
        assert answer.status_code == 404
        assert answer["Content-Type"] == "application/problem+json"


def test_sentences_come_in_the_callers_language(caller: Caller) -> None:
    headers = caller.headers | {"Accept-Language": "en"}
    answer = caller.client.get("/api/v1/orders/77", headers=headers)
    assert answer.json()["title"] == "There is no such thing."


def test_description_and_its_page_come_from_this_installation(client: Client) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    assert {"/api/v1/orders", "/api/v1/documents/bulk"} <= set(schema["paths"])
    assert schema["components"]["schemas"]["IncomingOrder"]["properties"]["lines"]
    text = str(schema)
    assert "IncomingLine" in text
    page = client.get("/api/v1/docs").content.decode()
    assert '"validatorUrl": null' in page
    script = re.search(r'src="([^"]*swagger-ui-bundle.js)"', page)
    assert script
    assert client.get(script[1]).status_code == 200
    assert "http://" not in page
    assert "https://" not in page


def test_no_reference_in_the_description_leads_nowhere(client: Client) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    known = set(schema["components"]["schemas"])

    def references(node: Any) -> set[str]:
        if isinstance(node, dict):
            own = {node["$ref"].rpartition("/")[2]} if isinstance(node.get("$ref"), str) else set()
            return own.union(*(references(each) for each in node.values()))
        if isinstance(node, list):
            return set().union(*(references(each) for each in node))
        return set()

    assert references(schema) <= known


def test_url_patterns_end_in_the_api() -> None:
    from mostek.api.urls import urlpatterns

    assert isinstance(urlpatterns[-1], URLPattern)
