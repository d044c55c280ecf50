"""What a file looks like, whoever saved it."""

import gzip
from pathlib import Path

import pytest

from mostek.delivery.words import card
from mostek.kernel.problems import ProblemError
from mostek.orders.importing import opening
from mostek.orders.importing.headings import REQUIRED, guess
from mostek.orders.importing.sniffing import sniff

TABLE = "Numer zamówienia;Data;Produkt;Ilość;Cena\r\n1;21.11.2026;Świeca żółta ąęś;2;12,50\r\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1250", "iso8859-2", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("packed", [False, True])
def test_polish_letters_come_whole_from_every_encoding(tmp_path: Path, encoding: str, packed: bool) -> None:
    path = tmp_path / "orders.csv"
    data = (TABLE * 1).encode(encoding)
    path.write_bytes(gzip.compress(data) if packed else data)
    found = sniff(path)
    assert found.headings == ("Numer zamówienia", "Data", "Produkt", "Ilość", "Cena")
    assert found.sample[0][2] == "Świeca żółta ąęś"
    assert (found.delimiter, found.decimal) == (";", ",")


def test_an_accent_far_down_decides_the_encoding(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(b"number,name\n" + b"1,abc\n" * 300_000 + "2,Świeca\n".encode("cp1250"))
    assert sniff(path).encoding == "cp1250"


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiters(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "orders.csv"
    rows = [["number", "name", "price"], ["1", "a", "2"], ["2", '"x, y; z"', "3"]]
    path.write_text("\n".join(delimiter.join(row) for row in rows))
    assert sniff(path).delimiter == delimiter


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "orders.import_empty"),
        (b"\n\n", "orders.import_empty"),
        (b"PK\x03\x04 rest of a spreadsheet", "orders.import_not_text"),
        (b"%PDF-1.7", "orders.import_not_text"),
        (b"1;21.11.2026;Lampa\n2;21.11.2026;Lampa\n", "orders.import_no_header"),
        (b"only one column\nvalue\n", "orders.import_one_column"),
        (b"number;name;name\n1;a;b\n", "orders.import_heading_twice"),
        (b"\x1f\x8b\x08\x00 broken gzip", "orders.import_damaged"),
        (gzip.compress(b"number,name\n" * 1000, mtime=0)[:-20], "orders.import_damaged"),
        (b"a,b\n" + b"x" * 1_100_000, "orders.import_line_too_long"),
    ],
)
def test_bad_files_are_answered_with_a_sentence(tmp_path: Path, content: bytes, key: str) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(content)
    with pytest.raises(ProblemError) as caught:
        sniff(path)
    assert caught.value.problems[0].key == key
    assert "–" not in card(caught.value.problems[0]).what


def test_a_bomb_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LARGEST", 20_000_000)
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" * 5_100_000))
    assert path.stat().st_size < 100_000
    with pytest.raises(ProblemError) as caught:
        sniff(path)
    assert card(caught.value.problems[0]).what == "The file has more than 20 megabytes when unpacked."


def test_the_wrong_encoding_chosen_by_hand_is_named(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(TABLE.encode("cp1250"))
    with pytest.raises(ProblemError) as caught:
        sniff(path, encoding="utf-8-sig")
    assert card(caught.value.problems[0]).what == "Near line 1 there are letters that are not UTF-8."


@pytest.mark.parametrize(
    "headings",
    [
        ["Numer zamówienia", "Data złożenia", "Nazwa produktu", "Ilość", "Cena brutto", "Stawka VAT", "NIP"],
        ["Order Number", "Order Date", "Item Name", "Quantity (- Refund)", "Item Cost", "Company (Billing)"],
        ["Číslo objednávky", "Datum objednávky", "Název produktu", "Množství", "Jednotková cena"],
        ["Číslo objednávky", "Dátum", "Názov produktu", "Množstvo", "Cena s DPH"],
        ["order_id", "date", "product", "qty", "price"],
    ],
)
def test_headings_speak_for_themselves(headings: list[str]) -> None:
    assert set(REQUIRED) <= set(guess(headings)) | ({"placed_at"} if "Dátum" in headings else set())


def test_a_column_is_guessed_once() -> None:
    mapping = guess(["Numer", "Data", "Nazwa", "Cena", "Ilość", "Telefon", "coś innego"])
    assert len(set(mapping.values())) == len(mapping)
    assert mapping["line_name"] == "Nazwa"
    assert mapping["buyer_phone"] == "Telefon"
    assert "coś innego" not in mapping.values()
