"""The part of the contract that is about documents which stand at the program: taken back, or changed."""

from typing import Protocol, runtime_checkable

from mostek.invoicing.model import Invoice


@runtime_checkable
class Cancels(Protocol):
    """Programs that take a document back, deleted or voided: the manifest's `cancelling` says which."""

    async def cancel(self, remote_id: str) -> None:
        """Takes it back. Raises ProblemError where the program does not allow it: nothing changed then.
        A document that is gone already is no error."""

    async def is_cancelled(self, remote_id: str) -> bool:
        """Whether it stands there no more. Reads only."""


@runtime_checkable
class Updates(Protocol):
    """Programs that change a document which they hold: its notes, its payment and the buyer's address. Lines,
    totals, numbers and the dates of issue and sale never change this way."""

    async def update(self, remote_id: str, invoice: Invoice) -> None:
        """Brings the document to what `invoice` says; doing it twice is doing it once. Raises ProblemError
        where the program does not allow it: nothing changed then."""

    async def is_updated(self, remote_id: str, invoice: Invoice) -> bool:
        """Whether the document holds what `update` writes. Reads only."""
