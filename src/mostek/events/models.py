"""The row that carries what happened from where it happened to those who listen."""

from django.db import models
from django.utils import timezone

from mostek.companies.scope import CompanyOwned


class Kind(models.TextChoices):
    """Names that other programs and rules know an event by; never renamed."""

    ORDER_CREATED = "order.created"
    ORDER_CHANGED = "order.changed"
    ORDER_STATUS_CHANGED = "order.status_changed"
    ORDER_PAID = "order.paid"
    DOCUMENT_ISSUED = "document.issued"
    DOCUMENT_DELIVERED = "document.delivered"
    DOCUMENT_REJECTED = "document.rejected"
    DOCUMENT_IN_DOUBT = "document.in_doubt"
    DOCUMENT_CANCELLED = "document.cancelled"


class Event(CompanyOwned):
    """Written in the transaction in which it happened, and only where somebody listened at that moment:
    a rule acts on what happens after it was switched on."""

    kind = models.CharField(max_length=40)
    order = models.ForeignKey("orders.Order", null=True, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.CASCADE, related_name="+")
    values = models.JSONField(default=dict)
    """More of what happened: `{"status_before": 3, "depth": 1}`."""
    at = models.DateTimeField(default=timezone.now)
    due_at = models.FloatField(null=True)
    """When it is to be told; null once it was, or was given up."""
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="event_due")
        ]

    def __str__(self) -> str:
        return self.kind
