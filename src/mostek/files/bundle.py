"""The support bundle of one document: its whole story, without secrets and without personal data."""

import io
import json
import platform
import zipfile
from datetime import UTC, datetime
from typing import Any

import django
from django.db import connection as database

from mostek import __version__
from mostek.companies.models import AuditEntry, Membership
from mostek.connections.models import Connection
from mostek.connections.vault import Unreadable
from mostek.connectors.base.registry import connectors
from mostek.delivery.models import Delivery
from mostek.documents.models import Document
from mostek.files.redacting import Redactor, of_party
from mostek.invoicing.model import Invoice, Party
from mostek.kernel.problems import explanation

READ_ME = """Support bundle of one document, made by Mostek {version}.

document.json    the neutral document, its numbers, totals and lines
story.json       every attempt with its calls, as they were sent and answered
connection.json  settings of the account at the accounting program, without credentials
events.json      what happened at the order and who changed what
versions.json    versions of Mostek, its connector, and this machine's software

Names, addresses, e-mail addresses, phone numbers, tax IDs, bank accounts and notes stand here as
placeholders such as [buyer.name]; the same value has the same placeholder everywhere. Keys and
passwords are never in a bundle. Look through the files before you send them to anybody.
"""
COLUMNS = ("state", "step", "sends", "failures", "polls", "task", "remote_id", "remote_number", "token")
SETTINGS = (
    *("program", "environment", "state", "paused", "options", "payment_map", "fetch_pdf", "auto_send"),
    *("mark_paid", "verified_at", "last_exchange_at", "webhook_verified_at", "webhook_last_event_at"),
    *("webhook_last_event", "problem", "warnings"),
)


