"""From the mapped columns of a table to orders."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from mostek.kernel.problems import Problem
from mostek.orders.importing import values
from mostek.orders.importing.shaping import Row, Shaped, WrongRow, all_refused, built, one_wrong, read_cell
from mostek.orders.importing.staging import Group

AGREEING = ("currency", "total", "discount", "shipping_price", "buyer_tax_id")
"""Of the order, not of a line: rows of one order that name two different ones contradict each other."""
_TAGS = re.compile("[,;|]")
SHIPPING_NAME = {"pl": "Dostawa", "cs": "Doprava", "sk": "Doprava", "en": "Delivery"}


class TableShaper:
    """`settings`: mapping, currency, basis, vat_code, decimal, language."""

    def __init__(self, settings: Mapping[str, Any], headings: Sequence[str]) -> None:
        self._settings = settings
        self._mapping: dict[str, str] = settings["mapping"]
        self._columns = {key: headings.index(heading) for key, heading in self._mapping.items()}
        self._width = len(headings)
        self._amount = partial(values.amount, decimal=settings["decimal"])

    def __call__(self, group: Group) -> Shaped:
        if not group.number:
            return all_refused(group, Problem("orders.number_empty", field="number"))
        try:
            return self._shape(group)
        except WrongRow as wrong:
            return one_wrong(group, wrong)

    def _shape(self, group: Group) -> Shaped:
        lines = [self._line(row) for row in group.rows]
        head = self._head(group.rows)
        first = group.rows[0][0]
        shipping = self._shipping(head, first)
        remarks: list[Problem] = []
        paid = self._read(first, head, "paid", partial(values.yes_or_amount, decimal=self._decimal))
        data = {
            "number": self._cell(group.rows[0], "number"),
            "placed_at": min(self._moments(group.rows), key=_on_the_clock),
            "currency": head.get("currency") or self._settings["currency"],
            "basis": self._settings["basis"],
            "lines": lines + shipping,
            "discount": abs(self._read(first, head, "discount", self._amount) or Decimal(0)),
            "total": self._read(first, head, "total", self._amount),
            "paid": Decimal(0) if paid is True or paid is None else paid,
            "fully_paid": paid is True,
            "paid_on": self._paid_on(first, head),
            "payment_name": head.get("payment", ""),
            "delivery_method": head.get("delivery_method", ""),
            "buyer": self._buyer(head, remarks),
            "recipient": self._recipient(head, remarks),
            "notes": head.get("notes", ""),
            "status": head.get("status", ""),
            "tags": _TAGS.split(head.get("tags", "")) if "tags" in self._columns else None,
        }
        shaped = built(group.number, group.rows, data)
        shaped.remarks.extend(remarks)
        return shaped

    @property
    def _decimal(self) -> str:
        return str(self._settings["decimal"])

    def _cell(self, row: Row, key: str) -> str:
        column = self._columns.get(key)
        cells: list[str] = row[1]
        return cells[column].strip() if column is not None and column < len(cells) else ""

    def _read(self, line: int, head: Mapping[str, str], key: str, read: Any) -> Any:
        return read_cell(line, self._mapping[key], read, head[key]) if head.get(key) else None

    def _head(self, rows: Sequence[Row]) -> dict[str, str]:
        """The order's own cells: the first row that has one speaks for all."""
        head: dict[str, str] = {}
        for key in self._columns:
            if key.startswith("line_"):
                continue
            for row in rows:
                text = self._cell(row, key)
                if not text:
                    continue
                if key in AGREEING and head.setdefault(key, text) != text:
                    names = {"column": self._mapping[key], "one": head[key], "other": text}
                    raise WrongRow(row[0], Problem("orders.import_rows_disagree", names))
                head.setdefault(key, text)
        return head

    def _moments(self, rows: Sequence[Row]) -> list[Any]:
        column = self._mapping["placed_at"]
        cells = [(row[0], self._cell(row, "placed_at")) for row in rows]
        filled = [(line, text) for line, text in cells if text] or cells[:1]
        return [read_cell(line, column, values.moment, text) for line, text in filled]

    def _line(self, row: Row) -> dict[str, Any]:
        number, cells = row
        if len(cells) > self._width:
            counts = {"cells": str(len(cells)), "columns": str(self._width)}
            raise WrongRow(number, Problem("orders.import_cells", counts))
        read = partial(read_cell, number)
        allowance = self._cell(row, "line_allowance")
        vat = self._cell(row, "line_vat")
        return {
            "name": self._cell(row, "line_name"),
            "sku": self._cell(row, "line_sku"),
            "quantity": read(self._mapping["line_quantity"], self._amount, self._cell(row, "line_quantity")),
            "unit": self._cell(row, "line_unit"),
            "unit_price": read(
                self._mapping["line_unit_price"], self._amount, self._cell(row, "line_unit_price")
            ),
            "allowance": abs(read(self._mapping["line_allowance"], self._amount, allowance))
            if allowance
            else Decimal(0),
            "vat_code": values.vat_code(vat) if vat else self._settings["vat_code"],
        }

    def _shipping(self, head: Mapping[str, str], line: int) -> list[dict[str, Any]]:
        price = self._read(line, head, "shipping_price", self._amount)
        if not price:
            return []
        vat = head.get("shipping_vat", "")
        name = head.get("delivery_method") or SHIPPING_NAME.get(
            self._settings["language"], SHIPPING_NAME["en"]
        )
        return [
            {
                "name": name,
                "quantity": Decimal(1),
                "unit_price": price,
                "vat_code": values.vat_code(vat) if vat else self._settings["vat_code"],
                "kind": "shipping",
            }
        ]

    def _paid_on(self, line: int, head: Mapping[str, str]) -> Any:
        moment = self._read(line, head, "paid_on", values.moment)
        return moment.date() if moment else None

    def _buyer(self, head: Mapping[str, str], remarks: list[Problem]) -> dict[str, Any]:
        company, tax_id = head.get("buyer_company", ""), head.get("buyer_tax_id", "")
        names = (head.get("buyer_first_name", ""), head.get("buyer_last_name", ""))
        person = head.get("buyer_name") or " ".join(name for name in names if name)
        return {
            "name": company or person,
            "tax_id": tax_id,
            "is_company": bool(tax_id or company),
            "email": head.get("buyer_email", ""),
            "phone": head.get("buyer_phone", ""),
            "address": _address(head, "buyer", remarks),
        }

    def _recipient(self, head: Mapping[str, str], remarks: list[Problem]) -> dict[str, Any] | None:
        address = _address(head, "recipient", remarks)
        name = head.get("recipient_name", "")
        return {"name": name, "address": address} if name or any(address.values()) else None


def _address(head: Mapping[str, str], who: str, remarks: list[Problem]) -> dict[str, str]:
    written = head.get(f"{who}_country", "")
    country = values.country(written)
    if country is None:
        remarks.append(Problem("orders.country_unread", {"country": written[:60]}, f"{who}.address.country"))
    return {
        "street": head.get(f"{who}_street", ""),
        "city": head.get(f"{who}_city", ""),
        "postcode": head.get(f"{who}_postcode", ""),
        "country": country or "",
    }


def _on_the_clock(moment: datetime) -> datetime:
    """Comparable whether it names its offset or not."""
    return moment.replace(tzinfo=None)
