"""Calling a webhook as the deed of a rule: that endpoint alone is told, whatever events it listens to."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from mostek.automation.deeds import Act, Deed, Parameter, Said, Values, done, failed
from mostek.companies.models import Company
from mostek.hooks.models import Endpoint
from mostek.hooks.telling import data_of, new_call
from mostek.kernel.problems import Problem

KIND = "rule.acted"


def _do(act: Act, values: Values) -> Said:
    endpoint = _endpoint(act.company, values)
    if endpoint is None:
        return failed(Problem("hooks.switched_off"))
    data = {"rule": act.actor, **data_of(act.order, act.document)}
    new_call(endpoint, KIND, timezone.now().isoformat(), data).save()
    return done(gettext_noop("webhook “%(endpoint)s” called"), endpoint=str(endpoint))


def _would(act: Act, values: Values) -> Said:
    endpoint = _endpoint(act.company, values)
    if endpoint is None:
        return failed(Problem("hooks.switched_off"))
    return done(gettext_noop("webhook “%(endpoint)s” would be called"), endpoint=str(endpoint))


def _endpoint(company: Company, values: Values) -> Endpoint | None:
    return Endpoint.objects.of(company).filter(pk=values["endpoint"], active=True).first()


def _choices(company: Company) -> list[tuple[str, str]]:
    return [(str(each.pk), str(each)) for each in Endpoint.objects.of(company)]


def _has_endpoints(company: Company) -> bool:
    return Endpoint.objects.of(company).exists()


CALL_WEBHOOK = Deed(
    "call_webhook",
    _("Call a webhook"),
    (Parameter("endpoint", _("Webhook"), choices=_choices),),
    _do,
    _would,
    available=_has_endpoints,
)
