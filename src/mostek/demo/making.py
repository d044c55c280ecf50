"""Making the sample company, once."""

import asyncio
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from mostek.companies.models import BankAccount, Company, Membership, Role, User
from mostek.connections.addresses import STAND_IN
from mostek.connections.models import Connection
from mostek.connectors.base.registry import connectors
from mostek.connectors.base.stand_in import Faults, StandInAccount, Store, Surroundings
from mostek.delivery.lanes import open_lane
from mostek.demo import logins
from mostek.demo.abroad import abroad
from mostek.demo.corrections import correct_samples
from mostek.demo.documents import issue_samples
from mostek.demo.payroll import make_payroll
from mostek.demo.rules import make_rules
from mostek.demo.shop import orders, shop
from mostek.documents.models import Numbering, Series
from mostek.invoicing.model import Kind
from mostek.mail.models import Environment, Sender
from mostek.orders.intake import take_many
from mostek.orders.models import CustomField, FieldKind, OrderStatus
from mostek.vat.models import VatSettings

ACTOR = "Przykład"
SOURCE = "sklep"
ERROR_STATUS = "Błąd faktury"
STATUSES = (
    ("Nowe", "blue"),
    ("Opłacone", "cyan"),
    ("Wysłane", "purple"),
    ("Zakończone", "green"),
    (ERROR_STATUS, "red"),
)


KEPT_HERE = (
    ("ZAL", "Faktury zaliczkowe", Kind.ADVANCE.value),
    ("FK", "Faktury końcowe", Kind.FINAL.value),
)
"""Kinds that neither of the programs takes: their documents stay here."""


@dataclass(frozen=True, slots=True)
class DemoResult:
    email: str
    password: str
    company: Company
    reader_email: str
    reader_password: str
    """May look at everything and change nothing."""


def make_demo() -> DemoResult:
    """The sample company with its log-ins: made in one transaction, or found as it stands.

    Needs no running stand-in: documents wait in their queues until one answers.
    """
    with transaction.atomic():
        owner = User.objects.filter(email=logins.OWNER).first()
        company = owner.memberships.earliest("pk").company if owner else _make()
        known = _let_in(company)
    return DemoResult(known.email, known.password, company, known.reader_email, known.reader_password)


def is_made() -> bool:
    return User.objects.filter(email=logins.OWNER).exists()


def _let_in(company: Company) -> logins.Logins:
    known = logins.kept()
    made = known or logins.make()
    people = (
        (made.email, made.password, Role.OWNER, "Anna Bławat"),
        (made.reader_email, made.reader_password, Role.READER, "Ewa Księgowska"),
    )
    for email, password, role, name in people:
        user = User.objects.filter(email=email).first()
        if user is None:
            runs_it = role == Role.OWNER
            user = User.objects.create_user(email, password, name=name, is_superuser=runs_it)
            Membership.objects.create(company=company, user=user, role=role)
        elif known is None:
            user.set_password(password)
            user.save()
    return made


def _make() -> Company:
    seller = shop()["seller"]
    fields = ("name", "tax_id", "street", "city", "postcode", "email", "phone")
    company = Company.objects.create(
        **{name: seller[name] for name in fields}, country="PL", time_zone="Europe/Warsaw", currency="PLN"
    )
    bank = BankAccount.objects.create(
        company=company, iban=seller["iban"], bank=seller["bank"], currency="PLN"
    )
    for position, (name, color) in enumerate(STATUSES):
        OrderStatus.objects.create(company=company, name=name, color=color, position=position)
    VatSettings.objects.create(company=company, eu_registered=True, asks_stand_in=True)
    take_many(company, SOURCE, orders(timezone.now(), company.time_zone), ACTOR)
    _connect(company, bank)
    Sender.objects.create(
        company=company,
        environment=Environment.STAND_IN,
        from_name=company.name[:100],
        from_address=company.email,
    )
    issue_samples(company, ACTOR)
    make_rules(company, ACTOR)
    take_many(company, SOURCE, abroad(timezone.now()), ACTOR)
    correct_samples(company, SOURCE, ACTOR)
    make_payroll(company, _connection(company, "merit360", "good", "360 Księgowość"), ACTOR)
    return company


def _connect(company: Company, bank: BankAccount) -> None:
    infakt = _connection(company, "infakt", "good", "inFakt")
    bankless = _connection(company, "infakt", "no_bank", "inFakt bez rachunku")
    ifirma = _connection(company, "ifirma", "sklep", "iFirma")
    past = _connection(company, "ifirma", "zeszly-miesiac", "iFirma w zeszłym miesiącu")
    _series(company, "FV", "Faktury sprzedaży", infakt, bank)
    _series(company, "FVI", "Faktury sprzedaży w iFirmie", ifirma, bank)
    _series(company, "FVB", "Faktury konta bez rachunku", bankless, bank)
    _series(company, "FVM", "Faktury konta z zeszłym miesiącem", past, bank)
    _series(company, "PRO", "Faktury pro forma", infakt, bank, kind="proforma")
    for code, name, kind in KEPT_HERE:
        _series(company, code, name, None, bank, kind=kind)
    for code, connection in (("KOR", infakt), ("KORI", ifirma), ("KORB", bankless), ("KORM", past)):
        _series(company, code, f"Korekty: {connection.name}", connection, bank, "correction")
    Series.objects.create(
        company=company, code="FVS", name="Faktury sklepu stacjonarnego", numbering=Numbering.HUB
    )


def _account(program: str, key: str) -> StandInAccount:
    """One of the stand-in's ready-made accounts."""
    build = connectors()[program].stand_in
    assert build is not None  # both programs come with one
    stand_in = build(Surroundings(Store(), Faults(), date.today))
    try:
        return next(account for account in stand_in.accounts() if account.id == key)
    finally:
        asyncio.run(stand_in.close())


def _connection(company: Company, program: str, key: str, name: str) -> Connection:
    """An account of the built-in stand-in, known to answer: nothing is asked now."""
    account = _account(program, key)
    manifest = connectors()[program].manifest
    connection = Connection(
        company=company,
        program=program,
        name=name,
        environment=STAND_IN,
        options={field.name: field.default for field in manifest.options if field.default},
        account_name=account.name,
        account_tax_id=account.tax_id,
        verified_at=timezone.now(),
        error_status=OrderStatus.objects.of(company).get(name=ERROR_STATUS),
        document_field=_file_field(company, "Faktura PDF"),
        correction_field=_file_field(company, "Korekta PDF"),
    )
    connection.set_credentials(account.credentials)
    connection.save()
    open_lane(connection)
    return connection


def _file_field(company: Company, name: str) -> CustomField:
    return CustomField.objects.get_or_create(company=company, name=name, defaults={"kind": FieldKind.FILE})[0]


def _series(
    company: Company,
    code: str,
    name: str,
    connection: Connection | None,
    bank: BankAccount,
    kind: str = Kind.INVOICE.value,
) -> None:
    """Numbered by its program; one without a program here."""
    Series.objects.create(
        company=company,
        code=code,
        name=name,
        kind=kind,
        connection=connection,
        numbering=Numbering.PROGRAM if connection else Numbering.HUB,
        pattern="" if connection else f"{code}/{{number}}/{{month}}/{{year}}",
        place=company.city,
        payment_days=7,
        bank_account=bank,
    )
