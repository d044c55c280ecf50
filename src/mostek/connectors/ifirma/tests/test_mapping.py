"""The payload, to the grosz, and what is read back from it."""

from datetime import date
from decimal import Decimal
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mostek.connectors.base.contract import Account
from mostek.connectors.ifirma.booking import booked, carries, reference_on, totals_of
from mostek.connectors.ifirma.client import encoded
from mostek.connectors.ifirma.lines import priced
from mostek.connectors.ifirma.manifest import MANIFEST
from mostek.connectors.ifirma.mapping import payload, remarks
from mostek.connectors.ifirma.resources import DOMESTIC, located, means_of, resource_of
from mostek.connectors.ifirma.simulator.sums import added_up, checked_lines
from mostek.connectors.ifirma.tests.builders import COMPANY, TODAY, invoice, line, rate
from mostek.invoicing.model import (
    Address,
    BankAccount,
    Corrected,
    ExchangeRate,
    Invoice,
    Kind,
    Line,
    Payment,
    PaymentMeans,
    PriceBasis,
)
from mostek.invoicing.totals import line_value, totals
from mostek.kernel.money import rounded

ACCOUNT = Account("https://www.ifirma.pl/iapi", {}, {"signature": "BWO", "series": "sklep"}, {"blik": "P24"})

prices = st.decimals("0.01", "99999.99", places=2)
quantities = st.one_of(
    st.integers(1, 500).map(Decimal), st.decimals("0.001", "50", places=3), st.decimals("0.1", "9", places=6)
)


@st.composite
def sold_lines(draw: st.DrawFn) -> Line:
    quantity, price = draw(quantities), draw(prices)
    value = rounded(quantity * price, "PLN")
    allowance = draw(st.decimals(0, value, places=2)) if value else Decimal(0)
    vat = rate(draw(st.sampled_from(("23", "8", "5", "0"))))
    return Line(name="Kubek", quantity=quantity, unit_price=price, allowance=allowance, vat=vat)


def sent(document: Invoice, buyer_id: str = "") -> dict[str, Any]:
    """The payload as it goes over the wire."""
    resource = resource_of(document)
    assert resource is not None
    means = means_of(document, ACCOUNT, MANIFEST.payment_defaults)
    content: dict[str, Any] = orjson.loads(encoded(payload(document, resource, ACCOUNT, means, buyer_id)))
    return content


@given(sold_lines())
def test_quantity_times_price_is_the_lines_total(sold: Line) -> None:
    quantity, price, name = priced(sold, "PLN")
    assert rounded(quantity * price, "PLN") == line_value(sold, "PLN")
    assert price == price.quantize(Decimal("0.01"))
    assert 1 <= len(name) <= 300


@given(st.lists(sold_lines(), min_size=1, max_size=8), st.sampled_from(PriceBasis))
def test_ifirma_adds_up_what_we_do(lines: list[Line], basis: PriceBasis) -> None:
    document = invoice(*lines, basis=basis)
    whole = totals(document).whole
    if not whole.gross:
        return
    content = sent(document)
    theirs = added_up(checked_lines(content["Pozycje"], zero_allowed=False), content["LiczOd"])
    assert (theirs.net, theirs.vat, theirs.gross) == (whole.net, whole.vat, whole.gross)
    assert totals_of(content, "PLN") == (whole.net, whole.vat, whole.gross)


@pytest.mark.parametrize(
    ("sold", "expected"),
    [
        (line("19.99", "3"), ("3", "19.99", "Kubek")),
        (line("10.00", "4", allowance=Decimal("2.00")), ("4", "9.50", "Kubek")),
        (line("33.33", "3", allowance=Decimal("0.50")), ("1", "99.49", "Kubek (3 szt.)")),
        (line("0.005", "10"), ("1", "0.05", "Kubek (10 szt.)")),
        (line("12.00", "1", allowance=Decimal("1.50")), ("1", "10.50", "Kubek")),
    ],
)
def test_how_a_line_is_written(sold: Line, expected: tuple[str, str, str]) -> None:
    quantity, price, name = priced(sold, "PLN")
    assert (f"{quantity:f}", f"{price:f}", name) == expected


