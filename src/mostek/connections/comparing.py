"""Our seller data and bank accounts against what the program would print, field by field."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mostek.companies.audit import record
from mostek.companies.models import BankAccount, Company
from mostek.connections.asking import ask
from mostek.connections.models import Connection
from mostek.connectors.base.held import AccountHeld, SellerHeld, TellsSeller
from mostek.invoicing.model import Address
from mostek.kernel.likeness import account_number, letters, tax_number, words
from mostek.kernel.problems import Problem, ProblemError
from mostek.regimes.base.registry import regime


class Verdict(StrEnum):
    SAME = "same"
    WRITTEN = "written"
    """The same, written differently."""
    DIFFERS = "differs"
    ONLY_HERE = "only_here"
    ONLY_THERE = "only_there"
    UNTOLD = "untold"


LABELS = {
    "name": _("Name"),
    "tax_id": _("tax ID"),
    "street": _("Street and number"),
    "postcode": _("Postcode"),
    "city": _("Town"),
    "email": _("E-mail"),
    "account": _("Bank account"),
    "bank": _("Bank"),
    "swift": _("SWIFT"),
}
PRINTED = frozenset({"name", "tax_id", "street", "postcode", "city", "account", "swift"})
"""What stands on documents: where it differs, somebody should look before the first one goes."""


@dataclass(frozen=True, slots=True)
class Row:
    """`key` is a column of the company, or `account:<number>`, `bank:<number>`, `swift:<number>`."""

    key: str
    ours: str
    theirs: str
    verdict: Verdict

    @property
    def label(self) -> str:
        return str(LABELS[self.key.partition(":")[0]])

    @property
    def account(self) -> str:
        """The account number that a row on a bank account is about."""
        return self.key.partition(":")[2]

    @property
    def is_mismatch(self) -> bool:
        return self.key.partition(":")[0] in PRINTED and self.verdict in (Verdict.DIFFERS, Verdict.ONLY_HERE)

    @property
    def can_be_taken(self) -> bool:
        return bool(self.theirs) and self.verdict not in (Verdict.SAME, Verdict.UNTOLD)


def look(connection: Connection) -> None:
    """Asks the program and keeps what it told. Raises ProblemError, also where it does not tell."""
    if "seller" not in connection.connector.capabilities:
        values = {"program": connection.connector.manifest.name}
        raise ProblemError(Problem("connections.seller_untold", values))
    held = ask(connection, lambda session: cast(TellsSeller, session).seller())
    told = asdict(held) | {"address": held.address.model_dump() if held.address else None}
    connection.seller, connection.seller_at = told, timezone.now()
    connection.save(update_fields=["seller", "seller_at"])


def look_if_told(connection: Connection) -> None:
    """For after an activation: what cannot be asked now is asked when a person wants to see it."""
    try:
        look(connection)
    except ProblemError:
        return


def rows(connection: Connection) -> list[Row]:
    """The comparison with what was told last; empty where nothing was."""
    if connection.seller is None:
        return []
    held, company = _held(connection.seller), connection.company
    address = held.address
    legal = regime(company.country).legal_forms if company.country else {}
    return [
        _row("name", company.name, held.name, lambda text: letters(_long_form(text, legal))),
        _row("tax_id", company.tax_id, held.tax_id, tax_number),
        _row("street", company.street, address.street if address else None, _street),
        _row("postcode", company.postcode, address.postcode if address else None, letters),
        _row("city", company.city, address.city if address else None, letters),
        _row("email", company.email, held.email, words),
        *_account_rows(company, held.accounts),
    ]


def mismatches(connection: Connection | None) -> list[Row]:
    """What a person should see before the first document goes."""
    return [row for row in rows(connection) if row.is_mismatch] if connection else []


def take(connection: Connection, key: str, actor: str) -> None:
    """Puts the program's value in place of ours. Raises LookupError for a row that has none to take."""
    row = next((row for row in rows(connection) if row.key == key and row.can_be_taken), None)
    if row is None:
        raise LookupError(key)
    company = connection.company
    name, _, number = key.partition(":")
    with transaction.atomic():
        if not number:
            setattr(company, name, row.theirs)
            company.save(update_fields=[name])
            record(company, actor, "change", company, {name: (row.ours, row.theirs)})
        elif name == "account":
            accounts = _held(connection.seller or {}).accounts or ()
            told = next(each for each in accounts if each.number == number)
            made = BankAccount.objects.create(
                company=company,
                iban="".join(told.number.split())[:34],
                bank=told.bank[:100],
                swift=told.swift[:11],
                currency=told.currency or company.currency,
            )
            record(company, actor, "add", made)
        else:
            ours = _ours(company)[account_number(number)]
            setattr(ours, name, row.theirs)
            ours.save(update_fields=[name])
            record(company, actor, "change", ours, {name: (row.ours, row.theirs)})


def _held(told: dict[str, Any]) -> SellerHeld:
    accounts = told.get("accounts")
    return SellerHeld(
        name=told.get("name"),
        tax_id=told.get("tax_id"),
        address=Address(**told["address"]) if told.get("address") else None,
        email=told.get("email"),
        accounts=None if accounts is None else tuple(AccountHeld(**each) for each in accounts),
    )


def _row(key: str, ours: str, theirs: str | None, core: Any) -> Row:
    if theirs is None:
        return Row(key, ours, "", Verdict.UNTOLD)
    if ours.strip() == theirs.strip():
        verdict = Verdict.SAME
    elif not theirs.strip():
        verdict = Verdict.ONLY_HERE
    elif not ours.strip():
        verdict = Verdict.ONLY_THERE
    else:
        verdict = Verdict.WRITTEN if core(ours) == core(theirs) else Verdict.DIFFERS
    return Row(key, ours, theirs, verdict)


def _long_form(text: str, legal_forms: Any) -> str:
    """The name with its legal form spelled out, so that an abbreviation is the same."""
    text = words(text)
    for short, long in legal_forms.items():
        if letters(text).endswith(letters(short)):
            return letters(text).removesuffix(letters(short)) + letters(long)
    return text


def _street(text: str) -> str:
    """Without what is put before a street's name."""
    first, _, rest = words(text).partition(" ")
    return letters(rest if first.endswith(".") and rest else text)


def _ours(company: Company) -> dict[str, BankAccount]:
    return {account_number(each.iban): each for each in BankAccount.objects.of(company).order_by("id")}


def _account_rows(company: Company, told: tuple[AccountHeld, ...] | None) -> list[Row]:
    if told is None:
        return []
    ours, theirs = _ours(company), {account_number(each.number): each for each in told}
    found: list[Row] = []
    for number, account in ours.items():
        held = theirs.get(number)
        if held is None:
            found.append(Row(f"account:{account.iban}", account.iban, "", Verdict.ONLY_HERE))
            continue
        found.append(_row(f"account:{held.number}", account.iban, held.number, account_number))
        if account.bank or held.bank:
            found.append(_row(f"bank:{account.iban}", account.bank, held.bank, letters))
        if account.swift or held.swift:
            found.append(_row(f"swift:{account.iban}", account.swift, held.swift, letters))
    found += [
        Row(f"account:{held.number}", "", held.number, Verdict.ONLY_THERE)
        for number, held in theirs.items()
        if number not in ours
    ]
    return found
