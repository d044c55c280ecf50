from tests.delivery.fixtures import hurried, one_sandbox, sandbox, shop
from tests.panel.conftest import (
    as_role,
    boss,
    connection,
    document,
    make_document,
    make_order,
    operator,
    order,
    reader,
    series,
    stranger,
)

__all__ = [
    "as_role",
    "boss",
    "connection",
    "document",
    "hurried",
    "make_document",
    "make_order",
    "one_sandbox",
    "operator",
    "order",
    "reader",
    "sandbox",
    "series",
    "shop",
    "stranger",
]
