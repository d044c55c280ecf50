"""Changes to orders that stand already."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from mostek.companies.models import Company
from mostek.events.models import Kind
from mostek.events.telling import Happening, happened
from mostek.orders.incoming import MOST_OF_A_TAG, tidy_tags
from mostek.orders.models import Order, OrderEvent, OrderStatus, add_event

TAGS_CHANGED = gettext_noop("Tags changed to %(tags)s")
STATUS_CHANGED = gettext_noop("Status changed to %(status)s")


@transaction.atomic
def set_status(
    company: Company, order_ids: Sequence[int], status: OrderStatus, actor: str, **values: Any
) -> int:
    """Gives these orders the status; those that have it already are left alone. How many changed.

    `values` go with the event that tells of it.
    """
    rows = Order.objects.of(company).filter(pk__in=order_ids).exclude(status=status).select_for_update()
    before = dict(rows.values_list("pk", "status_id"))
    Order.objects.filter(pk__in=before).update(status=status)
    OrderEvent.objects.bulk_create(
        OrderEvent(
            order_id=pk, kind="status", text=STATUS_CHANGED, values={"status": status.name}, actor=actor
        )
        for pk in before
    )
    happened(
        Happening(
            company.pk,
            Kind.ORDER_STATUS_CHANGED,
            pk,
            values={"status_before": was, "status": status.pk, **values},
        )
        for pk, was in before.items()
    )
    return len(before)


@transaction.atomic
def set_tags(order: Order, tags: Sequence[str], actor: str) -> None:
    """Gives the order these tags in place of those it has."""
    wanted = [tag[:MOST_OF_A_TAG] for tag in tidy_tags(tags)]
    if wanted == order.tags:
        return
    order.tags = wanted
    order.save(update_fields=["tags"])
    add_event(order, "order", TAGS_CHANGED, actor, tags=", ".join(wanted) or "–")
    happened([Happening(order.company_id, Kind.ORDER_CHANGED, order.pk)])
