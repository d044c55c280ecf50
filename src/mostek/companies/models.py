"""Companies, the people in them, what programs may do for them, and who changed what."""

import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mostek.companies.scope import CompanyOwned
from mostek.invoicing.model import Address, Party
from mostek.invoicing.model import BankAccount as NeutralBankAccount


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=5, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"

    def __str__(self) -> str:
        return self.name or self.email


class Company(models.Model):
    """One legal entity: the tenant, and the seller on its documents."""

    name = models.CharField(_("name"), max_length=300)
    tax_id = models.CharField(_("tax ID"), max_length=20, blank=True)
    street = models.CharField(_("street and number"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    postcode = models.CharField(_("postcode"), max_length=16, blank=True)
    country = models.CharField(_("country"), max_length=2)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=50)
    currency = models.CharField(_("currency"), max_length=3)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name

    def as_party(self) -> Party:
        address = Address(street=self.street, city=self.city, postcode=self.postcode, country=self.country)
        return Party(
            name=self.name,
            tax_id=self.tax_id,
            is_company=True,
            address=address,
            email=self.email,
            phone=self.phone,
        )


class BankAccount(CompanyOwned):
    iban = models.CharField(_("account number"), max_length=34)
    bank = models.CharField(_("bank"), max_length=100, blank=True)
    swift = models.CharField(_("SWIFT"), max_length=11, blank=True)
    currency = models.CharField(_("currency"), max_length=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "iban"], name="bank_account_once"),
        ]

    def __str__(self) -> str:
        return f"{self.iban} ({self.currency})"

    def as_neutral(self) -> NeutralBankAccount:
        return NeutralBankAccount(iban=self.iban, bank=self.bank, swift=self.swift, currency=self.currency)


class Role(models.TextChoices):
    OWNER = "owner", _("owner")
    ADMINISTRATOR = "administrator", _("administrator")
    OPERATOR = "operator", _("operator")
    ACCOUNTANT = "accountant", _("accountant")
    READER = "reader", _("read-only")


class Membership(CompanyOwned):
    """Who may do what in which company."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "user"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def may_configure(self) -> bool:
        """Connections, credentials, series, users."""
        return self.role in {Role.OWNER, Role.ADMINISTRATOR}

    @property
    def may_issue(self) -> bool:
        """Orders, documents, sending, repairing."""
        return self.role in {Role.OWNER, Role.ADMINISTRATOR, Role.OPERATOR, Role.ACCOUNTANT}


class ApiCredential(CompanyOwned):
    """ID and secret of a program that calls the API. The secret is shown once and kept as a hash."""

    key_id = models.CharField(max_length=32, unique=True)
    secret_hash = models.CharField(max_length=200)
    purpose = models.CharField(_("purpose"), max_length=200)
    scopes = models.JSONField(_("scopes"), default=list)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.purpose

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > timezone.now())


class AuditEntry(CompanyOwned):
    """Who changed what, when. Written by `companies.audit.record`, never changed."""

    at = models.DateTimeField(default=timezone.now)
    actor = models.CharField(max_length=200)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    label = models.CharField(max_length=300)
    changes = models.JSONField(default=dict)
    """Field -> [before, after]; secrets only as "changed"."""

    class Meta:
        indexes = [models.Index(fields=["company", "-id"], name="audit_recent")]


def _new_nonce() -> str:
    return secrets.token_urlsafe(24)


class Invitation(CompanyOwned):
    """A person asked to join the company: a signed link lets one in, once, until it expires."""

    email = models.EmailField(_("e-mail"), max_length=254)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    nonce = models.CharField(max_length=40, default=_new_nonce)
    """Known to the link alone; another one makes a former link worthless."""
    invited_by = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.email
