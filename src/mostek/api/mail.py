"""Messages to buyers: write, watch, send again; their templates; notices of returned mail."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field, StringConstraints

from mostek.api.answering import ProblemDocument, ProblemOut, Refused, shown
from mostek.api.authentication import actor, caller, needs
from mostek.api.once import PARAMETER, once
from mostek.api.paging import Filter, Id, Limit, page
from mostek.documents.models import JOURNAL, Document
from mostek.kernel.problems import Problem
from mostek.mail import bounces, outbox, templates
from mostek.mail.models import Message
from mostek.orders.models import Order

router = Router(tags=["messages"])
Language = Literal["pl", "en", "cs", "sk"]
Subject = Annotated[str, StringConstraints(pattern="^[^\x00]*$", max_length=200)]
Body = Annotated[str, StringConstraints(pattern="^[^\x00]*$", max_length=10_000)]


class MessageIn(Schema):
    """About a document, whose PDF goes with it, or about an order."""

    document_id: Id | None = None
    order_id: Id | None = None
    template: Filter = ""
    """Empty: the ready-made one for the document's kind."""
    recipient: Filter = ""
    """Empty: the buyer's address."""
    language: Language | None = None
    """Empty: the document's."""
    once_key: Annotated[str, StringConstraints(pattern="^[^\x00]*$", max_length=100)] = ""
    """What it is sent for, such as the caller's own event: with the same key and template no second
    message is ever written."""


class MessageOut(Schema):
    id: int
    recipient: str
    subject: str
    """Empty until the document has its number."""
    template: str
    language: str
    document_id: int | None
    order_id: int | None
    message_id: str
    state: str
    """queued, done, failed, unsure (it may have gone out; a person decides)."""
    problem: ProblemOut | None
    returned: ProblemOut | None
    """What the mail server said that gave it back."""
    created_at: datetime
    actor: str


class MessagePage(Schema):
    items: list[MessageOut]
    next_cursor: str | None


class MessageFilters(Schema):
    state: Filter = ""
    document_id: Id | None = None
    order_id: Id | None = None
    recipient: Filter = ""


class TextOut(Schema):
    language: str
    subject: str
    body: str
    is_own: bool
    """False: the ready-made text."""


class TemplateOut(Schema):
    key: str
    name: str
    texts: list[TextOut]


class TextIn(Schema):
    subject: Subject
    body: Body


class BounceIn(Schema):
    notice: str = Field(max_length=1_000_000)
    """The whole delivery status notification (RFC 3464) as it came in, headers and all."""


def _row(message: Message) -> dict[str, Any]:
    bounce = getattr(message, "bounce", None)
    plain = ("id", "recipient", "subject", "template", "language", "document_id", "order_id")
    returned = (
        Problem("mail.returned", {"recipient": message.recipient}, raw=bounce.words) if bounce else None
    )
    return {
        **{name: getattr(message, name) for name in plain},
        **{name: getattr(message, name) for name in ("message_id", "state", "created_at", "actor")},
        "problem": shown(message.problem) if message.problem else None,
        "returned": shown(returned) if returned else None,
    }


def _messages(request: HttpRequest) -> Any:
    return Message.objects.of(caller(request).company).select_related("bounce").defer("body")


def _about(request: HttpRequest, wanted: MessageIn) -> Document | Order:
    company = caller(request).company
    if wanted.document_id is not None and wanted.order_id is None:
        rows = Document.objects.exclude(kind=JOURNAL).select_related("order", "company")
        return rows.get_of(company, pk=wanted.document_id)
    if wanted.order_id is not None and wanted.document_id is None:
        return Order.objects.select_related("company").get_of(company, pk=wanted.order_id)
    raise Refused(422, Problem("api.about_what", field="document_id"))


