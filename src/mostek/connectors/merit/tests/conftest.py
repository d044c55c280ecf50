from collections.abc import AsyncIterator

import pytest

from mostek.connectors.merit.tests.builders import Place, running


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    async with running() as place:
        yield place
