"""The chart of accounts, dimensions and bank accounts as the program keeps them."""

from datetime import date
from typing import Any

from mostek.connectors.base.entries import DimensionValue, LedgerAccount
from mostek.connectors.merit.client import Client
from mostek.connectors.merit.entries import CODES
from mostek.connectors.merit.words import day, is_parent, is_yes

DIMENSIONS = {"department": "getdepartments", "project": "getprojects", "cost_centre": "getcostcenters"}

Row = dict[str, Any]


def account(row: Row) -> LedgerAccount:
    """The manual says `NoActive`, the program `NonActive`; either is a word of the user's language."""
    code = str(row.get("Code") or "")
    return LedgerAccount(
        code=code,
        name=str(row.get("Name") or ""),
        is_active=not is_yes(row.get("NonActive", row.get("NoActive"))),
        is_parent=is_parent(row.get("IsParent")),
        fits=len(code) <= CODES["account"],
    )


def value(dimension: str, row: Row, today: date) -> DimensionValue:
    """Projects and cost centres end on a day; departments are switched off."""
    code, ended = str(row.get("Code") or ""), day(row.get("EndDate"))
    return DimensionValue(
        dimension=dimension,
        code=code,
        name=str(row.get("Name") or ""),
        is_active=not is_yes(row.get("NonActive")) and not (ended and ended < today),
        fits=len(code) <= CODES[dimension],
    )


async def accounts(client: Client) -> tuple[LedgerAccount, ...]:
    return tuple(map(account, await client.accounts()))


async def dimensions(client: Client) -> tuple[DimensionValue, ...]:
    today = date.today()  # noqa: DTZ011 - the company's day is this machine's
    found: list[DimensionValue] = []
    for dimension, endpoint in DIMENSIONS.items():
        found += [value(dimension, row, today) for row in await client.values_of(endpoint)]
    return tuple(found)


def iban(bank: Row) -> str:
    return "".join(str(bank.get("IBANCode") or "").split())
