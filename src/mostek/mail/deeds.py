"""Mail as the deed of a rule."""

from django.utils.translation import gettext

from mostek.documents.models import Document
from mostek.mail import outbox, templates
from mostek.orders.models import Order


def mail_the_buyer(about: Document | Order, template: str, rule: str, once_key: str) -> None:
    """Writes the message; the same event writes it once. Raises ProblemError."""
    outbox.write(about, template, rule, once_key=once_key)


def would_mail(about: Document | Order, template: str) -> str:
    """What the deed would do, as a sentence. Raises ProblemError where the template is not known."""
    name = templates.find(about.company, template).name
    address = outbox.address_of(about)
    if not address:
        return gettext("No message: the buyer has no e-mail address.")
    return gettext("A message by the template “%(template)s” would go to %(address)s.") % {
        "template": name,
        "address": address,
    }
