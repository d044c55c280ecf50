"""Credentials stop working: one warning, the queue waits; new ones of the same account, and it goes on."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mostek.companies.models import AuditEntry
from mostek.connections import verifying
from mostek.connections.models import Connection, State
from mostek.delivery.models import BuyerRecord, Delivery
from mostek.kernel.problems import ProblemError
from mostek.reconcile.models import RemoteDocument
from tests.delivery.crew import Crew, deliver_all
from tests.delivery.shop import ACTOR, Shop, fresh, keys
from tests.factories import make_user


@pytest.fixture
def boss(shop: Shop) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user(shop.company))
    return client


def break_key(connection: Connection) -> None:
    connection.set_credentials({"api_key": "ab" * 20})
    connection.save()


def page(client: Client, name: str, *args: Any) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def test_the_whole_story(shop: Shop, boss: Client) -> None:
    connection = shop.connect("infakt")
    good = shop.credentials("infakt")
    series = shop.series(connection)
    break_key(connection)
    waiting = [shop.issue(series) for _ in range(3)]
    with Crew() as crew:
        crew.until(lambda: Connection.objects.get().state == State.REFUSED)
    assert AuditEntry.objects.filter(action="refused").count() == 1
    assert not Delivery.objects.filter(state="rejected").exists()
    for name, args in (("dashboard", ()), ("attention", ()), ("connection", (connection.pk,))):
        shown = page(boss, name, *args)
        assert 'bell-count">1<' in shown
        assert connection.name in shown
    wrong = {"credentials-api_key": "cd" * 20}
    boss.post(reverse("connection_credentials", args=[connection.pk]), wrong)
    assert Connection.objects.get().state == State.REFUSED
    right = {f"credentials-{name}": value for name, value in good.items()}
    answer = boss.post(reverse("connection_credentials", args=[connection.pk]), right, follow=True)
    assert "The new credentials work" in answer.content.decode()
    deliver_all()
    assert {fresh(each).delivery.state for each in waiting} == {"issued"}
    assert len(shop.books("infakt")) == 3
    assert 'bell-count">' not in page(boss, "dashboard")
    assert "turned away by the program" in page(boss, "connection", connection.pk)


def test_another_account_needs_a_persons_word_once_documents_were_sent(shop: Shop, boss: Client) -> None:
    connection = shop.connect("infakt")
    shop.issue(shop.series(connection))
    deliver_all()
    other = shop.credentials("infakt", 4)
    with pytest.raises(ProblemError) as raised:
        verifying.replace_credentials(connection, other, ACTOR)
    assert keys(raised.value.problems) == ["connections.other_account_unsaid"]
    address = reverse("connection_credentials", args=[connection.pk])
    answer = boss.post(address, {f"credentials-{k}": v for k, v in other.items()}, follow=True)
    asked = answer.content.decode()
    assert "lead to another account?" in asked
    assert other["api_key"] not in asked
    assert BuyerRecord.objects.exists()
    RemoteDocument.objects.create(
        company=shop.company, connection=connection, remote_id="old", issue_date=connection.created_at.date()
    )
    boss.post(reverse("connection_other_account", args=[connection.pk]))
    saved = Connection.objects.get()
    assert saved.account_name == "Pracownia Lniana Anna Wrona"
    assert not BuyerRecord.objects.exists()
    assert not RemoteDocument.objects.exists()
    assert boss.get(reverse("connection_other_account", args=[connection.pk])).status_code == 302


def test_the_same_account_under_another_spelling_is_the_same(shop: Shop) -> None:
    connection = shop.connect("infakt")
    shop.issue(shop.series(connection))
    deliver_all()
    Connection.objects.update(account_name="SKLEP BŁAWATEK", account_tax_id="PL 111-111-11-11")
    connection.refresh_from_db()
    verifying.replace_credentials(connection, shop.credentials("infakt"), ACTOR)
    assert Connection.objects.get().account_name == "Sklep Bławatek sp. z o.o."
