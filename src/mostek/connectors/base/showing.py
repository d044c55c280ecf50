"""The part of the contract that is about showing a call before it is made."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from mostek.invoicing.model import Invoice


@dataclass(frozen=True, slots=True)
class Request:
    """A call as it would be sent, without anything that is secret."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes


@runtime_checkable
class ShowsRequest(Protocol):
    """Programs whose create can be shown before it is sent."""

    def request_for(self, invoice: Invoice, buyer_id: str) -> Request:
        """The very call that `create` makes of a document that `check` finds nothing in; no I/O."""
