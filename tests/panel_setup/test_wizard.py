"""Adding an account: what works is saved, what does not leaves nothing behind."""

import pytest
from django.conf import settings
from django.test import Client

from mostek.companies.models import AuditEntry, Company, Role
from mostek.connections.models import Connection
from mostek.delivery.models import Lane
from mostek.documents.models import Series
from mostek.invoicing.model import Kind
from mostek.sandbox.server import Sandbox
from tests.panel_setup.conftest import PROGRAM, MakeClient, good_key, make_series

ADD = f"/programs/{PROGRAM}/add/"


def _form(key: str, **fields: object) -> dict[str, object]:
    return {
        "name": "Shop account",
        "environment": "stand_in",
        "credentials-api_key": key,
        "options-document_status": "printed",
        "options-paid_orders": "paid",
        **fields,
    }


def _account(sandbox: Sandbox, name: str) -> str:
    accounts = {each.id: each for each in sandbox.programs[PROGRAM].stand_in.accounts()}
    return accounts[name].credentials["api_key"]


def test_tiles_show_every_program_with_its_accounts(boss: Client, connection: Connection) -> None:
    page = boss.get("/programs/").content.decode()
    assert "inFakt" in page
    assert "iFirma" in page
    assert "Main account" in page
    assert "1 account" in page
    assert f'href="{ADD}"' in page


def test_reader_sees_tiles_without_the_add_button(reader: Client, connection: Connection) -> None:
    page = reader.get("/programs/").content.decode()
    assert "Main account" in page
    assert ADD not in page


def test_wizard_shows_help_preconditions_and_limits(boss: Client, sandbox: Sandbox) -> None:
    page = boss.get(ADD).content.decode()
    assert "Connecting inFakt" in page
    assert "An inFakt account whose plan includes the API." in page
    assert "inFakt has no receipts." in page
    assert "webhook_secret" not in page


def test_wizard_offers_series_and_says_where_taken_ones_go(
    boss: Client, company: Company, connection: Connection
) -> None:
    taken = make_series(company, "FV")
    free = make_series(company, "FVX")
    make_series(company, "PAR", Kind.RECEIPT)
    Series.objects.filter(pk=taken.pk).update(connection=connection)
    page = boss.get(ADD).content.decode()
    assert f'name="series" value="{free.pk}"' in page
    assert f'value="{taken.pk}"' not in page
    assert "It goes to Main account; a series goes to one account only." in page


def test_activate_saves_names_the_account_and_binds(boss: Client, sandbox: Sandbox, series: Series) -> None:
    answer = boss.post(ADD, _form(good_key(sandbox), series=[series.pk]))
    made = Connection.objects.get()
    assert answer["Location"] == f"/connections/{made.pk}/?activated=1"
    page = boss.get(answer["Location"]).content.decode()
    assert f"Connected: {made.account_name}" in page
    assert made.account_name
    assert "Add the webhook at the program" in page
    assert Lane.objects.get(connection=made).open
    series.refresh_from_db()
    assert series.connection == made
    assert AuditEntry.objects.filter(action="activate", label="Shop account").exists()


@pytest.mark.parametrize("which", ["lapsed", "write_only"])
def test_failure_names_the_cause_and_saves_nothing(
    boss: Client, sandbox: Sandbox, series: Series, which: str
) -> None:
    key = _account(sandbox, which)
    answer = boss.post(ADD, _form(key, name="My shop", series=[series.pk]))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert not Connection.objects.exists()
    series.refresh_from_db()
    assert series.connection is None
    assert "What to do" in page
    assert "Nothing was saved." in page
    assert 'value="My shop"' in page
    assert key not in page


def test_wrong_key_marks_its_field_and_is_never_shown_again(boss: Client, sandbox: Sandbox) -> None:
    key = "0123456789" * 4
    page = boss.post(ADD, _form(key)).content.decode()
    assert not Connection.objects.exists()
    assert key not in page
    assert "is-invalid" in page