def test_a_name_too_long_ends_in_an_ellipsis_and_keeps_its_quantity() -> None:
    _, _, name = priced(line("33.33", "3", allowance=Decimal("0.50"), name="K" * 400), "PLN")
    assert len(name) == 300
    assert name.endswith("… (3 szt.)")


def test_a_line_worth_nothing_is_left_out() -> None:
    content = sent(invoice(line("10.00"), line("0.00", name="Gratis")))
    assert [each["NazwaPelna"] for each in content["Pozycje"]] == ["Kubek"]


def test_a_private_buyers_invoice() -> None:
    content = sent(invoice(), "M123")
    assert content["LiczOd"] == "BRT"
    assert content["DataSprzedazy"] == content["DataWystawienia"] == "2026-11-20"
    assert content["TerminPlatnosci"] == "2026-11-27"
    assert content["Numer"] is None
    assert (content["Zaplacono"], content["SposobZaplaty"]) == (0, "PRZ")
    assert (content["RodzajPodpisuOdbiorcy"], content["NazwaSeriiNumeracji"]) == ("BWO", "sklep")
    assert content["IdentyfikatorKontrahenta"] == "M123"
    assert content["Uwagi"] == "Nr ref.: MSTK-7F3K2Q"
    assert content["DodatkoweUwagi"] == {"Typ": "NUMER_ZAMOWIENIA", "Info": "1001 MSTK-7F3K2Q"}
    assert content["Kontrahent"]["OsobaFizyczna"] is True
    assert content["Kontrahent"]["Kraj"] == "Polska"
    assert "NIPKontrahenta" not in content
    assert content["Pozycje"] == [
        {
            "NazwaPelna": "Kubek",
            "Jednostka": "szt.",
            "Ilosc": 1,
            "CenaJednostkowa": 123.0,
            "TypStawkiVat": "PRC",
            "StawkaVat": 0.23,
        }
    ]


def test_a_company_abroad_has_its_prefix() -> None:
    buyer = COMPANY.model_copy(
        update={"tax_id": "DE 123456789", "address": Address(city="Berlin", postcode="10115", country="DE")}
    )
    content = sent(invoice(buyer=buyer))
    assert (content["PrefiksUEKontrahenta"], content["NIPKontrahenta"]) == ("DE", "123456789")
    assert content["Kontrahent"]["Kraj"] == "Niemcy"
    assert content["Kontrahent"]["AdresZagraniczny"] is True


def test_paid_by_a_means_that_the_connection_maps() -> None:
    payment = Payment(means=PaymentMeans.BLIK, paid=Decimal("123.00"), paid_on=TODAY)
    content = sent(
        invoice(payment=payment, bank_account=BankAccount(iban="PL61 1090 1014 0000 0712 1981 2874"))
    )
    assert (content["SposobZaplaty"], content["Zaplacono"]) == ("P24", 123.0)
    assert content["ZaplaconoNaDokumencie"] == 123.0
    assert content["NumerKontaBankowego"] == "61109010140000071219812874"


def test_an_exempt_line_names_the_article() -> None:
    exempt = line("10.00", vat=rate("zw", "art. 43 ust. 1 pkt 19 ustawy o VAT"))
    (position,) = sent(invoice(exempt))["Pozycje"]
    assert (position["TypStawkiVat"], position["StawkaVat"]) == ("ZW", None)
    assert position["PodstawaPrawna"] == "art. 43 ust. 1 pkt 19"


