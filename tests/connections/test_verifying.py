"""A connection is tried before it is trusted: what fails is explained and saves nothing."""

from typing import Any

import pytest
from django.db import IntegrityError

from mostek.companies.models import AuditEntry
from mostek.connections import verifying
from mostek.connections.addresses import STAND_IN
from mostek.connections.models import Connection, State
from mostek.connectors.base.registry import connectors
from mostek.delivery.models import Lane
from mostek.delivery.words import card
from mostek.kernel.problems import ProblemError
from tests.delivery.shop import ACTOR, Shop, keys

PROGRAMS = ("infakt", "ifirma")
every_program = pytest.mark.parametrize("program", PROGRAMS)


def unsaved(shop: Shop, program: str, **credentials: str) -> Connection:
    made = Connection(company=shop.company, program=program, name="Nowe konto", environment=STAND_IN)
    made.set_credentials(shop.credentials(program) | credentials)
    return made


def refused(connection: Connection) -> str:
    """The one reason, and that nothing was kept."""
    with pytest.raises(ProblemError) as raised:
        verifying.activate(connection, ACTOR)
    (problem,) = raised.value.problems
    told = card(problem)
    assert told.key != "unexplained"
    assert told.what
    assert told.todo
    assert "%(" not in told.what + told.why + told.todo
    assert not Connection.objects.exists()
    assert not Lane.objects.exists()
    assert not AuditEntry.objects.exists()
    return problem.key


@every_program
def test_the_account_reached_is_named(shop: Shop, program: str) -> None:
    connection = unsaved(shop, program)
    reached = verifying.activate(connection, ACTOR)
    saved = Connection.objects.get()
    assert reached.name == saved.account_name != ""
    assert (saved.state, saved.verified_at is not None) == (State.ACTIVE, True)
    lane = Lane.objects.get()
    assert (lane.open, lane.concurrency) == (True, connectors()[program].manifest.concurrency)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.label) == ("activate", ACTOR, "Nowe konto")


@pytest.mark.parametrize(
    ("program", "account", "key"),
    [
        ("infakt", 2, "infakt.scope_read_missing"),
        ("infakt", 3, "infakt.plan_lapsed"),
        ("ifirma", 1, "ifirma.key_missing"),
        ("ifirma", 2, "ifirma.terms"),
        ("ifirma", 3, "ifirma.unknown_login"),
    ],
)
def test_each_trouble_has_its_own_sentence(shop: Shop, program: str, account: int, key: str) -> None:
    assert refused(unsaved(shop, program, **shop.credentials(program, account))) == key


@pytest.mark.parametrize(
    ("program", "credentials", "key"),
    [
        ("infakt", {"api_key": "ab" * 20}, "infakt.key_refused"),
        ("ifirma", {"key_faktura": "ab" * 8}, "ifirma.wrong_key"),
        ("ifirma", {"key_abonent": "ab" * 8}, "ifirma.wrong_key"),
        ("ifirma", {"login": "nikt@ifirma.example"}, "ifirma.unknown_login"),
    ],
)
def test_wrong_credentials(shop: Shop, program: str, credentials: dict[str, str], key: str) -> None:
    assert refused(unsaved(shop, program, **credentials)) == key


@pytest.mark.parametrize(("program", "account"), [("infakt", 4), ("infakt", 5), ("ifirma", 4)])
def test_what_will_make_trouble_later_is_a_warning(shop: Shop, program: str, account: int) -> None:
    verifying.activate(unsaved(shop, program, **shop.credentials(program, account)), ACTOR)
    (warning,) = Connection.objects.get().warnings
    assert card(warning).key != "unexplained"


@every_program
@pytest.mark.parametrize(
    ("fault", "key"),
    [
        ("server_error", "connections.no_answer"),
        ("html_instead", "connections.no_answer"),
        ("too_many_requests", "connections.limited"),
    ],
)
def test_a_program_in_disorder(shop: Shop, program: str, fault: str, key: str) -> None:
    shop.faults(program).share[fault] = 1
    assert refused(unsaved(shop, program)) == key


