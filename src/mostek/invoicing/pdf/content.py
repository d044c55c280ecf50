"""From a neutral document to the words on paper: every number written out, nothing left to compute."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from mostek.invoicing.model import BankAccount, Invoice, Kind, Party, PaymentMeans
from mostek.invoicing.pdf.inert import account_groups, inert, paragraphs
from mostek.invoicing.pdf.labels import Labels
from mostek.invoicing.pdf.tables import line_tables, rate_table
from mostek.invoicing.pdf.texts import Texts
from mostek.invoicing.totals import payable, totals
from mostek.kernel.money import ZERO

Pairs = list[tuple[str, str]]


def content(invoice: Invoice, labels: Labels, texts: Texts) -> dict[str, Any]:
    """The data of the template: strings, and lists of them."""
    words = labels.words
    return {
        "language": labels.language,
        "title": labels.title[invoice.kind.value],
        "number": inert(invoice.number) or words["number_later"],
        "author": inert(invoice.seller.name),
        "footer": inert(f"{(invoice.number or invoice.reference)[:40]} · {invoice.seller.name[:60]}"),
        "page": words["page"],
        "subtitles": _corrected(invoice, words),
        "facts": _facts(invoice, labels),
        "parties": _parties(invoice, labels, texts),
        "tables": line_tables(invoice, labels),
        "rates": rate_table(invoice, labels),
        "payment": _payment(invoice, labels),
        "in_words": texts.in_words,
        "in_words_label": words["in_words"],
        "notes": [paragraphs(note) for note in (*texts.notes, invoice.notes) if paragraphs(note)],
        "qr_caption": texts.payment_code_caption,
        **_due(invoice, labels),
    }


def _corrected(invoice: Invoice, words: Mapping[str, str]) -> list[str]:
    corrected = invoice.corrected
    if corrected is None:
        return []
    number = corrected.number or words["number_later"]
    named = f"{words['corrects']} {number} {words['of']} {corrected.issue_date}"
    return [inert(named), inert(f"{words['reason']} {corrected.reason}")]


def _facts(invoice: Invoice, labels: Labels) -> Pairs:
    words = labels.words
    sold = words["received_on" if invoice.kind is Kind.ADVANCE else "sale_date"]
    pairs = [
        (words["issue_date"], invoice.issue_date.isoformat()),
        (sold, invoice.sale_date.isoformat()),
        (words["place"], inert(invoice.place)),
        (words["order"], inert(invoice.order_number)),
    ]
    return [(label, value) for label, value in pairs if value]


def _parties(invoice: Invoice, labels: Labels, texts: Texts) -> list[dict[str, Any]]:
    words = labels.words
    parties = [
        (words["seller"], invoice.seller, texts.seller_tax_id_label),
        (words["buyer"], invoice.buyer, texts.buyer_tax_id_label),
    ]
    if invoice.corrected and invoice.corrected.buyer:
        parties.append((words["buyer_before"], invoice.corrected.buyer, texts.buyer_tax_id_label))
    if invoice.recipient:
        parties.append((words["recipient"], invoice.recipient, texts.buyer_tax_id_label))
    home = invoice.seller.address.country
    return [
        {"heading": heading, "name": inert(party.name), "lines": _address(party, home, tax_id_label, words)}
        for heading, party, tax_id_label in parties
    ]


def _address(party: Party, home: str, tax_id_label: str, words: Mapping[str, str]) -> list[str]:
    """The country is named where it is not the seller's."""
    address = party.address
    abroad = address.country if address.country != home else ""
    lines = [
        address.street,
        " ".join(part for part in (address.postcode, address.city) if part)
        + (f", {abroad}" if abroad else ""),
        f"{tax_id_label} {party.tax_id}" if party.tax_id else "",
        party.email,
        f"{words['phone']} {party.phone}" if party.phone else "",
    ]
    return [inert(line).strip(", ") for line in lines if line.strip(", ")]


def _payment(invoice: Invoice, labels: Labels) -> Pairs:
    words, payment = labels.words, invoice.payment
    pairs = [(words["means"], labels.means[payment.means.value])]
    if payment.due_date and payment.paid < payable(invoice).gross:
        pairs.append((words["due_date"], payment.due_date.isoformat()))
    if invoice.bank_account and payment.means in (PaymentMeans.TRANSFER, PaymentMeans.OTHER):
        pairs += _account(invoice.bank_account, words)
    exchange = invoice.exchange
    if exchange:
        rate = f"1 {invoice.currency} = {labels.number(exchange.rate)} {exchange.to}"
        pairs.append((words["exchange"], inert(f"{rate} ({exchange.source}, {exchange.on})")))
    return pairs


def _account(account: BankAccount, words: Mapping[str, str]) -> Pairs:
    pairs = [
        (words["account"], account_groups(account.iban)),
        (words["bank"], inert(account.bank)),
        (words["swift"], inert(account.swift)),
    ]
    return [(label, value) for label, value in pairs if value]


def _due(invoice: Invoice, labels: Labels) -> dict[str, Any]:
    """What was paid and what is left; for a correction what is to be paid or given back."""
    words = labels.words
    booked = payable(invoice).gross
    paid = invoice.payment.paid
    left = booked - paid

    def money(amount: Decimal) -> str:
        return f"{labels.money(amount, invoice.currency)}\u00a0{invoice.currency}"

    sums: Pairs = []
    if invoice.kind is Kind.FINAL:
        whole = totals(invoice).whole.gross
        sums = [(words["order_sum"], money(whole)), (words["advances"], f"−{money(whole - booked)}")]
    if paid:
        on = f" {words['paid_on']} {invoice.payment.paid_on}" if invoice.payment.paid_on else ""
        sums += [(words["sum"], money(booked)), (words["paid"] + on, money(paid))]
    label = words["due"]
    if left < ZERO:
        label = words["refund"] if invoice.corrected else words["overpaid"]
    return {"sums": sums, "due_label": label, "due": money(abs(left))}
