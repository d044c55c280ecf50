import io
import struct
import zlib
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pypdf import PdfReader

from mostek.invoicing.advancing import advance_of, final_of
from mostek.invoicing.correcting import correction_of
from mostek.invoicing.model import (
    Address,
    ExchangeRate,
    Invoice,
    Kind,
    Line,
    LineKind,
    Party,
    Payment,
    PaymentMeans,
    PriceBasis,
)
from mostek.invoicing.pdf import Texts, languages, render
from mostek.invoicing.pdf.labels import labels
from mostek.invoicing.tests.samples import EXEMPT, VAT_5, VAT_8, VAT_23, invoice, line
from mostek.invoicing.tests.test_advancing import paid
from mostek.kernel.problems import ProblemError, explanation

TEXTS = Texts(
    seller_tax_id_label="NIP",
    buyer_tax_id_label="NIP",
    in_words="sto złotych 00/100",
    notes=("Podstawa zwolnienia z VAT: art. 113",),
)
MIXED = (
    line("Kajak turystyczny „Bóbr”", unit_price="2499.00", allowance="120.00"),
    line("Książka", quantity=3, unit="egz.", unit_price="49.90", vat=VAT_5),
    line("Kurs ratownictwa", quantity="1.5", unit="h", unit_price="100.00", vat=VAT_8, kind=LineKind.SERVICE),
)


def pages(document: Invoice, texts: Texts = TEXTS, **options: Any) -> list[str]:
    reader = PdfReader(io.BytesIO(render(document, texts, **options)))
    # Extraction writes blanks where words were set apart; one blank is as good as two.
    return [" ".join(page.extract_text().replace("\u200b", "").split()) for page in reader.pages]


def text(document: Invoice, texts: Texts = TEXTS, **options: Any) -> str:
    return " ".join(pages(document, texts, **options))


def test_an_invoice_carries_what_the_law_and_the_buyer_want() -> None:
    printed = text(invoice(*MIXED, notes="Dziękujemy!\nZapraszamy ponownie."))
    for expected in (
        "Faktura FV/17/11/2026",
        "Data wystawienia 2026-11-20",
        "Data sprzedaży 2026-11-18",
        "Termin płatności 2026-11-27",
        "Żółty Kajak Sp. z o.o. ul. Świętokrzyska 12 00-950 Warszawa NIP 5260001246",
        "Źdźbło Grzegorz Brzęczyszczykiewicz ul. Łąkowa 7 90-001 Łódź NIP 525-224-84-81",
        "Kajak turystyczny „Bóbr” 1 szt. 2 499,00 120,00 1 934,15 23% 444,85 2 379,00",
        "Kurs ratownictwa 1,5 h 100,00 138,89 8% 11,11 150,00",
        "Razem 2 215,61 463,09 2 678,70",
        "5% 142,57 7,13 149,70",
        "Do zapłaty 2 678,70 PLN",
        "Słownie: sto złotych 00/100",
        "przelew",
        "PL61 1090 1014 0000 0712 1981 2874",
        "WBKPPLPP",
        "Podstawa zwolnienia z VAT: art. 113",
        "Dziękujemy! Zapraszamy ponownie.",
        "Strona 1 / 1",
    ):
        assert expected in printed
    assert "PODGLĄD" not in printed
    assert "DUPLIKAT" not in printed


def test_the_same_document_in_english() -> None:
    printed = text(invoice(*MIXED, language="en", basis=PriceBasis.NET))
    for expected in (
        "Invoice FV/17/11/2026",
        "Net price",
        "2,499.00",
        "Discount",
        "To pay 3,245.36 PLN",
        "Page 1 / 1",
    ):
        assert expected in printed
    assert "Faktura" not in printed
    assert text(invoice(language="de")) == text(invoice(language="en"))


def test_a_preview_says_so_and_that_the_program_gives_the_number() -> None:
    printed = text(invoice(number=""), preview=True)
    assert "PODGLĄD" in printed
    assert "numer nada program" in printed
    assert "MST-0123456789" in printed


def test_a_duplicate_bears_the_word_and_its_day() -> None:
    assert "DUPLIKAT z dnia 2026-12-01" in text(invoice(), duplicate=date(2026, 12, 1))


def test_what_is_paid_and_what_is_left() -> None:
    paid = Payment(means=PaymentMeans.BLIK, paid=Decimal("60.00"), paid_on=date(2026, 11, 19))
    printed = text(invoice(payment=paid))
    for expected in (
        "BLIK",
        "Razem brutto 100,00 PLN",
        "Zapłacono dnia 2026-11-19 60,00 PLN",
        "Do zapłaty 40,00 PLN",
    ):
        assert expected in printed
    assert "PL61" not in printed
    whole = paid.model_copy(update={"paid": Decimal("120.00")})
    assert "Nadpłata 20,00 PLN" in text(invoice(payment=whole))


