"""Orders of the sample shop: the same ones every time, moved to the days before today."""

import random
import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from mostek.invoicing.model import Address, LineKind, Party, PaymentMeans
from mostek.orders.incoming import IncomingLine, IncomingOrder
from mostek.orders.payment_words import plain

DAYS = 30
SEED = 20261121
EUR_RATE = Decimal("4.30")
"""Zlotys in a euro, as the shop sets its prices; no rate of any bank."""
BAD_TAX_ID = "BL-BLEDNY-NIP"
NO_POSTCODE = "BL-BEZ-KODU"
BY_TRANSFER = "BL-PRZELEW"
CLOSED_MONTH = "BL-ZAMKNIETY-MIESIAC"
"""Numbers of the orders whose documents shall fail."""
CENT = Decimal("0.01")


@cache
def shop() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def nip(nine: str) -> str:
    """A tax ID of nine digits and their check digit. Raises ValueError where there is none (10)."""
    check = sum(int(digit) * weight for digit, weight in zip(nine, (6, 5, 7, 2, 3, 4, 5, 6, 7), strict=True))
    if check % 11 == 10:
        raise ValueError(f"{nine} has no check digit")
    return f"{nine}{check % 11}"


def orders(now: datetime, zone: str) -> list[IncomingOrder]:
    """About 320 orders of the last DAYS days, the oldest first, and four that lead into trouble."""
    now = now.astimezone(ZoneInfo(zone))
    clerk = _Clerk(random.Random(SEED))
    made = [clerk.order(number, moment, now) for number, moment in enumerate(_moments(now), start=10_001)]
    return [*made, *_troubled(clerk, now)]


