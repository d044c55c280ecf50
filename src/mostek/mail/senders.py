"""A company's sender: tried before it is kept, and tried out with a message to oneself."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from mostek.companies.audit import record
from mostek.delivery.errands import ErrandState
from mostek.delivery.queue import now, wake
from mostek.mail.composing import compose, new_message_id
from mostek.mail.models import Environment, Message, Sender
from mostek.mail.smtp import hand_over, on_the_wire, verify


def keep(sender: Sender, actor: str, changes: Mapping[str, tuple[Any, Any]]) -> None:
    """Tries the sender with a real session in which nothing is sent, then saves it; what waited for it
    goes on. Raises ProblemError and saves nothing."""
    if sender.environment == Environment.STAND_IN:
        sender.host, sender.user = "", ""
        sender.set_password("")
    verify(sender)
    sender.verified_at, sender.problem = timezone.now(), None
    with transaction.atomic():
        sender.save()
        record(sender.company, actor, "verify", sender, changes)
        waiting = Message.objects.of(sender.company).filter(state=ErrandState.QUEUED, owner=None)
        waiting.update(due_at=now())
        wake()


def send_now(sender: Sender, recipient: str, subject: str, body: str) -> None:
    """One message at once, for which somebody waits. Raises ProblemError where surely nothing went out,
    smtp.Lost where it may have."""
    message = compose(sender, recipient, subject, body, new_message_id(sender))
    hand_over(sender, recipient, on_the_wire(sender, recipient, message))