def test_a_correction_shows_before_after_and_the_difference_per_rate() -> None:
    original = invoice(line(quantity=2), line("Książka", unit_price="49.90", vat=VAT_5))
    correction = correction_of(
        original,
        (line(quantity=1), original.lines[1]),
        reason="zwrot towaru",
        reference="MST-KKKKKKKKKK",
        issue_date=date(2026, 11, 25),
        number="KOR/1/11/2026",
    )
    printed = text(correction)
    for expected in (
        "Faktura korygująca KOR/1/11/2026 do faktury FV/17/11/2026 z dnia 2026-11-20",
        "Przyczyna korekty: zwrot towaru",
        "Przed korektą",
        "Po korekcie",
        "Różnica",
        "23% -81,30 -18,70 -100,00",
        "5% 0,00 0,00 0,00",
        "Do zwrotu 100,00 PLN",
    ):
        assert expected in printed
    assert printed.index("Przed korektą") < printed.index("Po korekcie") < printed.index("Różnica")


def test_a_correction_of_the_buyer_prints_both_and_a_number_that_is_still_to_come() -> None:
    original = invoice(line())
    correction = correction_of(
        original,
        original.lines,
        reason="błąd w danych nabywcy",
        reference="MST-KKKKKKKKKK",
        issue_date=date(2026, 11, 25),
        number="KOR/1/11/2026",
        buyer=original.buyer.model_copy(update={"name": "Kawiarnia Nad Rzeką"}),
    )
    assert correction.corrected
    waiting = correction.corrected.model_copy(update={"number": ""})
    printed = text(correction.model_copy(update={"corrected": waiting}))
    for expected in (
        "NABYWCA PRZED KOREKTĄ",
        original.buyer.name,
        "Kawiarnia Nad Rzeką",
        "do faktury numer nada program z dnia 2026-11-20",
    ):
        assert expected in printed


def test_foreign_currency_shows_the_vat_in_the_sellers_own_per_rate() -> None:
    rate = ExchangeRate(to="PLN", rate=Decimal("4.2512"), source="NBP 225/A/NBP/2026", on=date(2026, 11, 19))
    printed = text(invoice(line(), line(vat=VAT_8), currency="EUR", exchange=rate))
    for expected in (
        "1 EUR = 4,2512 PLN (NBP 225/A/",
        "VAT w PLN",
        "23% 81,30 18,70 100,00 79,50",
        "8% 92,59 7,41 100,00 31,50",
        "Razem 173,89 26,11 200,00 111,00",
        "Do zapłaty 200,00 EUR",
    ):
        assert expected in printed


def test_exempt_and_foreign_rates_are_told_by_their_names() -> None:
    abroad = VAT_23.model_copy(update={"code": "25.5", "percent": Decimal("25.5"), "country": "FI"})
    printed = text(invoice(line(vat=EXEMPT), line(vat=abroad)))
    assert "zw 100,00 0,00 100,00" in printed
    assert "25,5% FI 79,68 20,32 100,00" in printed


def test_the_recipient_and_foreign_addresses_are_printed() -> None:
    abroad = Address(street="Seeweg 1", city="Konstanz", postcode="78462", country="DE")
    printed = text(invoice(recipient=Party(name="Müller Lager", address=abroad)))
    assert "Müller Lager Seeweg 1 78462 Konstanz, DE" in printed
    assert "Warszawa, PL" not in printed


def test_200_lines_span_pages_with_headers_and_the_right_sums() -> None:
    lines = [line(f"Towar nr {i}", unit_price=Decimal(i) / 100 + 1) for i in range(1, 201)]
    printed = pages(invoice(*lines))
    assert len(printed) >= 4
    assert all("Nazwa towaru lub usługi" in page for page in printed)
    assert f"Strona 2 / {len(printed)}" in printed[1]
    assert all(f"Towar nr {i} " in " ".join(printed) for i in range(1, 201))
    # 200 + (1 + … + 200) / 100 = 401.00
    assert "Razem 326,02 74,98 401,00" in printed[-1]
    assert "Do zapłaty 401,00 PLN" in printed[-1]


HOSTILE = (
    "#set page(width: 1cm) *bold* _it_ $x^2$ <b>html</b> \\u{1F600} @ref `raw` // cut "
    '#read("/etc/passwd") "quoted"'
)


def test_markup_in_foreign_text_is_shown_not_obeyed() -> None:
    party = Party(name=HOSTILE, address=Address(street=HOSTILE, city="#panic()"))
    printed = text(invoice(line(HOSTILE), number="#1", place="*a*", buyer=party, notes=HOSTILE))
    # Lines break inside; blanks do not count.
    assert printed.replace(" ", "").count(HOSTILE.replace(" ", "")) == 4
    assert "#panic()" in printed
    assert "Faktura #1" in printed


