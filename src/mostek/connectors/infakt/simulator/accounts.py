"""The accounts of the stand-in: ready-made ones with obviously invented keys, and added ones."""

import secrets
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

from mostek.connectors.base.stand_in import StandInAccount, Store
from mostek.kernel.text import N_

TABLE = "infakt_account"
READ = "api:invoices:read"
WRITE = "api:invoices:write"


@dataclass(frozen=True, slots=True)
class SimAccount:
    """An inFakt account. `iban` empty: it has no bank account of its own."""

    id: str
    name: str
    tax_id: str
    key: str
    note: str = ""
    scopes: list[str] = field(default_factory=lambda: [READ, WRITE])
    days_left: int = 200
    iban: str = "PL61109010140000071219812874"

    @property
    def shown(self) -> StandInAccount:
        return StandInAccount(self.id, self.name, self.tax_id, {"api_key": self.key}, self.note)


READY_MADE = (
    SimAccount("good", "Sklep Bławatek sp. z o.o.", "1111111111", "600d600d" * 5, N_("Everything works.")),
    SimAccount(
        "read_only",
        "Księgarnia Zakładka sp. z o.o.",
        "2222222222",
        "0ead0ead" * 5,
        N_("The key lacks api:invoices:write."),
        scopes=[READ],
    ),
    SimAccount(
        "write_only",
        "Kawiarnia Ziarno s.c.",
        "3333333333",
        "b11db11d" * 5,
        N_("The key lacks api:invoices:read."),
        scopes=[WRITE],
    ),
    SimAccount(
        "lapsed",
        "Hurtownia Kopeć sp. z o.o.",
        "4444444444",
        "deaddead" * 5,
        N_("The subscription has ended."),
        days_left=-12,
    ),
    SimAccount(
        "ending",
        "Pracownia Lniana Anna Wrona",
        "5555555555",
        "5005e4d5" * 5,
        N_("The subscription ends within a week."),
        days_left=6,
    ),
    SimAccount(
        "no_bank",
        "Warsztat Koło Piotr Sowa",
        "6666666666",
        "ba00ba00" * 5,
        N_("There is no bank account: transfer documents are refused."),
        iban="",
    ),
)


class Accounts:
    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> list[SimAccount]:
        added = [SimAccount(**record) for record in self._store.table(TABLE).values()]
        return [*READY_MADE, *added]

    def by_key(self, key: str) -> SimAccount | None:
        ready = next((account for account in READY_MADE if account.key == key), None)
        record = self._store.table(TABLE).get(key)
        return ready or (SimAccount(**record) if record else None)

    def by_id(self, account_id: str) -> SimAccount | None:
        return next((account for account in self.all() if account.id == account_id), None)

    def add(self, name: str, tax_id: str) -> SimAccount:
        key = secrets.token_hex(20)
        account = SimAccount(f"account-{key[:8]}", name, tax_id, key)
        self._store.put(TABLE, key, asdict(account))
        return account


def details(account: SimAccount, today: date) -> dict[str, Any]:
    """`GET /account/details.json`."""
    first, _, last = account.name.partition(" ")
    return {
        "account_data": {
            "uuid": f"00000000-0000-4000-8000-{account.key[:12]}",
            "email": f"{account.id}@example.invalid",
            "username": account.id,
            "site": "infakt",
            "role": "owner",
            "registered_at": "2024-01-15 09:30:00 +0100",
        },
        "company_data": _company(account, first, last),
        "current_subscription": {
            "name": "Faktury z API",
            "expired_on": (today + timedelta(days=account.days_left)).isoformat(),
            "days_until_expiration": account.days_left,
            "user_type_symbol": "premium",
            "recurring_payment": False,
        },
        "accounting_settings": _accounting(),
        "accounting_office_service": None,
        "foundation_process": None,
        "aml_process": None,
        "extentions": {
            "ambassador": None,
            "ksef": {"name": "ksef", "active": True},
            "merit": None,
            "autopay": None,
        },
    }


def _company(account: SimAccount, first: str, last: str) -> dict[str, Any]:
    address = {"street": "ul. Próbna 1", "street_name": "Próbna", "street_number": "1", "flat_number": ""}
    mailing = {f"mailing_{name}": None for name in ("company_name", "street", "city", "postal_code")}
    unset = dict.fromkeys(("pesel", "regon", "phone_number", "business_activity_code"))
    return {
        "first_name": first,
        "last_name": last,
        "company_name": account.name,
        "owner_name": first,
        "owner_surname": last,
        **address,
        "city": "Kraków",
        "postal_code": "30-001",
        "tax_id": account.tax_id,
        **unset,
        **mailing,
    }


def _accounting() -> dict[str, Any]:
    return {
        "status": "active",
        "accounting_data_filled": True,
        "pit_type": {"value": "flat_rate", "label": "Podatek liniowy"},
        "pit_history": [],
        "vat_sales": {"value": "vat", "label": "Czynny podatnik VAT", "ratio": None},
        "vat_method": {"value": "accrual", "label": "Memoriałowa"},
        "started_at_in_infakt": "2024-01-01",
        "business_activity_code": None,
        "zus": {"value": "normal", "label": "Pełny ZUS"},
    }