def bundle(document: Document) -> bytes:
    """A ZIP of readable files."""
    redactor = Redactor(_known(document), _kept(document))
    parts: dict[str, Any] = {
        "document.json": _document(document),
        "story.json": _story(document, redactor),
        "connection.json": _connection(document.connection),
        "events.json": _events(document),
        "versions.json": _versions(document.connection),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", READ_ME.format(version=__version__))
        for name, content in parts.items():
            plain = json.loads(json.dumps(content, ensure_ascii=False, default=str))
            archive.writestr(name, json.dumps(redactor.values(plain), ensure_ascii=False, indent=2))
    return packed.getvalue()


def _known(document: Document) -> dict[str, str]:
    """Every value that must not be in the bundle, with what stands in its place."""
    company, order = document.company, document.order
    invoice = None if document.is_entry else document.invoice()
    known = of_party(invoice.buyer, "buyer") if invoice else {}
    parties = [("recipient", invoice.recipient), ("seller", invoice.seller)] if invoice else []
    parties += [("seller", company.as_party())]
    if order:
        parties += [("buyer", order.buyer_party())]
        parties += [("recipient", Party.model_validate(order.recipient))] if order.recipient else []
    for who, party in parties:
        known = (of_party(party, who) if party else {}) | known
    known |= _texts(document, invoice) if invoice else {}
    for person in Membership.objects.of(company).select_related("user"):
        known |= {person.user.email: "[person]", person.user.name: "[person]"}
    known |= {document.created_by: "[person]"}
    return {value: placeholder for value, placeholder in known.items() if value} | _secrets(
        document.connection
    )


def _texts(document: Document, invoice: Invoice) -> dict[str, str]:
    known = {invoice.notes: "[notes]"}
    if document.order:
        known |= {document.order.notes: "[notes]", document.order.buyer_email: "[buyer.email]"}
    if invoice.bank_account:
        iban = "".join(invoice.bank_account.iban.split())
        known |= dict.fromkeys((invoice.bank_account.iban, iban, iban[2:]), "[seller.account]")
    return known


def _secrets(connection: Connection | None) -> dict[str, str]:
    """Credentials, the login among them, and what else tells whose account it is."""
    if connection is None:
        return {}
    named = {
        connection.name: "[connection]",
        connection.account_name: "[account]",
        connection.account_tax_id: "[account.tax_id]",
        connection.account_detail: "[account.detail]",
        connection.webhook_token: "[secret]",
        connection.custom_url: "[address]",
    }
    try:
        named |= dict.fromkeys(connection.credentials().values(), "[secret]")
    except Unreadable:
        named |= {connection.sealed: "[secret]"}
    return {value: placeholder for value, placeholder in named.items() if value}


def _kept(document: Document) -> list[str]:
    """What tells documents apart and says nothing of people; the words of the format itself."""
    delivery: Delivery | None = getattr(document, "delivery", None)
    kept = [document.number, document.reference, document.currency, *_names(document.content)]
    kept += [document.order.number] if document.order else []
    return kept + ([delivery.remote_id, delivery.remote_number, delivery.task] if delivery else [])


def _names(content: Any) -> set[str]:
    """The names of fields in an object, to any depth."""
    if isinstance(content, dict):
        return set(content).union(*map(_names, content.values()))
    return set().union(*map(_names, content)) if isinstance(content, list) else set()


def _document(document: Document) -> dict[str, Any]:
    return {
        "kind": document.kind,
        "number": document.number,
        "reference": document.reference,
        "revision": document.revision,
        "series": document.series.code,
        "numbering": document.series.numbering,
        "reason": document.reason,
        "created_at": document.created_at,
        "cancelled_at": document.cancelled_at,
        "net": document.net,
        "vat": document.vat,
        "gross": document.gross,
        "has_program_pdf": document.pdf_id is not None,
        "content": document.content,
    }


def _story(document: Document, redactor: Redactor) -> dict[str, Any]:
    delivery: Delivery | None = getattr(document, "delivery", None)
    if delivery is None:
        return {}
    attempts = [
        {
            "step": attempt.step,
            "outcome": attempt.outcome or "(open)",
            "begun_at": _moment(attempt.begun_at),
            "ended_at": _moment(attempt.ended_at),
            "problems": attempt.problems,
            "exchanges": [_exchange(exchange, redactor) for exchange in attempt.exchanges],
        }
        for attempt in delivery.attempts.all()
    ]
    return {
        **{name: getattr(delivery, name) for name in COLUMNS},
        "due_at": _moment(delivery.due_at),
        "settled_at": _moment(delivery.settled_at),
        "problems": [_explained(problem) for problem in delivery.problems],
        "warnings": [_explained(problem) for problem in delivery.warnings],
        "attempts": attempts,
    }


def _exchange(exchange: dict[str, Any], redactor: Redactor) -> dict[str, Any]:
    """Bodies are texts that hold JSON: inside, they are gone through value by value."""
    bodies = {name: redactor.body(exchange[name]) for name in ("request", "response") if exchange.get(name)}
    return {**exchange, **bodies}


def _explained(problem: dict[str, Any]) -> dict[str, Any]:
    return {**problem, "meaning": explanation(problem["key"]).what}


def _moment(seconds: float | None) -> str | None:
    return datetime.fromtimestamp(seconds, UTC).isoformat() if seconds else None


def _connection(connection: Connection | None) -> dict[str, Any]:
    return {name: getattr(connection, name) for name in SETTINGS} if connection else {}


def _events(document: Document) -> dict[str, Any]:
    entries = AuditEntry.objects.of(document.company).filter(subject="document", subject_id=str(document.pk))
    told = list(document.order.events.values("at", "kind", "text", "values")) if document.order else []
    return {"order": told, "audit": list(entries.order_by("id").values("at", "action", "changes"))}


def _versions(connection: Connection | None) -> dict[str, Any]:
    known = connectors().get(connection.program) if connection else None
    return {
        "mostek": __version__,
        "connector": known.manifest.key if known else None,
        "python": platform.python_version(),
        "django": django.get_version(),
        "database": database.vendor,
    }