def _moments(now: datetime) -> Iterator[datetime]:
    """Between seven in the morning and eleven at night; fewer at the weekend, none in the future."""
    dice = random.Random(SEED + 1)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for back in range(DAYS, -1, -1):
        day = midnight - timedelta(days=back)
        count = dice.randint(6, 9) if day.weekday() >= 5 else dice.randint(9, 14)
        minutes = sorted(dice.randint(7 * 60, 23 * 60) for _ in range(count))
        for minute in minutes:
            moment = day.replace(hour=minute // 60, minute=minute % 60)
            if moment < now:
                yield moment


class _Clerk:
    """Writes orders; everything by dice, so that the same seed gives the same shop."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice

    def order(self, number: int, placed: datetime, now: datetime) -> IncomingOrder:
        if self._dice.random() < 0.04:
            return self._abroad(number, placed)
        buyer = self.company() if self._dice.random() < 0.28 else self.person()
        payment = self._weighted(shop()["payments"])
        shipping = self._weighted(shop()["shipping"])
        lines = [*self.goods(), *_shipping(shipping, payment)]
        gross = sum((line.quantity * line.unit_price - line.allowance for line in lines), Decimal(0))
        discount = Decimal(10) if gross > 120 and self._dice.random() < 0.12 else Decimal(0)
        age = (now - placed).days
        paid = self._is_paid(payment["means"], age)
        return IncomingOrder(
            number=f"BL-{number}",
            placed_at=placed,
            currency="PLN",
            lines=lines,
            discount=discount,
            fully_paid=paid,
            paid_on=min(placed + timedelta(days=_days_to_pay(payment["means"])), now).date()
            if paid
            else None,
            payment_means=PaymentMeans(payment["means"]),
            payment_name=payment["name"],
            delivery_method=shipping["name"],
            buyer=buyer,
            notes=self._dice.choice(
                ("", "", "", "", "", "Proszę o zapakowanie na prezent.", "Proszę dzwonić przed dostawą.")
            ),
            status=_status(age, paid, payment["means"]),
        )

    def _abroad(self, number: int, placed: datetime) -> IncomingOrder:
        buyer = self._dice.choice(shop()["abroad"])
        lines = [
            line.model_copy(
                update={"unit_price": (line.unit_price / EUR_RATE).quantize(CENT), "allowance": Decimal(0)}
            )
            for line in self.goods()
        ]
        lines.append(_line("Kurier międzynarodowy", "9.90", "23", LineKind.SHIPPING))
        return IncomingOrder(
            number=f"BL-{number}",
            placed_at=placed,
            currency="EUR",
            lines=lines,
            fully_paid=True,
            paid_on=placed.date(),
            payment_means=self._dice.choice((PaymentMeans.CARD, PaymentMeans.PAYPAL)),
            payment_name="PayPal / card",
            delivery_method="Kurier międzynarodowy",
            buyer=Party(
                name=buyer["name"],
                address=Address(**{name: buyer[name] for name in ("street", "city", "postcode", "country")}),
                email=f"{_mailbox(buyer['name'])}@poczta.example",
            ),
            status="Wysłane",
        )

    def goods(self) -> list[IncomingLine]:
        products = self._dice.sample(shop()["products"], self._dice.choice((1, 1, 2, 2, 2, 3, 3, 4, 5)))
        return [self._product(product) for product in products]

    def _product(self, product: dict[str, str]) -> IncomingLine:
        quantity = self._dice.choice((1, 1, 1, 1, 2, 2, 3, 6))
        price = Decimal(product["price"])
        allowance = (price * quantity / 10).quantize(CENT) if self._dice.random() < 0.1 else Decimal(0)
        return IncomingLine(
            name=product["name"],
            sku=product["sku"],
            quantity=Decimal(quantity),
            unit="szt.",
            unit_price=price,
            allowance=allowance,
            vat_code=product["vat"],
        )

    def person(self) -> Party:
        people = shop()["people"]
        is_woman = self._dice.random() < 0.6
        first = self._dice.choice(people["women" if is_woman else "men"])
        if self._dice.random() < 0.6:
            last = self._dice.choice(people["adjectives"]) + ("a" if is_woman else "i")
        else:
            last = self._dice.choice(people["nouns"])
        name = f"{first} {last}"
        return Party(
            name=name, address=self.address(), email=f"{_mailbox(name)}@poczta.example", phone=self._phone()
        )

    def company(self) -> Party:
        words = shop()["companies"]
        name = f"{self._dice.choice(words['first'])} {self._dice.choice(words['second'])}"
        return Party(
            name=f"{name} {self._dice.choice(words['forms'])}",
            tax_id=self._tax_id(words["nip"]),
            is_company=True,
            address=self.address(),
            email=f"biuro@{_mailbox(name)}.example",
            phone=self._phone(),
        )

    def address(self) -> Address:
        place = self._dice.choice(shop()["places"])
        street = f"{self._dice.choice(place['streets'])} {self._dice.randint(1, 60)}"
        flat = f"/{self._dice.randint(1, 40)}" if self._dice.random() < 0.5 else ""
        return Address(street=street + flat, city=place["city"], postcode=place["postcode"], country="PL")

    def _tax_id(self, prefix: str) -> str:
        while True:
            try:
                return nip(f"{prefix}{self._dice.randint(0, 999_999):06}")
            except ValueError:
                continue

    def _phone(self) -> str:
        return f"500 000 {self._dice.randint(0, 999):03}"

    def _is_paid(self, means: str, age: int) -> bool:
        if means == PaymentMeans.CASH_ON_DELIVERY:
            return age >= 5
        return means != PaymentMeans.TRANSFER or (age >= 2 and self._dice.random() < 0.85)

    def _weighted(self, rows: list[dict[str, Any]]) -> dict[str, Any]:
        return self._dice.choices(rows, [row["weight"] for row in rows])[0]


def _line(name: str, price: str, vat: str, kind: LineKind) -> IncomingLine:
    return IncomingLine(
        name=name, quantity=Decimal(1), unit="szt.", unit_price=Decimal(price), vat_code=vat, kind=kind
    )


def _shipping(shipping: dict[str, Any], payment: dict[str, Any]) -> list[IncomingLine]:
    lines = []
    if Decimal(shipping["price"]):
        lines.append(_line(f"Dostawa: {shipping['name']}", shipping["price"], "23", LineKind.SHIPPING))
    if payment["means"] == PaymentMeans.CASH_ON_DELIVERY:
        lines.append(_line("Opłata za pobranie", "4.00", "23", LineKind.FEE))
    return lines


def _days_to_pay(means: str) -> int:
    return {PaymentMeans.CASH_ON_DELIVERY.value: 3, PaymentMeans.TRANSFER.value: 1}.get(means, 0)


def _status(age: int, paid: bool, means: str) -> str:
    if age >= 6:
        return "Zakończone"
    if age >= 2 and (paid or means == PaymentMeans.CASH_ON_DELIVERY):
        return "Wysłane"
    return "Opłacone" if paid else "Nowe"


def _mailbox(name: str) -> str:
    return ".".join("".join(sign for sign in word if sign.isalnum()) for word in plain(name).split())


def _troubled(clerk: _Clerk, now: datetime) -> list[IncomingOrder]:
    """Four orders of the last hour, each with one thing that its document stumbles over."""
    company, person = clerk.company(), clerk.person()
    wrong_digit = str((int(company.tax_id[-1]) + 1) % 10)
    buyers = {
        BAD_TAX_ID: company.model_copy(update={"tax_id": company.tax_id[:-1] + wrong_digit}),
        NO_POSTCODE: person.model_copy(
            update={"address": person.address.model_copy(update={"postcode": ""})}
        ),
        BY_TRANSFER: clerk.company(),
        CLOSED_MONTH: clerk.person(),
    }
    return [
        IncomingOrder(
            number=number,
            placed_at=now - timedelta(minutes=back),
            currency="PLN",
            lines=[*clerk.goods(), _line("Dostawa: Kurier DPD", "17.99", "23", LineKind.SHIPPING)],
            payment_means=PaymentMeans.TRANSFER if number == BY_TRANSFER else PaymentMeans.BLIK,
            payment_name="Przelew tradycyjny" if number == BY_TRANSFER else "BLIK",
            fully_paid=number != BY_TRANSFER,
            paid_on=None if number == BY_TRANSFER else now.date(),
            delivery_method="Kurier DPD",
            buyer=buyer,
            status="Nowe" if number == BY_TRANSFER else "Opłacone",
        )
        for back, (number, buyer) in enumerate(buyers.items(), start=1)
    ]
