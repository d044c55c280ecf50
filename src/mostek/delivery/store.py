"""The engine's SQL: claiming, renewing, checkpoints. Runs in the worker's one writer thread.

A claim locks the connection's lane, so that its concurrency holds across workers; takes due rows
oldest first; and moves `due_at` to the lease's end. A checkpoint writes only where the token still
is the one of the claim, and says which deliveries that held for.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from django.db import connection as database
from django.db import transaction

from mostek.delivery import due_rows, effects
from mostek.delivery.hand import AttemptRow, Checkpoint, Hand
from mostek.delivery.queue import now

_COLUMNS = (
    ("state", "text"),
    ("step", "text"),
    ("due_at", "float8"),
    ("owner", "text"),
    ("sends", "int4"),
    ("failures", "int4"),
    ("uncertain_at", "float8"),
    ("task", "text"),
    ("buyer_id", "text"),
    ("remote_id", "text"),
    ("remote_number", "text"),
    ("link", "text"),
    ("hints", "jsonb"),
    ("problems", "jsonb"),
    ("warnings", "jsonb"),
    ("polls", "int4"),
    ("settled_at", "float8"),
    ("changed_at", "float8"),
)
_SET = ", ".join(f"{name} = %s" for name, _ in _COLUMNS)
_UPDATE = f"UPDATE delivery_delivery SET {_SET} WHERE id = %s AND token = %s"
_UPDATE_MANY = (
    "UPDATE delivery_delivery d SET "
    + ", ".join(f"{name} = v.{name}" for name, _ in _COLUMNS)
    + " FROM (SELECT "
    + ", ".join(
        f"unnest(%s::{'text' if kind == 'jsonb' else kind}[])"
        + ("::jsonb" if kind == "jsonb" else "")
        + f" AS {name}"
        for name, kind in (*_COLUMNS, ("id", "int8"), ("token", "int8"))
    )
    + ") v WHERE d.id = v.id AND d.token = v.token RETURNING d.id"
)
_OPEN_LANES = """
    SELECT l.connection_id, l.concurrency,
           (SELECT min(d.due_at) FROM delivery_delivery d
             WHERE d.connection_id = l.connection_id AND d.due_at IS NOT NULL)
      FROM delivery_lane l WHERE l.open
"""
_READ = """
    SELECT d.id, d.token, d.owner, d.company_id, d.connection_id, d.document_id, doc.order_id, {content},
           EXISTS (SELECT 1 FROM delivery_attempt a WHERE a.delivery_id = d.id AND a.ended_at IS NULL),
           d.state, d.step, d.due_at, d.sends, d.failures, d.uncertain_at, d.task, d.buyer_id, d.remote_id,
           d.remote_number, d.link, d.hints, d.problems, d.warnings, d.polls, d.settled_at
      FROM delivery_delivery d JOIN documents_document doc ON doc.id = d.document_id
     WHERE d.id IN ({ids})
"""


def due_lanes(moment: float) -> tuple[list[tuple[int, int]], float | None]:
    """((connection, concurrency), …) that have work now, the longest waiting first, and when the
    next work of the others falls due."""
    due: list[tuple[float, int, int]] = []
    later: float | None = None
    with database.cursor() as cursor:
        cursor.execute(_OPEN_LANES)
        for connection_id, concurrency, earliest in cursor.fetchall():
            if earliest is None:
                continue
            if earliest <= moment:
                due.append((earliest, connection_id, concurrency))
            elif later is None or earliest < later:
                later = earliest
    return [(connection_id, concurrency) for _, connection_id, concurrency in sorted(due)], later


def claim(lanes: Sequence[tuple[int, int]], room: int, worker: str, lease: float) -> list[Hand]:
    """Takes due rows of the lanes, (connection, how many at once) each, `room` rows at the most.

    Room is shared evenly: every lane gets one before any gets many. Each hand's `due_at` is its lease's end.
    """
    with transaction.atomic():
        moment = now()
        with database.cursor() as cursor:
            free = due_rows.free(cursor, lanes, moment)
            ids = due_rows.due(cursor, due_rows.shared(room, free), moment)
            if ids:
                cursor.execute(
                    "UPDATE delivery_delivery SET owner = %s, token = token + 1, due_at = %s"
                    f" WHERE id IN ({_marks(ids)})",
                    [worker, moment + lease, *ids],
                )
        return _read(ids)


def _marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _read(ids: list[int]) -> list[Hand]:
    if not ids:
        return []
    content = "doc.content::text" if database.vendor == "postgresql" else "doc.content"
    with database.cursor() as cursor:
        cursor.execute(_READ.format(ids=_marks(ids), content=content), ids)
        hands = [Hand(*_loaded(row)) for row in cursor.fetchall()]
    order = {delivery_id: position for position, delivery_id in enumerate(ids)}
    return sorted(hands, key=lambda hand: order[hand.id])


def _loaded(row: Sequence[Any]) -> list[Any]:
    """JSON columns come as text from a raw cursor."""
    values = list(row)
    for position in (20, 21, 22):
        if isinstance(values[position], str):
            values[position] = orjson.loads(values[position])
    values[8] = bool(values[8])
    return values


def renew(hands: Iterable[tuple[int, int]], lease: float) -> set[int]:
    """Moves the lease's end of each (id, token); the ids that are still ours."""
    held: set[int] = set()
    with transaction.atomic(), database.cursor() as cursor:
        until = now() + lease
        for delivery_id, token in hands:
            cursor.execute(
                "UPDATE delivery_delivery SET due_at = %s WHERE id = %s AND token = %s AND owner IS NOT NULL",
                [until, delivery_id, token],
            )
            if cursor.rowcount == 1:
                held.add(delivery_id)
    return held


