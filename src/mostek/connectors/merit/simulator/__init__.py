"""The stand-in of both programs: signatures, plans, a ledger, sales, and variants where facts are unsure."""

from mostek.connectors.base.stand_in import StandIn, Surroundings
from mostek.connectors.merit.programs import Program
from mostek.connectors.merit.simulator.app import MeritStandIn


def build(program: Program, surroundings: Surroundings) -> StandIn:
    return MeritStandIn(program, surroundings)