def test_malformed_key_is_told_before_anything_is_asked(boss: Client, sandbox: Sandbox) -> None:
    page = boss.post(ADD, _form("too-short")).content.decode()
    assert "has exactly 40 characters" in page
    assert "too-short" not in page
    assert not Connection.objects.exists()


def test_blanks_around_and_inside_a_pasted_key_do_no_harm(boss: Client, sandbox: Sandbox) -> None:
    key = good_key(sandbox)
    boss.post(ADD, _form(f"  {key[:20]} {key[20:]}\n"))
    assert Connection.objects.get().credentials()["api_key"] == key


def test_missing_name_and_key_are_both_told(boss: Client, sandbox: Sandbox) -> None:
    page = boss.post(ADD, _form("", name="")).content.decode()
    assert "This field is required." in page
    assert "API key is missing." in page


def test_name_is_taken_once(boss: Client, sandbox: Sandbox, connection: Connection) -> None:
    page = boss.post(ADD, _form(good_key(sandbox), name=connection.name)).content.decode()
    assert "Another account has this name already" in page
    assert Connection.objects.count() == 1


def test_a_second_account_is_offered_a_name_of_its_own(boss: Client, connection: Connection) -> None:
    Connection.objects.update(name="inFakt")
    assert 'value="inFakt 2"' in boss.get(ADD).content.decode()


def test_ready_made_account_is_filled_in_for_the_stand_in(boss: Client, sandbox: Sandbox) -> None:
    plain = boss.get(ADD).content.decode()
    assert "?account=good" in plain
    assert good_key(sandbox) not in plain
    filled = boss.get(f"{ADD}?account=good")
    page = filled.content.decode()
    assert good_key(sandbox) in page
    assert 'value="stand_in"' in page
    assert filled["Cache-Control"] == "no-store"


def test_wizard_works_when_the_sandbox_is_down(boss: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SANDBOX_URL", "http://127.0.0.1:9")
    assert boss.get(ADD).status_code == 200


def test_stand_in_and_own_address_only_where_offered(boss: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SANDBOX_URL", "")
    page = boss.get(ADD).content.decode()
    assert 'value="stand_in"' not in page
    assert "custom_url" not in page
    monkeypatch.setattr(settings, "ALLOW_CUSTOM_ADDRESSES", True)
    page = boss.post(ADD, _form("a" * 40, environment="custom")).content.decode()
    assert "Enter the address, beginning with https://." in page


def test_private_address_of_ones_own_is_refused(
    boss: Client, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "ALLOW_CUSTOM_ADDRESSES", True)
    url = sandbox.base_url(PROGRAM)
    page = boss.post(ADD, _form(good_key(sandbox), environment="custom", custom_url=url)).content.decode()
    assert "could not be reached" in page
    assert not Connection.objects.exists()


def test_unknown_environment_is_refused(boss: Client, sandbox: Sandbox) -> None:
    answer = boss.post(ADD, _form(good_key(sandbox), environment="elsewhere"))
    assert answer.status_code == 200
    assert not Connection.objects.exists()


@pytest.mark.parametrize("role", [Role.READER, Role.OPERATOR, Role.ACCOUNTANT])
def test_only_those_who_configure_add_accounts(as_role: MakeClient, sandbox: Sandbox, role: Role) -> None:
    client = as_role(role)
    assert client.get(ADD).status_code == 403
    assert client.post(ADD, _form(good_key(sandbox))).status_code == 403
    assert not Connection.objects.exists()


def test_series_of_another_company_is_not_bound(
    boss: Client, sandbox: Sandbox, other_company: Company
) -> None:
    foreign = make_series(other_company, "FV")
    boss.post(ADD, _form(good_key(sandbox), series=[foreign.pk]))
    foreign.refresh_from_db()
    assert foreign.connection is None


def test_unknown_program_is_not_found(boss: Client) -> None:
    assert boss.get("/programs/nothing/add/").status_code == 404


def test_matrix_shows_each_program_and_its_reasons(boss: Client) -> None:
    page = boss.get("/programs/matrix/").content.decode()
    assert "inFakt has no receipts." in page
    assert "Proof that a document was made" in page
