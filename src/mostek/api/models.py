"""Calls that must not happen twice."""

from django.db import models
from django.utils import timezone

from mostek.companies.scope import CompanyOwned


class KeyedCall(CompanyOwned):
    """A write that carried an Idempotency-Key, and its answer. The row is written in the same
    transaction as the call's effects: it stands exactly when they do."""

    key = models.CharField(max_length=200)
    request_hash = models.CharField(max_length=64)
    """Of method, address and body: the key may not come back with another request."""
    status = models.PositiveIntegerField(default=0)
    answer = models.JSONField(null=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "key"], name="keyed_call_once")]
