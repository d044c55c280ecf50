"""One delivery in a worker's hand: the row's changing columns, in memory, and what to write with them."""

from dataclasses import dataclass, field
from typing import Any

from mostek.kernel.problems import Problem


@dataclass(slots=True)
class AttemptRow:
    """A line of the delivery's story. `ended_at` None opens it: it stands before a write call leaves."""

    step: str
    worker: str
    begun_at: float
    ended_at: float | None = None
    outcome: str = ""
    problems: tuple[Problem, ...] = ()
    exchanges: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Settled:
    """The document is known to be in the program, under this number."""

    company_id: int
    document_id: int
    order_id: int | None
    number: str
    program: str
    is_news: bool
    """False when a booked document was only read again: the order was told already."""
    error_status_id: int | None
    """What a rejection put the order into; taken back now, unless a person moved the order on."""


@dataclass(slots=True)
class PdfArrived:
    document_id: int
    order_id: int | None
    company_id: int
    file_name: str
    data: bytes
    field_id: int | None
    """The order's custom field that takes the file."""


@dataclass(slots=True)
class TurnedDown:
    """Rejected: the order shows it."""

    company_id: int
    document_id: int
    order_id: int | None
    document: str
    error_status_id: int | None


@dataclass(slots=True)
class Doubted:
    """In doubt: only a person can tell whether it is at the program."""

    company_id: int
    document_id: int
    order_id: int | None


@dataclass(slots=True)
class ConnectionRefused:
    """The account is the trouble: its queue stops, once, and says so; unless its credentials were
    replaced since `sealed` was read."""

    connection_id: int
    sealed: str
    problem: Problem


@dataclass(slots=True)
class BuyerKnown:
    connection_id: int
    key: str
    remote_id: str


@dataclass(slots=True)
class WishEnded:
    """The program did what a person wished of the document, or surely did not."""

    delivery_id: int
    program: str
    is_done: bool


@dataclass(slots=True)
class OriginalKnown:
    """The number and the id of what a correction corrects are filled into its content."""

    document_id: int
    content: dict[str, Any]


Effect = (
    Settled | PdfArrived | TurnedDown | Doubted | ConnectionRefused | BuyerKnown | OriginalKnown | WishEnded
)


@dataclass(slots=True)
class Hand:
    """Read with the claim. `token` fences every write; `worker` is who holds it, None gives it back."""

    id: int
    token: int
    worker: str | None
    company_id: int
    connection_id: int
    document_id: int
    order_id: int | None
    content: str
    """The frozen neutral document, as JSON."""
    has_open_attempt: bool
    state: str
    step: str
    due_at: float | None
    sends: int
    failures: int
    uncertain_at: float | None
    task: str
    buyer_id: str
    remote_id: str
    remote_number: str
    link: str
    hints: dict[str, str]
    problems: list[dict[str, Any]]
    warnings: list[dict[str, Any]]
    polls: int
    settled_at: float | None


@dataclass(slots=True)
class Checkpoint:
    """All of one delivery that becomes durable together."""

    hand: Hand
    attempts: list[AttemptRow]
    effects: list[Effect]
