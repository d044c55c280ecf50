"""A correction follows what it corrects: it waits until that stands in the program."""

from dataclasses import dataclass

from django.db.models import F

from mostek.delivery.delivering import Delivering
from mostek.delivery.hand import OriginalKnown
from mostek.delivery.models import IN_PROGRAM, NEVER_ARRIVES, WISHED, Delivery, State
from mostek.delivery.pauses import until_poll
from mostek.documents.models import Document
from mostek.invoicing.model import Line
from mostek.kernel.problems import Problem, ProblemError

LOOKS = (1, 3, 10, 30, 60)
"""Seconds until it looks again by itself; what it waits for wakes it as a rule."""


@dataclass(frozen=True, slots=True)
class Before:
    """The document that a correction starts from, and what the first document is called by now."""

    document: str
    is_cancelled: bool
    state: str
    """Of its delivery; empty where there is none."""
    is_wished: bool
    """Whether a person wishes it cancelled or changed at the program, and that has not ended yet."""
    number: str
    remote_id: str
    lines: tuple[Line, ...]
    """As they stand; a document that was rejected may have been mended since."""


async def stands(delivering: Delivering) -> bool:
    """Whether the document may be sent. A correction whose original has arrived is told its number and
    id; one that has to wait was given back. Raises ProblemError where there is nothing to wait for."""
    if delivering.invoice.corrected is None:
        return True
    before = await delivering.around.writer.call(_look_up, delivering.hand.document_id)
    if before is None:
        return True
    values = {**delivering.values, "document": before.document}
    if before.is_cancelled:
        raise ProblemError(Problem("delivery.original_cancelled", values))
    if before.state and (before.state not in IN_PROGRAM or before.is_wished):
        return await _wait(delivering, _why(before, values))
    if _something(before.lines) != _something(delivering.invoice.corrected.lines):
        raise ProblemError(Problem("delivery.original_mended", values))
    _fill_in(delivering, before)
    return True


def _look_up(document_id: int) -> Before | None:
    found = (
        Document.objects.filter(pk=document_id, previous__isnull=False)
        .annotate(first_id_there=F("corrects__delivery__remote_id"))
        .select_related("previous__delivery", "corrects")
        .defer("content", "corrects__content")
        .first()
    )
    if found is None:
        return None
    previous, first = found.previous, found.corrects
    assert previous is not None
    assert first is not None
    delivery: Delivery | None = getattr(previous, "delivery", None)
    return Before(
        document=str(previous),
        is_cancelled=previous.cancelled_at is not None,
        state=delivery.state if delivery else "",
        is_wished=delivery is not None and delivery.step in WISHED,
        number=first.number,
        remote_id=found.first_id_there or "",
        lines=previous.invoice().lines,
    )


def _something(lines: tuple[Line, ...]) -> list[Line]:
    """Without lines that an earlier correction took away."""
    return [line for line in lines if line.quantity]


def _why(before: Before, values: dict[str, str]) -> Problem:
    state = State(before.state)
    if state in NEVER_ARRIVES or state in (State.IN_DOUBT, State.HELD):
        return Problem("delivery.waits_for_person", values)
    return Problem("delivery.waits_for_original", values)


async def _wait(delivering: Delivering, problem: Problem) -> bool:
    hand = delivering.hand
    if hand.problems != [problem.as_dict()]:
        hand.problems, hand.polls = [problem.as_dict()], 0
        delivering.note("waits", (problem,))
    hand.state = State.QUEUED
    hand.polls += 1
    return await delivering.give_back(until_poll(LOOKS, hand.polls - 1))


def _fill_in(delivering: Delivering, before: Before) -> None:
    hand, invoice = delivering.hand, delivering.invoice
    hand.problems, hand.polls = [], 0
    assert invoice.corrected is not None
    known = {"number": before.number, "remote_id": before.remote_id}
    corrected = invoice.corrected.model_copy(update=known)
    if corrected == invoice.corrected:
        return
    delivering.content = invoice.model_copy(update={"corrected": corrected})
    delivering.effects.append(OriginalKnown(hand.document_id, delivering.invoice.model_dump(mode="json")))
