"""Files are taken in whole, once, whatever happens in between; what does not fit is listed."""

import csv
import io
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from mostek.companies.models import Company
from mostek.delivery.jobloop import work_a_portion
from mostek.delivery.models import Job
from mostek.kernel.problems import ProblemError
from mostek.orders.importing import runs, staging, writing
from mostek.orders.importing.choosing import remembered
from mostek.orders.importing.headings import guess
from mostek.orders.importing.issues import issues_csv
from mostek.orders.importing.presets import presets
from mostek.orders.importing.runs import import_file, progress, start
from mostek.orders.importing.sniffing import sniff
from mostek.orders.intake import take_many
from mostek.orders.models import ImportIssue, ImportRun, Order, OrderEvent, OrderLine

HEADINGS = ["Numer", "Data", "Klient", "NIP", "Kraj", "Produkt", "Ilość", "Cena", "VAT"]
MAPPING = {
    "number": "Numer",
    "placed_at": "Data",
    "buyer_name": "Klient",
    "buyer_tax_id": "NIP",
    "buyer_country": "Kraj",
    "line_name": "Produkt",
    "line_quantity": "Ilość",
    "line_unit_price": "Cena",
    "line_vat": "VAT",
}
SETTINGS = {"mapping": MAPPING, "currency": "pln", "source": "shop"}
RETAIL = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"


def table(path: Path, rows: list[list[str]], headings: list[str] = HEADINGS) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=";").writerows([headings, *rows])
    return path


def row(number: str, product: str = "Lampa", price: str = "12,50", **other: str) -> list[str]:
    return [
        number,
        other.get("date", "21.11.2026"),
        other.get("buyer", "Jan Kowalski"),
        other.get("tax_id", ""),
        other.get("country", "Polska"),
        product,
        other.get("quantity", "1"),
        price,
        other.get("vat", "23%"),
    ]


def listed(run: ImportRun) -> list[tuple[int, str]]:
    return [(issue.line, issue.problem["key"]) for issue in run.issues.order_by("line", "id")]


def failure_of(run: ImportRun) -> str:
    return str(run.failure["key"]) if run.failure else ""


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """2000 orders of two lines each, the second line of each far from its first."""
    first = [row(str(n), "Lampa") for n in range(2000)]
    second = [row(str(n), "Świeca", "2,00") for n in range(2000)]
    return table(tmp_path / "many.csv", first + second)


def test_rows_of_one_order_are_found_wherever_they_stand(company: Company, tmp_path: Path) -> None:
    path = table(
        tmp_path / "a.csv", [row("1"), row("2"), row("1", "Świeca", "2,00"), row("1", "Świeca", "2,00")]
    )
    run = import_file(company, path, "csv", SETTINGS, "Anna")
    assert (run.state, run.orders_new, run.lines_refused) == ("done", 2, 0)
    order = Order.objects.get(number="1")
    assert [line.name for line in order.lines.all()] == ["Lampa", "Świeca", "Świeca"]
    assert (order.total, order.currency) == (Decimal("16.50"), "PLN")
    event = order.events.get()
    assert event.text % event.values == "Order taken in from a.csv"


def test_the_same_file_again_changes_nothing(company: Company, many: Path) -> None:
    import_file(company, many, "csv", SETTINGS, "Anna")
    before = list(OrderLine.objects.values_list("pk", flat=True).order_by("pk"))
    again = import_file(company, many, "csv", SETTINGS, "Anna")
    assert (again.orders_known, again.orders_new, again.orders_changed) == (2000, 0, 0)
    assert list(OrderLine.objects.values_list("pk", flat=True).order_by("pk")) == before
    assert OrderEvent.objects.count() == 2000


def test_an_order_comes_in_whole_or_not_at_all(company: Company, tmp_path: Path) -> None:
    rows = [row("1"), row("1", price="drogo"), row("2"), row("3", quantity="-1"), row("3"), row("", "x")]
    run = import_file(company, table(tmp_path / "a.csv", rows), "csv", SETTINGS, "Anna")
    assert (run.orders_new, run.orders_refused, run.lines_refused) == (1, 3, 5)
    assert listed(run) == [
        (2, "orders.import_other_row"),
        (3, "orders.cell_number"),
        (5, "orders.quantity_negative"),
        (6, "orders.import_other_row"),
        (7, "orders.number_empty"),
    ]


