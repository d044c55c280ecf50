"""Rows written in bulk: half a million order lines come with one file.

The ORM would build an object and a statement's piece for each; this is several times as fast.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Model

from mostek.orders.models import OrderLine

FIELDS = (
    *("order", "position", "name", "sku", "quantity", "unit", "unit_price", "allowance", "vat_code", "kind"),
)


def insert_lines(rows: Sequence[tuple[Any, ...]]) -> None:
    """Writes rows whose values stand in the order of FIELDS, the order by its key."""
    insert_rows(OrderLine, FIELDS, rows)


def insert_rows(model: type[Model], fields: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Writes rows of a model whose values stand in the order of the fields, other rows by their keys."""
    if not rows:
        return
    columns = ", ".join(connection.ops.quote_name(_column(model, name)) for name in fields)
    table = f"{connection.ops.quote_name(model._meta.db_table)} ({columns})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(fields))
            statement = f"INSERT INTO {table} VALUES ({places})"
            cursor.executemany(statement, [[_adapted(value) for value in row] for row in rows])


def _column(model: type[Model], name: str) -> str:
    return str(model._meta.get_field(name).column)  # type: ignore[union-attr]


def _adapted(value: Any) -> Any:
    """SQLite has no decimals; the column's affinity takes them from text."""
    return f"{value:f}" if isinstance(value, Decimal) else value
