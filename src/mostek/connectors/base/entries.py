"""The part of the contract that is about the general ledger: journal entries, and what they may name."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from mostek.invoicing.ledger import JournalEntry
from mostek.kernel.problems import Problem

if TYPE_CHECKING:
    from mostek.connectors.base.contract import Outcome


@dataclass(frozen=True, slots=True)
class BookedEntry:
    """A journal entry as the program holds it. None where the program does not tell."""

    remote_id: str
    code: str = ""
    """The program's own number of the posting."""
    number: str = ""
    """Our document number, as found on it."""
    day: date | None = None
    currency: str = ""
    total: Decimal | None = None
    """The sum of one side."""
    row_count: int | None = None
    reference: str = ""
    """Our reference as found on it."""


@runtime_checkable
class PostsEntries(Protocol):
    """Programs with a general ledger that takes journal entries. The same rules as for documents:
    one send, exactly one of the outcomes or an exception, and proof before anything is repeated."""

    def check_entry(self, entry: JournalEntry) -> tuple[Problem, ...]:
        """What this program would refuse in the entry; no I/O. Run before anything is sent."""

    async def create_entry(self, entry: JournalEntry) -> "Outcome":
        """Posts the entry, once. `Issued` names the posting's id and, as number, the program's code of it."""

    async def find_entry(self, entry: JournalEntry) -> tuple[BookedEntry, ...]:
        """Every posting at the program that is this entry, by its number and our reference. Reads only."""

    async def fetch_entry(self, remote_id: str) -> BookedEntry:
        """The posting as booked. Raises NotReady where the program no longer has it."""


@dataclass(frozen=True, slots=True)
class LedgerAccount:
    """An account of the program's chart."""

    code: str
    name: str
    is_active: bool = True
    is_parent: bool = False
    """A heading that sums up others."""
    fits: bool = True
    """Whether the program takes so long a code in a posting."""

    @property
    def may_post(self) -> bool:
        return self.is_active and not self.is_parent and self.fits


@runtime_checkable
class ListsLedgerAccounts(Protocol):
    async def ledger_accounts(self) -> tuple[LedgerAccount, ...]:
        """The whole chart, in the program's order."""


@dataclass(frozen=True, slots=True)
class DimensionValue:
    """A department, project or cost centre that a row of an entry may name."""

    dimension: str
    """`department`, `project` or `cost_centre`: the field of `EntryRow`."""
    code: str
    name: str
    is_active: bool = True
    fits: bool = True
    """Whether the program takes so long a code in a posting."""

    @property
    def may_post(self) -> bool:
        return self.is_active and self.fits


@runtime_checkable
class ListsDimensions(Protocol):
    async def dimensions(self) -> tuple[DimensionValue, ...]:
        """Every value of every dimension that the program keeps."""
