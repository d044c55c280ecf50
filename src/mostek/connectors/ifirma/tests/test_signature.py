"""The fact sheet's worked examples, and what the stand-in takes for a right signature."""

import pytest
from aiohttp import ClientSession

from mostek.connectors.base.contract import Refused
from mostek.connectors.ifirma.client import key_bytes, signature
from mostek.connectors.ifirma.tests.builders import Place

LOGIN = "hub.test@example.pl"
FAKTURA, ABONENT = "0F1E2D3C4B5A6978", "A1B2C3D4E5F60718"
API = "https://www.ifirma.pl/iapi"
BODY = '{"LiczOd":"BRT","Uwagi":"Zamówienie 1001 – łódź"}'.encode()
ESCAPED = rb'{"LiczOd":"BRT","Uwagi":"Zam\u00f3wienie 1001 \u2013 \u0142\u00f3d\u017a"}'
MONTH = b'{"MiesiacKsiegowy":"NAST","PrzeniesDaneZPoprzedniegoRoku":false}'


@pytest.mark.parametrize(
    ("url", "name", "key", "body", "expected"),
    [
        ("/fakturakraj.json", "faktura", FAKTURA, BODY, "8d8bbc92bf46895b9c78c1e2928bb7faf3409ee6"),
        ("/fakturakraj.json", "faktura", FAKTURA, ESCAPED, "9fdc5ac232d8036db5fdef20484b2a12a1026540"),
        (
            "/faktury.json?dataOd=2026-01-01&strona=1",
            "faktura",
            FAKTURA,
            b"",
            "28b07cad22b5117c667e3a9c85236349d89e0654",
        ),
        ("/fakturakraj/1244512.pdf", "faktura", FAKTURA, b"", "6a1a45560f64223c2fdaf2e709636d6505d43aea"),
        (
            "/abonent/miesiacksiegowy.json",
            "abonent",
            ABONENT,
            b"",
            "67f95725a3c371ba7cdb2d0925de5391705575af",
        ),
        (
            "/abonent/miesiacksiegowy.json",
            "abonent",
            ABONENT,
            MONTH,
            "9e6a70a9cd85747f75dff59922a8d77dd8af2715",
        ),
    ],
)
def test_the_worked_examples(url: str, name: str, key: str, body: bytes, expected: str) -> None:
    decoded = key_bytes(key)
    assert decoded is not None
    assert signature(API + url, LOGIN, name, decoded, body) == expected


def test_the_key_is_bytes_and_not_its_text() -> None:
    wrong = signature(f"{API}/fakturakraj.json", LOGIN, "faktura", FAKTURA.encode(), BODY)
    assert wrong == "4745340a3027cb98709641596f0678a91247335a"


@pytest.mark.parametrize("pasted", ["0F1E 2D3C 4B5A 6978", " 0f1e2d3c4b5a6978\n", "0F1E2D3C\t4B5A6978"])
def test_stray_blanks_and_small_letters_do_no_harm(pasted: str) -> None:
    assert key_bytes(pasted) == bytes.fromhex(FAKTURA)


@pytest.mark.parametrize("pasted", ["", "  ", "not hex", "ABC"])
def test_what_is_no_hex_key(pasted: str) -> None:
    assert key_bytes(pasted) is None


async def test_a_key_that_is_not_hex_is_named_before_anything_is_sent(place: Place) -> None:
    with pytest.raises(Refused) as refusal:
        await place.session(key_abonent="to nie klucz").verify()
    assert refusal.value.problem.key == "ifirma.key_not_hex"
    assert refusal.value.problem.values == {"key": "abonent"}
    assert place.calls == []


@pytest.mark.parametrize(
    ("signed", "kod"),
    [
        ("https://www.ifirma.pl/iapi/abonent/limit.json", 0),
        ("{place}/abonent/limit.json", 0),
        ("https://elsewhere.example/iapi/abonent/limit.json", 403),
    ],
)
async def test_clients_sign_the_address_they_know(place: Place, signed: str, kod: int) -> None:
    offered = place.stand_in.accounts()[0].credentials
    url = signed.format(place=place.base_url)
    proof = signature(url, offered["login"], "abonent", bytes.fromhex(offered["key_abonent"]))
    headers = {"Authentication": f"IAPIS user={offered['login']}, hmac-sha1={proof}"}
    path = f"{place.base_url}/abonent/limit.json?x=1"
    async with ClientSession() as client, client.get(path, headers=headers) as answer:
        assert answer.status == 200
        assert (await answer.json())["response"]["Kod"] == kod


async def test_a_call_without_the_header_is_400_in_the_body(place: Place) -> None:
    async with ClientSession() as client, client.get(f"{place.base_url}/faktury.json") as answer:
        assert answer.status == 200
        assert (await answer.json())["response"]["Kod"] == 400
