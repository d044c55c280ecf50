"""The contract between the core and an accounting program.

A connector offers `CONNECTOR`, a `Connector`. `Connector.open` gives a session: one account at one
program, over one `Http`. Sessions keep no state that matters: everything durable is the core's.

A create ends in exactly one of `Issued`, `Accepted`, `Rejected`, or an exception. What the core makes
of exceptions, from any call:

- `Limited`, `NotSent`: surely nothing made; tried again later, no attempt used up.
- `ProblemError`: surely nothing made, as `Rejected`; for calls that have no outcome to return.
- `Refused`: the credentials, plan or permission fail; the connection's queue stops, nothing made.
- `Lost` and every other exception: unknown. After a write, `find` comes before anything is sent again.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable
from urllib.parse import urlsplit

from mostek.connectors.base.changes import Cancels, Updates
from mostek.connectors.base.entries import ListsDimensions, ListsLedgerAccounts, PostsEntries
from mostek.connectors.base.held import ListsDocuments, TellsSeller
from mostek.connectors.base.http import Http
from mostek.connectors.base.manifest import Manifest
from mostek.connectors.base.showing import ShowsRequest
from mostek.invoicing.model import Invoice, Party
from mostek.kernel.problems import Explanation, Problem

if TYPE_CHECKING:
    from mostek.connectors.base.stand_in import StandIn


@dataclass(frozen=True, slots=True)
class AccountReached:
    """Whom the credentials lead to, shown after *Activate*."""

    name: str
    tax_id: str = ""
    detail: str = ""
    """Plan, user or series, in the program's words."""
    warnings: tuple[Problem, ...] = ()
    """Things that will fail later: no bank account, plan ending, a scope that is missing."""


@dataclass(frozen=True, slots=True)
class Booked:
    """A document as the program holds it. None where the program does not tell."""

    remote_id: str
    number: str = ""
    issue_date: date | None = None
    sale_date: date | None = None
    currency: str = ""
    net: Decimal | None = None
    vat: Decimal | None = None
    gross: Decimal | None = None
    buyer_tax_id: str = ""
    line_count: int | None = None
    reference: str = ""
    """Our reference as found on it."""
    link: str = ""
    """Where a person sees it in the program."""
    is_paid: bool | None = None


@dataclass(frozen=True, slots=True)
class Issued:
    remote_id: str
    number: str = ""
    booked: Booked | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The program will make it by and by; `task` is what to ask for."""

    task: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """Surely nothing was made."""

    problems: tuple[Problem, ...]


Outcome = Issued | Accepted | Rejected


class NotReady(Exception):
    """The program has not made it yet (a PDF, a number); ask again later."""


class Refused(Exception):
    """The account, not the document, is the trouble: key, permission, plan, address. The problem's
    `field` names the input of the credentials form that is amiss, if it is one."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.key)
        self.problem = problem


@runtime_checkable
class Session(Protocol):
    """One account at one program. `hints` carries what a webhook said, e.g. `{"remote_id": …}`."""

    async def verify(self) -> AccountReached:
        """Tries the credentials with reads only. Raises Refused, NotSent, Limited or Lost."""

    def check(self, invoice: Invoice) -> tuple[Problem, ...]:
        """What this program would refuse in the document; no I/O. Run before anything is sent."""

    async def create(self, invoice: Invoice, buyer_id: str) -> Outcome:
        """Sends the document, once. Makes no second try of its own."""

    async def find(self, invoice: Invoice, buyer_id: str) -> tuple[Booked, ...]:
        """Every document at the program that carries our reference (or number). Reads only."""

    async def fetch(self, remote_id: str) -> Booked:
        """The document as booked. Raises NotReady while it has no number yet."""


@runtime_checkable
class CreatesLater(Protocol):
    """Programs that accept first and make the document afterwards."""

    async def check_task(self, task: str, hints: Mapping[str, str]) -> Outcome:
        """Where the task stands; Accepted while it is pending."""


