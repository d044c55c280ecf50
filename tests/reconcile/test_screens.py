"""The whole story in the panel: read, look, adopt, take back; seller's data; a test document; hand-over."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mostek.companies.models import BankAccount, Company, Role
from mostek.connections.models import Connection
from mostek.documents.models import Document, SeriesHandover
from mostek.kernel.dates import today
from mostek.orders.models import TEST_SOURCE, Order
from mostek.reconcile.models import FetchRun, RemoteDocument
from tests.delivery.crew import Crew, deliver_all
from tests.delivery.shop import Shop, fresh
from tests.factories import make_company, make_user
from tests.reconcile.byhand import made_by_hand


def browser(company: Company, role: Role = Role.OWNER) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user(company, role, f"{role.value}{company.pk}@shop.example"))
    return client


def seen(client: Client, name: str, *args: Any, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def press(client: Client, name: str, *args: Any, **values: Any) -> str:
    answer = client.post(reverse(name, args=args), values, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_existing_documents_are_read_and_adopted(shop: Shop) -> None:
    connection = shop.connect("infakt")
    series = shop.series(connection)
    order = made_by_hand(shop, series)
    boss, day = browser(shop.company), today("Europe/Warsaw")
    assert "Fetch existing documents" in seen(boss, "connection", connection.pk)
    page = press(boss, "connection_fetch", connection.pk, since=day - timedelta(days=5), until=day)
    assert "You may leave this page" in page
    with Crew() as crew:
        crew.until(lambda: FetchRun.objects.get().state == "done")
    remote = RemoteDocument.objects.get()
    assert remote.number in seen(boss, "connection_existing", connection.pk, query="?which=unknown")
    assert remote.number not in seen(boss, "connection_existing", connection.pk, query="?which=known")
    assert order.number in seen(boss, "connection_adoption", connection.pk)
    press(boss, "connection_adopt", connection.pk, series=series.pk, remote=[remote.pk], window=14)
    deliver_all()
    document = Document.objects.get(order=order)
    page = seen(boss, "connection_adoption", connection.pk)
    assert "1 document was taken over." in page
    assert "it stood at the program already" in seen(boss, "document", document.pk)
    page = press(boss, "connection_adoption_undo", connection.pk, document.pk)
    assert "The adoption is taken back" in page
    assert not Document.objects.exists()


def test_an_ambiguous_one_is_chosen_by_a_person(shop: Shop) -> None:
    connection = shop.connect("infakt")
    series = shop.series(connection)
    order = made_by_hand(shop, series)
    shop.order()
    boss, day = browser(shop.company), today("Europe/Warsaw")
    press(boss, "connection_fetch", connection.pk, since=day, until=day)
    with Crew() as crew:
        crew.until(lambda: FetchRun.objects.get().state == "done")
    assert "Several orders fit." in seen(boss, "connection_adoption", connection.pk)
    pair = f"{RemoteDocument.objects.get().pk}-{order.pk}"
    page = press(boss, "connection_adopt", connection.pk, series=series.pk, pair=pair, window=14)
    assert f"is now the document of order {order.number}" in page


def test_readers_and_strangers(shop: Shop) -> None:
    connection = shop.connect("infakt")
    series = shop.series(connection)
    reader = browser(shop.company, Role.READER)
    for name in ("connection_fetch", "connection_adopt", "connection_test_send", "connection_seller_take"):
        assert reader.post(reverse(name, args=[connection.pk])).status_code == 403
    assert reader.get(reverse("series_handover", args=[series.pk])).status_code == 403
    stranger = browser(make_company(name="Obca", tax_id=""))
    for name in ("connection_existing", "connection_adoption", "connection_seller", "connection_test"):
        assert stranger.get(reverse(name, args=[connection.pk])).status_code == 404
    assert stranger.post(reverse("connection_adopt", args=[connection.pk])).status_code == 404
    assert stranger.get(reverse("series_handover", args=[series.pk])).status_code == 404


def test_the_sellers_data_field_by_field(shop: Shop) -> None:
    connection = shop.connect("infakt")
    series = shop.series(connection)
    boss = browser(shop.company)
    page = seen(boss, "connection_seller", connection.pk)
    assert "Sklep Bławatek sp. z o.o." in page
    # Name, tax id, street, postcode, town and e-mail; the bank account agrees.
    assert (page.count("</i> differs<"), page.count("</i> the same<")) == (6, 1)
    order = shop.order()
    issue = seen(boss, "order_issue", order.pk, query=f"?series={series.pk}")
    assert "would print the seller differently" in issue
    assert "would print the seller differently" in seen(boss, "connection", connection.pk)
    for key in ("name", "tax_id", "street", "postcode", "city"):
        press(boss, "connection_seller_take", connection.pk, key=key)
    shop.company.refresh_from_db()
    assert (shop.company.name, shop.company.city) == ("Sklep Bławatek sp. z o.o.", "Kraków")
    assert "Both sides agree" in seen(boss, "connection_seller", connection.pk)
    page = press(boss, "connection_seller_take", connection.pk, key="name")
    assert "nothing to take over" in page
    issue = seen(boss, "order_issue", order.pk, query=f"?series={series.pk}")
    assert "would print the seller differently" not in issue


def test_a_program_that_tells_no_seller_says_so(shop: Shop) -> None:
    connection = shop.connect("ifirma")
    boss = browser(shop.company)
    assert "does not tell the seller" in seen(boss, "connection_seller", connection.pk)
    assert "does not tell them over its API" in seen(boss, "connection", connection.pk)


def test_a_bank_account_of_the_program_is_taken(shop: Shop) -> None:
    connection = shop.connect("infakt")
    BankAccount.objects.all().delete()
    boss = browser(shop.company)
    press(boss, "connection_seller_look", connection.pk)
    iban = "PL61109010140000071219812874"
    press(boss, "connection_seller_take", connection.pk, key=f"account:{iban}")
    made = BankAccount.objects.get()
    assert (made.iban, made.bank, made.currency) == (iban, "Bank Próbny", "PLN")


@pytest.mark.parametrize("program", ["infakt", "ifirma"])
def test_a_test_document_goes_the_real_way(shop: Shop, program: str) -> None:
    connection = shop.connect(program)
    proforma = shop.series(connection, kind="proforma")
    boss = browser(shop.company)
    assert "No test document yet" in seen(boss, "connection_test", connection.pk)
    press(boss, "connection_test_send", connection.pk, series=proforma.pk)
    deliver_all()
    document = fresh(Document.objects.get())
    assert document.order is not None
    assert document.order.source == TEST_SOURCE
    assert document.gross == 1
    page = seen(boss, "connection_test", connection.pk)
    assert document.number in page
    assert page.count("ti-circle-check text-green") == 5
    (entry,) = shop.books(program)
    assert (entry.kind, str(entry.gross)) == ("proforma", "1.00")
    assert seen(boss, "dashboard").count('<div class="number">0</div>') >= 1


def test_outside_the_stand_in_a_real_document_needs_a_word(shop: Shop) -> None:
    connection = shop.connect("infakt")
    series = shop.series(connection)
    Connection.objects.update(environment="production", paused=True)
    boss = browser(shop.company)
    page = press(boss, "connection_test_send", connection.pk, series=series.pk)
    assert "would be booked for real" in page
    assert not Order.objects.exists()
    press(boss, "connection_test_send", connection.pk, series=series.pk, confirmed="1")
    assert Document.objects.count() == 1


def test_a_series_is_handed_over_on_a_day(shop: Shop) -> None:
    old, new = shop.connect("infakt"), shop.connect("ifirma")
    series = shop.series(old)
    boss, day = browser(shop.company), today("Europe/Warsaw")
    query = f"?to={new.pk}&since={day + timedelta(days=1)}"
    page = seen(boss, "series_handover", series.pk, query=query)
    assert "This will happen" in page
    page = press(boss, "series_handover", series.pk, to=new.pk, since=day + timedelta(days=1))
    assert "is handed over to" in page
    made = SeriesHandover.objects.get()
    page = press(boss, "series_handover_undo", series.pk, made.pk)
    assert "The hand-over is taken back." in page
    series.refresh_from_db()
    assert series.connection == old