def save(batch: Sequence[Checkpoint]) -> set[int]:
    """Writes many deliveries' checkpoints in one transaction; the ids whose token still held.

    A delivery that was taken from us is left as it is, with its attempts and effects.
    """
    with transaction.atomic():
        moment = now()
        held = _save_hands(batch, moment)
        ours = [checkpoint for checkpoint in batch if checkpoint.hand.id in held]
        _save_attempts(ours)
        effects.apply([effect for checkpoint in ours for effect in checkpoint.effects])
    return held


def _save_hands(batch: Sequence[Checkpoint], moment: float) -> set[int]:
    rows = [_values(checkpoint.hand, moment) for checkpoint in batch]
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            cursor.execute(_UPDATE_MANY, [list(column) for column in zip(*rows, strict=True)])
            return {row[0] for row in cursor.fetchall()}
        held: set[int] = set()
        for row in rows:
            cursor.execute(_UPDATE, row)
            if cursor.rowcount == 1:
                held.add(row[-2])
        return held


def _values(hand: Hand, moment: float) -> list[Any]:
    return [
        hand.state,
        hand.step,
        hand.due_at,
        hand.worker,
        hand.sends,
        hand.failures,
        hand.uncertain_at,
        hand.task[:100],
        hand.buyer_id[:100],
        hand.remote_id[:100],
        hand.remote_number[:100],
        hand.link[:500],
        _json(hand.hints),
        _json(hand.problems),
        _json(hand.warnings),
        hand.polls,
        hand.settled_at,
        moment,
        hand.id,
        hand.token,
    ]


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _save_attempts(batch: Sequence[Checkpoint]) -> None:
    """An ended row closes the delivery's open one if there is one of its step; else it is new."""
    added: list[list[Any]] = []
    closed: list[list[Any]] = []
    for checkpoint in batch:
        hand = checkpoint.hand
        for attempt in checkpoint.attempts:
            if attempt.ended_at is not None and hand.has_open_attempt:
                closed.append([*_ending(attempt), hand.id])
                hand.has_open_attempt = False
            else:
                hand.has_open_attempt = attempt.ended_at is None
                added.append([hand.id, attempt.step, attempt.begun_at, attempt.worker, *_ending(attempt)])
    with database.cursor() as cursor:
        if closed:
            cursor.executemany(
                "UPDATE delivery_attempt SET ended_at = %s, outcome = %s, problems = %s, exchanges = %s"
                " WHERE delivery_id = %s AND ended_at IS NULL",
                closed,
            )
        if added:
            cursor.executemany(
                "INSERT INTO delivery_attempt"
                " (delivery_id, step, begun_at, worker, ended_at, outcome, problems, exchanges)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
                added,
            )


def _ending(attempt: AttemptRow) -> list[Any]:
    problems = [problem.as_dict() for problem in attempt.problems]
    return [attempt.ended_at, attempt.outcome, _json(problems), _json(attempt.exchanges)]
