"""Rows the engine lives on. Times that the engine compares are seconds since the epoch by the
database's clock (`store.now`); the rest are ordinary timestamps."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mostek.companies.models import Company
from mostek.companies.scope import CompanyOwned
from mostek.connections.models import Connection
from mostek.documents.models import Document


class State(models.TextChoices):
    QUEUED = "queued", _("queued")
    SENDING = "sending", _("sending")
    ACCEPTED = "accepted", _("waiting for the program")
    ISSUED = "issued", pgettext_lazy("state", "booked")
    WARNING = "warning", _("booked, look at it")
    REJECTED = "rejected", _("rejected")
    IN_DOUBT = "in_doubt", _("in doubt")
    HELD = "held", _("held")
    SKIPPED = "skipped", _("skipped")
    CANCELLED = "cancelled", _("cancelled")


class Step(models.TextChoices):
    """What is to be done next."""

    CHECK = "check"
    BUYER = "buyer"
    CREATE = "create"
    PROVE = "prove"
    AWAIT = "await"
    FETCH = "fetch"
    PDF = "pdf"
    PAYMENT = "payment"
    CANCEL = "cancel"
    CHANGE = "change"
    DONE = "done"


WISHED = (Step.CANCEL, Step.CHANGE)
"""Steps that a person's wish puts a document of the program on."""
NEEDS_PERSON = (State.REJECTED, State.IN_DOUBT)
ON_THE_WAY = (State.QUEUED, State.SENDING, State.ACCEPTED)
IN_PROGRAM = (State.ISSUED, State.WARNING)
NEVER_ARRIVES = (State.REJECTED, State.SKIPPED, State.CANCELLED)
"""Unless a person does something about it."""


class Lane(models.Model):
    """One connection's queue: the row that a claim locks, so that its concurrency holds everywhere."""

    connection = models.OneToOneField(Connection, primary_key=True, on_delete=models.CASCADE)
    open = models.BooleanField(default=True)
    """False while the connection is paused, switched off or refused."""
    concurrency = models.PositiveIntegerField()


class Delivery(CompanyOwned):
    """`due_at` is null when there is nothing to do. A claim sets it to the lease's end, so a worker
    that dies gives the row back by doing nothing. `token` grows with every claim and every change
    from outside; a checkpoint with an older token changes nothing."""

    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="deliveries")
    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="delivery")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    step = models.CharField(max_length=10, choices=Step.choices, default=Step.CHECK)
    due_at = models.FloatField(null=True)
    owner = models.CharField(max_length=60, null=True)
    token = models.PositiveBigIntegerField(default=0)
    sends = models.PositiveIntegerField(default=0)
    """How often the create was sent."""
    failures = models.PositiveIntegerField(default=0)
    """Failures in a row since the last success: sets the pause until the next try."""
    uncertain_at = models.FloatField(null=True)
    """When the last write whose result is unknown was given up; proof waits from here."""
    task = models.CharField(max_length=100, blank=True)
    buyer_id = models.CharField(max_length=100, blank=True)
    remote_id = models.CharField(max_length=100, blank=True)
    remote_number = models.CharField(max_length=100, blank=True)
    link = models.CharField(max_length=500, blank=True)
    hints = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    """What a person must know now: why it waits, was rejected or is in doubt."""
    warnings = models.JSONField(default=list)
    """Differences and failed follow-ups of a document that is in the program."""
    polls = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.FloatField(default=0)
    settled_at = models.FloatField(null=True)
    """When the document was known to be in the program."""

    class Meta:
        indexes = [
            models.Index(
                fields=["connection", "due_at"], condition=Q(due_at__isnull=False), name="delivery_due"
            ),
            models.Index(
                fields=["connection", "due_at"],
                condition=Q(due_at__isnull=False, state="accepted"),
                name="delivery_due_accepted",
            ),
            models.Index(fields=["connection"], condition=Q(owner__isnull=False), name="delivery_in_hand"),
            models.Index(fields=["company", "state", "-id"], name="delivery_by_state"),
            models.Index(fields=["connection", "task"], condition=~Q(task=""), name="delivery_task"),
            models.Index(
                fields=["connection", "remote_id"], condition=~Q(remote_id=""), name="delivery_remote"
            ),
            models.Index(
                fields=["company", "remote_number"],
                condition=~Q(remote_number=""),
                name="delivery_remote_number",
            ),
        ]