@router.post(
    "/messages",
    auth=needs("messages:send"),
    summary="Write to the buyer",
    response={200: MessageOut, 201: MessageOut, 404: ProblemDocument, 422: ProblemDocument},
    openapi_extra=PARAMETER,
)
@once
def write_message(request: HttpRequest, payload: MessageIn) -> tuple[int, dict[str, Any]]:
    """Put on its way; a document's message waits until the document stands in the accounting program.
    With a `once_key` that was used before, nothing is written; the message of then is answered with 200."""
    about = _about(request, payload)
    usual = templates.fitting(about) if isinstance(about, Document) else ""
    key = payload.once_key and f"api:{payload.once_key}"
    template = payload.template or usual
    written = outbox.write(
        about,
        template,
        actor(request),
        recipient=payload.recipient,
        language=payload.language or "",
        once_key=key,
    )
    if written is None:
        return 200, _row(_messages(request).get(once_key=outbox.once(key, template)))
    return 201, _row(written)


@router.get("/messages", auth=needs("documents:read"), summary="List messages", response=MessagePage)
def list_messages(
    request: HttpRequest, filters: Query[MessageFilters], cursor: str = "", limit: Limit = 50
) -> dict[str, Any]:
    """Newest first."""
    rows = _messages(request)
    for name in ("state", "document_id", "order_id", "recipient"):
        if value := getattr(filters, name):
            rows = rows.filter(**{name: value})
    items, following = page(rows, cursor, limit)
    return {"items": [_row(message) for message in items], "next_cursor": following}


@router.get(
    "/messages/{int:message_id}", auth=needs("documents:read"), summary="One message", response=MessageOut
)
def one_message(request: HttpRequest, message_id: int) -> dict[str, Any]:
    return _row(_messages(request).get_of(caller(request).company, pk=message_id))


@router.post(
    "/messages/{int:message_id}/resend",
    auth=needs("messages:send"),
    summary="Send a message again",
    response={200: MessageOut, 404: ProblemDocument, 422: ProblemDocument},
    openapi_extra=PARAMETER,
)
@once
def resend_message(request: HttpRequest, message_id: int) -> tuple[int, dict[str, Any]]:
    """For one that failed, or one that is unsure and did not arrive."""
    message = _messages(request).get_of(caller(request).company, pk=message_id)
    outbox.send_again(message, actor(request))
    return 200, _row(_messages(request).get(pk=message_id))


@router.post(
    "/messages/{int:message_id}/arrived",
    auth=needs("messages:send"),
    summary="An unsure message did arrive",
    response={200: MessageOut, 404: ProblemDocument, 422: ProblemDocument},
    openapi_extra=PARAMETER,
)
@once
def message_arrived(request: HttpRequest, message_id: int) -> tuple[int, dict[str, Any]]:
    message = _messages(request).get_of(caller(request).company, pk=message_id)
    outbox.it_arrived(message, actor(request))
    return 200, _row(_messages(request).get(pk=message_id))


@router.post(
    "/messages/bounce",
    auth=needs("messages:send"),
    summary="Take a notice of returned mail",
    response={200: MessageOut, 204: None, 422: ProblemDocument},
)
def take_bounce(request: HttpRequest, payload: BounceIn) -> Status[dict[str, Any] | None]:
    """Finds the message by its Message-ID and shows it as returned; 204 where the notice tells of a delay
    only."""
    raw = payload.notice.encode("utf-8", "replace")
    message = bounces.take(raw, caller(request).company)
    return Status(200, _row(_messages(request).get(pk=message.pk))) if message else Status(204, None)


def _template(known: templates.Known) -> dict[str, Any]:
    texts = [
        {"language": each.language, "subject": each.subject, "body": each.body, "is_own": each.is_own}
        for each in known.texts.values()
    ]
    return {"key": known.key, "name": known.name, "texts": texts}


@router.get("/templates", auth=needs("documents:read"), summary="List templates", response=list[TemplateOut])
def list_templates(request: HttpRequest) -> list[dict[str, Any]]:
    """Ready-made ones first."""
    return [_template(known) for known in templates.known(caller(request).company)]


@router.put(
    "/templates/{str:key}/{language}",
    auth=needs("messages:send"),
    summary="Change a template",
    response={200: TemplateOut, 422: ProblemDocument},
)
def change_template(request: HttpRequest, key: str, language: Language, payload: TextIn) -> dict[str, Any]:
    """Its text in one language; an unknown placeholder is refused."""
    company = caller(request).company
    templates.save(company, key, language, payload.subject, payload.body, actor(request))
    return _template(templates.find(company, key))
