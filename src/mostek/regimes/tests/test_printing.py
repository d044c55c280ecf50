import io

from pypdf import PdfReader

from mostek.invoicing.model import Address, Party
from mostek.invoicing.pdf import render
from mostek.invoicing.tests.samples import EXEMPT, SELLER, invoice, line
from mostek.regimes.base.printing import texts


def test_the_sellers_country_fills_in_the_printed_page() -> None:
    document = invoice(line(unit_price="123.45"), line(vat=EXEMPT))
    found = texts(document)
    assert (found.seller_tax_id_label, found.buyer_tax_id_label) == ("NIP", "NIP")
    assert found.in_words == "dwieście dwadzieścia trzy złote 45/100"
    assert found.notes == ("Podstawa zwolnienia z VAT: art. 113 ust. 1 ustawy o VAT",)
    assert (found.payment_code.split("|")[3], found.payment_code_caption) == ("022345", "Kod do przelewu")
    printed = PdfReader(io.BytesIO(render(document, found))).pages[0].extract_text()
    assert "dwieście dwadzieścia trzy złote 45/100" in " ".join(printed.split())


def test_a_foreign_buyers_number_has_its_own_label() -> None:
    abroad = Party(name="Müller", tax_id="DE136695976", is_company=True, address=Address(country="DE"))
    assert texts(invoice(buyer=abroad)).buyer_tax_id_label == "NIP UE"
    assert texts(invoice(buyer=abroad, language="en")).seller_tax_id_label == "VAT ID (NIP)"


def test_an_unknown_country_is_printed_all_the_same() -> None:
    nowhere = SELLER.model_copy(update={"address": Address(), "tax_id": "X1"})
    found = texts(invoice(seller=nowhere, language="fr"))
    assert found.in_words == "one hundred PLN 00/100"
    assert found.payment_code == ""
