"""What inFakt is and can do. Facts: https://github.com/infakt/API and the help pages of inFakt."""

from mostek.connectors.base.manifest import (
    Choice,
    Environment,
    Field,
    KindSupport,
    Manifest,
    Proof,
    RateLimit,
    WebhookNeeds,
)
from mostek.invoicing.model import Kind, PaymentMeans, VatRounding
from mostek.kernel.text import N_

_CODES = (
    "PLN THB USD AUD HKD CAD NZD SGD EUR HUF CHF GBP UAH CZK DKK NOK SEK RON BGN TRY PHP MXN ZAR BRL MYR "
    "RUB IDR CNY INR"
)
CURRENCIES = frozenset(_CODES.split())
"""inFakt's list without withdrawn ones, and without JPY, KRW and ISK: they have no hundredths, and whether
inFakt reads their amounts as hundredths all the same is not documented."""

PAYMENT_METHODS = (
    Choice("transfer", N_("Transfer")),
    Choice("cash", N_("Cash")),
    Choice("card", N_("Card")),
    Choice("delivery", N_("Cash on delivery")),
    Choice("payu", N_("PayU")),
    Choice("przelewy24", N_("Przelewy24")),
    Choice("tpay", N_("tpay")),
    Choice("dotpay", N_("Dotpay")),
    Choice("paypal", N_("PayPal")),
    Choice("instalment_sale", N_("Instalment sale")),
    Choice("compensation", N_("Compensation")),
    Choice("barter", N_("Barter")),
    Choice("check", N_("Cheque")),
    Choice("bill_of_sale", N_("Bill of sale")),
    Choice("accredited", N_("Letter of credit")),
    Choice("other", N_("Other")),
)

PAYMENT_DEFAULTS = {
    PaymentMeans.TRANSFER: "transfer",
    PaymentMeans.CARD: "card",
    PaymentMeans.CASH: "cash",
    PaymentMeans.CASH_ON_DELIVERY: "delivery",
    PaymentMeans.BLIK: "other",
    PaymentMeans.ONLINE: "przelewy24",
    PaymentMeans.PAYPAL: "paypal",
    PaymentMeans.INSTALMENTS: "instalment_sale",
    PaymentMeans.OTHER: "other",
}

CREDENTIALS = (
    Field(
        "api_key",
        N_("API key"),
        help=N_("40 characters, from Settings > Other options > API at inFakt. It is shown there only once."),
        secret=True,
        pattern="[0-9a-fA-F]{40}",
        pattern_sentence=N_("An inFakt API key has exactly 40 characters: digits and the letters a to f."),
    ),
    Field(
        "webhook_secret",
        N_("Webhook secret"),
        help=N_("From the details of the webhook at inFakt. Without it, inFakt's events are turned down."),
        required=False,
        secret=True,
    ),
)

OPTIONS = (
    Field(
        "document_status",
        N_("Documents arrive as"),
        help=N_("A draft is neither booked nor marked as paid until someone accepts it at inFakt."),
        choices=(Choice("printed", N_("Booked documents")), Choice("draft", N_("Drafts"))),
        default="printed",
        strip_blanks=False,
    ),
    Field(
        "vat_exemption_reason",
        N_("Exemption reason for VAT-exempt lines"),
        help=N_(
            "inFakt's number of the legal basis. Empty: art. 113 if lines name it, else the account's own."
        ),
        required=False,
        pattern="[0-9]{1,5}",
        pattern_sentence=N_("Enter the number of the exemption reason, digits only, or leave it empty."),
    ),
)

WEBHOOK = WebhookNeeds(
    events=(
        Choice("invoice_created_via_async_api", N_("Invoice created by the asynchronous API")),
        Choice("invoice_creation_error_via_async_api", N_("Error while creating an invoice by the API")),
    ),
    content=N_("Full data (without confidential information works too, with one call more)"),
    secret_label=N_("Webhook secret"),
    steps=(
        N_("At inFakt open Settings > Other options > Webhooks and add a webhook."),
        N_("Paste the address shown here, choose full data and tick the two events."),
        N_("Confirm with your inFakt password."),
        N_("Open the details of the new webhook and copy its secret into this connection."),
        N_("Press Verify at inFakt: the confirmation appears here at once."),
    ),
)

_NO_ADVANCES = N_(
    "inFakt has advance and final invoices, but does not document how it shares an amount over VAT rates"
    " and what it books at the end; make them in inFakt by hand."
)

MANIFEST = Manifest(
    key="infakt",
    name="inFakt",
    countries=("PL",),
    website="https://www.infakt.pl",
    docs_url="https://github.com/infakt/API",
    summary=N_("Online invoicing and accounting for Polish companies."),
    preconditions=(
        N_("An inFakt account whose plan includes the API."),
        N_("An API key with the scopes api:invoices:read and api:invoices:write."),
        N_("For documents paid by transfer: a verified bank account at inFakt."),
    ),
    environments=(
        Environment("production", N_("inFakt"), "https://api.infakt.pl/api/v3"),
        Environment("vendor_sandbox", N_("inFakt's own sandbox"), "https://api.sandbox-infakt.pl/api/v3"),
    ),
    stand_in_path="/api/v3",
    credentials=CREDENTIALS,
    options=OPTIONS,
    kinds={
        Kind.INVOICE: KindSupport(True),
        Kind.PROFORMA: KindSupport(True),
        Kind.CORRECTION: KindSupport(True),
        Kind.ADVANCE: KindSupport(False, _NO_ADVANCES),
        Kind.FINAL: KindSupport(False, _NO_ADVANCES),
        Kind.RECEIPT: KindSupport(False, N_("inFakt has no receipts.")),
    },
    numbering=frozenset({"hub", "program"}),
    vat_rounding=VatRounding.LINE,
    currencies=CURRENCIES,
    payment_methods=PAYMENT_METHODS,
    payment_defaults=PAYMENT_DEFAULTS,
    limits=(
        RateLimit("ip", frozenset({"GET"}), 300, 60),
        RateLimit("ip", frozenset({"POST", "PUT", "DELETE"}), 150, 60),
    ),
    concurrency=8,
    proof=Proof(
        by=N_("The document's notes and its order reference carry our marker; the list of its day shows it."),
        settle=20,
        strong=True,
    ),
    webhook=WEBHOOK,
    cancelling=N_(
        "inFakt is asked to delete the document. It keeps what is booked, mailed to the buyer or in KSeF;"
        " such a document is corrected to zero."
    ),
    changing=N_(
        "Notes, payment, due date and the buyer's address are changed in inFakt, unless it is in KSeF."
    ),
    limitations=(
        N_("inFakt has no receipts."),
        N_("A transfer document is refused until the account has a verified bank account."),
        N_("Whether a key may write shows only at the first document: inFakt cannot be asked before."),
        N_("A part payment is stated when the document is made; later inFakt notes whole payments only."),
        N_("JPY, KRW and ISK are not sent: in which unit inFakt reads their amounts is not documented."),
        N_("Invoices at other countries' rates (OSS) are made at inFakt by hand."),
        N_("Documents are not sent to KSeF from here: send them from inFakt."),
        N_("Fetching the PDF of a draft takes it into the books at inFakt."),
        N_("All calls from one network address share inFakt's limits: 300 reads and 150 writes a minute."),
    ),
)
