"""What happened in each step of a delivery, as a sentence of the document's story."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mostek.delivery.models import Attempt
from mostek.delivery.words import Card, card

SENTENCES: dict[tuple[str, str], Promise] = {
    ("check", "rejected"): _("The check before sending found something to mend; nothing was sent."),
    ("check", "waits"): _("The document that it corrects is not at the program yet; it waits for that."),
    ("buyer", "found"): _("The buyer is already known at the program."),
    ("buyer", "not_found"): _("The buyer is not known at the program yet."),
    ("buyer", "done"): _("The buyer was entered at the program."),
    ("create", "issued"): _("The program made the document."),
    ("create", "accepted"): _("The program took the document and is making it."),
    ("create", "rejected"): _("The program turned the document down; nothing was made."),
    ("create", "unknown"): _(
        "The answer was lost: the document may exist. It is looked for before anything else."
    ),
    ("prove", "found"): _("The document was found at the program: it is not sent again."),
    ("prove", "not_found"): _("The document is not at the program: it can safely be sent again."),
    ("prove", "in_doubt"): _("Whether the document exists could not be proven; a person decides."),
    ("await", "issued"): _("The program has made the document."),
    ("await", "rejected"): _("The program looked at the document and turned it down; nothing was made."),
    ("await", "pending"): _("The program is still at work."),
    ("fetch", "compared"): _("The document was read back and compared with ours."),
    ("pdf", "done"): _("The program's PDF was fetched."),
    ("pdf", "rejected"): _("The program gave no PDF. The document itself is in order."),
    ("payment", "done"): _("The payment was noted at the program."),
    ("payment", "rejected"): _("The payment could not be noted. The document itself is in order."),
    ("payment", "unknown"): _("Whether the payment was noted is not certain. Look at it in the program."),
    ("cancel", "done"): _("The program was asked to cancel the document."),
    ("cancel", "gone"): _("The document is not at the program any more: it is cancelled."),
    ("cancel", "not_done"): _("The document still is at the program: it can safely be asked once more."),
    ("cancel", "unknown"): _("The answer was lost. The program is looked at before it is asked again."),
    ("cancel", "rejected"): _("The program keeps the document; it stands as before."),
    ("change", "done"): _("The change was sent to the program."),
    ("change", "changed"): _("The document was read back: the change stands on it."),
    ("change", "not_done"): _("The change is not at the program: it can safely be sent once more."),
    ("change", "unknown"): _("The answer was lost. The program is looked at before it is asked again."),
    ("change", "rejected"): _("The program did not take the change; the document stands as before."),
    ("person", "resend"): _("Sent again by %(who)s."),
    ("person", "release"): _("Released by %(who)s."),
    ("person", "hold"): _("Held by %(who)s."),
    ("person", "cancel"): _("Cancelled by %(who)s."),
    ("person", "wish_cancel"): _("%(who)s wants it cancelled at the program."),
    ("person", "wish_gone"): _("%(who)s says that it was cancelled at the program."),
    ("person", "wish_change"): _("%(who)s wants it changed at the program."),
    ("person", "it_exists"): _("%(who)s found it at the program."),
    ("person", "it_does_not"): _("%(who)s found nothing at the program; it is sent again."),
    ("person", "mend"): _("Mended by %(who)s and sent again."),
}
OUTCOMES: dict[str, Promise] = {
    "": _("Begun. The answer is still awaited."),
    "issued": _("The document is at the program."),
    "accepted": _("The program took it and is making it."),
    "rejected": _("Turned down; nothing was made."),
    "unknown": _("No certain answer."),
    "found": _("Found at the program."),
    "not_found": _("Not found at the program."),
    "several": _("Found several times at the program."),
    "in_doubt": _("A person must decide."),
    "later": _("Not possible just now; it is tried again by itself. Nothing was made."),
    "refused": _("The account does not let us in; its queue waits until that is mended."),
    "pending": _("Still waiting."),
    "compared": _("Compared with what was sent."),
    "fault": _("A mistake in Mostek; it is tried again by itself."),
    "decided": _("A person decided."),
    "done": _("Done."),
}
LOOKS = {
    "issued": ("green", "check"),
    "found": ("green", "eye-check"),
    "compared": ("green", "arrows-diff"),
    "done": ("green", "check"),
    "accepted": ("cyan", "hourglass"),
    "pending": ("cyan", "hourglass"),
    "waits": ("cyan", "hourglass"),
    "decided": ("blue", "user-check"),
    "not_found": ("secondary", "eye-off"),
    "gone": ("green", "eye-check"),
    "changed": ("green", "arrows-diff"),
    "not_done": ("secondary", "eye-off"),
    "later": ("yellow", "clock-pause"),
    "rejected": ("red", "x"),
    "refused": ("red", "lock"),
    "unknown": ("orange", "question-mark"),
    "several": ("orange", "copy"),
    "in_doubt": ("orange", "help-hexagon"),
    "fault": ("red", "bug"),
}


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP exchange, laid out to read."""

    method: str
    path: str
    status: str
    ms: int | None
    failure: str
    request: str
    response: str


@dataclass(frozen=True, slots=True)
class Told:
    attempt: Attempt
    sentence: str
    color: str
    icon: str
    problems: list[Card]
    calls: list[Call]

    @property
    def by_person(self) -> bool:
        return self.attempt.step == "person"

    @property
    def took(self) -> float | None:
        return None if self.attempt.ended_at is None else self.attempt.ended_at - self.attempt.begun_at


def told(attempt: Attempt) -> Told:
    by_person = attempt.step == "person"
    color, icon = ("blue", "user") if by_person else LOOKS.get(attempt.outcome, ("blue", "loader-2"))
    general: str | Promise = OUTCOMES.get(attempt.outcome) or attempt.outcome
    sentence = SENTENCES.get((attempt.step, attempt.outcome)) or general
    return Told(
        attempt,
        str(sentence) % {"who": attempt.worker} if by_person else str(sentence),
        color,
        icon,
        [card(problem) for problem in attempt.problems],
        [_call(exchange) for exchange in attempt.exchanges],
    )


def _call(exchange: dict[str, Any]) -> Call:
    return Call(
        method=exchange.get("method", ""),
        path=exchange.get("path", ""),
        status=str(exchange.get("status") or ""),
        ms=exchange.get("ms"),
        failure=str(exchange.get("failure") or ""),
        request=_pretty(exchange.get("request")),
        response=_pretty(exchange.get("response")),
    )


def _pretty(body: Any) -> str:
    if not body:
        return ""
    if isinstance(body, str):
        try:
            body = json.loads(body)
        except ValueError:
            return str(body)
    return json.dumps(body, ensure_ascii=False, indent=2)
