"""The connection card: what stands there, what can be changed, who may."""

import pytest
from django.test import Client
from django.utils import timezone

from mostek.companies.models import AuditEntry, Company
from mostek.connections.models import Connection, State
from mostek.delivery.models import Lane
from mostek.documents.models import Series
from mostek.invoicing.model import Kind
from mostek.kernel.problems import Problem
from mostek.orders.models import CustomField, FieldKind, OrderStatus
from mostek.sandbox.server import Sandbox
from tests.panel_setup.conftest import PROGRAM, MakeClient, good_key, make_series

SECRET = "whsec-not-to-be-seen-5512"
CHANGES = (
    "verify",
    "credentials",
    "payments",
    "configuration",
    "series",
    "webhook",
    "pause",
    "resume",
    "name",
    "off",
    "delete",
)


def _url(connection: Connection, part: str = "") -> str:
    return f"/connections/{connection.pk}/{part}/" if part else f"/connections/{connection.pk}/"


def test_card_shows_health_webhook_and_limits(boss: Client, connection: Connection) -> None:
    page = boss.get(_url(connection)).content.decode()
    assert connection.account_name in page
    assert f"/hooks/{connection.webhook_token}/" in page
    assert "invoice_created_via_async_api" in page
    assert "not set: events are turned down until it is" in page
    assert "inFakt has no receipts." in page


def test_secrets_are_never_in_the_page(boss: Client, connection: Connection, sandbox: Sandbox) -> None:
    boss.post(_url(connection, "webhook"), {"secret": SECRET})
    for address in (_url(connection), "/programs/", "/log/changes/"):
        page = boss.get(address).content.decode()
        assert SECRET not in page
        assert good_key(sandbox) not in page
    connection.refresh_from_db()
    assert connection.credentials() == {"api_key": good_key(sandbox), "webhook_secret": SECRET}
    assert good_key(sandbox) not in connection.sealed


def test_reader_sees_the_card_without_forms(reader: Client, connection: Connection) -> None:
    page = reader.get(_url(connection)).content.decode()
    assert connection.account_name in page
    assert connection.webhook_token not in page
    for part in CHANGES:
        assert _url(connection, part) not in page


@pytest.mark.parametrize("part", CHANGES)
def test_reader_and_stranger_change_nothing(
    as_role: MakeClient, reader: Client, stranger: Client, connection: Connection, part: str
) -> None:
    assert reader.post(_url(connection, part), {}).status_code == 403
    assert stranger.post(_url(connection, part), {}).status_code == 404
    connection.refresh_from_db()
    assert connection.state == State.ACTIVE
    assert not connection.paused


def test_stranger_finds_no_card(stranger: Client, connection: Connection) -> None:
    assert stranger.get(_url(connection)).status_code == 404
    assert stranger.get(_url(connection, "queue")).status_code == 404


def test_payment_mapping_keeps_only_what_differs(boss: Client, connection: Connection) -> None:
    boss.post(_url(connection, "payments"), {"blik": "przelewy24", "card": ""})
    connection.refresh_from_db()
    assert connection.payment_map == {"blik": "przelewy24"}
    entry = AuditEntry.objects.get(action="map payments")
    assert entry.changes == {"blik": [None, "przelewy24"]}


def test_payment_method_that_the_program_does_not_have_is_refused(
    boss: Client, connection: Connection
) -> None:
    page = boss.post(_url(connection, "payments"), {"blik": "gold"}).content.decode()
    assert "is-invalid" in page
    connection.refresh_from_db()
    assert connection.payment_map == {}


def test_basic_configuration_is_kept_and_audited(
    boss: Client, company: Company, connection: Connection
) -> None:
    status = OrderStatus.objects.create(company=company, name="Document failed")
    field = CustomField.objects.create(company=company, name="Invoice PDF", kind=FieldKind.FILE)
    boss.post(
        _url(connection, "configuration"),
        {
            "error_status": status.pk,
            "document_field": field.pk,
            "fetch_pdf": "on",
            "options-document_status": "draft",
            "options-paid_orders": "paid",
        },
    )
    connection.refresh_from_db()
    assert connection.error_status == status
    assert connection.document_field == field
    assert connection.fetch_pdf
    assert not connection.auto_send
    assert connection.options["document_status"] == "draft"
    changes = AuditEntry.objects.get(action="configure").changes
    assert changes["error_status"] == [None, "Document failed"]
    assert changes["auto_send"] == [True, False]


def test_configuration_takes_no_status_or_field_of_others(
    boss: Client, company: Company, other_company: Company, connection: Connection
) -> None:
    status = OrderStatus.objects.create(company=other_company, name="Theirs")
    text = CustomField.objects.create(company=company, name="Parcel", kind=FieldKind.TEXT)
    page = boss.post(
        _url(connection, "configuration"), {"error_status": status.pk, "document_field": text.pk}
    ).content.decode()
    assert "is-invalid" in page
    assert "Theirs" not in page
    connection.refresh_from_db()
    assert connection.error_status is None
    assert connection.document_field is None


def test_odd_option_is_told_at_its_field(boss: Client, connection: Connection) -> None:
    page = boss.post(
        _url(connection, "configuration"), {"options-vat_exemption_reason": "<b>x</b>"}
    ).content.decode()
    assert "digits only" in page
    assert "<b>x</b>" not in page


def test_series_is_bound_and_taken_off(
    boss: Client, company: Company, connection: Connection, series: Series
) -> None:
    boss.post(_url(connection, "series"), {"series": [series.pk]})
    series.refresh_from_db()
    assert series.connection == connection
    boss.post(f"/connections/{connection.pk}/series/{series.pk}/unbind/")
    series.refresh_from_db()
    assert series.connection is None
    assert list(AuditEntry.objects.order_by("id").values_list("action", flat=True))[-2:] == ["bind", "unbind"]


