from collections.abc import AsyncIterator

import pytest

from mostek.connectors.ifirma import months
from mostek.connectors.ifirma.tests.builders import TODAY, Place, running


@pytest.fixture(autouse=True)
def _a_fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(months, "today", lambda: TODAY)


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    async with running() as place:
        yield place
