"""Opening and closing the queues of connections."""

from django.db.models import Q

from mostek.connections.models import Connection
from mostek.connections.models import State as ConnectionState
from mostek.delivery.models import Delivery, Lane, State
from mostek.delivery.queue import wake


def open_lane(connection: Connection) -> None:
    """Makes the lane if need be, and opens it exactly when the connection may send."""
    Lane.objects.update_or_create(
        connection=connection,
        defaults={
            "open": connection.state == ConnectionState.ACTIVE and not connection.paused,
            "concurrency": connection.connector.manifest.concurrency,
        },
    )
    wake()


def has_unfinished(connection: Connection) -> bool:
    """Whether documents may stand at the program of which the last word is not known here yet."""
    unsure = Q(state__in=[State.SENDING, State.ACCEPTED, State.IN_DOUBT]) | Q(uncertain_at__isnull=False)
    return Delivery.objects.filter(unsure, connection=connection).exists()


def lane_of(connection: Connection) -> Lane:
    lane = Lane.objects.filter(connection=connection).first()
    if lane is None:
        open_lane(connection)
        lane = Lane.objects.get(connection=connection)
    return lane
