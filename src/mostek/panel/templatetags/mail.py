"""The messages of an order or a document, on its page."""

from typing import Any

from django import template
from django.conf import settings

from mostek.documents.models import Document
from mostek.mail.models import Message
from mostek.orders.models import Order
from mostek.panel.mail_words import all_shown

register = template.Library()


@register.inclusion_tag("panel/mail/messages_about.html", takes_context=True)
def messages_about(
    context: template.Context, document: Document | None = None, order: Order | None = None
) -> dict[str, Any]:
    """What was sent, newest first; those that failed say so."""
    rows = Message.objects.filter(document=document) if document else Message.objects.filter(order=order)
    return {
        "shown": all_shown(rows.order_by("-id")),
        "document": document,
        "order": order,
        "membership": context["membership"],
    }


@register.simple_tag
def installation_mails() -> bool:
    """Whether a new password can be mailed to those who log in."""
    return settings.MAIL is not None