def test_the_list_tells_line_order_reason_and_content_and_holds_no_formula(
    company: Company, tmp_path: Path
) -> None:
    rows = [row("=cmd()", price="-5"), row("+2", "@SUM(A1)", price="")]
    run = import_file(company, table(tmp_path / "a.csv", rows), "csv", SETTINGS, "Anna")
    text = "".join(issues_csv(run))
    assert text.startswith("\ufeff")
    table_of_issues = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert len(table_of_issues) == 3
    assert [cells[0] for cells in table_of_issues[1:]] == ["2", "3"]
    assert [cells[1] for cells in table_of_issues[1:]] == ["'=cmd()", "'+2"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cells in table_of_issues for cell in cells)
    assert "@SUM(A1)" in table_of_issues[2][5]


def test_the_mapping_is_remembered_for_files_of_this_shape(
    company: Company, other_company: Company, tmp_path: Path
) -> None:
    path = table(tmp_path / "a.csv", [row("1")])
    assert remembered(company, sniff(path).headings) is None
    import_file(company, path, "csv", SETTINGS, "Anna")
    kept = remembered(company, sniff(path).headings)
    assert kept
    assert (kept["mapping"], kept["currency"]) == (MAPPING, "PLN")
    assert remembered(other_company, sniff(path).headings) is None


@pytest.mark.parametrize(
    ("chosen", "key", "field"),
    [
        ({**SETTINGS, "mapping": {}}, "orders.import_mapping_missing", "mapping.number"),
        ({**SETTINGS, "currency": ""}, "orders.import_mapping_currency", "mapping.currency"),
        ({**SETTINGS, "currency": "XYZ"}, "orders.currency_unknown", "currency"),
        ({**SETTINGS, "source": "Mój sklep"}, "orders.import_setting", "source"),
        ({**SETTINGS, "basis": "maybe"}, "orders.import_setting", "basis"),
        (
            {**SETTINGS, "mapping": {**MAPPING, "notes": "Uwagi"}},
            "orders.import_heading_missing",
            "mapping.notes",
        ),
    ],
)
def test_wrong_choices_are_named_and_nothing_is_kept(
    company: Company, tmp_path: Path, chosen: dict[str, Any], key: str, field: str, django_home: Path
) -> None:
    path = table(tmp_path / "a.csv", [row("1")])
    with pytest.raises(ProblemError) as caught:
        start(company, path, "a.csv", "csv", chosen, "Anna")
    assert (caught.value.problems[0].key, caught.value.problems[0].field) == (key, field)
    assert ImportRun.objects.count() == Job.objects.count() == 0
    assert list((django_home / "imports").iterdir()) == []


@pytest.fixture
def django_home(tmp_path: Path, settings: Any) -> Path:
    settings.HOME = tmp_path / "home"
    return tmp_path / "home"


def work(job: Job) -> Iterator[bool]:
    """The worker's own portions, each in another thread, until the job has ended."""
    while job.due_at is not None:
        with ThreadPoolExecutor(1) as thread:
            thread.submit(_portion).result()
        job.refresh_from_db()
        yield job.due_at is None


def _portion() -> None:
    try:
        work_a_portion()
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_worker_does_it_in_portions_and_the_file_goes(
    company: Company, many: Path, django_home: Path
) -> None:
    with many.open("rb") as upload:
        run = start(company, upload, "C:\\Users\\anna\\many.csv", "csv", SETTINGS, "Anna")
    job = Job.objects.get()
    shares = []
    for _ in work(job):
        run.refresh_from_db()
        shares.append(progress(run))
    assert shares == sorted(shares)
    assert (len(shares) > 3, shares[-1]) == (True, 1)
    assert (run.state, run.orders_new, job.total, job.done, job.failed) == ("done", 2000, 2000, 2000, 0)
    assert list((django_home / "imports").iterdir()) == []


class Killed(BaseException):
    pass


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kill_at", [0, 1, 2, 3])
def test_killed_in_the_middle_of_any_portion_nothing_is_lost_or_doubled(
    company: Company, many: Path, django_home: Path, monkeypatch: pytest.MonkeyPatch, kill_at: int
) -> None:
    """The process dies after an order has been written and before the portion is committed; another
    one, which knows nothing of the first, goes on."""
    run = start(company, many, "many.csv", "csv", SETTINGS, "Anna")
    job = Job.objects.get()
    calls = iter(range(1000))

    def dying(*arguments: Any) -> Any:
        taken = take_many(*arguments)
        if next(calls) == kill_at:
            raise Killed
        return taken

    monkeypatch.setattr(writing, "take_many", dying)
    killed = 0
    while True:
        try:
            for _ in work(job):
                pass
        except Killed:
            killed += 1
            runs._being_staged.clear()
        else:
            break
    run.refresh_from_db()
    assert killed == (1 if kill_at < 3 else killed)
    assert (run.state, run.orders_new, run.orders_known) == ("done", 2000, 0)
    assert (Order.objects.count(), OrderLine.objects.count()) == (2000, 4000)


