"""Prints documents of five lines with data that differ."""

import time
from decimal import Decimal
from statistics import median

from mostek.invoicing.model import Invoice, Payment, PaymentMeans
from mostek.invoicing.pdf import render
from mostek.invoicing.tests.samples import BUYER, VAT_5, VAT_8, VAT_23, invoice, line, shipping
from mostek.regimes.base.printing import texts

WARM_UP = 20
VATS = (VAT_23, VAT_8, VAT_5)
MEANS = {"without a payment code": PaymentMeans.CARD, "with a payment code": PaymentMeans.TRANSFER}


def main(count: str) -> dict[str, float]:
    """Milliseconds, median."""
    return {name: _median(means, int(count)) for name, means in MEANS.items()}


def _median(means: PaymentMeans, count: int) -> float:
    taken = []
    for number in range(count + WARM_UP):
        document = _document(means, number)
        begun = time.perf_counter()
        words = texts(document)
        render(document, words)
        taken.append((time.perf_counter() - begun) * 1000)
        assert bool(words.payment_code) == (means is PaymentMeans.TRANSFER)
    return median(taken[WARM_UP:])


def _document(means: PaymentMeans, number: int) -> Invoice:
    lines = [
        line(
            f"Kajak turystyczny {number}-{position}",
            quantity=1 + (number + position) % 7,
            unit_price=Decimal(10_000 + 37 * number + 911 * position) / 100,
            vat=VATS[position % 3],
        )
        for position in range(4)
    ]
    return invoice(
        *lines,
        shipping(f"{15 + number % 10}.00"),
        number=f"FV/{number}/11/2026",
        reference=f"MST-{means.value[:4].upper()}{number:06d}",
        order_number=f"ZK-{number}",
        buyer=BUYER.model_copy(update={"name": f"{BUYER.name} {number}"}),
        payment=Payment(means=means),
    )
