"""The contract suite against every registered connector's stand-in, over real loopback HTTP."""

from collections.abc import AsyncIterator

import pytest

from mostek.connectors.base.contract import Connector
from mostek.connectors.base.contract_suite import Bench, ContractSuite
from mostek.connectors.base.registry import connectors
from mostek.sandbox.server import running_sandbox


@pytest.fixture(params=sorted(connectors()))
def connector(request: pytest.FixtureRequest) -> Connector:
    return connectors()[request.param]


@pytest.fixture
async def bench(connector: Connector) -> AsyncIterator[Bench]:
    key = connector.manifest.key
    async with running_sandbox(offered=[connector]) as sandbox:
        program = sandbox.programs[key]
        async with Bench.open(connector, program.stand_in, program.faults, sandbox.base_url(key)) as bench:
            yield bench


class TestContract(ContractSuite):
    """Every test of the suite, once for each connector."""
