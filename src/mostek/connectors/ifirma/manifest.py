"""What iFirma is and can do. https://api.ifirma.pl/"""

from mostek.connectors.base.manifest import (
    Choice,
    Environment,
    Field,
    KindSupport,
    Manifest,
    Proof,
    RateLimit,
)
from mostek.invoicing.model import Kind, PaymentMeans, VatRounding
from mostek.kernel.text import N_

_HEX = r"(?:[0-9A-Fa-f]{2}){4,}"
_HEX_SENTENCE = N_("A key has only the digits 0–9 and the letters A–F, in pairs.")

CREDENTIALS = (
    Field("login", N_("Login"), N_("The login with which you sign in to iFirma, usually an e-mail address.")),
    Field(
        "key_faktura",
        N_("Key “faktura”"),
        N_("Settings › API › key for invoices. Hexadecimal digits; stray blanks are removed."),
        secret=True,
        pattern=_HEX,
        pattern_sentence=_HEX_SENTENCE,
    ),
    Field(
        "key_abonent",
        N_("Key “abonent”"),
        N_("Settings › API › key of the subscriber. Mostek reads the accounting month with it."),
        secret=True,
        pattern=_HEX,
        pattern_sentence=_HEX_SENTENCE,
    ),
)

OPTIONS = (
    Field(
        "month_policy",
        N_("Accounting month"),
        N_("iFirma takes a document only while its month is set, one month for the whole account."),
        choices=(
            Choice("stop", N_("Never move it: the document waits for me")),
            Choice("move", N_("Move it for the document and afterwards back")),
        ),
        default="stop",
    ),
    Field(
        "series",
        N_("Numbering series"),
        N_("Its name exactly as in iFirma; empty: iFirma's default series."),
        required=False,
        strip_blanks=False,
    ),
    Field(
        "signature",
        N_("Signature"),
        choices=(
            Choice("BPO", N_("Without the buyer's signature")),
            Choice("BWO", N_("Without both signatures")),
            Choice("OUP", N_("Person entitled to receive it")),
            Choice("UPO", N_("By authorisation")),
        ),
        default="BPO",
    ),
    Field(
        "template",
        N_("Print template"),
        N_("Its name exactly as in iFirma; empty: iFirma's default template."),
        required=False,
        strip_blanks=False,
    ),
)

PAYMENT_METHODS = (
    Choice("PRZ", N_("Bank transfer")),
    Choice("GTK", N_("Cash")),
    Choice("POB", N_("Cash on delivery")),
    Choice("KAR", N_("Card")),
    Choice("ELE", N_("Electronic payment")),
    Choice("P24", "Przelewy24"),
    Choice("ALG", "PayU"),
    Choice("PAL", "PayPal"),
    Choice("TPA", "tpay"),
    Choice("DOT", "DotPay"),
    Choice("PZA", N_("Direct debit")),
    Choice("CZK", N_("Cheque")),
    Choice("KOM", N_("Set-off")),
    Choice("BAR", N_("Barter")),
)

PAYMENT_DEFAULTS = {
    PaymentMeans.TRANSFER: "PRZ",
    PaymentMeans.CARD: "KAR",
    PaymentMeans.CASH: "GTK",
    PaymentMeans.CASH_ON_DELIVERY: "POB",
    PaymentMeans.BLIK: "ELE",
    PaymentMeans.ONLINE: "ELE",
    PaymentMeans.PAYPAL: "PAL",
    PaymentMeans.INSTALMENTS: "ELE",
    PaymentMeans.OTHER: "PRZ",
}

_NO_ADVANCES = N_(
    "iFirma's API has advance and final invoices, but their fields are not documented; make them by hand."
)

KINDS = {
    Kind.INVOICE: KindSupport(True),
    Kind.PROFORMA: KindSupport(True),
    Kind.CORRECTION: KindSupport(True),
    Kind.ADVANCE: KindSupport(False, _NO_ADVANCES),
    Kind.FINAL: KindSupport(False, _NO_ADVANCES),
    Kind.RECEIPT: KindSupport(False, N_("iFirma's API has no receipts; they come from a fiscal printer.")),
}

MANIFEST = Manifest(
    key="ifirma",
    name="iFirma",
    countries=("PL",),
    website="https://www.ifirma.pl/",
    docs_url="https://api.ifirma.pl/",
    summary=N_("Invoices, proformas and corrections in iFirma, with the accounting month under control."),
    preconditions=(
        N_("API access is switched on in iFirma's Settings › API and the terms of service are accepted."),
        N_("The keys “faktura” and “abonent” are generated."),
        N_("The accounting month in iFirma is the month of the documents, or this connection may move it."),
    ),
    environments=(Environment("production", "iFirma", "https://www.ifirma.pl/iapi"),),
    stand_in_path="/iapi",
    credentials=CREDENTIALS,
    options=OPTIONS,
    kinds=KINDS,
    numbering=frozenset({"program"}),
    vat_rounding=VatRounding.RATE,
    currencies=None,
    payment_methods=PAYMENT_METHODS,
    payment_defaults=PAYMENT_DEFAULTS,
    limits=(RateLimit("account", frozenset({"GET", "POST", "PUT"}), 2000, 86_400),),
    concurrency=1,
    proof=Proof(
        by=N_("Our reference in the document's notes; iFirma's list of that day is searched for it."),
        settle=5,
        strong=True,
    ),
    timeout=30,
    cancelling=N_("A document cannot be cancelled or deleted through iFirma's API; correct it to zero."),
    changing=N_("A document cannot be changed through iFirma's API; what is wrong on it is corrected."),
    limitations=(
        N_("iFirma gives the number: its API takes a bare counter, not a finished number."),
        N_("Dates of issue must not run backwards within a series."),
        N_("A contractor stored in iFirma under the same NIP wins over the buyer's data of the order."),
        N_("Discounts are not shown apart: they lower the unit price. Lines worth nothing are left out."),
        N_("Where no unit price gives the line's total, one unit is sent with the quantity in its name."),
        N_("Line names above 300 characters are cut, with an ellipsis."),
        N_("Invoices in PLN are printed in Polish; those in a foreign currency in one more language."),
        N_("iFirma does not tell a document's totals; Mostek works them out from the lines that it booked."),
        N_("Supply within the EU, export, OSS and reverse charge are made in iFirma by hand."),
        N_("A correction changes lines only: the buyer's data stay as on the invoice."),
        N_("Mostek does not send documents to KSeF from iFirma; do that in iFirma."),
    ),
)