def test_emoji_control_and_direction_signs_leave_no_trace_and_long_names_wrap() -> None:
    document = invoice(line("Kubek 😀👩‍👩‍👧 \u202eabc\x00\x1b[0m 🇵🇱 mały"), line("x" * 500), line("漢字"))
    reader = PdfReader(io.BytesIO(render(document, TEXTS)))
    assert "Kubek abc[0m mały 1 szt." in text(document)
    widest = max(len(part) for part in reader.pages[0].extract_text().splitlines())
    assert widest < 160
    assert text(document).replace(" ", "").count("x" * 500) == 1


def test_a_code_to_pay_is_drawn_only_where_given() -> None:
    with_code = Texts(
        payment_code="5260001246|PL|" + "6" * 26 + "|012345|Żółty|FV/1|||", payment_code_caption="Zeskanuj"
    )
    assert "Zeskanuj" in text(invoice(), with_code)
    drawn = len(render(invoice(), with_code)) - len(render(invoice(), Texts()))
    assert drawn > 500


def png(width: int, height: int) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    rows = b"".join(b"\x00" + b"\x20\x60\xa0" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def test_a_logo_is_printed() -> None:
    page = PdfReader(io.BytesIO(render(invoice(), TEXTS, logo=png(40, 10)))).pages[0]
    resources: Any = page["/Resources"]
    drawn = [each.get_object() for each in resources["/XObject"].values()]
    assert [(each["/Width"], each["/Height"]) for each in drawn] == [(40, 10)]


@pytest.mark.parametrize("logo", [b"GIF89a", b"<svg/>", png(40, 10)[:40]], ids=["gif", "svg", "cut off"])
def test_a_bad_logo_is_refused_with_a_sentence(logo: bytes) -> None:
    with pytest.raises(ProblemError) as caught:
        render(invoice(), TEXTS, logo=logo)
    assert caught.value.problems[0].key == "invoicing.logo_unreadable"
    assert "PNG" in explanation("invoicing.logo_unreadable").why
    assert render(invoice(), TEXTS)


def test_printing_twice_gives_the_same_bytes() -> None:
    assert render(invoice(*MIXED), TEXTS) == render(invoice(*MIXED), TEXTS)


def test_languages_have_the_same_words_for_every_kind_and_means() -> None:
    assert {"pl", "en"} <= set(languages())
    for each in map(labels, languages()):
        assert set(each.words) == set(labels("en").words)
        assert set(each.title) == {kind.value for kind in Kind}
        assert set(each.means) == {means.value for means in PaymentMeans}


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.CORRECTION])
def test_every_kind_has_its_title(kind: Kind) -> None:
    assert text(invoice(kind=kind)).startswith(labels("pl").title[kind.value])


def test_numbers_are_written_exactly() -> None:
    polish = labels("pl")
    assert polish.number(Decimal("1234567.5"), 2) == "1\u00a0234\u00a0567,50"
    assert polish.number(Decimal("0.123400")) == "0,1234"
    assert polish.number(Decimal("2E+3")) == "2\u00a0000"
    assert polish.money(Decimal("-0.005"), "PLN") == "-0,01"
    assert polish.money(Decimal(1500), "JPY") == "1\u00a0500"


def test_a_line_without_unit_or_discount_leaves_no_gap() -> None:
    bare: Line = line(unit="")
    printed = text(invoice(bare))
    assert "Kajak 1 100,00 81,30 23% 18,70 100,00" in printed
    assert "Rabat" not in printed


def test_an_advance_shows_what_was_received_what_was_ordered_and_what_came_before() -> None:
    first = advance_of(invoice(*MIXED), Decimal(1000), (), "Zaliczka, stawka %(rate)s")
    known = paid(first, "ZAL/1/11/2026")
    printed = text(advance_of(invoice(*MIXED), Decimal(500), (known,), "Zaliczka, stawka %(rate)s"))
    for expected in (
        "Faktura zaliczkowa",
        "Data otrzymania zapłaty 2026-11-18",
        "Otrzymana zaliczka",
        "Zaliczka, stawka 23%",
        "Zamówienie",
        "Kajak turystyczny „Bóbr”",
        "Wcześniejsze faktury zaliczkowe",
        "ZAL/1/11/2026 2026-11-20",
    ):
        assert expected in printed


def test_a_final_invoice_deducts_its_advances_and_says_what_is_left() -> None:
    whole = invoice(*MIXED)
    known = paid(advance_of(whole, Decimal(1000), (), "Zaliczka %(rate)s"), "ZAL/1/11/2026")
    printed = text(final_of(whole, (known,)))
    for expected in (
        "Faktura końcowa",
        "Rozliczone faktury zaliczkowe",
        "ZAL/1/11/2026 2026-11-20",
        "1 000,00",
        "Do rozliczenia po odjęciu zaliczek",
        "Wartość zamówienia 2 678,70 PLN",
        "Faktury zaliczkowe −1 000,00 PLN",
        "Do zapłaty 1 678,70 PLN",
    ):
        assert expected in printed.replace("\u00a0", " ")
