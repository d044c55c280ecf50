"""What a person may do with a document on its way."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from mostek.companies.audit import record
from mostek.companies.models import Company
from mostek.connections.models import Connection
from mostek.delivery.lanes import open_lane
from mostek.delivery.models import IN_PROGRAM, WISHED, Attempt, Delivery, State, Step, Switch, Wish
from mostek.delivery.queue import now, requeue, wake, wake_followers
from mostek.delivery.wishes import cancelled, number_used
from mostek.documents.models import Document
from mostek.kernel.problems import Problem, ProblemError

NOTHING_THERE = (State.QUEUED, State.HELD, State.REJECTED)
"""States in which surely nothing of the document stands at the program, if it is in nobody's hand."""

Renewal = Callable[[Document], None]
_renewals: dict[str, Renewal] = {}


def renew_with(kind: str, renewal: Renewal) -> None:
    """Registers what draws a document of this kind up anew before it is sent again after a rejection. It
    runs in the same transaction, and may raise ProblemError."""
    _renewals[kind] = renewal


def _change(delivery: Delivery, actor: str, action: str, allowed: Callable[[Delivery], bool]) -> Delivery:
    """The row, locked and fit for the action. Raises ProblemError. Call inside a transaction."""
    row = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("document__order", "connection")
        .get(pk=delivery.pk)
    )
    in_hand = row.owner is not None and (row.due_at or 0) > now()
    if in_hand or not allowed(row):
        raise ProblemError(Problem("delivery.not_now", {"state": str(row.get_state_display())}))
    moment = now()
    Attempt.objects.create(
        delivery=row, step="person", begun_at=moment, ended_at=moment, outcome=action, worker=actor[:60]
    )
    record(
        row.company, actor, action, row.document, number_used(row.document) if action == "cancel" else None
    )
    return row


def surely_nothing_there(row: Delivery) -> bool:
    """Of a delivery that is in nobody's hand."""
    return row.state in NOTHING_THERE and not row.remote_id and row.uncertain_at is None


def _may_be_resent(row: Delivery) -> bool:
    """A document that a person found has no id to fetch it by, and whoever sends it again doubles it."""
    if row.state in IN_PROGRAM:
        return bool(row.remote_id) and row.step not in WISHED
    return row.state not in {State.IN_DOUBT, State.CANCELLED}


@transaction.atomic
def resend(delivery: Delivery, actor: str) -> None:
    """Sends a rejected document again as it is, goes on at once with one that waits, or fetches once
    more what is missing of a booked one. Never creates what may exist already."""
    row = _change(delivery, actor, "resend", _may_be_resent)
    if row.state in IN_PROGRAM:
        row.step, row.warnings, row.failures, row.polls = Step.FETCH, [], 0, 0
        row.due_at, row.token = now(), row.token + 1
        row.save()
    elif row.state in {State.REJECTED, State.HELD, State.SKIPPED} and not row.remote_id:
        if renewal := _renewals.get(row.document.kind):
            renewal(row.document)
        requeue(row)
    else:
        row.due_at, row.token = now(), row.token + 1
        row.save()
    wake()


@transaction.atomic
def release(delivery: Delivery, actor: str) -> None:
    """Sends a document that was held."""
    requeue(_change(delivery, actor, "release", lambda row: row.state == State.HELD))


@transaction.atomic
def hold(delivery: Delivery, actor: str) -> None:
    """Keeps a queued document back until a person releases it."""
    row = _change(
        delivery, actor, "hold", lambda row: row.state == State.QUEUED and surely_nothing_there(row)
    )
    row.state, row.due_at, row.token = State.HELD, None, row.token + 1
    row.save()


