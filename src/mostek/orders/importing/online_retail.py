"""The preset for the UCI data set “Online Retail”. What it leaves out and makes up is said in `presets`."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from mostek.invoicing.model import LineKind
from mostek.kernel.problems import Problem
from mostek.orders.importing import values
from mostek.orders.importing.shaping import (
    Refusal,
    Row,
    Shaped,
    WrongRow,
    all_refused,
    built,
    one_wrong,
    read_cell,
)
from mostek.orders.importing.staging import Group

NUMBER = "InvoiceNo"
HEADINGS = (
    NUMBER,
    "StockCode",
    "Description",
    "Quantity",
    "InvoiceDate",
    "UnitPrice",
    "CustomerID",
    "Country",
)
LONDON = ZoneInfo("Europe/London")
KINDS = {
    "POST": LineKind.SHIPPING,
    "DOT": LineKind.SHIPPING,
    "C2": LineKind.SHIPPING,
    "BANK CHARGES": LineKind.FEE,
    "AMAZONFEE": LineKind.FEE,
    "CRUK": LineKind.FEE,
}
NO_SALES = {"C": "orders.retail_cancellation", "A": "orders.retail_adjustment"}


class RetailShaper:
    """`settings`: vat_code."""

    def __init__(self, settings: Mapping[str, Any], headings: Sequence[str]) -> None:
        self._vat_code = settings["vat_code"]
        self._order = [headings.index(heading) for heading in HEADINGS]
        self._width = len(headings)

    def __call__(self, group: Group) -> Shaped:
        if not group.number:
            return all_refused(group, Problem("orders.number_empty", field="number"))
        if key := NO_SALES.get(group.number[:1]):
            return all_refused(group, Problem(key, {"number": group.number}))
        try:
            return self._shape(group)
        except WrongRow as wrong:
            return one_wrong(group, wrong)

    def _shape(self, group: Group) -> Shaped:
        kept: list[Row] = []
        lines: list[dict[str, Any]] = []
        moments, corrections, total = [], [], Decimal(0)
        for row in group.rows:
            _, code, name, quantity, moment, price, customer, country = self._cells(row)
            count = read_cell(row[0], "Quantity", _point, quantity)
            each = read_cell(row[0], "UnitPrice", _point, price)
            if count < 0 and each == 0:
                corrections.append(Refusal(*row, Problem("orders.retail_stock", {"number": group.number})))
                continue
            moments.append(read_cell(row[0], "InvoiceDate", values.moment, moment))
            kept.append(row)
            lines.append(self._line(code, name, count, each))
            total += count * each
        if not kept:
            return Shaped(group.number, refused=corrections)
        if total == 0:
            nothing = Problem("orders.retail_zero", {"number": group.number})
            return Shaped(group.number, refused=[*corrections, *(Refusal(*row, nothing) for row in kept)])
        code_of_country = values.country(country)
        data = {
            "number": group.number,
            "placed_at": min(moments).replace(tzinfo=LONDON),
            "currency": "GBP",
            "lines": lines,
            "buyer": {
                "name": f"Customer {customer}" if customer else "Retail customer",
                "address": {"country": code_of_country or ""},
            },
        }
        shaped = built(group.number, kept, data)
        shaped.refused.extend(corrections)
        if code_of_country is None:
            shaped.remarks.append(
                Problem("orders.country_unread", {"country": country}, "buyer.address.country")
            )
        return shaped

    def _cells(self, row: Row) -> list[str]:
        line, cells = row
        if len(cells) != self._width:
            counts = {"cells": str(len(cells)), "columns": str(self._width)}
            raise WrongRow(line, Problem("orders.import_cells", counts))
        return [cells[index].strip() for index in self._order]

    def _line(self, code: str, name: str, quantity: Decimal, price: Decimal) -> dict[str, Any]:
        return {
            "name": name or code,
            "sku": code,
            "quantity": quantity,
            "unit_price": price,
            "vat_code": self._vat_code,
            "kind": KINDS.get(code, LineKind.GOODS),
        }


def _point(text: str) -> Decimal:
    return values.amount(text, ".")