@pytest.mark.django_db(transaction=True)
def test_killed_while_reading_the_file_another_process_reads_it_anew(
    company: Company, many: Path, django_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "STEP_SECONDS", 0.0)
    start(company, many, "many.csv", "csv", SETTINGS, "Anna")
    job = Job.objects.get()
    worker = work(job)
    assert next(worker) is False
    runs._being_staged.clear()  # the process is gone; its half-read file stays behind
    assert list((django_home / "imports").glob("*.partial"))
    for _ in worker:
        pass
    assert Order.objects.count() == 2000
    assert list((django_home / "imports").iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_a_missing_file_ends_the_run_with_a_sentence(company: Company, many: Path, django_home: Path) -> None:
    run = start(company, many, "many.csv", "csv", SETTINGS, "Anna")
    Path(run.path).unlink()
    job = Job.objects.get()
    assert list(work(job)) == [True]
    run.refresh_from_db()
    assert job.problem
    assert job.state == "failed"
    assert failure_of(run) == job.problem["key"] == "orders.import_file_missing"


@pytest.mark.django_db(transaction=True)
def test_an_unforeseen_failure_ends_the_run_too(
    company: Company, many: Path, django_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(writing, "take_many", broken)
    run = start(company, many, "many.csv", "csv", SETTINGS, "Anna")
    job = Job.objects.get()
    assert list(work(job))[-1] is True
    run.refresh_from_db()
    assert (run.state, failure_of(run), job.state) == ("failed", "orders.import_failed", "failed")
    assert list((django_home / "imports").iterdir()) == []


@pytest.mark.parametrize("blow", [KeyboardInterrupt, Killed])
def test_an_interrupted_import_on_the_command_line_is_told_apart(
    company: Company, many: Path, monkeypatch: pytest.MonkeyPatch, blow: type[BaseException]
) -> None:
    monkeypatch.setattr(runs, "FOREGROUND_ROWS", 2500)

    def interrupt(run: ImportRun) -> None:
        if run.position:
            raise blow

    with pytest.raises(blow):
        import_file(company, many, "csv", SETTINGS, "Anna", interrupt)
    second = import_file(company, many, "csv", SETTINGS, "Anna")
    first = ImportRun.objects.earliest("pk")
    assert first.failure
    assert (first.state, first.failure["key"]) == ("failed", "orders.import_interrupted")
    assert (second.state, second.orders_known, second.orders_new) == ("done", 500, 1500)
    assert Order.objects.count() == 2000


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (
            'Numer;Data;Produkt;Ilość;Cena\n1;"2026-11-21;Lampa;1;2\n2;2026-11-21;Lampa;1;2\n',
            "orders.import_broken",
        ),
        ('Numer;Data;Produkt;Ilość;Cena\n1;2026-11-21;"Lam"pa;1;2\n', "orders.import_broken"),
    ],
)
def test_a_broken_table_takes_nothing_in(company: Company, tmp_path: Path, text: str, key: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text)
    mapping = guess(["Numer", "Data", "Produkt", "Ilość", "Cena"])
    run = import_file(company, path, "csv", {**SETTINGS, "mapping": mapping}, "Anna")
    assert (run.state, failure_of(run), Order.objects.count()) == ("failed", key, 0)


