"""Messages written, sent again, decided about: what buttons, the API and rules call."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone

from mostek.companies.audit import record
from mostek.delivery.errands import ErrandState, again
from mostek.delivery.queue import now, wake
from mostek.documents.models import Document
from mostek.kernel.problems import Problem, ProblemError
from mostek.mail import templates
from mostek.mail.composing import new_message_id
from mostek.mail.models import Message, sender_of
from mostek.mail.sending import rendered
from mostek.orders.models import Order


def address_of(about: Document | Order) -> str:
    """The buyer's e-mail address, or nothing."""
    order = about.order if isinstance(about, Document) else about
    own = about.content["buyer"].get("email", "") if isinstance(about, Document) else ""
    if own or order is None:
        return str(own)
    return order.buyer_email or str(order.buyer.get("email", ""))


def write(
    about: Document | Order,
    template: str,
    actor: str,
    *,
    recipient: str = "",
    language: str = "",
    once_key: str = "",
) -> Message | None:
    """Writes a message about a document (its PDF goes with it) or an order, to be sent by a worker.

    `recipient` is the buyer's own address unless given; `language` the document's. With a `once_key`
    the same template is written once for it; None if it was already. Raises ProblemError where nothing
    can be sent: no sender, no address, no such template.
    """
    sender = sender_of(about.company)
    if sender is None:
        raise ProblemError(Problem("mail.no_sender"))
    known = templates.find(about.company, template)
    text = known.text(*filter(None, (language, _own_language(about), sender.language)))
    # A text that cannot be filled is refused now, while somebody looks.
    rendered(known, about, text.language)
    message = Message(
        company=about.company,
        recipient=_checked(recipient.strip() or address_of(about)),
        template=template,
        language=text.language,
        order=about.order if isinstance(about, Document) else about,
        document=about if isinstance(about, Document) else None,
        message_id=new_message_id(sender),
        once_key=once(once_key, template) if once_key else None,
        actor=actor[:200],
        created_at=timezone.now(),
        due_at=now(),
    )
    try:
        with transaction.atomic():
            message.save()
            wake()
    except IntegrityError:
        if message.once_key and Message.objects.of(about.company).filter(once_key=message.once_key).exists():
            return None
        raise
    return message


def once(once_key: str, template: str) -> str:
    """What a message's row keeps: one for each key and template."""
    return f"{once_key}:{template}"[:200]


def _own_language(about: Document | Order) -> str:
    return str(about.content.get("language", "")) if isinstance(about, Document) else ""


def _checked(address: str) -> str:
    if not address:
        raise ProblemError(Problem("mail.no_address", field="recipient"))
    name, _, domain = address.rpartition("@")
    try:
        # Letters beyond ASCII in the name are for the mail server to judge.
        validate_email(f"{''.join(sign if sign.isascii() else 'x' for sign in name)}@{domain}")
        if len(address) > 254 or not address.isprintable():
            raise ValidationError("")
    except ValidationError:
        raise ProblemError(Problem("mail.bad_address", {"address": address}, "recipient")) from None
    return address


@transaction.atomic
def send_again(message: Message, actor: str) -> None:
    """For one that failed, or of which a person knows that it did not arrive. Raises ProblemError."""
    row = _decidable(message, lambda row: row.state in (ErrandState.FAILED, ErrandState.UNSURE))
    again(row)
    wake()
    record(row.company, actor, "resend", row)


@transaction.atomic
def it_arrived(message: Message, actor: str) -> None:
    """A person's word about an unsure one. Raises ProblemError."""
    row = _decidable(message, lambda row: row.state == ErrandState.UNSURE)
    Message.objects.filter(pk=row.pk).update(state=ErrandState.DONE, problem=None)
    record(row.company, actor, "it_arrived", row)


@transaction.atomic
def withdraw(message: Message, actor: str) -> None:
    """For one that still waits. Raises ProblemError, also when it is just being sent."""
    row = _decidable(message, lambda row: row.state == ErrandState.QUEUED and row.owner is None)
    Message.objects.filter(pk=row.pk).update(
        state=ErrandState.FAILED,
        problem=Problem("mail.withdrawn", {"who": actor}).as_dict(),
        due_at=None,
        ended_at=now(),
        token=row.token + 1,
    )
    record(row.company, actor, "withdraw", row)


def _decidable(message: Message, fits: Callable[[Message], bool]) -> Message:
    """The row, locked and fit. Call inside a transaction."""
    row = Message.objects.select_for_update(of=("self",)).select_related("company").get(pk=message.pk)
    if not fits(row):
        raise ProblemError(Problem("mail.not_now", {"state": str(row.get_state_display())}))
    return row
