"""The way of a journal entry: check, create, prove, await, fetch. The same steps as a document's with the
ledger's calls; an entry has no buyer, no PDF of the program and no payment."""

from collections.abc import Awaitable, Callable, Sequence
from typing import cast

from mostek.connectors.base.contract import Booked, NotReady
from mostek.connectors.base.entries import PostsEntries
from mostek.delivery.compare import entry_differences
from mostek.delivery.delivering import Delivering
from mostek.delivery.models import Step
from mostek.delivery.steps import (
    await_task,
    done,
    is_anothers,
    look_for,
    not_ready,
    send,
    settle,
    unknown_again,
)
from mostek.delivery.wish_steps import cancel
from mostek.invoicing import ledger
from mostek.kernel.problems import ProblemError


def _session(delivering: Delivering) -> PostsEntries:
    return cast(PostsEntries, delivering.around.session)


async def check(delivering: Delivering) -> bool:
    """Whether it balances, and what the program would refuse, before anything is sent."""
    problems = ledger.check(delivering.entry) or _session(delivering).check_entry(delivering.entry)
    if problems:
        raise ProblemError(*problems)
    delivering.hand.step = Step.CREATE
    return True


async def create(delivering: Delivering) -> bool:
    return await send(delivering, lambda: _session(delivering).create_entry(delivering.entry))


async def prove(delivering: Delivering) -> bool:
    async def find() -> Sequence[Booked]:
        found = await _session(delivering).find_entry(delivering.entry)
        return [Booked(each.remote_id, each.code or each.number) for each in found]

    return await look_for(delivering, find)


async def fetch(delivering: Delivering) -> bool:
    """Reads the entry as booked and compares it with what was sent. The document keeps its own number, the
    program's code stands beside it."""
    hand = delivering.hand
    try:
        booked = await _session(delivering).fetch_entry(hand.remote_id)
    except NotReady:
        return await not_ready(delivering)
    if is_anothers(delivering, booked.reference):
        return await unknown_again(delivering, booked.number, booked.reference)
    hand.remote_number = booked.code or hand.remote_number
    settle(delivering, entry_differences(delivering.entry, booked), delivering.entry.number)
    hand.step = Step.DONE
    return True


ENTRY_STEPS: dict[str, Callable[[Delivering], Awaitable[bool]]] = {
    Step.CHECK: check,
    Step.CREATE: create,
    Step.PROVE: prove,
    Step.AWAIT: await_task,
    Step.FETCH: fetch,
    Step.CANCEL: cancel,
    Step.DONE: done,
}
