"""Rules, and what each of them did."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mostek.companies.scope import CompanyOwned
from mostek.documents.models import Document
from mostek.orders.models import Order


class Rule(CompanyOwned):
    """When something happens, and if all conditions hold, then the deeds are done in their order."""

    name = models.CharField(_("name"), max_length=100)
    position = models.PositiveIntegerField(_("position"), default=0)
    on = models.BooleanField(pgettext_lazy("rule", "on"), default=True)
    on_since = models.DateTimeField(null=True)
    """When it was last switched on: what happened before is not its business."""
    when = models.CharField(_("when"), max_length=40)
    """An event's kind."""
    conditions = models.JSONField(_("conditions"), default=list)
    """[{"key", "op", "value": [texts]}], see `conditions.py`."""
    deeds = models.JSONField(_("steps"), default=list)
    """[{"key", "values": {parameter: text}}], see `deeds.py`."""
    runs_count = models.PositiveIntegerField(default=0)
    last_run_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["company", "when"], condition=Q(on=True), name="rule_listening")]

    def __str__(self) -> str:
        return self.name


class Outcome(models.TextChoices):
    DONE = "done", pgettext_lazy("of a rule", "done")
    SKIPPED = "skipped", _("not needed")
    FAILED = "failed", _("could not")
    CLASH = "clash", _("clash")
    STOPPED = "stopped", _("stopped")


TROUBLE = (Outcome.FAILED, Outcome.CLASH, Outcome.STOPPED)
"""What waits for a person."""


class RuleRun(CompanyOwned):
    """What a rule did, or why not, where its conditions held. Conditions that do not hold leave no row."""

    rule = models.ForeignKey(Rule, null=True, on_delete=models.SET_NULL, related_name="runs")
    rule_name = models.CharField(max_length=100)
    event_id = models.BigIntegerField()
    """Runs of one event belong together; the event itself is forgotten some day."""
    event_kind = models.CharField(max_length=40)
    depth = models.PositiveIntegerField(default=0)
    order = models.ForeignKey(Order, null=True, on_delete=models.CASCADE, related_name="rule_runs")
    document = models.ForeignKey(Document, null=True, on_delete=models.SET_NULL, related_name="+")
    """The document that the event is about."""
    made = models.ForeignKey(Document, null=True, on_delete=models.SET_NULL, related_name="+")
    """The document that the rule issued."""
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    steps: Any = models.JSONField(default=list)
    """[{"key", "values", "outcome", "text", "said": {…}, "problems": […]}] in the deeds' order."""
    stuck_at = models.CharField(max_length=40, blank=True)
    """Key of the deed that is in trouble."""
    at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)
    """When a person tried again or let it be; only trouble is settled."""

    class Meta:
        indexes = [
            models.Index(fields=["rule", "-id"], name="rule_run_recent"),
            models.Index(
                fields=["company", "-id"],
                condition=Q(settled_at=None, outcome__in=[each.value for each in TROUBLE]),
                name="rule_run_trouble",
            ),
        ]

    def __str__(self) -> str:
        return self.rule_name
