"""Importing orders: file, columns, progress, what was not taken."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from mostek.companies.models import AuditEntry, Company, Role
from mostek.delivery.jobs import runner_of
from mostek.delivery.models import Job
from mostek.orders.models import ImportRun, Order
from tests.panel_setup.conftest import MakeClient

TABLE = """Numer zamówienia;Data zamówienia;Klient;Nazwa produktu;Ilość;Cena brutto;Stawka VAT
Z/1;2026-11-18 10:22;Jan Żuraw;Lampa;1;123,00;23
Z/2;2026-11-19 08:00;Anna Nowak;Krzesło;2;49,90;23
Z/3;wczoraj;<script>alert(1)</script>;Stół;1;500,00;23
"""


def _upload(client: Client, content: bytes, name: str = "orders.csv", preset: str = "csv") -> str:
    """The address of the page that asks how to read the file."""
    answer = client.post("/imports/new/", {"preset": preset, "file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def _filled(page: str) -> dict[str, str]:
    """What a person would send by pressing the button without touching anything."""
    values = dict(re.findall(r'<input type="text" name="([^"]+)" value="([^"]*)"', page))
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        values[name] = chosen[1] if chosen else ""
    return values


def _start(client: Client, address: str, **changes: str) -> ImportRun:
    answer = client.post(address, _filled(client.get(address).content.decode()) | changes)
    assert answer.status_code == 302, answer.content.decode()
    run = ImportRun.objects.latest("id")
    assert answer["Location"] == f"/imports/{run.pk}/"
    return run


def _work() -> None:
    """What a worker does."""
    for job in Job.objects.filter(kind="import", state="queued"):
        finished = False
        while not finished:
            with transaction.atomic():
                finished = runner_of("import")(job)
        job.state = "done"
        job.save()


@pytest.mark.django_db(transaction=True)
def test_table_with_guessed_columns_is_taken_in_and_told(boss: Client, company: Company) -> None:
    run = _start(boss, _upload(boss, TABLE.encode("cp1250")), **{"settings-currency": "PLN"})
    page = boss.get(f"/imports/{run.pk}/").content.decode()
    assert "Waiting for a worker." in page
    assert f'hx-get="/imports/{run.pk}/progress/"' in page
    _work()
    assert {order.buyer_name for order in Order.objects.of(company)} == {"Jan Żuraw", "Anna Nowak"}
    page = boss.get(f"/imports/{run.pk}/").content.decode()
    assert "“wczoraj” in the column “Data zamówienia” is not a date." in page
    assert "<script>alert" not in page
    assert "orders.csv" in boss.get("/imports/").content.decode()
    progress = boss.get(f"/imports/{run.pk}/progress/")
    assert progress["HX-Refresh"] == "true"
    assert AuditEntry.objects.get(action="import").label == "orders.csv"


@pytest.mark.django_db(transaction=True)
def test_refused_lines_are_downloaded(boss: Client, company: Company) -> None:
    run = _start(boss, _upload(boss, TABLE.encode()))
    _work()
    answer = boss.get(f"/imports/{run.pk}/issues.csv")
    assert answer["Content-Type"].startswith("text/csv")
    content = answer.getvalue().decode()
    assert "Z/3" in content
    assert "wczoraj" in content


@pytest.mark.django_db(transaction=True)
def test_same_file_again_changes_nothing(boss: Client, company: Company) -> None:
    _start(boss, _upload(boss, TABLE.encode()))
    _work()
    before = list(Order.objects.values())
    run = _start(boss, _upload(boss, TABLE.encode()))
    _work()
    run.refresh_from_db()
    assert (run.orders_new, run.orders_known) == (0, 2)
    assert list(Order.objects.values()) == before


@pytest.mark.django_db(transaction=True)
def test_columns_are_remembered_for_files_of_the_same_shape(boss: Client, company: Company) -> None:
    odd = TABLE.replace("Klient", "Uczestnik")
    address = _upload(boss, odd.encode())
    assert _filled(boss.get(address).content.decode())["map-buyer_name"] == ""
    _start(boss, address, **{"map-buyer_name": "Uczestnik", "settings-source": "fair"})
    filled = _filled(boss.get(_upload(boss, odd.encode(), "other.csv")).content.decode())
    assert filled["map-buyer_name"] == "Uczestnik"
    assert filled["settings-source"] == "fair"


def test_vat_and_currency_must_come_from_somewhere(boss: Client) -> None:
    address = _upload(boss, TABLE.encode())
    form = _filled(boss.get(address).content.decode())
    page = boss.post(address, form | {"map-line_vat": "", "settings-currency": ""}).content.decode()
    assert "Choose a rate for all lines here, or the column that holds it." in page
    assert "Enter the currency here, or choose the column that holds it." in page
    assert not ImportRun.objects.exists()


def test_required_column_missing_and_column_twice_are_told(boss: Client) -> None:
    address = _upload(boss, TABLE.encode())
    form = _filled(boss.get(address).content.decode())
    page = boss.post(address, form | {"map-line_name": "", "map-notes": "Klient"}).content.decode()
    assert "Say which column holds this." in page
    assert "This column is taken already" in page
    assert not ImportRun.objects.exists()


def test_odd_setting_is_told_at_its_field(boss: Client) -> None:
    address = _upload(boss, TABLE.encode())
    form = _filled(boss.get(address).content.decode())
    page = boss.post(address, form | {"settings-source": "Ö / <b>"}).content.decode()
    assert "Small letters, digits, dots, dashes and underscores" in page
    page = boss.post(address, form | {"settings-currency": "XYZ"}).content.decode()
    assert "is-invalid" in page
    assert not ImportRun.objects.exists()


def test_file_that_is_no_table_is_explained_and_cannot_be_started(boss: Client) -> None:
    page = boss.get(_upload(boss, b"%PDF-1.7 nothing of use", "faktura.pdf")).content.decode()
    assert "What to do" in page
    assert "Start the import" not in page


def test_looking_again_with_another_encoding(boss: Client) -> None:
    address = _upload(boss, TABLE.encode("cp1250"))
    assert "Numer zamówienia" in boss.get(address).content.decode()
    page = boss.post(address, {"again": "1", "settings-encoding": "iso8859-2"}).content.decode()
    assert "Jan Żuraw" in page or "Jan" in page
    assert not ImportRun.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_json_needs_no_columns(boss: Client, company: Company) -> None:
    order = (
        b'[{"number": "J/1", "placed_at": "2026-11-18T10:00:00", "currency": "PLN", "lines": '
        b'[{"name": "Lampa", "quantity": "1", "unit_price": "10.00", "vat_code": "23"}]}]'
    )
    _start(boss, _upload(boss, order, "orders.json", "json"))
    _work()
    assert Order.objects.of(company).get().number == "J/1"


def test_ready_kind_says_what_it_makes_up_and_leaves_out(boss: Client) -> None:
    address = _upload(boss, b"InvoiceNo,StockCode\n1,2\n", "retail.csv", "online-retail")
    page = boss.get(address).content.decode()
    assert "What the file does not say" in page
    assert "What is not taken in" in page


def test_no_file_empty_file_and_unknown_kind_are_told(boss: Client) -> None:
    assert "Choose a file." in boss.post("/imports/new/", {"preset": "csv"}).content.decode()
    empty = SimpleUploadedFile("empty.csv", b"")
    page = boss.post("/imports/new/", {"preset": "csv", "file": empty}).content.decode()
    assert "This file is empty." in page
    other = boss.post("/imports/new/", {"preset": "xml", "file": SimpleUploadedFile("a.csv", b"a;b")})
    assert other.status_code == 200


def test_draft_belongs_to_who_uploaded_it(
    boss: Client, as_role: MakeClient, stranger: Client, company: Company
) -> None:
    address = _upload(boss, TABLE.encode())
    assert stranger.get(address).status_code == 404
    assert as_role(Role.OPERATOR).get(address).status_code == 404
    assert boss.get(address).status_code == 200
    assert boss.get("/imports/new/..%2F..%2Fsecret-key/").status_code == 404


def test_started_draft_is_gone(boss: Client) -> None:
    address = _upload(boss, TABLE.encode())
    _start(boss, address)
    assert boss.get(address).status_code == 404
    assert not list(Path(settings.HOME, "uploads").glob(address.split("/")[-2]))


def test_reader_sees_runs_but_starts_none(boss: Client, reader: Client) -> None:
    run = _start(boss, _upload(boss, TABLE.encode()))
    page = reader.get("/imports/").content.decode()
    assert "orders.csv" in page
    assert "/imports/new/" not in page
    assert reader.get(f"/imports/{run.pk}/").status_code == 200
    assert reader.get("/imports/new/").status_code == 403


def test_runs_of_another_company_do_not_exist(boss: Client, stranger: Client) -> None:
    run = _start(boss, _upload(boss, TABLE.encode()))
    for part in ("", "progress/", "issues.csv"):
        assert stranger.get(f"/imports/{run.pk}/{part}").status_code == 404
    assert "orders.csv" not in stranger.get("/imports/").content.decode()
