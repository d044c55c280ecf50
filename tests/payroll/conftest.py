from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from mostek.companies.models import Company
from mostek.payroll.catalogue import accept_proposals, add_standard, proposals
from tests.factories import make_company

LIST = Path(__file__).with_name("fixtures") / "list__two_people.csv"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def company(db: Any) -> Company:
    """With the standard components, not mapped yet."""
    company = make_company()
    add_standard(company, "test")
    return company


@pytest.fixture
def mapped(company: Company) -> Company:
    accept_proposals(company, proposals(company), "test")
    return company
