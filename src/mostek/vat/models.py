"""What the company says about its VAT, what VIES said about buyers, and what counts towards the OSS limit."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mostek.companies.models import Company
from mostek.companies.scope import CompanyOwned
from mostek.delivery.errands import Errand, errand
from mostek.orders.models import MONEY, Order

RATE: Any = {"max_digits": 14, "decimal_places": 6}


class Policies(models.TextChoices):
    SHOP = "shop", _("As the shop says; stop where it contradicts the law")
    DECIDE = "decide", _("Mostek decides")


class NumberChecks(models.TextChoices):
    REQUIRED = "required", _("Required: without VAT only with an answer of VIES")
    ASKED = "asked", _("Asked, but a missing answer does not stop the document")
    OFF = "off", _("Off: VIES is not asked")


class Services(models.TextChoices):
    UNKNOWN = "", _("not said: such documents stop")
    GENERAL = "general", _("general services, taxed where we are")
    ELECTRONIC = "electronic", _("electronic, telecommunication or broadcasting services")


class VatSettings(models.Model):
    """One row for each company; a company without one has the defaults."""

    company = models.OneToOneField(Company, on_delete=models.CASCADE, related_name="+")
    eu_registered = models.BooleanField(_("registered for trade within the EU"), default=False)
    oss_since = models.DateField(_("OSS since"), null=True, blank=True)
    oss_until = models.DateField(_("OSS until"), null=True, blank=True)
    policy = models.CharField(
        _("rates of orders from abroad"), max_length=8, choices=Policies.choices, default=Policies.SHOP
    )
    number_check = models.CharField(
        _("check of EU numbers"), max_length=8, choices=NumberChecks.choices, default=NumberChecks.REQUIRED
    )
    answer_days = models.PositiveIntegerField(_("an answer is good for days"), default=30)
    asks_stand_in = models.BooleanField(_("ask the stand-in of VIES"), default=False)
    private_services = models.CharField(
        _("services to private persons abroad"),
        max_length=10,
        choices=Services.choices,
        default=Services.UNKNOWN,
        blank=True,
    )
    rate_map = models.JSONField(_("reduced rates of other countries"), default=dict, blank=True)
    """Country -> our code -> its code."""
    euro_rate = models.DecimalField(_("our currency for a euro"), null=True, blank=True, **RATE)
    """By which the limit of distance sales is watched; empty: as the law wrote the limit."""

    def __str__(self) -> str:
        return str(self.company)


def settings_of(company: Company) -> VatSettings:
    """What the company chose; the defaults, not stored, where it chose nothing yet."""
    return VatSettings.objects.filter(company=company).first() or VatSettings(company=company)


class Origin(models.TextChoices):
    VIES = "vies", _("VIES")
    STAND_IN = "stand_in", _("stand-in of VIES")


def origin_of(chosen: VatSettings) -> str:
    """Where this company's questions go; the stand-in only where this installation runs one."""
    return Origin.STAND_IN if chosen.asks_stand_in and settings.SANDBOX_URL else Origin.VIES


@errand
class NumberQuestion(Errand):
    """A question to VIES about one EU number, and its answer: evidence, never changed afterwards."""

    number = models.CharField(max_length=20)
    """With its prefix."""
    requester = models.CharField(max_length=20, blank=True)
    """Our own number: with it VIES gives a consultation number."""
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.VIES)
    asked_by = models.CharField(max_length=200)
    asked_at = models.DateTimeField(default=timezone.now)
    valid = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)
    request_date = models.CharField(max_length=40, blank=True)
    """As VIES wrote it."""
    consultation = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["company", "number", "-id"], name="number_question_recent")]

    def __str__(self) -> str:
        return self.number

    def perform(self) -> None:
        from mostek.vat.vies import answer_question

        answer_question(self)


class OrderVat(CompanyOwned):
    """What a person said about an order's VAT."""

    order = models.OneToOneField(Order, on_delete=models.CASCADE, related_name="vat_word")
    choice = models.CharField(max_length=8, blank=True)
    """`shop`: its rates stand; `decision`: the decision stands whatever the shop charged."""
    destination = models.CharField(max_length=2, blank=True)
    """The recipient's country, where the order does not say it."""
    facts = models.CharField(max_length=64, blank=True)
    """Hash of what the choice was made for: it falls when that changes."""
    note = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.order)


class DistanceSale(CompanyOwned):
    """A document, or a correction of one, that counts towards the limit of distance sales."""

    document = models.OneToOneField("documents.Document", on_delete=models.CASCADE, related_name="+")
    year = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    net = models.DecimalField(**MONEY)
    """In the seller's currency where the document carries an exchange rate to it."""

    class Meta:
        indexes = [models.Index(fields=["company", "year"], name="distance_sale_year")]


class DayRate(CompanyOwned):
    """An exchange rate as published, entered by hand or over the API."""

    currency = models.CharField(_("currency"), max_length=3)
    on = models.DateField(_("day of the rate"))
    rate = models.DecimalField(_("rate"), **RATE)
    """Units of the company's currency for one unit."""
    source = models.CharField(_("table number"), max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "currency", "on"], name="day_rate_once")]

    def __str__(self) -> str:
        return f"{self.currency} {self.on}"
