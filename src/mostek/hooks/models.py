"""Addresses that are told what happened, and each telling."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mostek.companies.scope import CompanyOwned
from mostek.connections import vault
from mostek.delivery.errands import Errand, errand


class Endpoint(CompanyOwned):
    """Where another program hears of events, signed with a secret that only the two share."""

    url = models.URLField(_("address"), max_length=500)
    description = models.CharField(_("purpose"), max_length=200)
    kinds = models.JSONField(_("events"), default=list)
    sealed = models.TextField()
    """The signing secret, encrypted (vault)."""
    active = models.BooleanField(_("switched on"), default=True)
    problem = models.JSONField(null=True)
    """Why it was switched off by itself, as a Problem."""
    created_by = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)
    last_success_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.description or self.url

    def secret(self) -> str:
        """Raises vault.Unreadable."""
        return vault.unseal(self.sealed)["secret"]


@errand
class Call(Errand):
    """One event on its way to one endpoint: at least once, always under the same `message_id`."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="calls")
    message_id = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=40)
    payload = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)
    tries = models.JSONField(default=list)
    """[{at, status, ms, answer}], the last ones."""

    most_failures: ClassVar[int] = 10

    class Meta:
        indexes = [models.Index(fields=["company", "-id"], name="hook_call_recent")]

    def __str__(self) -> str:
        return self.message_id

    def perform(self) -> None:
        from mostek.hooks.calling import call

        call(self)
