"""A rejected document: what is marked is mended, then it arrives. Nothing else changes."""

from decimal import Decimal
from typing import Any

import pytest

from mostek.companies.models import AuditEntry
from mostek.delivery import actions
from mostek.delivery.models import Delivery, State
from mostek.delivery.queue import now
from mostek.documents import repairing
from mostek.documents.models import Document
from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.models import OrderStatus
from tests.delivery.crew import deliver_all
from tests.delivery.shop import ACTOR, COMPANY_BUYER, Shop, delivery_of, fresh, keys, story

PROGRAMS = ("infakt", "ifirma")
every_program = pytest.mark.parametrize("program", PROGRAMS)
NO_POSTCODE = {"street": "Mostowa 3", "city": "Poznań", "country": "PL"}
POSTCODE = "buyer.address.postcode"


def rejected(shop: Shop, program: str, **buyer: Any) -> Document:
    """A document that the check before sending turned down, of an order with a status."""
    paid, _ = OrderStatus.objects.get_or_create(company=shop.company, name="Opłacone")
    series = shop.series(shop.connect(program))
    document = shop.freeze(series, buyer=COMPANY_BUYER | buyer, status=paid)
    deliver_all()
    assert delivery_of(document).state == State.REJECTED
    return fresh(document)


def refusal(document: Document, values: dict[str, str]) -> list[str]:
    with pytest.raises(ProblemError) as raised:
        repairing.mend(document, values, ACTOR)
    return keys(raised.value.problems)


@every_program
def test_a_missing_postcode(shop: Shop, program: str) -> None:
    document = rejected(shop, program, address=NO_POSTCODE)
    assert shop.books(program) == []
    assert document.order is not None
    assert str(document.order.status) == "Kłopot z fakturą"
    (field,) = repairing.fields(document)
    assert (field.path, field.value, field.input) == (POSTCODE, "", "text")
    repairing.mend(document, {POSTCODE: " 61-854 "}, ACTOR)
    deliver_all()
    arrived = fresh(document)
    assert (arrived.delivery.state, arrived.number) == (State.ISSUED, shop.booked(document).number)
    assert arrived.invoice().buyer.address.postcode == "61-854"
    assert arrived.order is not None
    assert (str(arrived.order.status), arrived.order.status_before_error) == ("Opłacone", None)
    assert arrived.revision == 2


def test_a_bad_nip(shop: Shop) -> None:
    document = rejected(shop, "infakt", tax_id="1132191234")
    assert "buyer.tax_id" in [field.path for field in repairing.fields(document)]
    assert refusal(document, {"buyer.tax_id": "1132191235"}) == ["regime.pl.nip_checksum"]
    repairing.mend(document, {"buyer.tax_id": "1132191233"}, ACTOR)
    deliver_all()
    arrived = fresh(document)
    assert (arrived.delivery.state, arrived.buyer_tax_id) == (State.ISSUED, "1132191233")
    assert arrived.number == shop.booked(document).number


def test_a_transfer_without_a_verified_account(shop: Shop) -> None:
    connection = shop.connect("infakt", account=5)
    document = shop.issue(shop.series(connection), payment_means="transfer")
    deliver_all()
    (field,) = repairing.fields(fresh(document))
    assert (field.path, field.value, field.input) == ("payment.means", "transfer", "select")
    assert "card" in dict(field.choices)
    repairing.mend(fresh(document), {"payment.means": "card"}, ACTOR)
    deliver_all()
    assert (fresh(document).delivery.state, fresh(document).number) == (
        "issued",
        shop.booked(document).number,
    )
    assert delivery_of(document).sends == 2


def test_a_closed_accounting_month_is_opened_at_the_program(shop: Shop) -> None:
    document = shop.issue(shop.series(shop.connect("ifirma", account=4)))
    deliver_all()
    delivery = delivery_of(document)
    assert (delivery.state, keys(delivery.problems)) == (State.REJECTED, ["ifirma.month_closed"])
    assert document.order is not None
    assert str(fresh(document).order.status) == "Kłopot z fakturą"  # type: ignore[union-attr]
    store = shop.sandbox.programs["ifirma"].store
    store.put("account", "zeszly-miesiac", store.table("account")["zeszly-miesiac"] | {"month": ""})
    actions.resend(delivery, ACTOR)
    deliver_all()
    assert fresh(document).number == shop.booked(document).number
    assert fresh(document).order.status is None  # type: ignore[union-attr]


def test_the_connection_may_move_the_month_by_itself(shop: Shop) -> None:
    options = {"month_policy": "move", "series": "", "signature": "BPO", "template": ""}
    document = shop.issue(shop.series(shop.connect("ifirma", account=4, options=options)))
    deliver_all()
    assert fresh(document).number == shop.booked(document).number


def test_a_person_who_moved_the_order_on_is_not_overruled(shop: Shop) -> None:
    document = rejected(shop, "infakt", address=NO_POSTCODE)
    sent = OrderStatus.objects.create(company=shop.company, name="Wysłane")
    assert document.order is not None
    document.order.status = sent
    document.order.save()
    repairing.mend(document, {POSTCODE: "61-854"}, ACTOR)
    deliver_all()
    document.order.refresh_from_db()
    assert (document.order.status, document.order.status_before_error) == (sent, None)


@pytest.mark.parametrize("value", ["", "abc", "61854"])
def test_a_wrong_value_changes_nothing(shop: Shop, value: str) -> None:
    document = rejected(shop, "infakt", address=NO_POSTCODE)
    before, audit = fresh(document), AuditEntry.objects.count()
    assert refusal(document, {POSTCODE: value})
    after = fresh(document)
    assert (after.content, after.revision) == (before.content, 1)
    assert (after.delivery.state, after.delivery.token) == (State.REJECTED, before.delivery.token)
    assert AuditEntry.objects.count() == audit


