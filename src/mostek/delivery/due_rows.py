"""Which rows a claim takes: inside its transaction, in as few questions as can be."""

from collections import Counter
from collections.abc import Sequence

from django.db import connection as database
from django.db.backends.utils import CursorWrapper as Cursor


def free(cursor: Cursor, lanes: Sequence[tuple[int, int]], moment: float) -> list[tuple[int, int]]:
    """How many more each open lane may have in hand. On PostgreSQL its row is locked first, so that the
    count holds until the claim is committed; a lane that another worker claims from is left to it."""
    if not lanes:
        return []
    lock = " FOR UPDATE SKIP LOCKED" if database.vendor == "postgresql" else ""
    marks = ", ".join(["%s"] * len(lanes))
    asked = [lane for lane, _ in lanes]
    cursor.execute(
        f"SELECT connection_id FROM delivery_lane WHERE connection_id IN ({marks}) AND open{lock}", asked
    )
    ours = {row[0] for row in cursor.fetchall()}
    cursor.execute(
        "SELECT connection_id, count(*) FROM delivery_delivery"
        f" WHERE connection_id IN ({marks}) AND owner IS NOT NULL AND due_at > %s GROUP BY connection_id",
        [*asked, moment],
    )
    in_hand = dict(cursor.fetchall())
    return [(lane, concurrency - in_hand.get(lane, 0)) for lane, concurrency in lanes if lane in ours]


def shared(room: int, free: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Room dealt out evenly, in the lanes' order; what a lane cannot take is left to those after it."""
    shares = []
    for position, (lane, most) in enumerate(free):
        share = min(-(-room // (len(free) - position)), most)
        if share > 0:
            shares.append((lane, share))
            room -= share
    return shares


def due(cursor: Cursor, shares: Sequence[tuple[int, int]], moment: float) -> list[int]:
    """The rows of each lane that have been due longest.

    What the program has accepted is finished before anything new is begun: numbers come back while a
    long queue is still being sent.
    """
    find = _due_on_postgres if database.vendor == "postgresql" else _due_on_sqlite
    accepted = find(cursor, shares, moment, "state = 'accepted'")
    taken = Counter(lane for lane, _ in accepted)
    left = [(lane, share - taken[lane]) for lane, share in shares if share > taken[lane]]
    return [row for _, row in (*accepted, *find(cursor, left, moment, "state <> 'accepted'"))]


def _due_on_postgres(
    cursor: Cursor, shares: Sequence[tuple[int, int]], moment: float, condition: str
) -> list[tuple[int, int]]:
    """(lane, delivery), …: all lanes in one question, for after each answer the writer's thread has to
    wait until the event loop lets it go on."""
    cursor.execute(
        "SELECT s.lane, d.id FROM unnest(%s::int8[], %s::int8[]) AS s(lane, share) CROSS JOIN LATERAL ("
        "SELECT id FROM delivery_delivery WHERE connection_id = s.lane AND due_at IS NOT NULL"
        f" AND due_at <= %s AND {condition} ORDER BY due_at LIMIT s.share FOR UPDATE SKIP LOCKED) d",
        [[lane for lane, _ in shares], [share for _, share in shares], moment],
    )
    return list(cursor.fetchall())


def _due_on_sqlite(
    cursor: Cursor, shares: Sequence[tuple[int, int]], moment: float, condition: str
) -> list[tuple[int, int]]:
    rows: list[tuple[int, int]] = []
    for lane, share in shares:
        cursor.execute(
            "SELECT connection_id, id FROM delivery_delivery WHERE connection_id = %s AND due_at IS NOT NULL"
            f" AND due_at <= %s AND {condition} ORDER BY due_at LIMIT %s",
            [lane, moment, share],
        )
        rows += cursor.fetchall()
    return rows
