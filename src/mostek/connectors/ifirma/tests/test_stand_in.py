"""The stand-in by itself: the quirks that other clients would meet."""

import time
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import extract_from_dir

from mostek.connectors.base.help import translations
from mostek.connectors.base.stand_in import Store
from mostek.connectors.ifirma.client import PDF, Client, encoded, signature
from mostek.connectors.ifirma.connector import CONNECTOR
from mostek.connectors.ifirma.simulator import reading
from mostek.connectors.ifirma.simulator.books import Books
from mostek.connectors.ifirma.tests.builders import COMPANY, TODAY, Place, invoice, running

MONTH = "abonent/miesiacksiegowy.json"
BODY: dict[str, Any] = {
    "Zaplacono": 0,
    "ZaplaconoNaDokumencie": 0,
    "LiczOd": "BRT",
    "DataWystawienia": "2026-11-20",
    "DataSprzedazy": "2026-11-20",
    "FormatDatySprzedazy": "DZN",
    "SposobZaplaty": "PRZ",
    "RodzajPodpisuOdbiorcy": "OUP",
    "WidocznyNumerGios": True,
    "Numer": None,
    "Kontrahent": {"Nazwa": "Jan Nowak", "KodPocztowy": "90-001", "Miejscowosc": "Łódź"},
    "Pozycje": [
        {
            "NazwaPelna": "Kubek",
            "Jednostka": "szt.",
            "Ilosc": 3,
            "CenaJednostkowa": "19.99",
            "StawkaVat": "0.23",
            "TypStawkiVat": "PRC",
            "GTU": "GTU_12",
        }
    ],
}


async def call(place: Place, method: str, path: str, payload: Any = None, content_type: str = "json") -> Any:
    """A bare call as other clients make it; the answer's JSON."""
    client: Client = place.session()._client
    body = payload if isinstance(payload, bytes) else encoded(payload) if payload is not None else b""
    name = "abonent" if path.startswith("abonent") else "faktura"
    url = f"{place.base_url}/{path}"
    proof = signature(url, client.login, name, bytes.fromhex(client.keys[name]), body)
    headers = {
        "Authentication": f"IAPIS user={client.login}, hmac-sha1={proof}",
        "Content-Type": f"application/{content_type}; charset=UTF-8",
    }
    async with place.client.request(method, url, data=body or None, headers=headers) as answer:
        assert answer.status == 200
        return await answer.json()


async def made(place: Place, **changes: Any) -> dict[str, Any]:
    answer: dict[str, Any] = (await call(place, "POST", "fakturakraj.json", BODY | changes))["response"]
    return answer


async def test_a_create_tells_the_id_only(place: Place) -> None:
    answer = await made(place)
    assert answer == {"Kod": 0, "Informacja": answer["Informacja"], "Identyfikator": "1244512"}


@pytest.mark.parametrize(
    ("changes", "kod", "word"),
    [
        ({"Nieznane": 1}, 200, "Nieznane"),
        ({"Uwagi": 5}, 200, "Uwagi"),
        ({"Numer": "7"}, 200, "Numer"),
        ({"Pozycje": {}}, 200, "Pozycje"),
        ({"DataWystawienia": "jutro"}, 200, "jutro"),
        ({"LiczOd": "ABC"}, 201, "LiczOd"),
        ({"SposobZaplaty": None}, 201, "SposobZaplaty"),
        ({"Uwagi": "x" * 1001}, 201, "Uwagi"),
        ({"Pozycje": []}, 201, "Pozycje"),
        ({"Pozycje": [BODY["Pozycje"][0] | {"CenaJednostkowa": 0}]}, 201, "CenaJednostkowa"),
        ({"Pozycje": [BODY["Pozycje"][0] | {"StawkaVat": 23}]}, 201, "StawkaVat"),
        ({"DataSprzedazy": "2026-10-31"}, 201, "miesiącem i rokiem księgowym"),
        ({"DataWystawienia": "2026-11-19"}, 201, "Data wystawienia"),
        ({"DataWystawienia": "2026-12-16"}, 201, "15 dnia"),
        ({"TerminPlatnosci": "2026-11-19"}, 201, "Termin płatności"),
        ({"Zaplacono": 59.98}, 201, "Zaplacono"),
        ({"NazwaSeriiNumeracji": "brak"}, 201, "serii"),
        ({"Kontrahent": {"Nazwa": "Jan"}}, 201, "Kontrahent.KodPocztowy"),
    ],
)
async def test_what_is_refused_makes_nothing(
    place: Place, changes: dict[str, Any], kod: int, word: str
) -> None:
    answer = await made(place, **changes)
    assert (answer["Kod"], word in answer["Informacja"]) == (kod, True), answer
    assert place.stand_in.books() == []
    assert place.store.table("contractor") == {}