def test_nul_bytes_are_listed_not_swallowed(company: Company, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    table(path, [row("1", "La\x00mpa"), row("2"), row("3\x00")])
    run = import_file(company, path, "csv", SETTINGS, "Anna")
    assert (run.orders_new, run.orders_refused) == (1, 2)
    assert [key for _, key in listed(run)] == ["orders.unprintable"] * 2


def test_rows_of_another_width_are_refused(company: Company, tmp_path: Path) -> None:
    rows = [row("1"), [*row("2"), "too", "many"], ["3", "21.11.2026"]]
    run = import_file(company, table(tmp_path / "a.csv", rows), "csv", SETTINGS, "Anna")
    assert [key for _, key in listed(run)] == ["orders.import_cells", "orders.cell_number"]
    assert run.orders_new == 1


def test_rows_that_contradict_each_other_are_refused(company: Company, tmp_path: Path) -> None:
    rows = [row("1", tax_id="5260250274"), row("1", tax_id="1132191233")]
    run = import_file(company, table(tmp_path / "a.csv", rows), "csv", SETTINGS, "Anna")
    assert [key for _, key in listed(run)] == ["orders.import_other_row", "orders.import_rows_disagree"]


def test_an_unknown_country_and_a_missing_vat_are_remarks(company: Company, tmp_path: Path) -> None:
    rows = [row("1", country="Atlantyda", vat="")]
    run = import_file(company, table(tmp_path / "a.csv", rows), "csv", SETTINGS, "Anna")
    assert (run.orders_new, run.lines_refused, run.remarks) == (1, 0, 2)
    assert {key for _, key in listed(run)} == {"orders.country_unread", "orders.vat_missing"}
    assert all(issue.is_remark for issue in ImportIssue.objects.all())
    assert Order.objects.get().buyer_party().address.country == ""


def test_everything_a_table_can_say_comes_in(company: Company, tmp_path: Path) -> None:
    headings = [
        *("Order Number", "Order Date", "Currency", "Status", "Order Total Amount", "Paid", "Paid date"),
        *(
            "Payment Method Title",
            "Shipping Method Title",
            "Order Shipping Amount",
            "Shipping VAT",
            "Discount",
        ),
        *("Company", "VAT ID", "Street", "City", "Postcode", "Country", "Email", "Phone", "Customer Note"),
        *("Shipping name", "Shipping city", "Item Name", "SKU", "Quantity", "Unit", "Price", "Tax rate"),
    ]
    values = [
        *("W-7", "2026-11-21 10:00", "EUR", "Completed", "128.00", "yes", "2026-11-22"),
        *("Cash on delivery", "Courier", "10.00", "23", "5.00"),
        *(
            "Firma sp. z o.o.",
            "5260250274",
            "Polna 1",
            "Kraków",
            "30-001",
            "PL",
            "a@b.example",
            "600",
            "Please wrap",
        ),
        *("Ewa Nowak", "Gdynia", "Lamp", "L-1", "1", "pcs", "123.00", "23%"),
    ]
    path = table(tmp_path / "a.csv", [values], headings)
    settings = {"mapping": guess(headings), "source": "woo"}
    run = import_file(company, path, "csv", settings, "Anna")
    assert (run.orders_new, listed(run)) == (1, [])
    order = Order.objects.get()
    assert (order.total, order.paid, str(order.paid_on)) == (Decimal(128), Decimal(128), "2026-11-22")
    assert (order.payment_means, order.delivery_method, order.discount) == (
        "cash_on_delivery",
        "Courier",
        Decimal(5),
    )
    assert (order.status and order.status.name, order.notes) == ("Completed", "Please wrap")
    buyer = order.buyer_party()
    assert (buyer.name, buyer.is_company, buyer.address.postcode) == ("Firma sp. z o.o.", True, "30-001")
    assert order.recipient["name"] == "Ewa Nowak"
    assert [(line.name, line.kind, line.vat_code) for line in order.lines.all()] == [
        ("Lamp", "goods", "23"),
        ("Courier", "shipping", "23"),
    ]


def test_a_file_of_another_kind_stops_early(
    company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "HOPELESS", 50)
    monkeypatch.setattr(runs, "FOREGROUND_ROWS", 240)
    path = table(tmp_path / "a.csv", [row(str(n), price="?") for n in range(500)])
    run = import_file(company, path, "csv", SETTINGS, "Anna")
    assert (run.state, failure_of(run), run.orders_refused) == ("failed", "orders.import_nothing_fits", 60)
    assert run.issues.count() == 60


ORDER = {
    "number": "1",
    "placed_at": "2026-11-20T10:00:00",
    "currency": "PLN",
    "lines": [{"name": 'Świeca {["', "quantity": 1, "unit_price": 1.1, "vat_code": "23"}],
}


@pytest.mark.parametrize("style", ["list", "indented", "lines", "bom"])
def test_json_in_every_shape(company: Company, tmp_path: Path, style: str) -> None:
    orders = [{**ORDER, "number": str(n)} for n in range(5)]
    text = {
        "list": json.dumps(orders),
        "indented": json.dumps(orders, indent=2, ensure_ascii=False),
        "lines": "\n".join(json.dumps(order) for order in orders) + "\n",
        "bom": "\ufeff" + json.dumps(orders),
    }[style]
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    run = import_file(company, path, "json", {"source": "shop"}, "Anna")
    assert (run.state, run.orders_new, listed(run)) == ("done", 5, [])
    line = OrderLine.objects.filter(order__number="4").get()
    assert (line.unit_price, line.name) == (Decimal("1.1"), 'Świeca {["')


def test_json_orders_are_refused_one_by_one(company: Company, tmp_path: Path) -> None:
    orders = [
        ORDER,
        {**ORDER, "number": "2", "currency": "?"},
        7,
        ORDER,
        {**ORDER, "discount": 1},
        {**ORDER, "x": 1},
    ]
    path = tmp_path / "a.json"
    path.write_text(json.dumps(orders))
    run = import_file(company, path, "json", {}, "Anna")
    assert run.orders_new == 1
    assert listed(run) == [
        (2, "orders.currency_unknown"),
        (3, "orders.not_an_object"),
        (5, "orders.number_twice"),
        (6, "orders.number_twice"),
    ]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[{"number": "1"}, {"number": ', "orders.import_json_broken"),
        ('[{"number": "1"} {"number": "2"}]', "orders.import_json_broken"),
        ('[{"number": 1}] rest', "orders.import_json_broken"),
        ("[" * 100_000, "orders.import_json_broken"),
        ("plain text", "orders.import_no_json"),
        ("", "orders.import_empty"),
    ],
)
def test_broken_json_takes_nothing_in(company: Company, tmp_path: Path, text: str, key: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text)
    run = import_file(company, path, "json", {}, "Anna")
    assert (run.state, failure_of(run), Order.objects.count()) == ("failed", key, 0)


def test_the_public_data_set_loses_nothing_in_silence(company: Company, tmp_path: Path) -> None:
    path = tmp_path / "online-retail.csv"
    lines = [
        "536365,85123A, WHITE HOLDER ,6,2010-12-01 08:26:00,2.55,17850,United Kingdom",
        "536366,POST,,1,2010-12-01 08:28:00,18.00,,EIRE",
        "536365,85123A, WHITE HOLDER ,6,2010-12-01 08:25:00,2.55,17850,United Kingdom",
        "536365,PADS,PADS,1,2010-12-01 08:26:00,0.001,17850,United Kingdom",
        "C536379,D,Discount,-1,2010-12-01 09:41:00,27.50,14527,United Kingdom",
        "A563185,B,Adjust bad debt,1,2011-08-12 14:50:00,11062.06,,United Kingdom",
        "536589,21777,,-10,2010-12-01 16:50:00,0.0,,United Kingdom",
        "536414,22139,,56,2010-12-01 11:52:00,0.0,,United Kingdom",
        "536999,22139,BOX,1,2010-12-01 11:52:00,1.0,1,Channel Islands",
    ]
    path.write_text(RETAIL + "\n".join(lines) + "\n")
    run = import_file(company, path, "online-retail", {"vat_code": "23"}, "Anna")
    assert (run.orders_new, run.orders_refused, run.lines_refused, run.remarks) == (3, 4, 4, 1)
    assert listed(run) == [
        (6, "orders.retail_cancellation"),
        (7, "orders.retail_adjustment"),
        (8, "orders.retail_stock"),
        (9, "orders.retail_zero"),
        (10, "orders.country_unread"),
    ]
    assert run.orders_new + run.orders_refused == 7
    order = Order.objects.get(number="536365")
    assert [line.unit_price for line in order.lines.all()] == [
        Decimal("2.55"),
        Decimal("2.55"),
        Decimal("0.001"),
    ]
    assert (order.total, order.currency, order.buyer_name) == (Decimal("30.60"), "GBP", "Customer 17850")
    assert order.placed_at.isoformat() == "2010-12-01T08:25:00+00:00"
    postage = Order.objects.get(number="536366")
    assert (postage.buyer_name, postage.buyer_party().address.country) == ("Retail customer", "IE")
    assert [(line.name, line.kind) for line in postage.lines.all()] == [("POST", "shipping")]


def test_a_table_that_is_not_the_data_set_is_refused(company: Company, tmp_path: Path) -> None:
    run = import_file(company, table(tmp_path / "a.csv", [row("1")]), "online-retail", {}, "Anna")
    assert run.failure == {
        "key": "orders.import_heading_missing",
        "values": {"heading": "InvoiceNo"},
        "field": "",
        "raw": "",
    }


def test_another_companys_orders_are_not_met(company: Company, other_company: Company, many: Path) -> None:
    import_file(company, many, "csv", SETTINGS, "Anna")
    assert import_file(other_company, many, "csv", SETTINGS, "Ewa").orders_new == 2000


def test_presets_fill_their_own_forms() -> None:
    for preset in presets():
        for field in preset.fields:
            assert not field.required or field.default
