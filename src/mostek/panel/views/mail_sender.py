"""The company's sender: its mail server, tried before it is kept."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mostek.companies.audit import SECRET, record
from mostek.delivery.words import card
from mostek.kernel.problems import ProblemError
from mostek.mail import senders
from mostek.mail.models import Environment, Sender, sender_of
from mostek.mail.smtp import Lost
from mostek.panel.access import PanelRequest, may_configure, member
from mostek.panel.audit_words import changes_of
from mostek.panel.confirmation import confirm
from mostek.panel.forms.mail import SenderForm
from mostek.panel.telling import tell


@member
def sender(request: PanelRequest) -> HttpResponseBase:
    if request.method == "POST":
        return _keep(request)
    known = sender_of(request.company)
    return _show(request, SenderForm(known or _new(request)), known)


def _new(request: PanelRequest) -> Sender:
    company = request.company
    language = request.user.language or request.LANGUAGE_CODE or "pl"
    return Sender(
        company=company, from_name=company.name[:100], from_address=company.email, language=language[:2]
    )


def _show(
    request: PanelRequest, form: SenderForm, known: Sender | None, error: ProblemError | None = None
) -> HttpResponseBase:
    context = {
        "form": form,
        "sender": known,
        "cards": [card(problem) for problem in error.problems] if error else [],
        "problem": known.problem if known and not error else None,
        "mailbox": f"{settings.SANDBOX_URL}/-/mail/"
        if known and known.environment == Environment.STAND_IN
        else "",
    }
    return render(request, "panel/mail/sender.html", context)


@may_configure
def _keep(request: PanelRequest) -> HttpResponseBase:
    form = SenderForm(sender_of(request.company) or _new(request), request.POST)
    if not form.is_valid():
        return _show(request, form, sender_of(request.company))
    wanted: Sender = form.instance
    changes = {name: pair for name, pair in changes_of(form).items() if name != "password"}
    if not form.cleaned_data["user"]:
        wanted.set_password("")
    elif form.cleaned_data["password"]:
        wanted.set_password(form.cleaned_data["password"])
        changes["password"] = (SECRET, SECRET)
    try:
        senders.keep(wanted, str(request.user), changes)
    except ProblemError as error:
        return _show(request, form, sender_of(request.company), error)
    messages.success(
        request, _("The mail server took the sender; messages go out as %(sender)s.") % {"sender": wanted}
    )
    return redirect("mail_sender")


@may_configure
@require_POST
def test(request: PanelRequest) -> HttpResponseBase:
    """A message to the person who asks for it."""
    known = sender_of(request.company)
    if known is None:
        return redirect("mail_sender")
    try:
        senders.send_now(
            known,
            request.user.email,
            _("Test message of Mostek"),
            _("This message was sent to try out the sender of %(company)s. It works.")
            % {"company": request.company.name},
        )
        sentence = _("A test message went to %(address)s. Look into the mailbox, also among the spam.")
        messages.success(request, sentence % {"address": request.user.email})
    except ProblemError as error:
        tell(request, error)
    except Lost:
        messages.warning(request, _("The server did not confirm the test message; it may arrive or not."))
    return redirect("mail_sender")


@may_configure
def delete(request: PanelRequest) -> HttpResponseBase:
    known = sender_of(request.company)
    if known is None:
        return redirect("mail_sender")
    if request.method != "POST":
        return confirm(
            request,
            _("Remove the sender %(sender)s?") % {"sender": known},
            [
                _("No message goes out any more; those that wait keep waiting for a new sender."),
                _("The password is forgotten."),
            ],
            _("Remove"),
            "mail_sender",
        )
    with transaction.atomic():
        record(request.company, str(request.user), "remove", known)
        known.delete()
    messages.success(request, _("The sender is removed."))
    return redirect("mail_sender")
