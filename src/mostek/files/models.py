"""Files being made in the background, and the archive: its rules and what was put into it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mostek.companies.scope import CompanyOwned
from mostek.delivery.errands import Errand, errand
from mostek.documents.models import KIND_NAMES, Document
from mostek.orders.models import StoredFile


class OutputKind(models.TextChoices):
    PDF = "pdf", _("one PDF")
    ZIP = "zip", "ZIP"
    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX"


class Output(Errand):
    """A file of many documents or orders, made in the background, kept for a while and then removed."""

    kind = models.CharField(max_length=4, choices=OutputKind.choices)
    listing = models.CharField(max_length=20)
    """What is listed, or `print`: a key of `outputs.LISTINGS`."""
    ids = models.JSONField(default=list)
    """The rows that were chosen, in their order."""
    language = models.CharField(max_length=5)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.SET_NULL, related_name="+")
    created_by = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)

    most_failures = 3

    def perform(self) -> None:
        from mostek.files.outputs import make

        make(self)


errand(Output)


def every_kind() -> list[str]:
    return [value for value, _name in KIND_NAMES]


class ArchiveRule(CompanyOwned):
    """Where a company's PDFs are kept additionally, and how long they stay in the database."""

    on = models.BooleanField(_("keep PDFs in a folder too"), default=False)
    folder = models.CharField(max_length=80)
    """The company's own folder inside the archive; set once."""
    pattern = models.CharField(_("file names"), max_length=120, default="{year}/{month}/{number}-{buyer}.pdf")
    kinds = models.JSONField(_("kinds"), default=every_kind)
    keep_months = models.PositiveIntegerField(_("months in the database"), null=True, blank=True)
    """After so many the bytes leave the database; null: never."""
    ran_at = models.DateTimeField(null=True)
    problem = models.JSONField(null=True)
    """Why the last run broke off."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company"], name="archive_rule_once")]

    def __str__(self) -> str:
        return self.folder


class Archived(CompanyOwned):
    """A PDF that stands in the archive: once for a document's revision, and once more when the program's
    own PDF came later."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="archived")
    revision = models.PositiveIntegerField()
    from_program = models.BooleanField()
    path = models.CharField(max_length=300)
    """Inside the company's folder."""
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "revision", "from_program"], name="archived_once"),
            models.UniqueConstraint(fields=["company", "path"], name="archived_path_once"),
        ]
        indexes = [models.Index(fields=["company", "-id"], name="archived_recent")]
