"""One account at one accounting program."""

import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mostek.companies.scope import CompanyOwned
from mostek.connections import vault
from mostek.connections.addresses import base_url
from mostek.connectors.base.contract import Account, Connector
from mostek.connectors.base.registry import connectors
from mostek.orders.models import CustomField, OrderStatus


class State(models.TextChoices):
    ACTIVE = "active", _("active")
    REFUSED = "refused", _("credentials do not work")
    OFF = "off", _("switched off")


def new_webhook_token() -> str:
    return secrets.token_urlsafe(24)


class Connection(CompanyOwned):
    """Saved as active only after its credentials reached an account."""

    program = models.CharField(max_length=40)
    """The connector's key."""
    name = models.CharField(_("account name"), max_length=100)
    environment = models.CharField(_("environment"), max_length=20)
    custom_url = models.URLField(_("address"), blank=True)
    sealed = models.TextField()
    """The credentials, encrypted (vault)."""
    secrets_changed_at = models.DateTimeField(default=timezone.now)
    options = models.JSONField(default=dict)
    payment_map = models.JSONField(default=dict)
    """PaymentMeans -> the program's own value."""

    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    problem = models.JSONField(null=True)
    """Why its queue stands still, as a Problem."""
    paused = models.BooleanField(_("paused"), default=False)
    account_name = models.CharField(max_length=300, blank=True)
    account_tax_id = models.CharField(max_length=30, blank=True)
    account_detail = models.CharField(max_length=300, blank=True)
    warnings = models.JSONField(default=list)
    verified_at = models.DateTimeField(null=True)
    last_exchange_at = models.DateTimeField(null=True)
    seller = models.JSONField(null=True)
    """The seller as the program told it last (`comparing`); null where it was never told."""
    seller_at = models.DateTimeField(null=True)

    error_status = models.ForeignKey(
        OrderStatus,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("order status on error"),
    )
    document_field = models.ForeignKey(
        CustomField,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("custom field for documents"),
    )
    correction_field = models.ForeignKey(
        CustomField,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("custom field for corrections"),
    )
    fetch_pdf = models.BooleanField(_("fetch and keep PDFs of documents"), default=True)
    auto_send = models.BooleanField(_("send documents automatically"), default=True)
    mark_paid = models.BooleanField(_("mark documents of paid orders as paid"), default=True)

    webhook_token = models.CharField(max_length=64, unique=True, default=new_webhook_token)
    webhook_verified_at = models.DateTimeField(null=True)
    webhook_last_event_at = models.DateTimeField(null=True)
    webhook_last_event = models.CharField(max_length=100, blank=True)
    webhook_problem = models.JSONField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["program", "name"]
        constraints = [models.UniqueConstraint(fields=["company", "name"], name="connection_name_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def connector(self) -> Connector:
        """Raises KeyError when the program's connector is no longer installed."""
        return connectors()[self.program]

    def credentials(self) -> dict[str, str]:
        """Raises vault.Unreadable."""
        return vault.unseal(self.sealed)

    def set_credentials(self, credentials: dict[str, str]) -> None:
        self.sealed = vault.seal(credentials)
        self.secrets_changed_at = timezone.now()

    def as_account(self) -> Account:
        """Raises vault.Unreadable."""
        return Account(
            base_url=self.base_url,
            credentials=self.credentials(),
            options=self.options,
            payment_map=self.mapped_payments,
            mark_paid=self.mark_paid,
        )

    @property
    def mapped_payments(self) -> dict[str, str]:
        """PaymentMeans -> the program's value: the connector's defaults under the user's choices."""
        defaults = self.connector.manifest.payment_defaults
        return {**{means.value: value for means, value in defaults.items()}, **self.payment_map}

    @property
    def base_url(self) -> str:
        return base_url(self.connector.manifest, self.environment, self.custom_url)
