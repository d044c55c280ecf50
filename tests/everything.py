"""A company with one row of everything, and the addresses of every screen, form and button about them."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver
from django.utils import timezone

from mostek.automation.models import Outcome, Rule, RuleRun
from mostek.automation.saving import save
from mostek.companies.credentials import create_credential
from mostek.companies.invitations import invite
from mostek.companies.models import BankAccount, Company, Membership, Role
from mostek.connections import vault
from mostek.connections.addresses import STAND_IN
from mostek.connections.models import Connection
from mostek.delivery.jobs import start
from mostek.delivery.lanes import open_lane
from mostek.delivery.models import Attempt, Delivery, State
from mostek.documents import correcting, dry_run, resending
from mostek.documents.chains import chain_of
from mostek.documents.handing_over import hand_over
from mostek.documents.issuing import issue
from mostek.documents.models import Document, Series
from mostek.documents.refunding import Refund, refunded
from mostek.files.archiving import folder_of, rule_of
from mostek.files.models import Archived, Output
from mostek.hooks.models import Call, Endpoint
from mostek.kernel.dates import today
from mostek.kernel.problems import Problem
from mostek.mail.models import Environment, Sender
from mostek.mail.outbox import write
from mostek.orders.models import (
    CustomField,
    FieldKind,
    FieldValue,
    ImportIssue,
    ImportRun,
    Order,
    OrderLine,
    OrderStatus,
    store_file,
)
from mostek.panel.urls import urlpatterns
from mostek.reconcile.models import FetchRun, RemoteDocument
from mostek.vat.models import DayRate, VatSettings
from tests.everything_payroll import open_office
from tests.factories import make_user

WHO = "Anna"
PLACED = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
PDF = b"%PDF-1.7\n%%EOF\n"
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
IN_STATES = {
    State.ISSUED: (),
    State.WARNING: (Problem("delivery.wrong_total", {"ours": "258.90", "theirs": "258.91"}),),
    State.QUEUED: (),
    State.ACCEPTED: (),
    State.REJECTED: (
        Problem("invoicing.buyer_without_name", field="buyer.name", raw="name: can't be blank"),
    ),
    State.IN_DOUBT: (Problem("delivery.in_doubt"),),
    State.HELD: (),
}
ON_ITS_WAY = (State.QUEUED, State.ACCEPTED)
Rows = dict[str, Any]
"""What stands for a parameter of an address, by the address as far as that parameter."""


@dataclass(slots=True)
class Everything:
    company: Company
    word: str
    """Part of every name: who sees it has seen something of this company."""
    rows: Rows = field(default_factory=dict)
    documents: dict[State, Document] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """An address of the panel."""

    name: str
    route: str
    keys: tuple[str, ...]
    """The route as far as each of its parameters."""

    def address(self, rows: Mapping[str, Any]) -> str:
        filled, end = "/", 0
        for key in self.keys:
            if key not in rows:
                raise LookupError(f"tests/everything.py makes nothing for {key}")
            begin = key.rindex("<")
            filled += self.route[end:begin] + str(rows[key])
            end = len(key)
        return filled + self.route[end:]


@cache
def pages() -> tuple[Page, ...]:
    """Every address of the panel, whoever adds it."""
    return tuple(sorted(_pages(urlpatterns, ""), key=lambda page: page.route))


def _pages(patterns: list[Any], before: str) -> Iterator[Page]:
    for each in patterns:
        route = before + PARAMETER.sub(r"<\1>", str(each.pattern))
        if isinstance(each, URLResolver):
            yield from _pages(each.url_patterns, route)
        elif isinstance(each, URLPattern):
            keys = tuple(route[: found.end()] for found in re.finditer(r"<\w+>", route))
            yield Page(each.name or "", route, keys)


def furnish(company: Company, word: str) -> Everything:
    """Needs nothing that runs; nothing is sent."""
    made = Everything(company, word)
    _people(made)
    series = _accounts(made)
    order = _orders(made)
    _documents(made, series)
    _rules(made, order, series)
    _outside(made)
    _work(made, order, series)
    made.rows |= open_office(company, word, WHO)
    made.rows |= {
        "join/<token>": "unknown",
        "imports/new/<token>": "unknown",
        "programs/<key>": "infakt",
        "documents/<pk>/do/<action>": "resend",
        "mail/<pk>/do/<action>": "resend",
        "dry-runs/<pk>/orders.<ending>": "csv",
        "documents/export.<ending>": "csv",
        "orders/export.<ending>": "csv",
        "mail/templates/<key>": "issued",
        "mail/templates/<key>/<language>": "pl",
        "mail/templates/<key>/<language>/delete": "pl",
    }
    return made


def _people(made: Everything) -> None:
    company, word = made.company, made.word
    user = make_user(company, Role.OPERATOR, f"person@{word}.example")
    person = Membership.objects.get(user=user)
    invitation = invite(company, f"new@{word}.example", Role.READER, WHO)
    credential, _secret = create_credential(company, f"Shop {word}", ("orders:read",))
    made.rows |= {
        "settings/users/<pk>": person.pk,
        "settings/users/invitations/<pk>": invitation.pk,
        "settings/api/<pk>": credential.pk,
    }


def _accounts(made: Everything) -> Series:
    company, word = made.company, made.word
    bank = BankAccount.objects.create(
        company=company, iban="PL61109010140000071219812874", bank=f"Bank {word}", currency="PLN"
    )
    first, second = (_connection(company, f"{name} {word}") for name in ("Main", "Other"))
    values = {"company": company, "numbering": "hub", "place": f"Poznań {word}", "payment_days": 7}
    series = Series.objects.create(
        code="FV",
        name=f"Invoices {word}",
        pattern=word + "/{number}/{month}/{year}",
        connection=second,
        **values,
    )
    handover = hand_over(series, first, today(company.time_zone) - timedelta(days=400), WHO)
    series.refresh_from_db()
    Series.objects.create(
        code="KOR",
        name="Corrections",
        pattern="KOR/{number}/{month}/{year}",
        kind="correction",
        connection=first,
        **values,
    )
    Series.objects.create(company=company, code="FVX", name=f"Incomplete {word}", numbering="hub")
    made.rows |= {
        "settings/company/accounts/<pk>": bank.pk,
        "connections/<pk>": first.pk,
        "connections/<pk>/series/<series>": series.pk,
        "series/<pk>": series.pk,
        "series/<pk>/handover/<handover>": handover.pk,
    }
    return series


def _connection(company: Company, name: str) -> Connection:
    made = Connection(
        company=company, program="infakt", name=name, environment=STAND_IN, verified_at=timezone.now()
    )
    made.set_credentials({"api_key": "0" * 40})
    made.save()
    open_lane(made)
    return made


def _orders(made: Everything) -> Order:
    company, word = made.company, made.word
    statuses = [
        OrderStatus.objects.create(company=company, name=f"{name} {word}", color=color, position=position)
        for position, (name, color) in enumerate((("New", "blue"), ("Sent", "purple")))
    ]
    order = _order(made, "1")
    order.status = statuses[0]
    order.save()
    text = CustomField.objects.create(company=company, name=f"Note {word}", kind=FieldKind.TEXT)
    files = CustomField.objects.create(company=company, name=f"PDF {word}", kind=FieldKind.FILE)
    FieldValue.objects.create(order=order, field=text, text=f"left at the door {word}")
    file = store_file(company, f"{word}.pdf", "application/pdf", PDF)
    value = FieldValue.objects.create(order=order, field=files, file=file)
    made.rows |= {
        "orders/<pk>": order.pk,
        "orders/<pk>/files/<file_pk>": file.pk,
        "orders/<pk>/fields/<field_pk>": files.pk,
        "orders/<pk>/fields/files/<value_pk>": value.pk,
        "settings/statuses/<pk>": statuses[1].pk,
        "settings/fields/<pk>": text.pk,
    }
    return order


def _order(made: Everything, number: str) -> Order:
    total = Decimal("258.90")
    buyer: dict[str, Any] = {
        "name": f"Kawiarnia {made.word}",
        "tax_id": "1132191233",
        "is_company": True,
        "address": {"street": "Mostowa 3", "city": "Poznań", "postcode": "61-854", "country": "PL"},
        "email": f"biuro@{made.word}.example",
        "phone": "",
    }
    order = Order.objects.create(
        company=made.company,
        source="shop",
        number=f"{made.word}-{number}",
        placed_at=PLACED,
        currency="PLN",
        total=total,
        paid=total,
        paid_on=PLACED.date(),
        payment_means="blik",
        delivery_method="Courier",
        buyer=buyer,
        buyer_name=buyer["name"],
        buyer_tax_id=buyer["tax_id"],
        notes="Please pack it as a gift.",
        content_hash="",
    )
    line = {"order": order, "quantity": 1, "unit": "szt."}
    OrderLine.objects.create(**line, position=1, name=f"Table {made.word}", unit_price=199, vat_code="23")
    OrderLine.objects.create(**line, position=2, name="Book", unit_price=Decimal("59.90"), vat_code="5")
    return order


def _documents(made: Everything, series: Series) -> None:
    for number, (state, problems) in enumerate(IN_STATES.items(), start=2):
        document = issue(_order(made, str(number)), series, WHO)
        told = [problem.as_dict() for problem in problems]
        values = {"warnings": told} if state == State.WARNING else {"problems": told}
        if state not in ON_ITS_WAY:
            values["due_at"] = None  # type: ignore[assignment]
        Delivery.objects.filter(document=document).update(
            state=state, changed_at=PLACED.timestamp(), **values
        )
        made.documents[state] = Document.objects.get(pk=document.pk)
    booked = made.documents[State.ISSUED]
    for state, remote in ((State.ISSUED, "77"), (State.WARNING, "78")):
        rows = Delivery.objects.filter(document=made.documents[state])
        rows.update(remote_id=remote, remote_number=f"{made.word}/{remote}")
    Attempt.objects.create(
        delivery=booked.delivery,
        step="create",
        begun_at=PLACED.timestamp(),
        ended_at=PLACED.timestamp() + 1,
        outcome="issued",
        worker="worker",
        exchanges=[
            {
                "method": "POST",
                "path": "/invoices.json",
                "status": 201,
                "ms": 80,
                "request": {"number": "1"},
                "response": {"id": 77},
            }
        ],
    )
    chain = chain_of(booked)
    change = correcting.Change(refunded(chain.invoice, Refund({0: Decimal(1)})), "Returned", chain.state)
    correcting.issue(booked, Series.objects.get(company=made.company, code="KOR"), change, WHO)
    made.rows |= {
        "documents/<pk>": made.documents[State.REJECTED].pk,
        "connections/<pk>/existing/adoption/<document>": booked.pk,
    }


def _rules(made: Everything, order: Order, series: Series) -> None:
    deeds = [{"key": "issue", "values": {"series": str(series.pk)}}]
    rule = Rule(company=made.company, name=f"Rule {made.word}", when="order.paid", conditions=[], deeds=deeds)
    save(rule, WHO)
    run = RuleRun.objects.create(
        company=made.company,
        rule=rule,
        rule_name=rule.name,
        event_id=1,
        event_kind="order.paid",
        order=order,
        outcome=Outcome.FAILED,
        steps=[
            {
                "key": "issue",
                "values": deeds[0]["values"],
                "outcome": "failed",
                "text": "",
                "said": {},
                "problems": [Problem("invoicing.buyer_without_name").as_dict()],
            }
        ],
        stuck_at="issue",
    )
    made.rows |= {"rules/<pk>": rule.pk, "orders/<pk>/rules/<run>": run.pk}


def _outside(made: Everything) -> None:
    """Messages, webhooks, and what was read at the program."""
    company, word = made.company, made.word
    Sender.objects.create(
        company=company, environment=Environment.STAND_IN, from_name=word, from_address=f"shop@{word}.example"
    )
    message = write(made.documents[State.ISSUED], "issued", WHO)
    assert message is not None
    endpoint = Endpoint.objects.create(
        company=company,
        url=f"https://{word}.example/hook",
        description=f"Warehouse {word}",
        kinds=["document.issued"],
        sealed=vault.seal({"secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}),
        created_by=WHO,
    )
    call = Call.objects.create(
        company=company,
        endpoint=endpoint,
        message_id=f"msg_{word}",
        kind="document.issued",
        payload={"word": word},
        tries=[{"at": PLACED.timestamp(), "status": 500, "ms": 20, "answer": "no"}],
    )
    connection = Connection.objects.get(pk=made.rows["connections/<pk>"])
    day = PLACED.date()
    FetchRun.objects.create(
        company=company,
        connection=connection,
        since=day,
        until=day,
        is_listed=True,
        found=1,
        created_by=WHO,
        due_at=None,
        state="done",
    )
    RemoteDocument.objects.create(
        company=company,
        connection=connection,
        remote_id="901",
        kind="invoice",
        number=f"{word}/901",
        issue_date=day,
        currency="PLN",
        gross=Decimal("258.90"),
        buyer_name=f"Kawiarnia {word}",
        texts=f"{word}-1",
        is_whole=True,
    )
    made.rows |= {
        "mail/<pk>": message.pk,
        "settings/webhooks/<pk>": endpoint.pk,
        "settings/webhooks/calls/<pk>": call.pk,
    }


def _work(made: Everything, order: Order, series: Series) -> None:
    """Imports, files, long work, and what is left of it."""
    company, word = made.company, made.word
    run = ImportRun.objects.create(
        company=company,
        file_name=f"{word}.csv",
        preset="table",
        path="",
        state="done",
        orders_total=2,
        orders_new=1,
        orders_refused=1,
        lines_refused=1,
        created_by=WHO,
        ended_at=timezone.now(),
    )
    problem = Problem("orders.not_a_date", {"value": "soon", "column": "Date"}).as_dict()
    ImportIssue.objects.create(run=run, line=2, order_number="A/2", problem=problem, content="A/2;soon")
    document = made.documents[State.ISSUED]
    VatSettings.objects.create(company=company, eu_registered=True, asks_stand_in=True)
    rate = DayRate.objects.create(
        company=company, currency="EUR", on=PLACED.date(), rate=Decimal("4.30"), source=f"{word}/A"
    )
    made.rows |= {
        "imports/<pk>": run.pk,
        "files/<pk>": _output(made, document).pk,
        "settings/archive/<pk>": _archived(made, document).pk,
        "settings/vat/rates/<pk>": rate.pk,
        "jobs/<pk>": start(company, "issue", {"orders": [order.pk], "series": series.pk}, WHO, 1).pk,
        "dry-runs/<pk>": dry_run.check_here(company, [order.pk], series, WHO).pk,
        "attention/resending/<pk>": resending.resend_cause(company, "delivery.fault", None, WHO).pk,
    }


def _output(made: Everything, document: Document) -> Output:
    return Output.objects.create(
        company=made.company,
        kind="pdf",
        listing="print",
        ids=[document.pk],
        language="pl",
        total=1,
        done=1,
        state="done",
        due_at=None,
        file=store_file(made.company, f"{made.word}-print.pdf", "application/pdf", PDF),
        created_by=WHO,
    )


def _archived(made: Everything, document: Document) -> Archived:
    rule = rule_of(made.company)
    rule.save()
    path = f"2026/{made.word}.pdf"
    place = folder_of(rule) / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(PDF)
    return Archived.objects.create(
        company=made.company,
        document=document,
        revision=1,
        from_program=False,
        path=path,
        size=len(PDF),
        sha256=hashlib.sha256(PDF).hexdigest(),
    )
