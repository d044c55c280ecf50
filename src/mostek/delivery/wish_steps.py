"""Steps of a document that is in the program already: cancelled there, or changed, as a person wished.

A call whose answer is lost is not repeated before the program was looked at. What the program refuses is
told on the document, which goes on as it was.
"""

import logging
from collections.abc import Awaitable, Callable
from typing import cast

from mostek.connectors.base.changes import Cancels, Updates
from mostek.connectors.base.contract import Refused
from mostek.connectors.base.entries import PostsEntries
from mostek.connectors.base.http import LeaseLost, Limited, Lost, NotSent
from mostek.delivery import wishes
from mostek.delivery.delivering import Delivering
from mostek.delivery.hand import WishEnded
from mostek.delivery.models import State, Step, Wish
from mostek.invoicing.ledger import JournalEntry
from mostek.invoicing.model import Invoice
from mostek.kernel.problems import Problem, ProblemError

log = logging.getLogger(__name__)
Fulfil = Callable[[Delivering, Wish], Awaitable[bool]]


async def cancel(delivering: Delivering) -> bool:
    return await _carefully(delivering, _cancel)


async def change(delivering: Delivering) -> bool:
    return await _carefully(delivering, _change)


async def _carefully(delivering: Delivering, fulfil: Fulfil) -> bool:
    hand = delivering.hand
    wish = await delivering.around.writer.call(wishes.read, hand.id)
    if wish is None:
        hand.step = Step.DONE
        return True
    wait = (hand.uncertain_at or 0) + delivering.manifest.proof.settle - delivering.around.clock()
    if wait > 0:
        return await delivering.give_back(wait)
    try:
        return await fulfil(delivering, wish)
    except (LeaseLost, Limited, NotSent, Refused):
        raise
    except ProblemError as error:
        return await _refused(delivering, wish, error.problems)
    except Lost as error:
        return await delivering.change_unsure(str(error))
    except Exception:
        log.exception("delivery %s failed at step %s", hand.id, hand.step)
        return await delivering.change_unsure("an error in Mostek itself")


async def _cancel(delivering: Delivering, wish: Wish) -> bool:
    hand, session = delivering.hand, delivering.around.session
    asks = wish.action == Wish.Action.CANCEL
    if asks and hand.uncertain_at is None:
        await delivering.before_write()
        await cast(Cancels, session).cancel(hand.remote_id)
        delivering.note("done")
        delivering.begin()
    if await _is_gone(delivering):
        delivering.note("gone")
        _end(delivering, is_done=True)
        hand.state, hand.step, hand.warnings = State.CANCELLED, Step.DONE, []
        return True
    if asks and hand.uncertain_at is not None:
        return await _once_more(delivering)
    raise ProblemError(Problem("delivery.still_there", delivering.values))


async def _is_gone(delivering: Delivering) -> bool:
    session, hand = delivering.around.session, delivering.hand
    if isinstance(delivering.content, JournalEntry):
        return not await cast(PostsEntries, session).find_entry(delivering.content)
    if isinstance(session, Cancels):
        return await session.is_cancelled(hand.remote_id)
    return not await session.find(delivering.invoice, hand.buyer_id)


async def _change(delivering: Delivering, wish: Wish) -> bool:
    hand, session = delivering.hand, cast(Updates, delivering.around.session)
    wanted = Invoice.model_validate(wish.content)
    if hand.uncertain_at is None:
        await delivering.before_write()
        await session.update(hand.remote_id, wanted)
        delivering.note("done")
        delivering.begin()
    if not await session.is_updated(hand.remote_id, wanted):
        if hand.uncertain_at is not None:
            return await _once_more(delivering)
        raise ProblemError(Problem("delivery.not_changed", delivering.values))
    delivering.note("changed")
    _end(delivering, is_done=True)
    # Read back and compared as a whole, and its PDF fetched anew.
    delivering.content, hand.step, hand.polls = wanted, Step.FETCH, 0
    await delivering.checkpoint()
    return True


async def _once_more(delivering: Delivering) -> bool:
    """Surely not done: the program may be asked again."""
    delivering.note("not_done")
    delivering.hand.uncertain_at = None
    await delivering.checkpoint()
    return True


def _end(delivering: Delivering, *, is_done: bool) -> None:
    hand = delivering.hand
    hand.problems, hand.failures, hand.uncertain_at = [], 0, None
    delivering.effects.append(WishEnded(hand.id, delivering.around.connection.name, is_done))


async def _refused(delivering: Delivering, wish: Wish, problems: tuple[Problem, ...]) -> bool:
    hand = delivering.hand
    delivering.note("rejected", problems)
    _end(delivering, is_done=False)
    hand.warnings = [*hand.warnings, *(problem.as_dict() for problem in problems)]
    hand.state, hand.step = State.WARNING, wish.resume
    await delivering.checkpoint()
    return True
