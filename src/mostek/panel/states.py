"""How a state looks: a word, a colour and an icon, the same everywhere."""

import time
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mostek.delivery.models import IN_PROGRAM, ON_THE_WAY, WISHED, State, Step
from mostek.documents.models import Document

JUST_NOW = 60
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Look:
    word: str | Promise
    color: str
    icon: str
    turning: bool = False


LOOKS = {
    State.QUEUED: Look(State.QUEUED.label, "azure", "clock"),
    State.SENDING: Look(State.SENDING.label, "blue", "loader-2", turning=True),
    State.ACCEPTED: Look(State.ACCEPTED.label, "cyan", "hourglass", turning=False),
    State.ISSUED: Look(State.ISSUED.label, "green", "check"),
    State.WARNING: Look(State.WARNING.label, "yellow", "alert-triangle"),
    State.REJECTED: Look(State.REJECTED.label, "red", "x"),
    State.IN_DOUBT: Look(State.IN_DOUBT.label, "orange", "help-hexagon"),
    State.HELD: Look(State.HELD.label, "purple", "player-pause"),
    State.SKIPPED: Look(State.SKIPPED.label, "secondary", "player-skip-forward"),
    State.CANCELLED: Look(State.CANCELLED.label, "secondary", "ban"),
}
WITHOUT_PROGRAM = Look(pgettext_lazy("state", "issued here"), "green", "file-check")
CANCELLED_HERE = Look(_("cancelled"), "secondary", "ban")


def look_of(document: Document) -> Look:
    """The look of a document whose delivery, where it has one, is already loaded."""
    delivery = getattr(document, "delivery", None)
    if delivery is not None:
        return LOOKS[State(delivery.state)]
    return CANCELLED_HERE if document.cancelled_at else WITHOUT_PROGRAM


def is_on_the_way(document: Document) -> bool:
    delivery = getattr(document, "delivery", None)
    return delivery is not None and delivery.state in ON_THE_WAY


def is_moving(document: Document) -> bool:
    """Whether its state is worth asking for again: on the way, or just booked with the PDF or the payment
    still to come. A PDF that takes hours is not waited for."""
    delivery = getattr(document, "delivery", None)
    if delivery is None or delivery.state in ON_THE_WAY:
        return delivery is not None
    if delivery.step in WISHED:
        return True
    just_booked = delivery.state in IN_PROGRAM and (delivery.settled_at or 0) > time.time() - JUST_NOW
    return just_booked and delivery.step != Step.DONE
