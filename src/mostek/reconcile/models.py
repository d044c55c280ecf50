"""What stands at accounting programs, as it was read there."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mostek.companies.scope import CompanyOwned
from mostek.connections.models import Connection
from mostek.delivery.errands import Errand, errand
from mostek.documents.models import KIND_NAMES
from mostek.orders.models import MONEY


class RemoteDocument(CompanyOwned):
    """A document at a program, whoever made it. Read again, it is brought up to date."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="+")
    remote_id = models.CharField(max_length=100)
    kind = models.CharField(_("kind"), max_length=12, choices=KIND_NAMES, blank=True)
    """Empty for what has no counterpart here."""
    is_draft = models.BooleanField(default=False)
    number = models.CharField(_("number"), max_length=100, blank=True)
    issue_date = models.DateField(_("issue date"))
    sale_date = models.DateField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    net = models.DecimalField(null=True, **MONEY)
    vat = models.DecimalField(null=True, **MONEY)
    gross = models.DecimalField(null=True, **MONEY)
    """Null until the document itself was opened, where the list does not tell it."""
    buyer_name = models.CharField(_("buyer"), max_length=512, blank=True)
    buyer_tax_id = models.CharField(max_length=30, blank=True)
    buyer_postcode = models.CharField(max_length=20, blank=True)
    texts = models.CharField(max_length=2000, blank=True)
    """Notes and order numbers written on it."""
    reference = models.CharField(max_length=32, blank=True)
    """The reference of a Mostek found on it."""
    link = models.CharField(max_length=500, blank=True)
    is_whole = models.BooleanField(default=False)
    """False while only what the list tells is known."""
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "remote_id"], name="remote_document_once")
        ]
        indexes = [
            models.Index(fields=["connection", "-issue_date", "-id"], name="remote_document_by_date"),
            models.Index(fields=["company", "gross"], name="remote_document_gross"),
        ]

    def __str__(self) -> str:
        return self.number or self.remote_id


@errand
class FetchRun(Errand):
    """Reads the documents that a program holds of a period; page by page, so it may be left and goes on."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="+")
    since = models.DateField()
    until = models.DateField()
    cursor = models.CharField(max_length=200, blank=True)
    """The page to ask for next."""
    is_listed = models.BooleanField(default=False)
    """All pages are read; then those that may belong to an order are opened one by one."""
    pages = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)
    created_by = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)

    may_repeat: ClassVar[bool] = True

    def perform(self) -> None:
        from mostek.reconcile.fetching import read_on

        read_on(self)