@pytest.mark.parametrize(
    "values",
    [
        {"buyer.name": "Kto inny"},
        {POSTCODE: "61-854", "lines.0.unit_price": "1.00"},
        {"payment.paid": "5"},
        {"currency": "EUR"},
        {"seller.tax_id": "1"},
        {"reference": "MST-0000"},
    ],
)
def test_only_marked_fields_may_be_mended(shop: Shop, values: dict[str, str]) -> None:
    document = rejected(shop, "infakt", address=NO_POSTCODE)
    assert refusal(document, values) == ["documents.not_repairable"]
    assert fresh(document).content == document.content


@pytest.mark.parametrize("state", [State.QUEUED, State.SENDING, State.IN_DOUBT, State.ISSUED, State.WARNING])
def test_only_a_rejected_document_may_be_mended(shop: Shop, state: State) -> None:
    document = rejected(shop, "infakt", address=NO_POSTCODE)
    document.delivery.state = state
    document.delivery.save()
    assert repairing.fields(document) == ()
    assert refusal(document, {POSTCODE: "61-854"}) == ["documents.not_repairable"]


def test_totals_stay(shop: Shop) -> None:
    document = rejected(shop, "infakt", address=NO_POSTCODE)
    repairing.mend(document, {POSTCODE: "61-854"}, ACTOR)
    deliver_all()
    assert fresh(document).gross == document.gross == shop.booked(document).gross == Decimal("258.90")


def test_another_vat_rate_may_not_change_what_the_buyer_owes(shop: Shop) -> None:
    """On net prices another rate is another gross total."""
    series = shop.series(shop.connect("infakt"))
    document = shop.issue(series, ("Deska", 1, "100.00", "23"), basis="net", total=Decimal("123.00"))
    mark(document, "lines.0.vat")
    assert refusal(fresh(document), {"lines.0.vat": "8"}) == ["documents.not_repairable"]
    assert refusal(fresh(document), {"lines.0.vat": "24"}) == ["documents.value_odd"]


def test_another_vat_rate_on_gross_prices_keeps_the_gross_total(shop: Shop) -> None:
    document = shop.issue(shop.series(shop.connect("infakt")), ("Deska", 1, "108.00", "23"))
    mark(document, "lines.0.vat")
    repairing.mend(fresh(document), {"lines.0.vat": "8"}, ACTOR)
    deliver_all()
    booked = shop.booked(document)
    assert (booked.net, booked.vat, booked.gross) == (Decimal(100), Decimal(8), Decimal(108))
    assert (fresh(document).vat, fresh(document).delivery.warnings) == (Decimal(8), [])


def mark(document: Document, field: str) -> None:
    """As if the program had turned the document down for this field."""
    problem = {"key": "infakt.vat_refused", "values": {}, "field": field, "raw": ""}
    document.delivery.state, document.delivery.problems = State.REJECTED, [problem]
    document.delivery.due_at = None
    document.delivery.save()


@pytest.mark.parametrize(
    "field", ["lines", "lines.0", "lines.x.vat", "lines.-1.vat", "lines.9.vat", "buyer", "number", "", "x.y"]
)
def test_a_field_that_nobody_can_mend_is_not_offered(shop: Shop, field: str) -> None:
    document = shop.issue(shop.series(shop.connect("infakt")))
    mark(document, field)
    assert repairing.fields(fresh(document)) == ()


def test_who_mended_what_is_kept(shop: Shop) -> None:
    document = rejected(shop, "infakt", address=NO_POSTCODE)
    repairing.mend(document, {POSTCODE: "61-854"}, "Piotr")
    entry = AuditEntry.objects.get(action="mend")
    assert (entry.actor, entry.changes) == ("Piotr", {POSTCODE: ["", "61-854"]})
    assert story(document)[-1] == "person mend"
    assert document.order is not None
    assert document.order.events.last().text == "%(document)s was mended and sent again"  # type: ignore[union-attr]


def test_all_of_one_reason_are_sent_again(shop: Shop) -> None:
    connection = shop.connect("ifirma", account=4)
    series = shop.series(connection)
    documents = [shop.issue(series) for _ in range(3)]
    other = rejected(shop, "infakt", address=NO_POSTCODE)
    store = shop.sandbox.programs["ifirma"].store
    store.put("account", "zeszly-miesiac", store.table("account")["zeszly-miesiac"] | {"month": ""})
    assert actions.resend_all(shop.company, "ifirma.month_closed", ACTOR) == 3
    deliver_all()
    assert {delivery_of(each).state for each in documents} == {State.ISSUED}
    assert delivery_of(other).state == State.REJECTED


def test_one_that_may_not_be_sent_again_keeps_no_other_back(shop: Shop) -> None:
    series = shop.series(shop.connect("ifirma", account=4))
    documents = [shop.issue(series) for _ in range(3)]
    Delivery.objects.filter(document__in=documents).update(
        state=State.REJECTED, problems=[Problem("ifirma.month_closed").as_dict()], due_at=None
    )
    Delivery.objects.filter(document=documents[0]).update(owner="another worker", due_at=now() + 60)
    with pytest.raises(ProblemError) as raised:
        actions.resend_all(shop.company, "ifirma.month_closed", ACTOR)
    assert keys(raised.value.problems) == ["delivery.not_now"]
    states = [delivery_of(each).state for each in documents]
    assert states == [State.REJECTED, State.QUEUED, State.QUEUED]
