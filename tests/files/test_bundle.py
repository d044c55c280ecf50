"""The support bundle: the whole story, and nothing by which a person or an account can be told."""

import io
import json
import zipfile
from typing import Any

import pytest
from django.test import Client

from mostek.companies.models import Company
from mostek.delivery.models import Attempt
from mostek.documents.models import Document
from mostek.files.bundle import bundle
from mostek.files.redacting import Redactor, of_party
from mostek.invoicing.model import Address, Party
from tests.delivery.crew import deliver_all
from tests.delivery.shop import ACTOR, COMPANY_BUYER, IBAN, PRIVATE_BUYER, Shop, fresh
from tests.factories import make_user

NOTES = "Proszę dzwonić do Pani Barbary, tel. 601 602 603"


def opened(data: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def personal(buyer: dict[str, Any], company: Company) -> list[str]:
    """What must not occur, and the words of it that a program may have split off."""
    address = buyer["address"]
    values = [
        *(buyer["name"], buyer["email"], buyer.get("tax_id", ""), buyer.get("phone", "")),
        *(address["street"], address["postcode"], address["city"], IBAN, IBAN[2:]),
        *(company.name, company.tax_id, company.street, company.city, "Barbary", "601 602 603", "Kowalska"),
    ]
    words = [word for word in buyer["name"].split() if len(word) > 3]
    return [value for value in (*values, *words) if value]


@pytest.mark.parametrize("program", ["infakt", "ifirma"])
@pytest.mark.parametrize("buyer", [COMPANY_BUYER, {**PRIVATE_BUYER, "phone": "+48 600 700 800"}])
def test_no_secret_and_no_personal_datum_is_in_any_byte(
    shop: Shop, program: str, buyer: dict[str, Any]
) -> None:
    make_user(shop.company, email="zofia.kowalska@most.example").save()
    connection = shop.connect(program, name="Konto Zofii Kowalskiej")
    series = shop.series(connection, notes="Dziękuje Zofia Kowalska")
    document = shop.issue(
        series, buyer=buyer, recipient={**PRIVATE_BUYER, "name": "Ewa Kowalska"}, notes=NOTES
    )
    deliver_all()
    document = fresh(document)
    parts = opened(bundle(document))
    assert set(parts) == {
        *("README.txt", "document.json", "story.json", "connection.json", "events.json", "versions.json")
    }
    secrets = [value for value in shop.credentials(program).values() if value]
    forbidden = [
        *personal(buyer, shop.company),
        *secrets,
        ACTOR + "@",
        "zofia.kowalska",
        connection.webhook_token,
    ]
    whole = "\n".join(parts.values()).casefold()
    whole += json.dumps(list(parts.values())).casefold()
    assert not [value for value in forbidden if value.casefold() in whole]
    assert not [value for value in forbidden if json.dumps(value)[1:-1].casefold() in whole]

    story = json.loads(parts["story.json"])
    assert story["state"] == "issued"
    creates = [attempt for attempt in story["attempts"] if attempt["step"] == "create"]
    assert creates[-1]["exchanges"][-1]["status"] in (200, 201)
    sent = json.loads(creates[-1]["exchanges"][-1]["request"])
    assert "[buyer.name]" in json.dumps(sent)
    neutral = json.loads(parts["document.json"])
    assert neutral["reference"] == document.reference
    assert neutral["content"]["buyer"]["name"] == "[buyer.name]"
    assert neutral["content"]["buyer"]["address"]["country"] == "PL"
    assert neutral["content"]["lines"][0]["name"] == "Stół dębowy"
    assert neutral["gross"] == "258.90"
    assert json.loads(parts["connection.json"])["program"] == program


def test_what_others_wrote_into_an_answer_goes_too(shop: Shop) -> None:
    document = shop.issue(shop.series(shop.connect("ifirma")))
    answer = (
        '{"error": "Kontrahent Anna Nowak <anna@nowak.example> NIP 525-22-48-481 ma konto PL61 1090 1014 '
        '0000 0712 1981 2874", "kod": 500, "url": "/kontrahenci/Kawiarnia%20Pod%20Mostem%20sp.%20z%20o.o."}'
    )
    exchange = {
        "method": "POST",
        "path": "/x?q=1132191233",
        "status": 500,
        "request": answer[:-5],
        "response": answer,
    }
    Attempt.objects.create(
        delivery=fresh(document).delivery, step="create", begun_at=1, worker="w", exchanges=[exchange]
    )
    story = opened(bundle(fresh(document)))["story.json"]
    for datum in ("anna@nowak", "525-22-48-481", "1090 1014", "Kawiarnia", "1132191233"):
        assert datum not in story
    assert "[long number]" in story
    assert '\\"kod\\": 500' in story


def test_the_panel_gives_it_to_those_who_issue(
    boss: Client, reader: Client, stranger: Client, document: Document
) -> None:
    address = f"/documents/{document.pk}/bundle.zip"
    answer = boss.get(address)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="mostek-{document.reference}.zip"'
    assert "story.json" in opened(answer.content)
    assert reader.get(address).status_code == 403
    assert stranger.get(address).status_code == 404


def test_a_placeholder_is_the_same_everywhere_and_words_stay_whole() -> None:
    party = Party(
        name="Jan Lis",
        tax_id="PL 525-224-84-81",
        address=Address(street="Ład 1", city="Łąck", postcode="09-520", country="PL"),
    )
    redactor = Redactor(of_party(party, "buyer"), kept=["January"])
    assert redactor.text("JAN LIS, January, Listopad") == "[buyer.name], January, Listopad"
    assert redactor.text("NIP: 5252248481 / PL5252248481") == "NIP: [buyer.tax_id] / [buyer.tax_id]"
    assert redactor.values({"nip": 5252248481, "n": 12, "ok": True}) == {
        "nip": "[buyer.tax_id]",
        "n": 12,
        "ok": True,
    }
    assert redactor.body('{"city": "\\u0141\\u0105ck"}') == '{"city": "[buyer.city]"}'
    assert redactor.text("q=%C5%81%C4%85ck") == "q=[buyer.city]"
