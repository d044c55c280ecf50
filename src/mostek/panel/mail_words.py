"""What became of messages, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mostek.delivery.errands import ErrandState
from mostek.delivery.words import Card, card
from mostek.kernel.problems import Problem
from mostek.mail.models import Message
from mostek.orders.models import Order

RETURNED = "returned"
WORDS: dict[str, "str | Promise"] = {
    ErrandState.QUEUED: pgettext_lazy("message", "on its way"),
    ErrandState.DONE: pgettext_lazy("message", "sent"),
    ErrandState.FAILED: pgettext_lazy("message", "not sent"),
    ErrandState.UNSURE: pgettext_lazy("message", "unsure"),
    RETURNED: pgettext_lazy("message", "came back"),
}
LOOKS = {
    ErrandState.QUEUED: ("azure", "clock"),
    ErrandState.DONE: ("green", "check"),
    ErrandState.FAILED: ("red", "alert-circle"),
    ErrandState.UNSURE: ("orange", "help-circle"),
    RETURNED: ("red", "arrow-back-up"),
}
TOLD = {
    ErrandState.QUEUED: _("A message to %(recipient)s is on its way"),
    ErrandState.DONE: _("A message was sent to %(recipient)s: %(subject)s"),
    ErrandState.FAILED: _("A message to %(recipient)s was not sent"),
    ErrandState.UNSURE: _("It is not sure whether a message to %(recipient)s was sent"),
    RETURNED: _("A message to %(recipient)s came back"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    message: Message
    state: str
    word: str
    color: str
    icon: str
    card: Card | None
    """What a person should know about it."""

    @property
    def at(self) -> datetime:
        """When it came to its state."""
        ended = self.message.ended_at
        if self.state == RETURNED:
            return self.message.bounce.at
        return datetime.fromtimestamp(ended, UTC) if ended else self.message.created_at

    @property
    def sentence(self) -> str:
        told = str(TOLD[self.state]) % {
            "recipient": self.message.recipient,
            "subject": self.message.subject,
        }
        return f"{told}. {self.card.what}" if self.card else told


def shown(message: Message) -> Shown:
    bounce = getattr(message, "bounce", None)
    state = RETURNED if bounce else message.state
    problem = (
        Problem(
            "mail.returned", {"recipient": message.recipient}, raw=f"{bounce.status} {bounce.words}".strip()
        )
        if bounce
        else message.problem
    )
    color, icon = LOOKS[state]
    return Shown(message, state, str(WORDS[state]), color, icon, card(problem) if problem else None)


def all_shown(messages: "QuerySet[Message]") -> list[Shown]:
    return [shown(message) for message in messages.select_related("bounce", "document", "order")]


def told_of_order(order: Order) -> Iterable[tuple[datetime, str, str]]:
    """When, what and by whom, for the order's story."""
    for each in all_shown(Message.objects.filter(order=order)):
        yield each.at, each.sentence, each.message.actor


def template_name(key: str, names: dict[str, str]) -> str:
    return names.get(key) or gettext("deleted template")