@every_program
def test_nobody_there(shop: Shop, program: str, settings: Any) -> None:
    settings.SANDBOX_URL = "http://127.0.0.1:9"
    assert refused(unsaved(shop, program)) == "connections.unreachable"


@every_program
def test_something_else_answers_there(shop: Shop, program: str, settings: Any) -> None:
    settings.SANDBOX_URL = f"{shop.sandbox.url}/nowhere"
    assert refused(unsaved(shop, program)) == f"{program}.wrong_address"


def test_new_credentials_are_kept_only_when_they_work(shop: Shop) -> None:
    connection = shop.connect("infakt")
    before = connection.sealed
    with pytest.raises(ProblemError):
        verifying.replace_credentials(connection, {"api_key": "ab" * 20}, ACTOR)
    assert connection.sealed == before
    assert Connection.objects.get().sealed == before
    good = shop.credentials("infakt", 4)
    assert verifying.replace_credentials(connection, good, "Piotr").name == "Pracownia Lniana Anna Wrona"
    assert Connection.objects.get().credentials() == good
    entry = AuditEntry.objects.get(action="credentials")
    assert (entry.actor, entry.changes["credentials"]) == ("Piotr", ["•••", "•••"])
    assert entry.changes["account_name"] == ["Sklep Bławatek sp. z o.o.", "Pracownia Lniana Anna Wrona"]


def test_the_same_name_twice_is_impossible(shop: Shop) -> None:
    shop.connect("infakt", name="Konto")
    with pytest.raises(IntegrityError):
        shop.connect("ifirma", name="Konto")


def test_cleaning_names_every_field_that_is_amiss() -> None:
    fields = connectors()["ifirma"].manifest.credentials
    with pytest.raises(ProblemError) as raised:
        verifying.clean(fields, {"login": " ", "key_faktura": "xyz", "key_abonent": ""})
    assert {problem.field: problem.key for problem in raised.value.problems} == {
        "login": "connections.field_missing",
        "key_faktura": "connections.field_pattern",
        "key_abonent": "connections.field_missing",
    }
    assert all("%(" not in card(problem).what for problem in raised.value.problems)


def test_cleaning_takes_out_what_was_pasted_along() -> None:
    fields = connectors()["ifirma"].manifest.credentials
    raw = {"login": " ja@sklep.example ", "key_faktura": "0F1E 2D3C\n4B5A6978\t", "key_abonent": "A1B2C3D4"}
    assert verifying.clean(fields, raw)["key_faktura"] == "0F1E2D3C4B5A6978"
    assert verifying.clean(fields, raw)["login"] == "ja@sklep.example"


def test_an_option_that_is_not_offered() -> None:
    with pytest.raises(ProblemError) as raised:
        verifying.clean(connectors()["ifirma"].manifest.options, {"month_policy": "guess"})
    assert keys(raised.value.problems) == ["connections.field_choice"]


def test_an_option_that_is_left_out_gets_its_default() -> None:
    values = verifying.clean(connectors()["ifirma"].manifest.options, {})
    assert values == {"month_policy": "stop", "series": "", "signature": "BPO", "template": ""}


def test_places_to_choose_from(settings: Any) -> None:
    manifest = connectors()["infakt"].manifest
    settings.SANDBOX_URL, settings.ALLOW_CUSTOM_ADDRESSES = "", False
    assert [key for key, _ in verifying.choices_of_environment(manifest)] == ["production", "vendor_sandbox"]
    settings.SANDBOX_URL, settings.ALLOW_CUSTOM_ADDRESSES = "http://127.0.0.1:1", True
    assert [key for key, _ in verifying.choices_of_environment(manifest)][2:] == ["stand_in", "custom"]
