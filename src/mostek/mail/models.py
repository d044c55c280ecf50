"""Who sends a company's mail, what it says, and every message with what became of it."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mostek.companies.models import Company
from mostek.companies.scope import CompanyOwned
from mostek.connections import vault
from mostek.delivery.errands import Errand, errand
from mostek.documents.models import Document
from mostek.orders.models import Order

LANGUAGES = [("pl", "polski"), ("en", "English"), ("cs", "čeština"), ("sk", "slovenčina")]


class Environment(models.TextChoices):
    SERVER = "server", _("a mail server")
    STAND_IN = "stand_in", _("the built-in stand-in: nothing leaves this machine")


class Tls(models.TextChoices):
    STARTTLS = "starttls", _("STARTTLS (usually port 587)")
    WHOLE = "tls", _("TLS from the start (usually port 465)")
    NONE = "none", _("no encryption, only inside one's own network")


class Sender(CompanyOwned):
    """A company's way out: one mail server and one address. Saved only after the server took both."""

    environment = models.CharField(
        _("sends through"), max_length=10, choices=Environment.choices, default=Environment.SERVER
    )
    host = models.CharField(_("mail server (SMTP)"), max_length=253, blank=True)
    port = models.PositiveIntegerField(_("port"), default=587)
    tls = models.CharField(_("encryption"), max_length=10, choices=Tls.choices, default=Tls.STARTTLS)
    user = models.CharField(_("user name"), max_length=254, blank=True)
    sealed = models.TextField(blank=True)
    """The password, encrypted (vault)."""
    secrets_changed_at = models.DateTimeField(null=True)
    from_name = models.CharField(_("sender's name"), max_length=100, blank=True)
    from_address = models.EmailField(_("sender's address"), max_length=254)
    reply_to = models.EmailField(_("address for answers"), max_length=254, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=LANGUAGES, default="pl")
    """Of messages about a document whose own language has no text."""
    verified_at = models.DateTimeField(default=timezone.now)
    problem = models.JSONField(null=True)
    """Why its messages wait, as a Problem."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company"], name="mail_sender_once")]

    def __str__(self) -> str:
        return self.from_address

    def password(self) -> str:
        """Raises vault.Unreadable."""
        return vault.unseal(self.sealed).get("password", "")

    def set_password(self, password: str) -> None:
        self.sealed = vault.seal({"password": password}) if password else ""
        self.secrets_changed_at = timezone.now() if password else None


def sender_of(company: Company) -> Sender | None:
    return Sender.objects.of(company).select_related("company").first()


class Template(CompanyOwned):
    """A company's own template, or its changes to a ready-made one, which has the same key."""

    key = models.SlugField(max_length=40)
    """What rules and programs name it by; never changed."""
    name = models.CharField(_("name"), max_length=100, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "key"], name="mail_template_once")]

    def __str__(self) -> str:
        return self.name or self.key


class TemplateText(models.Model):
    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=5, choices=LANGUAGES)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), max_length=10_000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["template", "language"], name="mail_text_once")]


@errand
class Message(Errand):
    """One message to one person about one order or document; sent at most once without a person's word.

    It waits until the document stands in the accounting program. Subject and body are empty until then,
    when the document has no number yet.
    """

    recipient = models.EmailField(max_length=254)
    template = models.CharField(max_length=40)
    language = models.CharField(max_length=5)
    """Of its text."""
    order = models.ForeignKey(Order, null=True, on_delete=models.CASCADE, related_name="messages")
    document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="messages")
    subject = models.CharField(max_length=500, blank=True)
    body = models.TextField(blank=True)
    attachment = models.CharField(max_length=200, blank=True)
    """The name of the file that went with it."""
    message_id = models.CharField(max_length=200, unique=True)
    once_key = models.CharField(max_length=200, null=True)
    """What it was written for: the same key never writes a second one."""
    actor = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)

    may_repeat: ClassVar[bool] = False
    most_failures: ClassVar[int] = 36
    """A day and more of a mail server that says "later"."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "once_key"], name="mail_message_once")]
        indexes = [models.Index(fields=["company", "-id"], name="mail_message_recent")]

    def __str__(self) -> str:
        return self.subject or self.recipient

    def perform(self) -> None:
        from mostek.mail.sending import send

        send(self)


class Bounce(models.Model):
    """A message that a mail server took and gave back later."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="bounce")
    at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=20, blank=True)
    """The enhanced status code, such as 5.1.1."""
    words = models.TextField(blank=True)
    """What the server said."""
