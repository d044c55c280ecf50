"""Mail as the deed of a rule."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from mostek.companies.models import Company
from mostek.kernel.problems import Problem
from mostek.mail import outbox, templates
from mostek.mail.models import sender_of

Values = Mapping[str, str]


def register(deeds: Any) -> None:
    """Adds the deed to rules; `deeds` is their module of deeds, handed over so that mail does not need it."""

    def do(act: Any, values: Values) -> Any:
        about = act.document or act.order
        message = outbox.write(about, values["template"], act.actor, once_key=act.once)
        if message is None:
            return deeds.skipped(gettext_noop("not mailed: the message was written already"))
        return deeds.done(gettext_noop("a message to %(recipient)s written"), recipient=message.recipient)

    def would(act: Any, values: Values) -> Any:
        template = templates.find(act.company, values["template"])
        recipient = outbox.address_of(act.document or act.order)
        if obstacle := _obstacle(act, template, recipient):
            return deeds.failed(obstacle)
        text = gettext_noop("a message by the template “%(template)s” would go to %(recipient)s")
        return deeds.done(text, template=template.name, recipient=recipient)

    template = deeds.Parameter("template", _("Template"), choices=_choices)
    deeds.register(
        deeds.Deed("mail_buyer", _("Mail the buyer"), (template,), do, would, available=_has_sender)
    )


def _obstacle(act: Any, template: templates.Known, recipient: str) -> Problem | None:
    if sender_of(act.company) is None:
        return Problem("mail.no_sender")
    if not recipient:
        return Problem("mail.no_address")
    has_document = act.document is not None or act.expects_document
    if template.text().needs_document and not has_document:
        return Problem("mail.needs_document", {"template": template.name})
    return None


def _choices(company: Company) -> list[tuple[str, str]]:
    return [(each.key, each.name) for each in templates.known(company)]


def _has_sender(company: Company) -> bool:
    return sender_of(company) is not None
