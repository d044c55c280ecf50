"""Orders and what hangs on them."""

import hashlib
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mostek.companies.models import Company
from mostek.companies.scope import CompanyOwned
from mostek.invoicing.model import LineKind, Party, PaymentMeans, PriceBasis

MONEY: Any = {"max_digits": 14, "decimal_places": 2}
PRICE: Any = {"max_digits": 18, "decimal_places": 6}
TEST_SOURCE = "test"
"""Source of orders that only try a connection out: in no statistics and no export."""


class OrderStatus(CompanyOwned):
    """One of the company's own list of statuses."""

    name = models.CharField(_("name"), max_length=60)
    color = models.CharField(_("colour"), max_length=20, default="blue")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["company", "name"], name="order_status_once")]

    def __str__(self) -> str:
        return self.name


class FieldKind(models.TextChoices):
    TEXT = "text", _("text")
    NUMBER = "number", pgettext_lazy("kind of field", "number")
    FILE = "file", _("file")


class CustomField(CompanyOwned):
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=FieldKind.choices)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["company", "name"], name="custom_field_once")]

    def __str__(self) -> str:
        return self.name


class StoredFile(CompanyOwned):
    """A file's bytes, in the database: every machine that reaches it has the files too."""

    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    """Empty once the bytes have left the database, by the company's archive rule."""
    data = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


def store_file(company: Company, name: str, content_type: str, data: bytes) -> StoredFile:
    return StoredFile.objects.create(
        company=company,
        name=name[:200],
        content_type=content_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        data=data,
    )


class Order(CompanyOwned):
    """`source` and `number` together name an order once per company: importing it again changes nothing."""

    source = models.CharField(_("source"), max_length=40)
    number = models.CharField(_("number"), max_length=60)
    placed_at = models.DateTimeField(_("placed"))
    status = models.ForeignKey(OrderStatus, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    status_before_error = models.ForeignKey(
        OrderStatus, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """What the status was before a failed document set it; given back when the document arrives."""
    currency = models.CharField(_("currency"), max_length=3)
    basis = models.CharField(
        _("prices"),
        max_length=5,
        choices=[("gross", _("gross")), ("net", _("net"))],
        default=PriceBasis.GROSS,
    )
    discount = models.DecimalField(_("discount"), default=Decimal(0), **MONEY)
    """Taken off the whole order, on the order's price basis."""
    total = models.DecimalField(_("total"), **MONEY)
    """Gross, as the buyer was told."""
    paid = models.DecimalField(_("paid"), default=Decimal(0), **MONEY)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    payment_means = models.CharField(
        _("payment method"), max_length=20, choices=[(means.value, means.value) for means in PaymentMeans]
    )
    payment_name = models.CharField(max_length=100, blank=True)
    """The shop's own name of the payment method."""
    delivery_method = models.CharField(_("delivery method"), max_length=100, blank=True)
    buyer = models.JSONField(default=dict)
    """A neutral Party."""
    recipient = models.JSONField(default=dict, blank=True)
    """Where it is shipped: a neutral Party, or empty."""
    buyer_name = models.CharField(_("buyer"), max_length=512, blank=True)
    buyer_tax_id = models.CharField(_("tax ID"), max_length=30, blank=True)
    buyer_email = models.CharField(max_length=254, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    tags = models.JSONField(_("tags"), default=list, blank=True)
    """Short words that rules and people sort by; each once, in the order they came."""
    differs = models.BooleanField(default=False)
    """Whether it has changed since its last document; `documents.differing` keeps it."""
    content_hash = models.CharField(max_length=64)
    """Of what came in: tells a repeated import from a changed order."""
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "source", "number"], name="order_once")]
        indexes = [
            models.Index(fields=["company", "-placed_at", "-id"], name="order_recent"),
            models.Index(
                fields=["company", "-placed_at", "-id"],
                condition=models.Q(differs=True),
                name="order_differs",
            ),
            models.Index(fields=["company", "number"], name="order_number"),
            models.Index(fields=["company", "status", "-placed_at", "-id"], name="order_by_status"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_paid(self) -> bool:
        return self.paid >= self.total > 0

    def buyer_party(self) -> Party:
        return Party.model_validate(self.buyer)


class OrderLine(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    name = models.CharField(_("name"), max_length=512)
    sku = models.CharField(max_length=60, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=14, decimal_places=4)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    unit_price = models.DecimalField(_("unit price"), **PRICE)
    allowance = models.DecimalField(_("discount"), default=Decimal(0), **MONEY)
    vat_code = models.CharField(_("VAT"), max_length=10, blank=True)
    """Empty: the source did not say; the document stops until a person does."""
    kind = models.CharField(max_length=10, default=LineKind.GOODS)

    class Meta:
        ordering = ["position"]
        indexes = [models.Index(fields=["order", "position"], name="order_line_order")]


class OrderEvent(models.Model):
    """One line of the order's timeline. `text` is an English source with `%(name)s` values."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=20)
    text = models.CharField(max_length=300)
    values = models.JSONField(default=dict)
    actor = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]


class FieldValue(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="field_values")
    field = models.ForeignKey(CustomField, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=500, blank=True)
    number = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["order", "field"], name="field_value_order")]


class ImportProfile(CompanyOwned):
    """A remembered column mapping for files of one shape."""

    name = models.CharField(_("name"), max_length=100)
    headings = models.CharField(max_length=64)
    """Hash of the file's headings: the same file shape finds its mapping again."""
    mapping = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "headings"], name="import_profile_once")]


class ImportRun(CompanyOwned):
    """One file being taken in, or taken."""

    file_name = models.CharField(max_length=200)
    preset = models.CharField(max_length=40)
    """`csv`, `json` or the key of a ready preset."""
    settings = models.JSONField(default=dict)
    """Mapping, currency, VAT and so on, as chosen."""
    path = models.CharField(max_length=500)
    """The uploaded file, in MOSTEK_HOME, until the run has ended."""
    state = models.CharField(max_length=12, default="queued")
    """queued, running, done, failed."""
    bytes_total = models.BigIntegerField(default=0)
    bytes_read = models.BigIntegerField(default=0)
    orders_total = models.PositiveIntegerField(default=0)
    """Known once the whole file has been read; 0 before."""
    position = models.PositiveIntegerField(default=0)
    """How many of them have been looked at; moves in the transaction that writes what became of them."""
    orders_new = models.PositiveIntegerField(default=0)
    orders_changed = models.PositiveIntegerField(default=0)
    orders_known = models.PositiveIntegerField(default=0)
    orders_refused = models.PositiveIntegerField(default=0)
    lines_refused = models.PositiveIntegerField(default=0)
    remarks = models.PositiveIntegerField(default=0)
    failure = models.JSONField(null=True)
    """The Problem that stopped it as a whole."""
    created_by = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.file_name


class ImportIssue(models.Model):
    """A line of the file that could not be taken, and why; or a remark on an order that was taken."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="issues")
    line = models.PositiveIntegerField()
    order_number = models.CharField(max_length=60, blank=True)
    problem = models.JSONField()
    content = models.TextField(blank=True)
    """The line as it stood."""
    is_remark = models.BooleanField(default=False)
    """The order was taken in all the same."""


def add_event(order: Order, kind: str, text: str, actor: str = "", **values: Any) -> None:
    """Adds a line to the order's timeline; `text` is marked with gettext_noop where it is written."""
    OrderEvent.objects.create(order=order, kind=kind, text=text, values=values, actor=actor)
