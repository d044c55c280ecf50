"""Every operation of the API, called by somebody of another company: its rows do not exist for them."""

import json
import re
from functools import cache
from typing import Any

import pytest

from mostek.api.urls import api
from mostek.companies.credentials import SCOPES
from mostek.companies.models import Company
from mostek.reconcile.models import FetchRun, RemoteDocument
from tests.everything import Everything, furnish
from tests.walls import crossings, rows_of, undone

from .conftest import Caller

OURS = "Bobrek"
IN_PATH = {
    "order_id": "orders/<pk>",
    "file_id": "orders/<pk>/files/<file_pk>",
    "document_id": "documents/<pk>",
    "rule_id": "rules/<pk>",
    "message_id": "mail/<pk>",
    "connection_id": "connections/<pk>",
    "endpoint_id": "settings/webhooks/<pk>",
    "component_id": "payroll/components/<pk>",
    "list_id": "payroll/<pk>",
}

pytestmark = pytest.mark.any_database


@pytest.fixture(autouse=True)
def nothing_answers(settings: Any) -> None:
    settings.SANDBOX_URL = "http://127.0.0.1:9"


@pytest.fixture
def ours(company: Company) -> Everything:
    return furnish(company, OURS)


def test_rows_of_another_company_do_not_exist(ours: Everything, other_company: Company) -> None:
    caller = Caller(furnish(other_company, "Wilga").company)
    before = rows_of(ours.company)
    for path, method, operation in operations():
        address, names_a_row = filled(ours, path)
        with undone() as written:
            answer = send(caller, method, address, operation, named(ours))
            shown = b"".join(answer) if answer.streaming else answer.content
            told = (method, path, answer.status_code, shown[:300])
            assert answer.status_code == 404 if names_a_row else answer.status_code < 500, told
            assert OURS.encode() not in shown, told
            if written:
                assert crossings() == [], told
                assert rows_of(ours.company) == before, told


def test_scopes_for_reading_write_nothing(ours: Everything) -> None:
    reader = Caller(ours.company, *(scope for scope in SCOPES if scope.endswith(":read")))
    for path, method, operation in operations():
        with undone() as written:
            answer = send(reader, method, filled(ours, path)[0], operation, named(ours))
        kept = [each for each in written if "companies_apicredential" not in each]
        assert answer.status_code == 403 or not kept, (method, path, kept)


@cache
def schema_of_the_api() -> dict[str, Any]:
    return api.get_openapi_schema(path_prefix="/api/v1/")


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, methods in schema_of_the_api()["paths"].items()
        for method, operation in methods.items()
    ]


def filled(made: Everything, path: str) -> tuple[str, bool]:
    """The address with rows of this company in it, and whether it names any."""
    rows = {name: made.rows[key] for name, key in IN_PATH.items()}
    rows["job_id"] = made.rows["dry-runs/<pk>" if "dry-runs" in path else "jobs/<pk>"]
    rows["run_id"] = FetchRun.objects.of(made.company).get().pk
    words = {"field": "Note", "name": "a.pdf", "key": "issued", "language": "pl"}
    names = set(re.findall(r"\{(\w+)\}", path))
    return path.format(**rows, **words), bool(names & rows.keys())


def named(made: Everything) -> dict[str, Any]:
    """What a body may name of this company."""
    order, document = made.rows["orders/<pk>"], made.rows["documents/<pk>"]
    return {
        "order_id": order,
        "order_ids": [order],
        "document_id": document,
        "document_ids": [document],
        "series": "FVX",
        "series_id": made.rows["series/<pk>"],
        "remote_document_ids": [RemoteDocument.objects.of(made.company).get().pk],
    }


def send(caller: Caller, method: str, address: str, operation: dict[str, Any], names: dict[str, Any]) -> Any:
    content = operation.get("requestBody", {}).get("content", {})
    body = content.get("application/json")
    call = getattr(caller.client, method)
    if body:
        sent = json.dumps(example("", body["schema"], names))
        return call(address, sent, content_type="application/json", headers=caller.headers)
    if "application/octet-stream" in content:
        return call(address, b"x", content_type="application/octet-stream", headers=caller.headers)
    return call(address, headers=caller.headers)


def example(name: str, schema: dict[str, Any], names: dict[str, Any]) -> Any:
    """Something that the schema allows: all that is required, and all that names a row."""
    if name in names:
        return names[name]
    if "$ref" in schema:
        schemas = schema_of_the_api()["components"]["schemas"]
        return example(name, schemas[schema["$ref"].rpartition("/")[2]], names)
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in schema:
            return example(name, schema[choice][0], names)
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "object":
            wanted = {*schema.get("required", ()), *names}
            return {
                key: example(key, each, names)
                for key, each in schema.get("properties", {}).items()
                if key in wanted
            }
        case "array":
            return [example("", schema["items"], names)]
        case "string":
            return {"date": "2026-11-03", "date-time": "2026-11-03T10:00:00"}.get(
                schema.get("format", ""), "EUR"
            )
        case "boolean":
            return True
    return 1
