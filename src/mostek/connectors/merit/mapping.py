"""The neutral document as a sales or credit invoice. Pure.

https://api.merit.ee/connecting-robots/reference-manual/sales-invoices/create-sales-invoice/
Prices are net, rows are rounded to hundredths before they are added up, and the VAT of each tax is told, not
worked out: so it is ours to the last minor unit.
"""

import hashlib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from mostek.connectors.base.contract import Account
from mostek.connectors.merit.buyers import record_of
from mostek.connectors.merit.programs import Program
from mostek.connectors.merit.words import written
from mostek.invoicing.model import Invoice, Line, LineKind, Vat
from mostek.invoicing.totals import Totals, payable, totals, totals_before
from mostek.kernel.money import ZERO

INVOICE, CREDIT = 1, 5
"""`AccountingDoc`."""
ITEM, SERVICE = 3, 2
NAME = 150
ITEM_CODE = 20
MARK = "Ref.:"
CORRECTS = {"pl": "Korekta do {number} z dnia {day}", "et": "Kreeditarve arvele {number}, {day}"}
CORRECTS_ENGLISH = "Corrects {number} of {day}"

_CENT = Decimal("0.01")
_PRICE = Decimal("0.0000001")
_QUANTITY = Decimal("0.001")

Payload = dict[str, Any]


def footer(invoice: Invoice) -> str:
    """The printed notes; their last line is the mark by which the document is found again."""
    return "\n".join(filter(None, (invoice.notes.strip(), f"{MARK} {invoice.reference}")))


def payload(
    invoice: Invoice, ids: Mapping[Vat, str], buyer_id: str, account: Account, program: Program
) -> Payload:
    """The body of the create; `ids` names the tax of every rate on it."""
    rows = list(_rows(invoice, ids, account))
    fields: Payload = {
        "Customer": {"Id": buyer_id} if buyer_id else record_of(invoice.buyer, program),
        "AccountingDoc": CREDIT if invoice.corrected else INVOICE,
        "DocDate": written(invoice.issue_date),
        "DueDate": written(invoice.payment.due_date or invoice.issue_date),
        "TransactionDate": written(invoice.sale_date),
        "InvoiceNo": invoice.number,
        "CurrencyCode": invoice.currency,
        "InvoiceRow": rows,
        "TaxAmount": _tax_amounts(invoice, ids, account),
        "RoundingAmount": ZERO,
        "TotalAmount": payable(invoice).net,
        "Hcomment": _header(invoice),
        "Fcomment": footer(invoice),
    }
    exchange = invoice.exchange
    if exchange and exchange.to == program.currency and account.options.get("version") != "v1":
        fields["CurrencyRate"] = exchange.rate
    if department := account.options.get("department"):
        fields["DepartmentCode"] = department
    return fields | _paid_in_cash(invoice, account)


def _header(invoice: Invoice) -> str:
    if not invoice.corrected:
        return ""
    sentence = CORRECTS.get(invoice.language, CORRECTS_ENGLISH)
    told = sentence.format(number=invoice.corrected.number, day=invoice.corrected.issue_date.isoformat())
    return "\n".join(filter(None, (told, invoice.corrected.reason.strip())))


def _paid_in_cash(invoice: Invoice, account: Account) -> Payload:
    """`Payment`, where the buyer paid in a way that is kept as cash and the method's name is known."""
    payment, name = invoice.payment, account.options.get("cash_method", "")
    is_cash = account.payment_map.get(payment.means.value) == "cash"
    if not (name and is_cash and account.mark_paid and payment.paid > 0):
        return {}
    paid_on = payment.paid_on or invoice.issue_date
    return {"Payment": {"PaymentMethod": name, "PaidAmount": payment.paid, "PaymDate": written(paid_on)}}


def _rows(invoice: Invoice, ids: Mapping[Vat, str], account: Account) -> Iterator[Payload]:
    for line, net, sign in changed(invoice):
        yield _row(line, net, sign, ids[line.vat], account)


def changed(invoice: Invoice) -> list[tuple[Line, Decimal, int]]:
    """(line, its net, sign): every line of an invoice; of a correction what is taken back, then what is
    stated anew. Lines that stay as they were are left out."""
    after = _netted(invoice.lines, totals(invoice))
    if not invoice.corrected:
        return [(line, net, 1) for line, net in after]
    before, left = _netted(invoice.corrected.lines, totals_before(invoice)), list(after)
    taken_back = []
    for each in before:
        if each in left:
            left.remove(each)
        else:
            taken_back.append((*each, -1))
    return taken_back + [(line, net, 1) for line, net in left]


def _netted(lines: tuple[Line, ...], counted: Totals) -> list[tuple[Line, Decimal]]:
    return [(line, amounts.net) for line, amounts in zip(lines, counted.lines, strict=True)]


def _tax_amounts(invoice: Invoice, ids: Mapping[Vat, str], account: Account) -> list[Payload]:
    """The VAT of each tax once; of a credit invoice after minus before, with the sign that is wanted."""
    sums: dict[str, Decimal] = {}
    for vat, amounts in totals(invoice).rates:
        sums[ids[vat]] = sums.get(ids[vat], ZERO) + amounts.vat
    if invoice.corrected:
        for vat, amounts in totals_before(invoice).rates:
            sums[ids[vat]] = sums.get(ids[vat], ZERO) - amounts.vat
        if account.options.get("credit_tax") == "positive":
            sums = {tax: -total for tax, total in sums.items()}
    return [{"TaxId": tax, "Amount": total} for tax, total in sums.items()]


def _row(line: Line, net: Decimal, sign: int, tax: str, account: Account) -> Payload:
    quantity, price, name = priced(line, net)
    row: Payload = {
        "Item": {
            "Code": item_code(line.sku) or account.options.get("item_code") or "MOSTEK",
            "Description": name,
            "Type": ITEM if line.kind is LineKind.GOODS else SERVICE,
            "UOMName": line.unit,
        },
        "Quantity": quantity * sign,
        "Price": price,
        "TaxId": tax,
    }
    if sales_account := account.options.get("sales_account"):
        row["GLAccountCode"] = sales_account
    if department := account.options.get("department"):
        row["DepartmentCode"] = department
    return row


def item_code(sku: str) -> str:
    """The SKU, or where it is too long its beginning with a digest: two SKUs never become one article."""
    if len(sku) <= ITEM_CODE:
        return sku
    return f"{sku[:13]}-{hashlib.sha256(sku.encode()).hexdigest()[:6]}"


def priced(line: Line, net: Decimal) -> tuple[Decimal, Decimal, str]:
    """Quantity, net unit price and name whose product, rounded, is the line's net exactly."""
    if line.quantity and line.quantity == line.quantity.quantize(_QUANTITY):
        price = (net / line.quantity).quantize(_PRICE)
        if (price * line.quantity).quantize(_CENT) == net:
            return line.quantity, price, shortened(line.name)
    suffix = "" if line.quantity == 1 else f" ({line.quantity.normalize():f} {line.unit})".replace(" )", ")")
    return Decimal(1), net, shortened(line.name, NAME - len(suffix)) + suffix


def shortened(name: str, room: int = NAME) -> str:
    return name if len(name) <= room else name[: room - 1].rstrip() + "…"
