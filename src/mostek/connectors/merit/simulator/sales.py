"""How the stand-in takes invoices and credit invoices: which rules they must pass, and what it books."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from mostek.connectors.base.stand_in import Faults
from mostek.connectors.merit.programs import Program
from mostek.connectors.merit.simulator import charts
from mostek.connectors.merit.simulator.accounts import Record
from mostek.connectors.merit.simulator.books import Books, Document
from mostek.connectors.merit.simulator.customers import Customers
from mostek.connectors.merit.simulator.reading import day, number, text
from mostek.connectors.merit.simulator.said import broken, invalid, trace

INVOICES = "invoice"
CREDIT = 5
CENT = Decimal("0.01")
NEAR = Decimal("0.02")
"""How far the VAT that is told may lie from that of the sum."""

Row = dict[str, Any]


class Sales:
    def __init__(self, program: Program, books: Books, customers: Customers, faults: Faults) -> None:
        self._country = program.countries[0]
        self._currency = program.currency
        self._books = books
        self._customers = customers
        self._faults = faults

    def send(self, account: Record, content: Row, today: date) -> Row:
        """`sendinvoice`. Raises Said 400 or 500, or a trace without rows."""
        rows = content.get("InvoiceRow")
        if not isinstance(rows, list) or not rows:
            raise trace()
        if len(rows) > account["row_limit"]:
            raise invalid(f"Ridu on liiga palju (max {account['row_limit']}).")
        number_ = text(content, "InvoiceNo", 35)
        if not number_:
            raise invalid("Arve number puudub.")
        self._check_number(account, number_)
        issue, due = day(content.get("DocDate")), day(content.get("DueDate"))
        sale = day(content.get("TransactionDate"))
        taxes = {tax["Id"]: tax for tax in charts.taxes(account["id"], self._country) if not tax["NonActive"]}
        lines = [_line(row, taxes) for row in rows]
        net = sum((Decimal(line["net"]) for line in lines), Decimal(0))
        if number(content.get("TotalAmount")) != net:
            raise invalid("Arve summa ei klapi ridade summaga.")
        vat = _vat(account, content, lines, taxes)
        if self._faults.hit("wrong_totals"):
            vat += CENT
        customer, is_new = self._customers.of(account, content.get("Customer"))
        paid = number((content.get("Payment") or {}).get("PaidAmount", 0))
        document = self._books.add(
            account["id"],
            INVOICES,
            {
                "number": number_,
                "doc": int(content.get("AccountingDoc") or 1),
                "issue": issue.isoformat(),
                "sale": sale.isoformat(),
                "due": due.isoformat(),
                "changed": today.isoformat(),
                "customer": customer["id"],
                "buyer": customer["Name"],
                "buyer_tax_id": customer["VatRegNo"] or customer["RegNo"],
                "currency": text(content, "CurrencyCode", 4) or self._currency,
                "rate": str(number(content.get("CurrencyRate", 1))),
                "net": str(net),
                "vat": str(vat),
                "gross": str(net + vat + number(content.get("RoundingAmount", 0))),
                "paid": str(paid),
                "header": text(content, "Hcomment", 4000),
                "footer": text(content, "Fcomment", 4000),
                "lines": lines,
            },
        )
        made = {"InvoiceId": document["id"], "InvoiceNo": number_, "RefNo": str(document["count"])}
        return made | {"CustomerId": customer["id"], "NewCustomer": is_new}

    def _check_number(self, account: Record, number_: str) -> None:
        taken = any(each["number"] == number_ for each in self._books.of(account["id"], INVOICES))
        if taken and account["doubles"] == "reject":
            raise invalid(f"Sellise numbriga arve on juba olemas: arve number {number_}.")

    def pay(self, account: Record, content: Row) -> str:
        """`sendpayment`: by customer and number, on a bank account or in cash."""
        number_, name = str(content.get("InvoiceNo") or ""), str(content.get("CustomerName") or "")
        document = next(
            (each for each in self._books.of(account["id"], INVOICES) if each["number"] == number_), None
        )
        if document is None or document["buyer"] != name:
            raise invalid("Arvet ei leitud.")
        day(content.get("PaymentDate"))
        paid = Decimal(document["paid"]) + number(content.get("Amount"))
        if abs(paid) > abs(Decimal(document["gross"])):
            raise invalid("Makse ületab arve summat.")
        self._books.change(document, paid=str(paid))
        return "OK"

    def found(self, account: Record, key: str) -> Document:
        document = self._books.get(account["id"], INVOICES, key)
        if document is None:
            raise broken("Object reference not set to an instance of an object.")
        return document


def _line(row: Row, taxes: Mapping[str, Row]) -> Row:
    item = row.get("Item") or {}
    if not text(item, "Code", 20) or not text(item, "Description", 150):
        raise invalid("Artikli kood või nimetus puudub.")
    tax = taxes.get(str(row.get("TaxId") or ""))
    if tax is None:
        raise invalid(f"VAT with Id {row.get('TaxId') or charts.guid('none')} is missing or nonactive")
    quantity, price = number(row.get("Quantity")), number(row.get("Price"))
    discount = number(row.get("DiscountAmount", 0))
    return {
        "code": item["Code"],
        "name": item["Description"],
        "unit": str(item.get("UOMName") or ""),
        "quantity": str(quantity),
        "price": str(price),
        "tax": tax["Id"],
        "tax_name": tax["Name"],
        "account": text(row, "GLAccountCode", 8),
        "department": text(row, "DepartmentCode", 16),
        "net": str((quantity * price - discount).quantize(CENT, ROUND_HALF_UP)),
    }


def _vat(account: Record, content: Row, lines: list[Row], taxes: Mapping[str, Row]) -> Decimal:
    """The VAT as told, tax by tax; each must be about that of its lines."""
    sign = -1 if content.get("AccountingDoc") == CREDIT and account["credit_tax"] == "positive" else 1
    told: dict[str, Decimal] = {}
    for each in content.get("TaxAmount") or []:
        if each["TaxId"] in told:
            raise invalid("Sama maks on kaks korda.")
        told[each["TaxId"]] = number(each["Amount"]) * sign
    sums: dict[str, Decimal] = {}
    for line in lines:
        sums[line["tax"]] = sums.get(line["tax"], Decimal(0)) + Decimal(line["net"])
    for tax, net in sums.items():
        rate = Decimal(str(taxes[tax]["TaxPct"])) / 100
        if tax not in told or abs(told[tax] - net * rate) > NEAR:
            raise invalid("Maksusumma ei klapi.")
    return sum(told.values(), Decimal(0))