async def test_content_that_cannot_be_read(place: Place) -> None:
    answer = await call(place, "POST", "fakturakraj.json", b"{")
    assert answer["response"]["Kod"] == 200
    answer = await call(place, "POST", "fakturakraj.json", b'{"Uwagi":"\xff"}')
    assert answer["response"]["Kod"] == 101
    answer = await call(place, "POST", "fakturakraj.json", BODY, content_type="xml")
    assert answer["response"]["Kod"] == 102


async def test_numbers_are_forced_not_doubled_and_dates_do_not_run_backwards(place: Place) -> None:
    assert (await made(place, Numer=7))["Kod"] == 0
    assert (await made(place, Numer=7))["Kod"] == 201
    assert (await made(place))["Kod"] == 0
    assert [row.number for row in place.stand_in.books()] == ["7/11/2026", "8/11/2026"]
    assert (await made(place, DataWystawienia="2026-11-21"))["Kod"] == 0
    backwards = await made(place)
    assert (backwards["Kod"], "poprzedniej faktury" in backwards["Informacja"]) == (201, True)


async def test_the_year_is_not_carried_over_by_itself(place: Place) -> None:
    step = {"MiesiacKsiegowy": "NAST", "PrzeniesDaneZPoprzedniegoRoku": False}
    assert (await call(place, "PUT", MONTH, step))["response"]["Kod"] == 0
    assert (await call(place, "PUT", MONTH, step))["response"]["Kod"] == 201
    step["PrzeniesDaneZPoprzedniegoRoku"] = True
    assert (await call(place, "PUT", MONTH, step))["response"]["Kod"] == 0
    assert (await call(place, "GET", MONTH))["response"] == {"MiesiacKsiegowy": 1, "RokKsiegowy": 2027}


async def test_a_month_cannot_be_set_outright(place: Place) -> None:
    assert (await call(place, "PUT", MONTH, {"MiesiacKsiegowy": 3}))["response"]["Kod"] == 200


async def test_a_list_needs_a_day_and_filters(place: Place) -> None:
    await made(place)
    await made(place, Zaplacono=59.97)
    assert (await call(place, "GET", "faktury.json"))["response"]["Kod"] == 201

    async def numbers(query: str) -> list[str]:
        path = f"faktury.json?dataOd=2026-11-01{query}"
        return [row["PelnyNumer"] for row in (await call(place, "GET", path))["response"]["Wynik"]]

    assert await numbers("") == ["1/11/2026", "2/11/2026"]
    assert await numbers("&iloscNaStronie=1&strona=2") == ["2/11/2026"]
    assert await numbers("&status=oplacone") == ["2/11/2026"]
    assert await numbers("&status=nieoplacone,przeterminowane") == ["1/11/2026"]
    assert await numbers("&kwotaOd=59.98") == []
    assert await numbers("&kwotaOd=1&kwotaDo=90000") == ["1/11/2026", "2/11/2026"]
    assert await numbers("&dataDo=2026-11-19") == []
    assert await numbers("&typ=prz_faktura_wysylka") == []


async def test_a_contractor_is_erased_by_what_is_not_sent(place: Place) -> None:
    buyer_id = await place.session().create_buyer(COMPANY, "MSTB-1")
    assert (await call(place, "GET", f"kontrahenci/id/{buyer_id}.json"))["response"]["Wynik"]["NIP"]
    short = {"Nazwa": "Żółw", "KodPocztowy": "00-001", "Miejscowosc": "Warszawa"}
    assert (await call(place, "PUT", f"kontrahenci/{buyer_id}.json", short))["response"]["Kod"] == 0
    assert (await call(place, "GET", "kontrahenci/5260250274.json"))["response"]["Kod"] == 208
    (row,) = (await call(place, "GET", "kontrahenci/%C5%BB%C3%B3%C5%82w.json"))["response"]["Wynik"]
    assert row == short | {"Identyfikator": buyer_id}


async def test_a_new_contractor_may_leave_its_identifier_open(place: Place) -> None:
    assert (await made(place, Kontrahent=BODY["Kontrahent"] | {"Identyfikator": None}))["Kod"] == 0
    assert (await call(place, "GET", "kontrahenci/id/K000001.json"))["response"]["Wynik"][
        "Nazwa"
    ] == "Jan Nowak"


async def test_payments_accumulate(place: Place) -> None:
    await made(place)
    for _ in range(2):
        path = "faktury/wplaty/prz_faktura_kraj/1_11_2026.json"
        assert (await call(place, "POST", path, {"Kwota": 20}))["response"]["Kod"] == 0
    assert (await call(place, "GET", "fakturakraj/1_11_2026.json"))["Zaplacono"] == 40


