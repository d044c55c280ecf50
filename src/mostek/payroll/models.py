"""Payroll: what is paid, how it is posted, and the lists themselves. Personal data stays here."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mostek.companies.models import Company
from mostek.companies.scope import CompanyOwned
from mostek.connections.models import Connection
from mostek.orders.models import MONEY


class Book(models.TextChoices):
    LEDGER = "ledger", _("full accounting")
    CASH_BOOK = "cash_book", _("book of income and expenses")


class EntryDate(models.TextChoices):
    PERIOD_END = "period_end", _("last day of the month the pay is for")
    PAYMENT = "payment", _("day of payment")
    CLOSING = "closing", _("day the list is closed")


class CashBookPlace(models.TextChoices):
    NONE = "none", _("not in the book")
    WAGES = "wages", _("wages")
    OTHER_EXPENSES = "other_expenses", _("other expenses")


class PayrollSettings(models.Model):
    """How a company posts its payroll."""

    company = models.OneToOneField(
        Company, primary_key=True, on_delete=models.CASCADE, related_name="payroll"
    )
    connection = models.ForeignKey(
        Connection, null=True, blank=True, on_delete=models.SET_NULL, verbose_name=_("accounting program")
    )
    book = models.CharField(_("kind of accounting"), max_length=10, choices=Book.choices, default=Book.LEDGER)
    entry_date = models.CharField(
        _("date of the entry"), max_length=10, choices=EntryDate.choices, default=EntryDate.PERIOD_END
    )
    nets_accounts = models.BooleanField(_("post each account's balance only"), default=False)
    """The net method: what an account gets on both sides is set off."""
    accident_percent = models.DecimalField(
        _("accident insurance in per cent"), max_digits=5, decimal_places=2, null=True, blank=True
    )

    def __str__(self) -> str:
        return str(self.company)


class LedgerAccount(models.Model):
    """The program's chart of accounts, as last fetched."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="ledger_accounts")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    may_post = models.BooleanField(default=True)
    """False for headings, and where the program takes no entries on it."""
    why_not = models.CharField(max_length=60, blank=True)
    """A problem key where it cannot be posted to."""

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["connection", "code"], name="ledger_account_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class DimensionKind(models.TextChoices):
    DEPARTMENT = "department", _("department")
    PROJECT = "project", _("project")
    COST_CENTRE = "cost_centre", _("cost centre")


class Dimension(models.Model):
    """The program's departments, projects and cost centres, as last fetched."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="dimensions")
    kind = models.CharField(max_length=12, choices=DimensionKind.choices)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    fits = models.BooleanField(default=True)
    """Whether the program takes so long a code in an entry."""

    class Meta:
        ordering = ["kind", "code"]
        constraints = [models.UniqueConstraint(fields=["connection", "kind", "code"], name="dimension_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Component(CompanyOwned):
    """A pay component and its posting."""

    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=30)
    """A key of the country's payroll kinds."""
    debit_account = models.CharField(_("debit"), max_length=40, blank=True)
    credit_account = models.CharField(_("credit"), max_length=40, blank=True)
    debit_by_department = models.BooleanField(_("debit by department"), default=False)
    credit_by_department = models.BooleanField(_("credit by department"), default=False)
    project = models.CharField(_("project"), max_length=40, blank=True)
    """For items that name none."""
    reverses_sign = models.BooleanField(_("sides swapped"), default=False)
    cash_book = models.CharField(
        _("in the book of income and expenses"),
        max_length=14,
        choices=CashBookPlace.choices,
        default=CashBookPlace.NONE,
    )
    archived = models.BooleanField(_("archived"), default=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["company", "code"], name="component_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ListState(models.TextChoices):
    DRAFT = "draft", _("open")
    CLOSED = "closed", _("closed")


class ListKind(models.TextChoices):
    EMPLOYMENT = "employment", _("employment contracts")
    MANDATE = "mandate", _("mandate contracts")
    ADDITIONAL = "additional", _("additional list")


class PayrollList(CompanyOwned):
    """Closed it is frozen; a closed list is corrected by a new one that names it."""

    number = models.CharField(_("number"), max_length=35)
    kind = models.CharField(_("kind"), max_length=10, choices=ListKind.choices, default=ListKind.EMPLOYMENT)
    period = models.DateField(_("month the pay is for"))
    """Its first day."""
    payment_date = models.DateField(_("day of payment"))
    state = models.CharField(max_length=6, choices=ListState.choices, default=ListState.DRAFT)
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    notes = models.TextField(_("notes"), blank=True, max_length=1000)
    source = models.CharField(max_length=200, blank=True)
    """The file it came from."""
    content_hash = models.CharField(max_length=64, blank=True)
    document = models.ForeignKey(
        "documents.Document", null=True, on_delete=models.PROTECT, related_name="payroll_lists"
    )
    """The journal entry that it became."""
    reversals = models.PositiveSmallIntegerField(default=0)
    """How many entries of it were reversed before it was opened again: the next one's number tells."""
    created_by = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)
    closed_by = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-period", "-id"]
        constraints = [models.UniqueConstraint(fields=["company", "number"], name="payroll_list_number_once")]

    def __str__(self) -> str:
        return self.number


class Side(models.TextChoices):
    DEBIT = "debit", _("debit")
    CREDIT = "credit", _("credit")


class PayItem(models.Model):
    """One amount of one person: of a component, or a ready posting from a file that holds those."""

    payroll_list = models.ForeignKey(PayrollList, on_delete=models.CASCADE, related_name="items")
    person_ref = models.CharField(max_length=60, blank=True)
    person_name = models.CharField(max_length=200, blank=True)
    department = models.CharField(max_length=40, blank=True)
    project = models.CharField(max_length=40, blank=True)
    component = models.ForeignKey(Component, null=True, on_delete=models.PROTECT, related_name="+")
    account = models.CharField(max_length=40, blank=True)
    side = models.CharField(max_length=6, choices=Side.choices, blank=True)
    amount = models.DecimalField(default=Decimal(0), **MONEY)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(component__isnull=False) | (~Q(account="") & ~Q(side="")),
                name="pay_item_has_a_posting",
            )
        ]


class CashBookHandover(models.Model):
    """What a company with a book of income and expenses enters there by hand: given out as a file, until a
    person confirms that it stands in the book. Once for each list."""

    payroll_list = models.OneToOneField(
        PayrollList, on_delete=models.PROTECT, related_name="cash_book_handover"
    )
    content = models.JSONField()
    """The frozen `cashbook.CashBookEntry`."""
    handed_over_by = models.CharField(max_length=200)
    handed_over_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.payroll_list.number
