"""Takes one delivery as far as it goes now, and turns every exception into one of its endings."""

import logging

from mostek.connectors.base.contract import Refused
from mostek.connectors.base.http import LeaseLost, Limited, Lost, NotSent
from mostek.delivery.delivering import Delivering
from mostek.delivery.entry_steps import ENTRY_STEPS
from mostek.delivery.steps import STEPS
from mostek.invoicing.ledger import JournalEntry
from mostek.kernel.problems import Problem, ProblemError

log = logging.getLogger(__name__)


async def advance(delivering: Delivering) -> None:
    """Returns when the delivery was given back, or is in other hands."""
    try:
        # An attempt without an end was left by a worker that died: nothing is sent before it is settled.
        if delivering.hand.has_open_attempt:
            await delivering.after_crash()
            return
        while await _step(delivering):
            pass
    except LeaseLost:
        log.info("delivery %s is in other hands now", delivering.hand.id)


async def _step(delivering: Delivering) -> bool:
    hand = delivering.hand
    steps = ENTRY_STEPS if isinstance(delivering.content, JournalEntry) else STEPS
    step = steps.get(hand.step)
    delivering.begin()
    if step is None:
        return await delivering.doubt("delivery.unknown_step")
    try:
        return await step(delivering)
    except LeaseLost:
        raise
    except Limited as error:
        return await delivering.limited(error)
    except NotSent as error:
        problem = Problem("delivery.unreachable", delivering.values, raw=str(error))
        return await delivering.later("later", problem)
    except Refused as error:
        return await delivering.refused(error.problem)
    except ProblemError as error:
        return await delivering.rejected(error.problems)
    except Lost as error:
        return await delivering.lost(error)
    except Exception:
        log.exception("delivery %s failed at step %s", hand.id, hand.step)
        return await delivering.unexpected()
