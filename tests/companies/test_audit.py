"""Who did what: one entry for each action, with what changed."""

from datetime import date
from decimal import Decimal

from mostek.companies.audit import record
from mostek.companies.models import AuditEntry, Company
from mostek.connections import verifying
from mostek.delivery import actions
from mostek.documents.issuing import issue
from tests.delivery.shop import Shop


def last() -> tuple[str, str, str]:
    entry = AuditEntry.objects.order_by("-id")[0]
    return entry.actor, entry.action, entry.label


def test_each_action_writes_one_entry(shop: Shop) -> None:
    connection = shop.connect("infakt", name="Konto", auto_send=False)
    document = issue(shop.order(), shop.hub_series(connection), "Anna")
    number = document.number
    told = [("Anna", "issue", number)]
    assert last() == told[0]
    actions.release(document.delivery, "Ewa")
    assert last() == ("Ewa", "release", number)
    actions.hold(document.delivery, "Jan")
    assert last() == ("Jan", "hold", number)
    actions.resend(document.delivery, "Ola")
    assert last() == ("Ola", "resend", number)
    actions.cancel(document.delivery, "Iza")
    assert last() == ("Iza", "cancel", number)
    actions.pause_connection(connection, "Adam")
    assert last() == ("Adam", "pause", "Konto")
    actions.resume_connection(connection, "Ala")
    assert last() == ("Ala", "resume", "Konto")
    verifying.reverify(connection, "Ula")
    assert last() == ("Ula", "verify", "Konto")
    assert AuditEntry.objects.count() == 9
    assert set(AuditEntry.objects.values_list("company", flat=True)) == {shop.company.pk}


def test_what_changed_is_kept_readably(company: Company) -> None:
    changes = {"total": (Decimal("1.50"), Decimal("2.00")), "day": (None, date(2026, 11, 3)), "on": (True, 0)}
    record(company, "x" * 300, "change", company, changes)
    entry = AuditEntry.objects.get()
    assert entry.changes == {"total": ["1.50", "2.00"], "day": [None, "2026-11-03"], "on": [True, 0]}
    assert entry.actor == "x" * 200
    assert (entry.subject, entry.subject_id, entry.label) == ("company", str(company.pk), company.name)