class Wish(models.Model):
    """What a person wants of a document that is in the program. Gone once it is fulfilled or refused."""

    class Action(models.TextChoices):
        CANCEL = "cancel"
        GONE = "gone"
        """A person says that it was cancelled there by hand; the program is only looked at."""
        CHANGE = "change"

    delivery = models.OneToOneField(Delivery, on_delete=models.CASCADE, related_name="wish")
    action = models.CharField(max_length=10, choices=Action.choices)
    content = models.JSONField(null=True)
    """The neutral document as it shall be, of a change."""
    actor = models.CharField(max_length=200)
    resume = models.CharField(max_length=10)
    """The step to go on with when the wish is refused."""
    created_at = models.DateTimeField(default=timezone.now)


class Attempt(models.Model):
    """One step that was taken. A write's row stands before the call leaves; an open one tells of a crash."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    step = models.CharField(max_length=10)
    begun_at = models.FloatField()
    ended_at = models.FloatField(null=True)
    outcome = models.CharField(max_length=20, blank=True)
    """issued, accepted, rejected, unknown, found, not_found, several, later, refused, done, decided…"""
    worker = models.CharField(max_length=60)
    problems = models.JSONField(default=list)
    exchanges = models.JSONField(default=list)
    """[{method, path, status, ms, request, response}], without credentials."""

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["delivery", "id"], name="attempt_of_delivery")]


class RateBucket(models.Model):
    """One rate limit's next free slot (GCRA), shared by all workers."""

    name = models.CharField(max_length=100, primary_key=True)
    next_at = models.FloatField(default=0)
    blocked_until = models.FloatField(default=0)


class BuyerRecord(models.Model):
    """Which record at the program is this buyer. `held_until` keeps others from making a second one."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    remote_id = models.CharField(max_length=100, blank=True)
    holder = models.CharField(max_length=60, blank=True)
    held_until = models.FloatField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "key"], name="buyer_record_once")]


class WebhookEvent(models.Model):
    """An event that a program sent; the same one again changes nothing."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="webhook_events")
    event_id = models.CharField(max_length=100)
    name = models.CharField(max_length=100)
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "event_id"], name="webhook_event_once")]


class Job(CompanyOwned):
    """Long work that may be left: bulk issuing, imports. Done in small committed portions."""

    kind = models.CharField(max_length=20)
    params = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default="queued")
    """queued, running, done, failed."""
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    """What the portions have found out so far; small."""
    problem = models.JSONField(null=True)
    due_at = models.FloatField(null=True, db_index=True)
    """Null once it has ended. A portion holds the row's lock; a worker that dies gives it back."""
    created_by = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)


class JobItem(models.Model):
    """What became of one order of a bulk job; only those that failed are kept with a problem."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="items")
    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="+")
    problems = models.JSONField(default=list)


class WorkerBeat(models.Model):
    """A worker that lives: seen every few seconds."""

    name = models.CharField(max_length=60, primary_key=True)
    host = models.CharField(max_length=100)
    pid = models.PositiveIntegerField()
    version = models.CharField(max_length=20)
    started_at = models.FloatField()
    seen_at = models.FloatField()
    in_hand = models.PositiveIntegerField(default=0)


class Switch(models.Model):
    """Switches of the whole installation, by name: `paused`."""

    name = models.CharField(max_length=40, primary_key=True)
    on = models.BooleanField(default=False)
    changed_by = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField(auto_now=True)


class DailyWork(models.Model):
    """When work that is done once a day is next begun."""

    name = models.CharField(max_length=40, primary_key=True)
    next_at = models.FloatField()


def company_counts(company: Company) -> dict[str, int]:
    """How many deliveries stand in each state."""
    rows = Delivery.objects.of(company).values_list("state").annotate(count=models.Count("id"))
    return dict(rows)
