import pytest

from mostek.delivery import errands
from tests.delivery.fixtures import hurried, one_sandbox, sandbox, shop

__all__ = ["hurried", "one_sandbox", "sandbox", "shop"]


@pytest.fixture(autouse=True)
def hurried_errands(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few tries, a moment apart: a fault in the code ends the test."""
    monkeypatch.setattr(errands, "after_failure", lambda failures: 0.05)
    monkeypatch.setattr(errands.Errand, "most_failures", 4)
