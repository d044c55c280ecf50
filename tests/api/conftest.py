import base64
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from mostek.companies.credentials import SCOPES, create_credential
from mostek.companies.models import Company


class Caller:
    """A program that calls the API with one company's credentials."""

    def __init__(self, company: Company, *scopes: str) -> None:
        self.company = company
        self.credential, self.secret = create_credential(company, "test shop", scopes or SCOPES)
        self.client = Client()

    @property
    def headers(self) -> dict[str, str]:
        pair = base64.b64encode(f"{self.credential.key_id}:{self.secret}".encode()).decode()
        return {"Authorization": f"Basic {pair}", "Accept-Language": "en"}

    def get(self, path: str, **parameters: Any) -> Any:
        return self.client.get(f"/api/v1{path}", parameters, headers=self.headers)

    def patch(self, path: str, body: Any) -> Any:
        return self.client.patch(
            f"/api/v1{path}", body, content_type="application/json", headers=self.headers
        )

    def post(self, path: str, body: Any, key: str | None = None) -> Any:
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        return self.client.post(f"/api/v1{path}", body, content_type="application/json", headers=headers)


@pytest.fixture(autouse=True)
def _fresh_counters() -> None:
    cache.clear()


@pytest.fixture
def caller(company: Company) -> Caller:
    return Caller(company)


@pytest.fixture
def stranger(other_company: Company) -> Caller:
    return Caller(other_company)


@pytest.fixture
def order() -> Callable[..., dict[str, Any]]:
    def make(**changes: Any) -> dict[str, Any]:
        return {
            "number": "1001",
            "placed_at": "2026-11-20T12:30:00",
            "currency": "PLN",
            "lines": [{"name": "Lampa", "quantity": 1, "unit_price": "123.00", "vat_code": "23"}],
            "buyer": {
                "name": "Jan Kowalski",
                "address": {"street": "Polna 1", "postcode": "00-001", "city": "Warszawa", "country": "PL"},
            },
        } | changes

    return make
