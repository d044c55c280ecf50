"""Behaviour tests that every connector gets for free, run against its stand-in over real HTTP.

    class TestContract(ContractSuite): ...

needs one fixture, `bench`: a `Bench` of the connector and its running stand-in. What a connector's
manifest and session do not offer is skipped; everything else must hold.
"""

from mostek.connectors.base.contract_suite.bench import Bench
from mostek.connectors.base.contract_suite.changing import Changing
from mostek.connectors.base.contract_suite.creating import Creating
from mostek.connectors.base.contract_suite.describing import Describing
from mostek.connectors.base.contract_suite.following import Following
from mostek.connectors.base.contract_suite.hearing import Hearing
from mostek.connectors.base.contract_suite.holding import Holding
from mostek.connectors.base.contract_suite.losing import Losing
from mostek.connectors.base.contract_suite.posting import Posting
from mostek.connectors.base.contract_suite.showing import Showing
from mostek.connectors.base.contract_suite.verifying import Verifying

__all__ = ["Bench", "ContractSuite"]


class ContractSuite(
    Describing, Verifying, Creating, Losing, Following, Changing, Holding, Hearing, Showing, Posting
):
    """All of it."""