async def test_ksef_gives_its_number_by_and_by(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    await made(place)
    moment = time.time()
    monkeypatch.setattr(reading, "now", lambda: moment)
    path = "fakturakraj/ksef/send/1244512.json"
    assert (await call(place, "POST", path, {"DataWysylki": None}))["response"]["Kod"] == 0
    assert (await call(place, "POST", path, {"DataWysylki": None}))["response"]["Kod"] == 201
    document = await call(place, "GET", "fakturakraj/1244512.json")
    assert (document["NumerKSEF"], document["StatusKSEF"]["Status"]) == (None, "WYSLANA_DO_KSEF")
    moment += reading.KSEF_SECONDS
    document = await call(place, "GET", "fakturakraj/1244512.json")
    assert document["NumerKSEF"].startswith("5252248481-20261120-")
    assert document["StatusKSEF"]["Status"] == "PRZYJETA_W_KSEF"


async def test_reading_a_proformas_add_address_issues_an_invoice(place: Place) -> None:
    session = place.session()
    proforma = invoice(kind="proforma")
    outcome = await session.create(proforma, "")
    number = (await session.fetch(outcome.remote_id)).number.replace("/", "_")
    answer = await call(place, "GET", f"fakturaproformakraj/add/{number}.json")
    assert answer["response"]["Kod"] == 0
    assert [row.kind for row in place.stand_in.books()] == ["proforma", "invoice"]


async def test_sent_by_mail_shows_in_the_list(place: Place) -> None:
    await made(place)
    await call(place, "POST", "fakturakraj/send/1244512.json?wyslijEfaktura=true", {"Tekst": "Dzień dobry"})
    (row,) = (await call(place, "GET", "faktury.json?dataOd=2026-11-20"))["response"]["Wynik"]
    assert row["CzyWyslano"] is True


@pytest.mark.parametrize("form", ["pdf", "pdf.oryg", "pdf.single", "pdf?typ=dup"])
async def test_pdf_variants(place: Place, form: str) -> None:
    outcome = await place.session().create(invoice(), "")
    answer = await place.session()._client._send("GET", f"{outcome.remote_id}.{form}", "faktura", b"", PDF)
    pdf = answer.body
    assert answer.headers["Content-Type"] == PDF
    assert pdf.rstrip().endswith(b"%%EOF")
    offset = int(pdf.split(b"startxref\n")[1].split()[0])
    assert pdf[offset : offset + 4] == b"xref"
    assert (b"DUPLIKAT" in pdf) is form.endswith("dup")


async def test_the_limit_is_counted_and_enforced_when_switched_on(place: Place) -> None:
    await call(place, "GET", MONTH)
    answer = (await call(place, "GET", "abonent/limit.json"))["response"]
    assert (answer["LimitWykorzystany"], answer["LimitPrzyznany"]) == (2, 2000)
    assert await place.submit("limit", granted="dużo") == "Enter a whole number of calls."
    assert await place.submit("limit", granted="2") == "Saved."
    assert place.record()["granted"] == 2


async def test_the_next_document_can_be_refused_with_a_code(place: Place) -> None:
    await place.submit("next_code", code="202")
    assert (await made(place))["Kod"] == 202
    assert (await made(place))["Kod"] == 0
    assert await place.submit("next_code", code="7") == "Choose one of the codes."


async def test_the_settings_page_moves_the_month_and_adds_series(place: Place) -> None:
    assert await place.submit("month_back") == "The accounting month is moved."
    assert place.month() == "2026-10"
    assert await place.submit("series", series="hurt") == "Saved."
    assert await place.submit("series", series="hurt") == "Enter a name that no series has yet."
    assert (await made(place, DataSprzedazy="2026-10-31", DataWystawienia="2026-11-02"))["Kod"] == 0


async def test_the_books_outlive_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "ifirma.sqlite3"
    for expected in ("1/11/2026", "2/11/2026"):
        store = Store(path)
        async with running(store) as place:
            await made(place)
            assert place.stand_in.books("sklep")[-1].number == expected
        store.close()


def test_a_search_among_many_documents_reads_few() -> None:
    books = Books(Store())
    shared = {
        "account": "a",
        "resource": "fakturakraj",
        "listing": "faktury",
        "kind": "k",
        "group": "faktura",
    }
    for i in range(20_000):
        books.add(
            shared
            | {"id": str(i), "number": f"{i}/11/2026", "series": "default", "count": i}
            | {"issue": TODAY.isoformat(), "gross": f"{i}.00"}
        )
    begun = time.perf_counter()
    for i in range(1000):
        (found,) = books.listed("a", "faktury", (TODAY, TODAY), (i * 100 - 5, i * 100 + 5))
        assert found["id"] == str(i)
    assert time.perf_counter() - begun < 1


def test_every_sentence_is_translated() -> None:
    polish = translations([CONNECTOR.folder / "locale"], "pl")
    found = extract_from_dir(CONNECTOR.folder, [("**.py", "python")], keywords={"N_": None})
    sentences = {str(message) for file, _, message, _, _ in found if not file.startswith("tests")}
    assert sentences
    assert sentences - polish.keys() == set()
    assert polish.keys() - sentences == set()
