"""A buyer met twice is not a second contractor at the program."""

from typing import Any

import pytest

from mostek.connectors.base.http import Lost
from mostek.delivery import buyers
from mostek.delivery.models import BuyerRecord
from mostek.invoicing.model import Party
from tests.delivery.crew import deliver_all
from tests.delivery.shop import COMPANY_BUYER, PRIVATE_BUYER, Shop, delivery_of
from tests.delivery.variants import vary, with_session

PROGRAMS = ("infakt", "ifirma")
every_program = pytest.mark.parametrize("program", PROGRAMS)
every_buyer = pytest.mark.parametrize("buyer", [COMPANY_BUYER, PRIVATE_BUYER], ids=["company", "private"])
DOCUMENTS = 10


def contractors(shop: Shop, program: str) -> list[dict[str, Any]]:
    store = shop.sandbox.programs[program].store
    if program == "ifirma":
        return list(store.table("contractor").values())
    return [row for row in store.table("infakt_row").values() if row["_resource"] == "clients"]


@every_program
@every_buyer
def test_ten_documents_at_once_make_one_record(
    shop: Shop, program: str, buyer: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    vary(monkeypatch, program, concurrency=DOCUMENTS)
    series = shop.series(shop.connect(program))
    documents = [shop.issue(series, buyer=buyer) for _ in range(DOCUMENTS)]
    deliver_all(2)
    assert len(contractors(shop, program)) == 1
    assert len({delivery_of(each).buyer_id for each in documents}) == 1
    assert {delivery_of(each).state for each in documents} == {"issued"}
    assert len(shop.books(program)) == DOCUMENTS


@every_program
@every_buyer
def test_the_answer_of_the_creation_got_lost(
    shop: Shop, program: str, buyer: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    lost: list[str] = []

    async def makes_and_loses(real: Any, party: Any, marker: str) -> Any:
        made = await real.create_buyer(party, marker)
        if not lost:
            lost.append(made)
            raise Lost("the answer got lost")
        return made

    with_session(monkeypatch, program, create_buyer=makes_and_loses)
    series = shop.series(shop.connect(program))
    documents = [shop.issue(series, buyer=buyer) for _ in range(3)]
    deliver_all()
    assert len(contractors(shop, program)) == len(lost) == 1
    assert {delivery_of(each).buyer_id for each in documents} == set(lost)
    assert {delivery_of(each).state for each in documents} == {"issued"}


@every_program
def test_a_record_that_a_person_made_is_used(shop: Shop, program: str) -> None:
    """The company stands at the program already, under its tax id."""
    connection = shop.connect(program)
    shop.issue(shop.series(connection))
    deliver_all()
    BuyerRecord.objects.all().delete()
    shop.issue(shop.series(connection))
    deliver_all()
    assert len(contractors(shop, program)) == 1


@every_program
def test_two_buyers_are_two_records(shop: Shop, program: str) -> None:
    series = shop.series(shop.connect(program))
    shop.issue(series, buyer=PRIVATE_BUYER)
    shop.issue(series, buyer=PRIVATE_BUYER | {"email": "inny.jan@poczta.example"})
    deliver_all()
    assert len(contractors(shop, program)) == 2


def party(**fields: Any) -> Party:
    return Party.model_validate(PRIVATE_BUYER | fields)


@pytest.mark.parametrize(
    "other",
    [
        party(name="  jan   RÓŻYCKI "),
        party(phone="600 100 200"),
        party(email="JAN@poczta.example"),
    ],
)
def test_the_same_person_written_otherwise(other: Party) -> None:
    assert buyers.key_of(other) == buyers.key_of(party())


@pytest.mark.parametrize(
    "other", [party(name="Jan Różyczka"), party(email=""), party(tax_id="1132191233"), party(address={})]
)
def test_somebody_else(other: Party) -> None:
    assert buyers.key_of(other) != buyers.key_of(party())


def test_a_company_is_its_tax_id() -> None:
    one = party(tax_id="113-219-12-33")
    assert buyers.key_of(one) == buyers.key_of(party(name="Inna nazwa", tax_id="1132191233"))
    assert buyers.key_of(one) == buyers.key_of(party(tax_id="PL1132191233"))


def wanted(shop: Shop, delivery_id: int, lease: float = 30) -> buyers.Wanted:
    connection_id = BuyerRecord.objects.values_list("connection_id", flat=True).first()
    return buyers.Wanted(connection_id or shop.connect("infakt").pk, "k" * 64, delivery_id, lease)


def test_one_delivery_holds_the_buyer(shop: Shop) -> None:
    first = wanted(shop, 1)
    second = buyers.Wanted(first.connection_id, first.key, 2, 30)
    assert buyers.look_up([first, second]) == [buyers.Found(is_first=True), None]
    assert buyers.look_up([second]) == [None]
    assert buyers.look_up([first]) == [buyers.Found()], "it may go on, but is not the first any more"


def test_a_holder_that_died_lets_go_after_its_lease(shop: Shop) -> None:
    dead = wanted(shop, 1, lease=-1)
    buyers.look_up([dead])
    other = buyers.Wanted(dead.connection_id, dead.key, 2, 30)
    assert buyers.look_up([other]) == [buyers.Found()]
    third = buyers.Wanted(dead.connection_id, dead.key, 3, 30)
    assert buyers.look_up([third]) == [None]


def test_what_is_known_is_told_to_everyone(shop: Shop) -> None:
    first = wanted(shop, 1)
    buyers.look_up([first])
    BuyerRecord.objects.update(remote_id="42", holder="", held_until=0)
    other = buyers.Wanted(first.connection_id, first.key, 2, 30)
    assert buyers.look_up([first, other]) == [buyers.Found("42"), buyers.Found("42")]
