"""What Kajet is and can do."""

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

NO_SUCH_KIND = N_("Kajet keeps plain invoices only.")

MANIFEST = Manifest(
    key="dummy",
    name="Kajet",
    countries=("PL",),
    website="https://kajet.example",
    docs_url="https://kajet.example/api",
    summary=N_("A notebook for invoices."),
    preconditions=(N_("The API is switched on in Kajet's settings."),),
    environments=(Environment("production", N_("Production"), "https://api.kajet.example/v1"),),
    stand_in_path="/v1",
    credentials=(
        Field(
            "api_key",
            N_("API key"),
            help=N_("Kajet → Settings → API → Show key."),
            secret=True,
            pattern=r"[0-9a-f]{16}",
            pattern_sentence=N_("A key of Kajet has 16 characters, digits and the letters a to f."),
        ),
    ),
    options=(),
    kinds={
        kind: KindSupport(kind is Kind.INVOICE, "" if kind is Kind.INVOICE else NO_SUCH_KIND) for kind in Kind
    },
    numbering=frozenset({"hub", "program"}),
    vat_rounding=VatRounding.RATE,
    currencies=frozenset({"PLN", "EUR"}),
    payment_methods=(Choice("bank", N_("Bank transfer")), Choice("other", N_("Other"))),
    payment_defaults={means: "bank" if means is PaymentMeans.TRANSFER else "other" for means in PaymentMeans},
    limits=(RateLimit("account", frozenset({"POST"}), calls=60, seconds=60),),
    concurrency=4,
    proof=Proof(N_("Kajet finds documents by the reference that we put on them."), settle=0, strong=True),
)
