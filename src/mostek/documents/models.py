"""Series and documents. A document is frozen once issued."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mostek.companies.models import BankAccount
from mostek.companies.scope import CompanyOwned, CompanyQuerySet
from mostek.connections.models import Connection
from mostek.invoicing.ledger import JournalEntry
from mostek.invoicing.model import Invoice, Kind
from mostek.orders.models import MONEY, Order, StoredFile

KIND_NAMES = [
    (Kind.INVOICE.value, _("invoice")),
    (Kind.CORRECTION.value, _("correction")),
    (Kind.PROFORMA.value, _("pro forma invoice")),
    (Kind.ADVANCE.value, _("advance invoice")),
    (Kind.FINAL.value, _("final invoice")),
    (Kind.RECEIPT.value, _("receipt")),
]
"""Of sales documents."""
JOURNAL = "journal"
"""The kind of a document that is an entry of the general ledger. It has no order, no buyer and no VAT."""
ALL_KIND_NAMES = [*KIND_NAMES, (JOURNAL, _("journal entry"))]
ORIGINATING = (Kind.INVOICE.value, Kind.RECEIPT.value, Kind.FINAL.value)


class Numbering(models.TextChoices):
    HUB = "hub", _("we number")
    PROGRAM = "program", _("the program numbers")


class Period(models.TextChoices):
    MONTH = "month", _("every month")
    YEAR = "year", _("every year")
    NEVER = "never", _("never")


_Manager = models.Manager.from_queryset(CompanyQuerySet)


class SalesSeries(_Manager["Series"]):
    def get_queryset(self) -> "models.QuerySet[Series]":
        return super().get_queryset().exclude(kind=JOURNAL)


class Series(CompanyOwned):
    """A document kind with its numbering. Its `connection` column is why a series goes to one
    accounting program at most. `objects` leaves the series of journal entries out: nobody chooses one."""

    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=12, choices=ALL_KIND_NAMES, default=Kind.INVOICE.value)
    connection = models.ForeignKey(
        Connection,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="series",
        verbose_name=_("accounting program"),
    )
    numbering = models.CharField(_("who numbers"), max_length=8, choices=Numbering.choices)
    pattern = models.CharField(_("pattern"), max_length=60, blank=True)
    """Such as FV/{number}/{month}/{year}; used when we number."""
    restart = models.CharField(_("starts anew"), max_length=6, choices=Period.choices, default=Period.MONTH)
    remote_series = models.CharField(_("series at the program"), max_length=60, blank=True)
    place = models.CharField(_("place of issue"), max_length=100, blank=True)
    language = models.CharField(_("language"), max_length=5, default="pl")
    payment_days = models.PositiveIntegerField(_("payment term in days"), null=True, blank=True)
    bank_account = models.ForeignKey(
        BankAccount,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("bank account"),
    )
    exemption_reason = models.CharField(_("reason for exemption from VAT"), max_length=256, blank=True)
    notes = models.TextField(_("notes"), blank=True, max_length=1000)
    archived = models.BooleanField(_("archived"), default=False)

    objects: ClassVar[SalesSeries] = SalesSeries()  # type: ignore[assignment]
    every = CompanyQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["company", "code"], name="series_code_once")]

    def __str__(self) -> str:
        return self.code


class SeriesHandover(CompanyOwned):
    """From `since` on the series goes to another connection than the one `before`. `Series.connection` is
    the one it goes to after the last hand-over; `handing_over.connection_on` says which it is on a day."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="handovers")
    since = models.DateField(_("from"))
    """The first issue date of documents that no longer go to the connection before."""
    before = models.ForeignKey(Connection, null=True, on_delete=models.PROTECT, related_name="+")
    created_by = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["since"]
        constraints = [models.UniqueConstraint(fields=["series", "since"], name="series_handover_once")]


class SeriesCounter(models.Model):
    """The next number of a series in one period; taken under a row lock, in the issuing transaction."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="counters")
    period = models.CharField(max_length=7)
    """2026-11, 2026 or empty."""
    next = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "period"], name="series_counter_once")]


class Document(CompanyOwned):
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(_("kind"), max_length=12, choices=ALL_KIND_NAMES)
    order = models.ForeignKey(Order, null=True, on_delete=models.PROTECT, related_name="documents")
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    """The first document, whichever correction this is."""
    previous = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="followers")
    """What a correction starts from: the first document, or the correction before this one."""
    reference = models.CharField(max_length=32, unique=True)
    number = models.CharField(_("number"), max_length=60, blank=True)
    """Ours, or the program's once it has come back."""
    taken_number = models.CharField(max_length=60, null=True)
    """The number that our own counter gave, never twice in a series; null when the program numbers."""
    connection = models.ForeignKey(Connection, null=True, on_delete=models.PROTECT, related_name="documents")
    issue_date = models.DateField(_("issue date"))
    sale_date = models.DateField(_("date of sale"))
    currency = models.CharField(_("currency"), max_length=3)
    buyer_name = models.CharField(_("buyer"), max_length=512)
    buyer_tax_id = models.CharField(_("tax ID"), max_length=30, blank=True)
    net = models.DecimalField(_("net"), **MONEY)
    vat = models.DecimalField(_("VAT"), **MONEY)
    gross = models.DecimalField(_("gross"), **MONEY)
    content = models.JSONField()
    """The frozen neutral Invoice, or JournalEntry."""
    revision = models.PositiveIntegerField(default=1)
    """Raised when a rejected document is mended; nothing stands at the program before that."""
    reason = models.JSONField(default=dict)
    """Why this document: who or which rule, series, connection, basis, rounding."""
    order_mark = models.CharField(max_length=40, blank=True)
    """What of the order it shows, as `differing.mark_of` tells it: another mark means that they differ."""
    pdf = models.ForeignKey(StoredFile, null=True, on_delete=models.SET_NULL, related_name="+")
    """The program's PDF, once fetched."""
    created_by = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(kind__in=ORIGINATING, cancelled_at__isnull=True),
                name="one_originating_document_per_order",
            ),
            models.UniqueConstraint(
                fields=["previous"],
                condition=Q(cancelled_at__isnull=True),
                name="one_correction_of_each_state",
            ),
            models.UniqueConstraint(
                fields=["series", "taken_number"], name="document_number_once_per_series"
            ),
        ]
        indexes = [
            models.Index(fields=["company", "-id"], name="document_recent"),
            models.Index(fields=["company", "number"], name="document_number"),
            models.Index(fields=["company", "-issue_date", "-id"], name="document_by_date"),
        ]

    def __str__(self) -> str:
        return self.number or self.reference

    @property
    def is_entry(self) -> bool:
        return self.kind == JOURNAL

    def invoice(self) -> Invoice:
        """Of a sales document."""
        return Invoice.model_validate(self.content)

    def entry(self) -> JournalEntry:
        """Of a document whose kind is `JOURNAL`."""
        return JournalEntry.model_validate(self.content)

    @property
    def left_to_pay(self) -> Decimal:
        if self.is_entry:
            return Decimal(0)
        return self.gross - Decimal(self.content["payment"]["paid"])
