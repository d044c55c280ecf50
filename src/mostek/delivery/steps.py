"""The way of one document: check, buyer, create, prove, await, fetch, PDF, payment.

A step returns True to go on with the delivery in hand, False once it was given back.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import cast

from mostek.connectors.base.contract import (
    Accepted,
    Booked,
    CreatesLater,
    GivesPdf,
    Issued,
    KeepsBuyers,
    MarksPaid,
    NotReady,
    Outcome,
    Rejected,
)
from mostek.delivery import buyers, originals
from mostek.delivery.compare import differences
from mostek.delivery.delivering import MOST_FOLLOW_UP_TRIES, Delivering
from mostek.delivery.hand import BuyerKnown, PdfArrived, Settled
from mostek.delivery.models import State, Step
from mostek.delivery.pauses import until_poll
from mostek.delivery.wish_steps import cancel, change
from mostek.invoicing.model import Kind
from mostek.invoicing.totals import payable
from mostek.kernel.problems import Problem, ProblemError

PDF_SCHEDULE = (0.5, 2, 5, 15, 60, 300, 900, 1800)
SLOW_AFTER = 20
"""Polls after which a person is told that the program takes long."""


async def check(delivering: Delivering) -> bool:
    """Asks the connector what the program would refuse, before anything is sent."""
    if not await originals.stands(delivering):
        return False
    problems = delivering.around.session.check(delivering.invoice)
    if problems:
        raise ProblemError(*problems)
    delivering.hand.step = Step.BUYER
    return True


async def buyer(delivering: Delivering) -> bool:
    """Finds or makes the buyer's record where the program keeps one; one worker at a time per buyer."""
    hand, session = delivering.hand, delivering.around.session
    hand.state = State.SENDING
    if not isinstance(session, KeepsBuyers) or hand.buyer_id:
        hand.step = Step.CREATE
        return True
    key = buyers.key_of(delivering.invoice.buyer)
    marker = buyers.marker_of(key)
    writer = delivering.around.writer
    wanted = buyers.Wanted(hand.connection_id, key, hand.id, delivering.around.lease)
    known = await writer.ask(buyers.look_up, wanted)
    if known is None:
        hand.state = State.QUEUED
        return await delivering.give_back(0.5)
    remote_id = known.remote_id
    if not remote_id:
        remote_id = await _buyer_at_program(delivering, session, marker, known)
        delivering.effects.append(BuyerKnown(hand.connection_id, key, remote_id))
    hand.buyer_id, hand.step = remote_id, Step.CREATE
    return True


async def _buyer_at_program(
    delivering: Delivering, session: KeepsBuyers, marker: str, known: buyers.Found
) -> str:
    """The record's id. A buyer without tax id is found by our marker only: nobody has put it there
    before the first try, so that search is left out."""
    party = delivering.invoice.buyer
    if party.tax_id or not known.is_first:
        remote_id = await session.find_buyer(party, marker)
        delivering.note("found" if remote_id else "not_found")
        if remote_id:
            return remote_id
    await delivering.before_write()
    remote_id = await session.create_buyer(party, marker)
    delivering.note("done")
    return remote_id


async def create(delivering: Delivering) -> bool:
    session, buyer_id = delivering.around.session, delivering.hand.buyer_id
    return await send(delivering, lambda: session.create(delivering.invoice, buyer_id))


async def send(delivering: Delivering, making: Callable[[], Awaitable[Outcome]]) -> bool:
    """Sends the document, once."""
    hand = delivering.hand
    hand.state, hand.sends = State.SENDING, hand.sends + 1
    await delivering.before_write()
    return await _ended(delivering, await making())


async def await_task(delivering: Delivering) -> bool:
    """Looks how far an asynchronous creation is."""
    hand = delivering.hand
    session = cast(CreatesLater, delivering.around.session)
    return await _ended(delivering, await session.check_task(hand.task, hand.hints))


