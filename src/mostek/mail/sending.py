"""What an errand of mail does: wait for its document, compose, hand over."""

import logging
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from mostek.delivery.errands import Failed, Later
from mostek.delivery.heart import is_paused
from mostek.delivery.models import IN_PROGRAM, Delivery, State, Step
from mostek.delivery.queue import now
from mostek.documents.models import Document
from mostek.documents.rendering import best_pdf
from mostek.kernel.problems import Problem, ProblemError
from mostek.mail import templates, wording
from mostek.mail.composing import Attachment, compose
from mostek.mail.models import Message, Sender, sender_of
from mostek.mail.smtp import Postponed, SenderAmiss, hand_over, on_the_wire
from mostek.orders.models import Order

log = logging.getLogger(__name__)
PDF_WAIT = timedelta(minutes=10)
"""For the program's own PDF, from when the document stood in the program; then ours goes."""
LONGEST_LOOK = 300.0
PATIENT = 8
"""Failures that a message whose sender is amiss stays at: it waits for a person, with pauses of minutes."""


def send(message: Message) -> None:
    """Raises Later and Failed where surely nothing went out, anything else where it may have."""
    sender, content = _prepare(message)
    try:
        hand_over(sender, message.recipient, content)
    except SenderAmiss as error:
        Sender.objects.filter(pk=sender.pk).update(problem=error.problems[0].as_dict())
        message.failures = min(message.failures, PATIENT)
        raise Later(error.problems[0]) from error
    except Postponed as error:
        raise Later(error.problems[0]) from error
    except ProblemError as error:
        raise Failed(error.problems[0]) from error
    if sender.problem:
        Sender.objects.filter(pk=sender.pk).update(problem=None)


def _prepare(message: Message) -> tuple[Sender, bytes]:
    """Nothing has left yet: whatever goes wrong here is surely harmless."""
    try:
        if settings.HARD_PAUSE or is_paused():
            raise _wait(message, Problem("mail.paused"))
        sender = sender_of(message.company)
        if sender is None:
            raise _wait(message, Problem("mail.no_sender"))
        document = message.document
        if document is not None and (reason := waits_for(document)):
            raise _wait(message, reason)
        write_text(message, sender)
        return sender, _written(message, sender)
    except (Later, Failed):
        raise
    except ProblemError as error:
        raise Failed(error.problems[0]) from error
    except Exception as error:
        log.exception("message %s could not be prepared", message.pk)
        raise Later(Problem("errands.fault")) from error


def _written(message: Message, sender: Sender) -> bytes:
    attachment = attached(message.document) if message.document else None
    message.attachment = attachment.name if attachment else ""
    mail = compose(sender, message.recipient, message.subject, message.body, message.message_id, attachment)
    return on_the_wire(sender, message.recipient, mail)


def _wait(message: Message, problem: Problem) -> Later:
    """Waiting uses up no try; the longer it lasts, the rarer one looks."""
    message.failures = 0
    age = (timezone.now() - message.created_at).total_seconds()
    return Later(problem, min(max(2.0, age / 4), LONGEST_LOOK))


def waits_for(document: Document) -> Problem | None:
    """Why the document is not ready to be mailed: it does not stand in the program yet, or the program's
    PDF is still to come. Raises Failed if it never will be."""
    delivery: Delivery | None = getattr(document, "delivery", None)
    if document.cancelled_at or (delivery and delivery.state == State.CANCELLED):
        raise Failed(Problem("mail.document_cancelled", {"document": str(document)}))
    if delivery is None or delivery.state == State.SKIPPED:
        return None
    if delivery.state not in IN_PROGRAM:
        values = {"document": str(document), "state": str(delivery.get_state_display())}
        return Problem("mail.document_waits", values)
    return Problem("mail.pdf_waits", {"document": str(document)}) if _pdf_comes(document, delivery) else None


def _pdf_comes(document: Document, delivery: Delivery) -> bool:
    if document.pdf_id or delivery.step not in (Step.FETCH, Step.PDF):
        return False
    if now() - (delivery.settled_at or 0) > PDF_WAIT.total_seconds():
        return False
    return delivery.connection.fetch_pdf


def write_text(message: Message, sender: Sender) -> None:
    """Fills in subject and body, once. Raises ProblemError."""
    if message.subject:
        return
    about = message.document or message.order
    assert about is not None
    template = templates.find(message.company, message.template)
    message.subject, message.body = rendered(template, about, message.language, sender.language)


def rendered(template: templates.Known, about: Document | Order, *languages: str) -> tuple[str, str]:
    """Subject and body in the first of the languages that the template has. Raises ProblemError."""
    text = template.text(*languages)
    if text.needs_document and not isinstance(about, Document):
        raise ProblemError(Problem("mail.needs_document", {"template": template.name}, "template"))
    values = wording.values_of(about, text.language)
    return wording.fill(text.subject, values).replace("\n", " ")[:500], wording.fill(text.body, values)


def attached(document: Document) -> Attachment:
    """The program's PDF where it is there, else ours."""
    data, _from_program = best_pdf(document)
    name = "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in str(document))
    return Attachment(f"{name}.pdf", data)
