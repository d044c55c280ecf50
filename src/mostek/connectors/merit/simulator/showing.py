"""The stand-in's invoices as its lists, single documents, PDFs and books show them."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from mostek.connectors.base.stand_in import BookedDocument
from mostek.connectors.merit.booking import reference_on
from mostek.connectors.merit.simulator.books import Document
from mostek.connectors.merit.simulator.ledger import LONGEST_PERIOD, period
from mostek.connectors.merit.simulator.pdf import page
from mostek.connectors.merit.simulator.sales import CREDIT

Row = dict[str, Any]


def header(document: Document) -> Row:
    paid, gross = Decimal(document["paid"]), Decimal(document["gross"])
    return {
        "SIHId": document["id"],
        "AccountingDoc": document["doc"],
        "BatchInfo": f"A-{document['count']}",
        "InvoiceNo": document["number"],
        "DocumentDate": f"{document['issue']}T00:00:00",
        "TransactionDate": f"{document['sale']}T00:00:00",
        "DueDate": f"{document['due']}T00:00:00",
        "CustomerId": document["customer"],
        "CustomerName": document["buyer"],
        "VatRegNo": document["buyer_tax_id"],
        "HComment": document["header"],
        "FComment": document["footer"],
        "CurrencyCode": document["currency"],
        "CurrencyRate": float(document["rate"]),
        "TaxAmount": float(document["vat"]),
        "RoundingAmount": 0.0,
        "TotalAmount": float(document["net"]),
        "TotalSum": float(document["gross"]),
        "ReferenceNo": str(document["count"]),
        "PaidAmount": float(paid),
        "Paid": paid == gross,
        "ChangedDate": f"{document['changed']}T12:00:00",
    }


def single(document: Document) -> Row:
    lines = [
        {
            "ArticleCode": line["code"],
            "Description": line["name"],
            "Quantity": float(line["quantity"]),
            "Price": float(line["price"]),
            "UOMName": line["unit"],
            "TaxId": line["tax"],
            "TaxName": line["tax_name"],
            "AmountExclVat": float(line["net"]),
            "AccountCode": line["account"],
            "DepartmentCode": line["department"],
        }
        for line in document["lines"]
    ]
    return {"Header": header(document), "Lines": lines, "Payments": [], "Attachment": None}


def of_period(documents: Iterable[Document], content: Row) -> list[Row]:
    """`getinvoices`. Raises Said 400 when the period is longer than three months."""
    field = "changed" if content.get("DateType") in (1, "1") else "issue"
    first, last = period(content, LONGEST_PERIOD)
    return [header(each) for each in documents if first <= each[field] <= last]


def searched(documents: Iterable[Document], content: Row) -> list[Row]:
    """`getinvoices2`: by number, customer's name or id, whenever they were issued."""
    wanted = {
        "number": content.get("InvNo"),
        "buyer": content.get("CustName"),
        "customer": content.get("CustId"),
    }
    chosen = {field: value for field, value in wanted.items() if value}
    return [
        header(each) for each in documents if all(each[field] == value for field, value in chosen.items())
    ]


def printed(document: Document) -> bytes:
    title = "Credit invoice" if document["doc"] == CREDIT else "Invoice"
    lines = [f"{title} {document['number']}", f"Date: {document['issue']}", f"Buyer: {document['buyer']}", ""]
    lines += [f"{line['quantity']} x {line['price']}  {line['name'][:60]}" for line in document["lines"][:40]]
    return page([*lines, "", f"Total: {document['gross']} {document['currency']}"])


def booked(document: Document) -> BookedDocument:
    return BookedDocument(
        account=document["account"],
        id=document["id"],
        number=document["number"],
        kind="correction" if document["doc"] == CREDIT else "invoice",
        issue_date=date.fromisoformat(document["issue"]),
        buyer=document["buyer"],
        currency=document["currency"],
        net=Decimal(document["net"]),
        vat=Decimal(document["vat"]),
        gross=Decimal(document["gross"]),
        reference=reference_on({"FComment": document["footer"]}),
        paid=Decimal(document["paid"]) == Decimal(document["gross"]),
    )