def test_series_bound_elsewhere_stays_there(
    boss: Client, company: Company, connection: Connection, series: Series
) -> None:
    other = Connection.objects.create(company=company, program=PROGRAM, name="Second", environment="stand_in")
    Series.objects.filter(pk=series.pk).update(connection=other)
    answer = boss.post(_url(connection, "series"), {"series": [series.pk]}, follow=True)
    assert "It goes to Second; a series goes to one account only." in answer.content.decode()
    series.refresh_from_db()
    assert series.connection == other


def test_series_of_a_kind_the_program_lacks_is_not_bound(
    boss: Client, company: Company, connection: Connection
) -> None:
    receipts = make_series(company, "PAR", Kind.RECEIPT)
    answer = boss.post(_url(connection, "series"), {"series": [receipts.pk]}, follow=True)
    assert "inFakt has no receipts." in answer.content.decode()
    receipts.refresh_from_db()
    assert receipts.connection is None


def test_pause_closes_the_queue_and_resume_opens_it(boss: Client, connection: Connection) -> None:
    boss.post(_url(connection, "pause"))
    assert not Lane.objects.get(connection=connection).open
    assert "Resume sending" in boss.get(_url(connection)).content.decode()
    boss.post(_url(connection, "resume"))
    assert Lane.objects.get(connection=connection).open


def test_new_credentials_are_kept_only_when_they_work(
    boss: Client, connection: Connection, sandbox: Sandbox
) -> None:
    wrong = "0123456789" * 4
    page = boss.post(_url(connection, "credentials"), {"credentials-api_key": wrong}).content.decode()
    assert "What to do" in page
    assert wrong not in page
    connection.refresh_from_db()
    assert connection.credentials()["api_key"] == good_key(sandbox)
    assert connection.state == State.ACTIVE


def test_empty_secret_keeps_the_old_one_and_the_webhook_secret(
    boss: Client, connection: Connection, sandbox: Sandbox
) -> None:
    boss.post(_url(connection, "webhook"), {"secret": SECRET})
    answer = boss.post(_url(connection, "credentials"), {"credentials-api_key": ""}, follow=True)
    assert "The new credentials work" in answer.content.decode()
    connection.refresh_from_db()
    assert connection.credentials() == {"api_key": good_key(sandbox), "webhook_secret": SECRET}


def test_refused_account_says_why_and_verifying_reopens_it(boss: Client, connection: Connection) -> None:
    Connection.objects.filter(pk=connection.pk).update(
        state=State.REFUSED, problem=Problem("connections.unreadable").as_dict()
    )
    page = boss.get(_url(connection)).content.decode()
    assert "credentials do not work" in page
    assert "The stored credentials cannot be opened." in page
    assert 'href="#credentials"' in page
    boss.post(_url(connection, "verify"))
    connection.refresh_from_db()
    assert connection.state == State.ACTIVE
    assert connection.problem is None


def test_unreadable_credentials_are_not_overwritten_by_a_webhook_secret(
    boss: Client, connection: Connection
) -> None:
    Connection.objects.filter(pk=connection.pk).update(sealed="gAAAAAB-lost-key")
    page = boss.post(_url(connection, "webhook"), {"secret": SECRET}).content.decode()
    assert "The stored credentials cannot be opened." in page
    connection.refresh_from_db()
    assert connection.sealed == "gAAAAAB-lost-key"


def test_rename_refuses_a_taken_name(boss: Client, company: Company, connection: Connection) -> None:
    Connection.objects.create(company=company, program=PROGRAM, name="Second", environment="stand_in")
    assert "has this name already" in boss.post(_url(connection, "name"), {"name": "Second"}).content.decode()
    boss.post(_url(connection, "name"), {"name": "Renamed"})
    connection.refresh_from_db()
    assert connection.name == "Renamed"


def test_switching_off_asks_once_then_closes_the_queue(boss: Client, connection: Connection) -> None:
    question = boss.get(_url(connection, "off")).content.decode()
    assert "Switch off Main account?" in question
    assert "At the program: nothing changes" in question
    connection.refresh_from_db()
    assert connection.state == State.ACTIVE
    boss.post(_url(connection, "off"))
    connection.refresh_from_db()
    assert connection.state == State.OFF
    assert not Lane.objects.get(connection=connection).open


def test_unused_account_is_deleted_and_frees_its_series(
    boss: Client, connection: Connection, series: Series
) -> None:
    Series.objects.filter(pk=series.pk).update(connection=connection)
    assert "Delete Main account?" in boss.get(_url(connection, "delete")).content.decode()
    boss.post(_url(connection, "delete"))
    assert not Connection.objects.exists()
    series.refresh_from_db()
    assert series.connection is None
    assert AuditEntry.objects.filter(action="delete", label="Main account").exists()


def test_queue_part_answers_by_itself(boss: Client, connection: Connection) -> None:
    part = boss.get(_url(connection, "queue")).content.decode()
    assert "nothing" in part
    assert "<html" not in part


def test_webhook_state_is_told(boss: Client, connection: Connection) -> None:
    Connection.objects.filter(pk=connection.pk).update(
        webhook_verified_at=timezone.now(),
        webhook_last_event_at=timezone.now(),
        webhook_last_event="invoice_created_via_async_api",
    )
    assert "confirmed" in boss.get(_url(connection)).content.decode()


def test_account_of_a_program_that_is_gone(boss: Client, company: Company) -> None:
    orphan = Connection.objects.create(company=company, program="gone", name="Old", environment="production")
    assert "Old" in boss.get("/programs/").content.decode()
    page = boss.get(_url(orphan)).content.decode()
    assert "is not installed" in page
    assert boss.post(_url(orphan, "verify")).status_code == 404
