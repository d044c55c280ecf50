"""Opening and closing the queues of connections."""

from mostek.connections.models import Connection, State
from mostek.delivery.models import Lane
from mostek.delivery.queue import wake


def open_lane(connection: Connection) -> None:
    """Makes the lane if need be, and opens it exactly when the connection may send."""
    Lane.objects.update_or_create(
        connection=connection,
        defaults={
            "open": connection.state == State.ACTIVE and not connection.paused,
            "concurrency": connection.connector.manifest.concurrency,
        },
    )
    wake()


def lane_of(connection: Connection) -> Lane:
    lane = Lane.objects.filter(connection=connection).first()
    if lane is None:
        open_lane(connection)
        lane = Lane.objects.get(connection=connection)
    return lane
