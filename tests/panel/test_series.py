"""Series: what they lack, their form, and what their program allows."""

from copy import copy
from datetime import date

from django.test import Client
from django.urls import reverse

from mostek.companies.models import AuditEntry, Company
from mostek.connections.models import Connection
from mostek.documents.handing_over import hand_over
from mostek.documents.models import Document, Series, SeriesCounter
from tests.panel.reading import followed, page

NEW = "/series/new/"


def filled(**changed: str | int | None) -> dict[str, str]:
    values = {
        "code": "FV",
        "name": "Invoices",
        "kind": "invoice",
        "connection": "",
        "numbering": "hub",
        "pattern": "FV/{number}/{month}/{year}",
        "restart": "month",
        "place": "Poznań",
        "payment_days": "7",
        "language": "pl",
    }
    return values | {name: str(value) for name, value in changed.items()}


def edit(series: Series) -> str:
    return reverse("series_edit", args=[series.pk])


def test_an_empty_list_teaches(boss: Client) -> None:
    text = page(boss, reverse("series_list"))
    assert "No series yet" in text
    assert "New series" in text


def test_the_list_shows_the_number_to_come_and_what_is_missing(boss: Client, series: Series) -> None:
    today = date.today()  # noqa: DTZ011 - the counter of this month, whichever it is
    SeriesCounter.objects.create(series=series, period=f"{today:%Y-%m}", next=12)
    Series.objects.create(company=series.company, code="FX", name="Half", kind="invoice", numbering="hub")
    text = page(boss, reverse("series_list"))
    assert f"FV/12/{today:%m/%Y}" in text
    assert "The series has no place of issue." in text
    assert "The series has no payment term." in text


def test_an_incomplete_series_opens_with_its_missing_fields_red(boss: Client, series: Series) -> None:
    Series.objects.filter(pk=series.pk).update(place="", payment_days=None, pattern="FV/{number}")
    markup = boss.get(edit(series)).content.decode()
    assert "The series cannot be used yet." in markup
    for name in ("place", "payment_days", "pattern"):
        field = markup.split(f'name="{name}"')[1].split(">")[0]
        assert "is-invalid" in field, name
    assert "is-invalid" not in markup.split('name="code"')[1].split(">")[0]
    assert "It is printed" not in markup.split('name="code"')[1].split("</div>")[0]
    assert "Fill in the place of issue" in markup


def test_completing_it_makes_it_ready(boss: Client, series: Series) -> None:
    Series.objects.filter(pk=series.pk).update(place="")
    text = followed(boss, edit(series), **filled(connection=series.connection_id, place="Gdynia"))
    assert "Series FV is ready." in text
    series.refresh_from_db()
    assert series.place == "Gdynia"
    entry = AuditEntry.objects.get(subject="series")
    assert entry.changes["place"] == ["", "Gdynia"]


def test_a_series_may_be_saved_incomplete_and_says_what_is_missing(boss: Client) -> None:
    text = followed(boss, NEW, **filled(place="", payment_days=""))
    assert "the fields marked red are still missing" in text
    assert Series.objects.get().place == ""


def test_zero_days_is_a_payment_term(boss: Client) -> None:
    assert "Series FV is ready." in followed(boss, NEW, **filled(payment_days="0"))


def test_wrong_patterns_are_refused_with_a_sentence(boss: Client) -> None:
    for pattern, said in (
        ("FV/{month}/{year}", "exactly once"),
        ("FV/{number}/{mouth}", "is not known"),
        ("FV/{number}", "start anew every month"),
    ):
        assert said in followed(boss, NEW, **filled(pattern=pattern))
    assert not Series.objects.exists()


def test_two_series_do_not_share_a_code(boss: Client, series: Series) -> None:
    assert "Another series has the code FV." in followed(boss, NEW, **filled())


def test_the_program_decides_which_kinds_there_are(boss: Client, connection: Connection) -> None:
    text = followed(boss, NEW, **filled(kind="receipt", connection=connection.pk))
    assert "inFakt has no receipts." in text
    assert not Series.objects.exists()


def test_choosing_a_program_shows_its_limits_at_once(boss: Client, connection: Connection) -> None:
    query = {**filled(connection=connection.pk), "typed": "1"}
    markup = boss.get(NEW, query, headers={"hx-request": "true"}).content.decode()
    assert "<html" not in markup
    assert "Limits of inFakt" in markup
    assert "What inFakt does not have" in markup


def test_another_companys_connection_cannot_be_chosen(
    stranger: Client, connection: Connection, other_company: Company
) -> None:
    answer = stranger.post(NEW, filled(connection=connection.pk))
    assert answer.status_code == 200
    assert not Series.objects.of(other_company).exists()
    markup = stranger.get(NEW, {**filled(connection=connection.pk), "typed": "1"}).content.decode()
    assert "Limits of" not in markup


def test_the_kind_stays_once_documents_were_issued(boss: Client, document: Document) -> None:
    series = document.series
    text = followed(boss, edit(series), **filled(kind="proforma", connection=series.connection_id))
    assert "its kind stays" in text
    series.refresh_from_db()
    assert series.kind == "invoice"


def test_a_form_that_was_open_during_a_hand_over_does_not_give_the_series_back(
    boss: Client, series: Series, connection: Connection
) -> None:
    before = series.connection_id
    second = copy(connection)
    second.pk, second.name, second.webhook_token = None, "Second account", "another"
    second.save()
    hand_over(series, second, date(2026, 12, 1), "Piotr")
    assert "was handed over from one account to another" in followed(
        boss, edit(series), **filled(connection=before, place="Gdynia")
    )
    series.refresh_from_db()
    assert (series.connection, series.place) == (second, "Poznań")
    assert "Series FV is ready." in followed(
        boss, edit(series), **filled(connection=second.pk, place="Gdynia")
    )
