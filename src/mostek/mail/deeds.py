"""Mail as the deed of a rule."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from mostek.automation.deeds import Act, Deed, Parameter, Said, Values, done, failed, skipped
from mostek.companies.models import Company
from mostek.kernel.problems import Problem
from mostek.mail import outbox, templates
from mostek.mail.models import sender_of


def _do(act: Act, values: Values) -> Said:
    about = act.document or act.order
    assert about is not None
    message = outbox.write(about, values["template"], act.actor, once_key=act.once)
    if message is None:
        return skipped(gettext_noop("not mailed: the message was written already"))
    return done(gettext_noop("a message to %(recipient)s written"), recipient=message.recipient)


def _would(act: Act, values: Values) -> Said:
    about = act.document or act.order
    assert about is not None
    template = templates.find(act.company, values["template"])
    recipient = outbox.address_of(about)
    if obstacle := _obstacle(act, template, recipient):
        return failed(obstacle)
    text = gettext_noop("a message by the template “%(template)s” would go to %(recipient)s")
    return done(text, template=template.name, recipient=recipient)


def _obstacle(act: Act, template: templates.Known, recipient: str) -> Problem | None:
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


MAIL_BUYER = Deed(
    "mail_buyer",
    _("Mail the buyer"),
    (Parameter("template", _("Template"), choices=_choices),),
    _do,
    _would,
    available=_has_sender,
)