def test_an_invoice_in_euro() -> None:
    exchange = ExchangeRate(to="PLN", rate=Decimal("4.2713"), source="223/A/NBP", on=date(2026, 11, 19))
    document = invoice(currency="EUR", exchange=exchange)
    content = sent(document)
    assert resource_of(document) is not DOMESTIC
    assert (content["Waluta"], content["Jezyk"], content["TypSprzedazy"]) == ("EUR", "en", "KRAJOWA")
    assert content["KursWalutyZDniaPoprzedzajacegoDzienWystawieniaFaktury"] == 4.2713
    assert content["Pozycje"][0]["NazwaPelnaObca"] == "Kubek"
    assert content["DodatkoweUwagi"] == [{"Typ": "NUMER_ZAMOWIENIA", "Info": "1001 MSTK-7F3K2Q"}]


def test_a_correction_sends_the_state_after_and_keeps_what_is_gone() -> None:
    before = (line("10.00", "3", sku="A"), line("5.00", name="Talerz", sku="B"))
    corrected = Corrected(
        reference="MSTK-0001",
        number="1/11/2026",
        issue_date=TODAY,
        remote_id="fakturakraj/7",
        reason="Zwrot towaru",
        lines=before,
    )
    document = invoice(line("5.00", name="Talerz", sku="B"), kind=Kind.CORRECTION, corrected=corrected)
    content = sent(document)
    assert [(each["NazwaPelna"], each["Ilosc"]) for each in content["Pozycje"]] == [
        ("Kubek", 0),
        ("Talerz", 1),
    ]
    assert content["Uwagi"] == "Zwrot towaru\nNr ref.: MSTK-7F3K2Q"
    assert "DataSprzedazy" not in content


def test_decimals_go_digit_by_digit() -> None:
    assert encoded({"a": Decimal("0.10"), "b": Decimal("1E+2")}) == b'{"a":0.10,"b":100}'


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"Uwagi": "Dziękujemy\nNr ref.: MSTK-7F3K2Q"}, True),
        ({"Uwagi": "Nr ref.: MSTK-7F3K2Q0"}, False),
        ({"Uwagi": "Nr ref.: XMSTK-7F3K2Q"}, False),
        ({"Uwagi": "", "DodatkoweUwagi": [{"Typ": "NUMER_ZAMOWIENIA", "Info": "1001 MSTK-7F3K2Q"}]}, True),
        ({"DodatkoweUwagi": {"Info": "MSTK-7F3K2Q"}}, True),
        ({"NumerZamowienia": "MSTK-7F3K2Q"}, True),
        ({"Uwagi": None, "DodatkoweUwagi": None}, False),
    ],
)
def test_our_reference_is_a_word_of_its_own(document: dict[str, Any], expected: bool) -> None:
    assert carries(document, "MSTK-7F3K2Q") is expected


def test_the_reference_is_read_back() -> None:
    assert reference_on({"Uwagi": remarks(invoice(notes="Nr ref. klienta: 7"))}) == "MSTK-7F3K2Q"


def test_a_document_with_values_nobody_knows_tells_no_totals() -> None:
    found = booked({"PelnyNumer": "1/11/2026", "LiczOd": "???", "DataWystawienia": "wkrótce"}, DOMESTIC, "7")
    assert (found.number, found.gross, found.issue_date, found.line_count) == ("1/11/2026", None, None, None)
    assert booked({"LiczOd": "BRT", "Pozycje": [{"Ilosc": "dużo"}]}, DOMESTIC, "7").gross is None


@pytest.mark.parametrize(
    ("remote_id", "expected"),
    [
        ("fakturakraj/1244512", ("fakturakraj", "1244512")),
        ("fakturakraj/korekta/9", ("fakturakraj/korekta", "9")),
        (" A2/2/2026 ", ("fakturakraj", "A2_2_2026")),
    ],
)
def test_an_id_says_where_it_lies_and_a_typed_number_is_taken_too(
    remote_id: str, expected: tuple[str, str]
) -> None:
    resource, identifier = located(remote_id)
    assert (resource.path, identifier) == expected