async def _ended(delivering: Delivering, outcome: Outcome) -> bool:
    hand = delivering.hand
    if isinstance(outcome, Rejected):
        return await delivering.rejected(outcome.problems)
    hand.problems, hand.failures, hand.uncertain_at = [], 0, None
    hand.state = State.ACCEPTED
    if isinstance(outcome, Issued):
        delivering.note("issued")
        hand.remote_id, hand.remote_number = outcome.remote_id, outcome.number
        hand.step, hand.polls = Step.FETCH, 0
        await delivering.checkpoint()
        return True
    return await _wait_for(delivering, outcome)


async def _wait_for(delivering: Delivering, accepted: Accepted) -> bool:
    hand, manifest = delivering.hand, delivering.manifest
    schedule = manifest.poll
    if (
        delivering.around.connection.webhook_verified_at
        and delivering.around.connection.webhook_last_event_at
    ):
        schedule = manifest.poll_with_webhook
    if hand.step != Step.AWAIT:
        hand.polls = 0
        delivering.note("accepted")
    elif hand.polls >= SLOW_AFTER:
        _is_slow(delivering)
    else:
        delivering.note("pending")
    hand.step, hand.task = Step.AWAIT, accepted.task
    pause = until_poll(schedule, hand.polls)
    hand.polls += 1
    return await delivering.give_back(pause)


def _is_slow(delivering: Delivering) -> None:
    problem = Problem("delivery.slow", delivering.values)
    delivering.hand.problems = [problem.as_dict()]
    delivering.note("pending", (problem,))


async def prove(delivering: Delivering) -> bool:
    session, buyer_id = delivering.around.session, delivering.hand.buyer_id
    return await look_for(delivering, lambda: session.find(delivering.invoice, buyer_id))


async def look_for(delivering: Delivering, finding: Callable[[], Awaitable[Sequence[Booked]]]) -> bool:
    """After an unknown result: is it there? Once: adopt it. Not: send again, if the proof is strong."""
    hand, proof = delivering.hand, delivering.manifest.proof
    wait = (hand.uncertain_at or 0) + proof.settle - delivering.around.clock()
    if wait > 0:
        return await delivering.give_back(wait)
    found = await finding()
    if len(found) > 1:
        numbers = ", ".join(booked.number or booked.remote_id for booked in found)
        return await delivering.doubt("delivery.several", count=str(len(found)), numbers=numbers)
    if found:
        delivering.note("found")
        hand.remote_id, hand.remote_number = found[0].remote_id, found[0].number
        hand.state, hand.step, hand.polls = State.ACCEPTED, Step.FETCH, 0
        hand.problems, hand.failures, hand.uncertain_at = [], 0, None
        await delivering.checkpoint()
        return True
    if not proof.strong:
        return await delivering.doubt("delivery.in_doubt")
    delivering.note("not_found")
    hand.step, hand.problems, hand.uncertain_at = Step.CHECK, [], None
    await delivering.checkpoint()
    return True


async def fetch(delivering: Delivering) -> bool:
    """Reads the document as booked and compares it with what was sent."""
    hand = delivering.hand
    try:
        booked = await delivering.around.session.fetch(hand.remote_id)
    except NotReady:
        return await not_ready(delivering)
    if is_anothers(delivering, booked.reference):
        return await unknown_again(delivering, booked.number, booked.reference)
    hand.remote_number, hand.link = booked.number or hand.remote_number, booked.link
    settle(delivering, differences(delivering.invoice, booked), hand.remote_number)
    hand.hints = {"is_paid": "yes"} if booked.is_paid else {}
    hand.step = Step.PDF
    # Durable together with the PDF that follows at once: until then a crash only repeats reads.
    return True


async def not_ready(delivering: Delivering) -> bool:
    hand = delivering.hand
    hand.polls += 1
    if hand.polls >= SLOW_AFTER:
        _is_slow(delivering)
    else:
        delivering.note("pending")
    return await delivering.give_back(until_poll(delivering.manifest.poll, hand.polls))


def is_anothers(delivering: Delivering, reference: str) -> bool:
    return bool(delivering.hand.sends) and reference not in ("", delivering.content.reference)