@runtime_checkable
class KeepsBuyers(Protocol):
    """Programs where a buyer is a record of its own. The core calls these one at a time per buyer."""

    async def find_buyer(self, party: Party, marker: str) -> str:
        """The id of the record for this buyer, or ""; by tax id, else by our marker on it."""

    async def create_buyer(self, party: Party, marker: str) -> str:
        """Makes the record, carrying our marker, and returns its id."""


@runtime_checkable
class GivesPdf(Protocol):
    async def fetch_pdf(self, remote_id: str, language: str) -> bytes:
        """The program's PDF. Raises NotReady while there is none."""


@runtime_checkable
class MarksPaid(Protocol):
    async def mark_paid(self, booked: Booked, amount: Decimal, currency: str, paid_on: date) -> None:
        """Notes the payment. Checks first that it is not noted yet: a repeat must not book it twice."""


@runtime_checkable
class ListsBankAccounts(Protocol):
    async def bank_accounts(self) -> tuple[tuple[str, str], ...]:
        """(account number, bank name) of each account the program may print."""


@dataclass(frozen=True, slots=True)
class WebhookAnswer:
    """What to answer the program, and what the call means to us."""

    status: int
    body: bytes = b""
    content_type: str = "application/json"
    is_handshake: bool = False
    event_id: str = ""
    event_name: str = ""
    task: str = ""
    remote_id: str = ""
    problem: Problem | None = None
    """Why the call was turned down (bad signature, no secret yet, unreadable)."""


@dataclass(frozen=True, slots=True)
class Account:
    """A connection as the connector sees it."""

    base_url: str
    credentials: Mapping[str, str]
    options: Mapping[str, str] = field(default_factory=dict)
    payment_map: Mapping[str, str] = field(default_factory=dict)
    """PaymentMeans value -> the program's own value."""
    mark_paid: bool = True
    """Whether documents of paid orders are to be marked as paid, at their creation too."""


@dataclass(frozen=True, slots=True)
class Connector:
    manifest: Manifest
    open: Callable[[Account, Http], Session]
    session_type: type
    """The class `open` returns: capabilities are read off it."""
    explanations: Mapping[str, Explanation]
    folder: Path
    """Where help/, locale/ and quality.toml lie."""
    receive_webhook: Callable[[Mapping[str, str], bytes, str], WebhookAnswer] | None = None
    """(headers in lower case, raw body, secret or "") -> answer. Pure."""
    stand_in: "Callable[[Any], StandIn] | None" = None
    reads: str = ""
    """A pattern of the paths that only read although they are called with POST."""

    def only_reads(self, method: str, url: str) -> bool:
        """Whether a call of this method changes nothing at the program."""
        path = urlsplit(url).path
        return method in ("GET", "HEAD") or bool(self.reads and re.search(self.reads, path))

    @property
    def capabilities(self) -> frozenset[str]:
        """Names of the optional protocols that the session class fulfils."""
        return frozenset(
            name for name, protocol in CAPABILITIES.items() if _fulfils(self.session_type, protocol)
        )


CAPABILITIES: dict[str, type] = {
    "creates_later": CreatesLater,
    "keeps_buyers": KeepsBuyers,
    "pdf": GivesPdf,
    "mark_paid": MarksPaid,
    "cancel": Cancels,
    "update": Updates,
    "bank_accounts": ListsBankAccounts,
    "seller": TellsSeller,
    "documents": ListsDocuments,
    "shows_request": ShowsRequest,
    "journal_entries": PostsEntries,
    "ledger_accounts": ListsLedgerAccounts,
    "dimensions": ListsDimensions,
}


def _fulfils(session_type: type, protocol: type) -> bool:
    wanted = [name for name in vars(protocol) if not name.startswith("_")]
    return all(callable(getattr(session_type, name, None)) for name in wanted)