@transaction.atomic
def it_exists(delivery: Delivery, number: str, actor: str) -> None:
    """In doubt: a person saw the document in the program under this number; "" raises ProblemError."""
    if not number.strip():
        raise ProblemError(Problem("documents.value_odd", {"value": number}, "number"))
    row = _change(delivery, actor, "it_exists", lambda row: row.state == State.IN_DOUBT)
    moment = now()
    row.state, row.step, row.due_at, row.token = State.ISSUED, Step.DONE, None, row.token + 1
    row.remote_number, row.problems, row.settled_at = number.strip()[:100], [], moment
    row.uncertain_at = None
    row.save()
    Document.objects.filter(pk=row.document_id).update(number=number.strip()[:60])
    wake_followers([row.document_id])


@transaction.atomic
def it_does_not(delivery: Delivery, actor: str) -> None:
    """In doubt: a person looked and found nothing. Where the program can prove it, it is asked once more:
    a mistaken look must not double the document. Otherwise the person's word counts and it is sent again."""
    row = _change(delivery, actor, "it_does_not", lambda row: row.state == State.IN_DOUBT)
    requeue(row)
    if row.connection.connector.manifest.proof.strong:
        row.step = Step.PROVE
        row.save(update_fields=["step"])


@transaction.atomic
def cancel(delivery: Delivery, actor: str) -> None:
    """Gives a document up that surely is not in the program; its order may get another one."""
    row = _change(delivery, actor, "cancel", surely_nothing_there)
    _close(row)
    cancelled(row.document, actor, gettext_noop("%(document)s was cancelled before it was sent"))


@transaction.atomic
def give_up(delivery: Delivery, actor: str) -> None:
    """Has nothing more to do with a document of which a person says that it is gone from its program."""
    _close(_change(delivery, actor, "wish_gone", lambda row: row.state in IN_PROGRAM))


def _close(row: Delivery) -> None:
    row.state, row.due_at, row.token = State.CANCELLED, None, row.token + 1
    row.problems = []
    row.save()


@transaction.atomic
def wish(
    delivery: Delivery, action: Wish.Action, actor: str, content: Mapping[str, Any] | None = None
) -> None:
    """Has the worker cancel or change a document that is in the program, or look whether it is gone."""
    row = _change(
        delivery,
        actor,
        f"wish_{action}",
        lambda row: row.state in IN_PROGRAM and row.step not in WISHED,
    )
    Wish.objects.create(delivery=row, action=action, content=content, actor=actor[:200], resume=row.step)
    row.step = Step.CHANGE if action == Wish.Action.CHANGE else Step.CANCEL
    row.due_at, row.token = now(), row.token + 1
    row.failures, row.polls, row.uncertain_at = 0, 0, None
    row.save()
    wake()


def resend_all(company: Company, problem_key: str, actor: str) -> int:
    """Sends again every rejected document whose first problem has this key; how many.

    Raises ProblemError for those that may not be sent, once all the others are.
    """
    count, refused = 0, list[Problem]()
    for delivery in Delivery.objects.of(company).filter(state=State.REJECTED):
        if delivery.problems and delivery.problems[0]["key"] == problem_key:
            try:
                resend(delivery, actor)
                count += 1
            except ProblemError as error:
                refused += error.problems
    if refused:
        raise ProblemError(*refused)
    return count


@transaction.atomic
def pause_connection(connection: Connection, actor: str) -> None:
    connection.paused = True
    connection.save(update_fields=["paused"])
    open_lane(connection)
    record(connection.company, actor, "pause", connection)


@transaction.atomic
def resume_connection(connection: Connection, actor: str) -> None:
    connection.paused = False
    connection.save(update_fields=["paused"])
    open_lane(connection)
    record(connection.company, actor, "resume", connection)


def pause_all(actor: str) -> None:
    """Stops the sending of the whole installation; what is in hand is finished."""
    Switch.objects.update_or_create(name="paused", defaults={"on": True, "changed_by": actor})


def resume_all(actor: str) -> None:
    Switch.objects.update_or_create(name="paused", defaults={"on": False, "changed_by": actor})
    wake()