async def unknown_again(delivering: Delivering, number: str, reference: str) -> bool:
    """Somebody else's document: what led here was wrong, and ours may or may not exist."""
    delivering.hand.remote_id, delivering.hand.remote_number = "", ""
    return await delivering.unknown(f"{number} carries {reference}")


def settle(delivering: Delivering, warnings: tuple[Problem, ...], number: str) -> None:
    """It is in the program, under this number, with these differences from what was sent."""
    hand, connection = delivering.hand, delivering.around.connection
    hand.warnings = [problem.as_dict() for problem in warnings]
    hand.state = State.WARNING if warnings else State.ISSUED
    hand.problems, hand.failures, hand.polls = [], 0, 0
    is_news = hand.settled_at is None
    hand.settled_at = hand.settled_at or delivering.around.clock()
    delivering.note("compared", warnings)
    delivering.effects.append(
        Settled(
            company_id=hand.company_id,
            document_id=hand.document_id,
            order_id=hand.order_id,
            number=number,
            program=connection.name,
            is_news=is_news,
            error_status_id=connection.error_status_id,
        )
    )


async def fetch_pdf(delivering: Delivering) -> bool:
    """Fetches the program's PDF and keeps it with the document and in the order's field."""
    hand, connection = delivering.hand, delivering.around.connection
    session = delivering.around.session
    if connection.fetch_pdf and isinstance(session, GivesPdf):
        try:
            data = await session.fetch_pdf(hand.remote_id, delivering.invoice.language)
        except NotReady:
            return await _pdf_later(delivering)
        delivering.note("done")
        delivering.effects.append(_pdf_effect(delivering, data))
    hand.step, hand.failures, hand.polls = Step.PAYMENT, 0, 0
    return True


async def _pdf_later(delivering: Delivering) -> bool:
    hand = delivering.hand
    delivering.note("pending")
    hand.polls += 1
    if hand.polls >= MOST_FOLLOW_UP_TRIES:
        return await delivering.give_up_follow_up((Problem("delivery.pdf_missing", delivering.values),))
    return await delivering.give_back(until_poll(PDF_SCHEDULE, hand.polls - 1))


def _pdf_effect(delivering: Delivering, data: bytes) -> PdfArrived:
    hand, connection = delivering.hand, delivering.around.connection
    correction = delivering.invoice.kind is Kind.CORRECTION
    name = (hand.remote_number or delivering.invoice.reference).replace("/", "-")
    return PdfArrived(
        hand.document_id,
        hand.order_id,
        hand.company_id,
        f"{name}.pdf",
        data,
        connection.correction_field_id if correction else connection.document_field_id,
    )


async def payment(delivering: Delivering) -> bool:
    """Marks a document that was paid when it was issued as paid, where the create did not do so. One that
    we never sent was adopted: nothing is written to it."""
    hand, session, invoice = delivering.hand, delivering.around.session, delivering.invoice
    paid = invoice.payment.paid >= payable(invoice).gross > 0 and invoice.kind is not Kind.PROFORMA
    wanted = paid and hand.sends > 0 and delivering.around.connection.mark_paid
    wanted = wanted and hand.hints.get("is_paid") != "yes"
    if wanted and isinstance(session, MarksPaid):
        await delivering.before_write()
        booked = Booked(remote_id=hand.remote_id, number=hand.remote_number)
        paid_on = invoice.payment.paid_on or invoice.issue_date
        await session.mark_paid(
            booked, invoice.payment.paid, invoice.currency, max(paid_on, invoice.issue_date)
        )
        delivering.note("done")
    hand.step = Step.DONE
    return True


async def done(delivering: Delivering) -> bool:
    delivering.hand.problems = []
    return await delivering.give_back(None)


STEPS: dict[str, Callable[[Delivering], Awaitable[bool]]] = {
    Step.CHECK: check,
    Step.BUYER: buyer,
    Step.CREATE: create,
    Step.PROVE: prove,
    Step.AWAIT: await_task,
    Step.FETCH: fetch,
    Step.PDF: fetch_pdf,
    Step.PAYMENT: payment,
    Step.CANCEL: cancel,
    Step.CHANGE: change,
    Step.DONE: done,
}
