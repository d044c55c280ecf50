"""What a program may tell of what it holds already: the seller it prints, and the documents of a period."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from mostek.invoicing.model import Address, Kind

if TYPE_CHECKING:
    from mostek.connectors.base.contract import Booked


@dataclass(frozen=True, slots=True)
class AccountHeld:
    """A bank account that the program may print."""

    number: str
    bank: str = ""
    swift: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class SellerHeld:
    """The seller as the program prints it. None: it does not tell; empty: it tells that there is nothing."""

    name: str | None = None
    tax_id: str | None = None
    address: Address | None = None
    email: str | None = None
    accounts: tuple[AccountHeld, ...] | None = None


@dataclass(frozen=True, slots=True)
class DocumentHeld:
    """A document that stands at the program, whoever made it."""

    booked: "Booked"
    kind: Kind | None
    """None for what has no counterpart here, such as a bill or a correction that is not told apart."""
    buyer_name: str = ""
    buyer_postcode: str = ""
    texts: str = ""
    """Notes and order numbers written on it."""
    is_draft: bool = False
    is_whole: bool = True
    """False where the list leaves things out that `document` tells."""


@dataclass(frozen=True, slots=True)
class DocumentPage:
    documents: tuple[DocumentHeld, ...]
    next: str
    """What to ask for the page after; empty after the last."""


@runtime_checkable
class TellsSeller(Protocol):
    async def seller(self) -> SellerHeld:
        """The seller's data as the program would print them."""


@runtime_checkable
class ListsDocuments(Protocol):
    async def documents(self, since: date, until: date, cursor: str) -> DocumentPage:
        """One page of the sales documents issued on these days, both included; "" asks for the first.

        Each is there at least once however the pages shift meanwhile; two calls at the most.
        """

    async def document(self, remote_id: str) -> DocumentHeld:
        """One of them with all that is told; two calls at the most. Raises NotReady where it is gone."""
