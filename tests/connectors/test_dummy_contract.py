"""The contract suite against the dummy connector: the suite itself, tried on a small whole example."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mostek.connectors.base.contract import Connector
from mostek.connectors.base.contract_suite import Bench, ContractSuite
from mostek.connectors.base.registry import connectors
from mostek.sandbox.server import running_sandbox


@pytest.fixture
def connector(lone_dummy: Path) -> Connector:
    return connectors()["dummy"]


@pytest.fixture
async def bench(connector: Connector) -> AsyncIterator[Bench]:
    async with running_sandbox(offered=[connector]) as sandbox:
        program = sandbox.programs["dummy"]
        base_url = sandbox.base_url("dummy")
        async with Bench.open(connector, program.stand_in, program.faults, base_url) as bench:
            yield bench


class TestDummy(ContractSuite):
    """Every test of the suite."""
