"""iFirma's stand-in: a whole account with its months, series, contractors, documents and quirks."""

from mostek.connectors.base.stand_in import StandIn, Surroundings
from mostek.connectors.ifirma.simulator.app import IfirmaStandIn


def build(surroundings: Surroundings) -> StandIn:
    return IfirmaStandIn(surroundings)
