"""Texts with {placeholders}: which there are, what stands in their place."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mostek.companies.models import BankAccount
from mostek.documents.models import Document
from mostek.kernel.problems import Problem
from mostek.orders.models import Order

PLACEHOLDERS: dict[str, "str | Promise"] = {
    "buyer_name": _("name of the buyer"),
    "order_number": _("number of the order"),
    "document_number": _("number of the document"),
    "issue_date": _("date of issue"),
    "gross": _("total with VAT"),
    "left_to_pay": _("what is left to pay; empty once it is paid"),
    "due_date": _("until when it is to be paid; empty once it is paid"),
    "bank_account": _("account to pay to; empty once it is paid"),
    "seller_name": _("name of your company"),
}
OF_A_DOCUMENT = frozenset({"document_number", "issue_date"})
PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")


def used(*texts: str) -> set[str]:
    return {name for text in texts for name in PLACEHOLDER.findall(text)}


def check(text: str, field: str) -> list[Problem]:
    """A problem for each placeholder that is not known."""
    known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    return [
        Problem("mail.unknown_placeholder", {"name": f"{{{name}}}", "known": known}, field)
        for name in sorted(used(text) - set(PLACEHOLDERS))
    ]


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its values. A line all of whose placeholders are empty is left out."""
    lines = []
    for line in text.replace("\r\n", "\n").split("\n"):
        names = PLACEHOLDER.findall(line)
        if names and not any(values.get(name) for name in names):
            continue
        lines.append(PLACEHOLDER.sub(lambda found: values.get(found[1], ""), line))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def values_of(about: Document | Order, language: str) -> dict[str, str]:
    """What the placeholders stand for, written as the language writes amounts and dates."""
    found = _of_document(about, language) if isinstance(about, Document) else _of_order(about, language)
    return {name: found.get(name, "") for name in PLACEHOLDERS}


def _of_document(document: Document, language: str) -> dict[str, str]:
    invoice = document.invoice()
    left = max(document.left_to_pay, Decimal(0))
    if document.order and document.order.is_paid:
        left = Decimal(0)
    account = invoice.bank_account.iban if invoice.bank_account else ""
    return {
        "buyer_name": document.buyer_name,
        "order_number": invoice.order_number,
        "document_number": document.number,
        "issue_date": _day(document.issue_date, language),
        "gross": _money(document.gross, document.currency, language),
        "left_to_pay": _money(left, document.currency, language) if left else "",
        "due_date": _day(invoice.payment.due_date, language) if left else "",
        "bank_account": _grouped(account) if left else "",
        "seller_name": invoice.seller.name,
    }


def _of_order(order: Order, language: str) -> dict[str, str]:
    left = max(order.total - order.paid, Decimal(0))
    accounts = BankAccount.objects.of(order.company).filter(currency=order.currency)[:2]
    return {
        "buyer_name": order.buyer_name,
        "order_number": order.number,
        "gross": _money(order.total, order.currency, language),
        "left_to_pay": _money(left, order.currency, language) if left else "",
        "bank_account": _grouped(accounts[0].iban) if left and len(accounts) == 1 else "",
        "seller_name": order.company.name,
    }


def _money(amount: Decimal, currency: str, language: str) -> str:
    return format_currency(amount, currency, format="#,##0.00\xa0¤¤", locale=language)


def _day(day: date | None, language: str) -> str:
    return format_date(day, "long", locale=language) if day else ""


def _grouped(number: str) -> str:
    return " ".join(number[i : i + 4] for i in range(0, len(number), 4))
