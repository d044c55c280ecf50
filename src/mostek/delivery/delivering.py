"""One delivery in a worker's hand: its checkpoints, and how each step may end.

A step ends in a checkpoint before the next begins. A write's attempt is durable before the call
leaves; what may have been made and is not known for sure is looked for before anything is sent again.
Endings return True to go on with the delivery in hand, False once it was given back.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from mostek.connections.models import Connection
from mostek.connectors.base.contract import Session
from mostek.connectors.base.http import Http, Limited, Lost
from mostek.connectors.base.manifest import Manifest
from mostek.delivery.exchange_log import redacted
from mostek.delivery.hand import AttemptRow, Checkpoint, ConnectionRefused, Doubted, Effect, Hand, TurnedDown
from mostek.delivery.models import WISHED, State, Step
from mostek.delivery.pauses import after_failure
from mostek.delivery.writer import Writer
from mostek.invoicing.ledger import JournalEntry
from mostek.invoicing.model import Invoice
from mostek.kernel.problems import Problem

MOST_FOLLOW_UP_TRIES = 40
"""About half a day."""


@dataclass(slots=True)
class Surroundings:
    """What the worker gives to a delivery in hand."""

    writer: Writer
    connection: Connection
    session: Session
    http: Http
    lease: float
    clock: Callable[[], float]
    """Seconds since the epoch by the database's clock."""
    turned_away: Callable[[str, float | None], Awaitable[float]]
    """Notes a 429 on a method, gives the pause."""
    secrets: tuple[str, ...]


@dataclass(slots=True)
class Delivering:
    """One delivery in hand, with everything its steps need."""

    hand: Hand
    around: Surroundings
    content: Invoice | JournalEntry
    attempts: list[AttemptRow] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    begun: float = 0

    @property
    def invoice(self) -> Invoice:
        assert isinstance(self.content, Invoice)
        return self.content

    @property
    def entry(self) -> JournalEntry:
        assert isinstance(self.content, JournalEntry)
        return self.content

    @property
    def manifest(self) -> Manifest:
        return self.around.connection.connector.manifest

    @property
    def values(self) -> dict[str, str]:
        return {"program": self.manifest.name}

    def begin(self) -> None:
        self.begun = self.around.clock()

    def note(self, outcome: str, problems: tuple[Problem, ...] = ()) -> None:
        """Ends the step's attempt with what was exchanged."""
        exchanges = redacted(self.around.http.exchanges, self.around.secrets)
        self.around.http.exchanges.clear()
        ended = self.around.clock()
        self.attempts.append(
            AttemptRow(
                self.hand.step, self.hand.worker or "", self.begun, ended, outcome, problems, exchanges
            )
        )

    async def checkpoint(self) -> None:
        """Makes all that was noted durable, keeping the delivery in hand."""
        self.hand.due_at = self.around.clock() + self.around.lease
        await self._save()

    async def give_back(self, due_in: float | None) -> bool:
        """The last checkpoint: the row is free, due again after so many seconds, or never (None)."""
        self.hand.due_at = None if due_in is None else self.around.clock() + due_in
        self.hand.worker = None
        await self._save()
        return False

    async def _save(self) -> None:
        attempts, self.attempts = self.attempts, []
        effects, self.effects = self.effects, []
        await self.around.writer.save(Checkpoint(self.hand, attempts, effects))

    async def before_write(self) -> None:
        """The attempt stands before the call leaves."""
        self.begin()
        self.attempts.append(AttemptRow(self.hand.step, self.hand.worker or "", self.begun))
        await self.checkpoint()

    async def later(self, outcome: str, problem: Problem) -> bool:
        """Waits and tries the step again, which is harmless: nothing of the document was made by it."""
        self.hand.failures += 1
        self._back_to_queue(problem)
        self.note(outcome, (problem,))
        return await self.give_back(self._pause())

    def _back_to_queue(self, problem: Problem) -> None:
        self.hand.problems = [problem.as_dict()]
        if self.hand.step == Step.CREATE:
            self.hand.sends -= 1
        if self.hand.state == State.SENDING:
            self.hand.state = State.QUEUED

    def _pause(self) -> float:
        """After a buyer's record may have been made, long enough for `find_buyer` to be believed."""
        pause = after_failure(self.hand.failures)
        return max(pause, self.manifest.proof.settle) if self.hand.step == Step.BUYER else pause

    async def limited(self, error: Limited) -> bool:
        method = self.around.http.exchanges[-1].method if self.around.http.exchanges else "GET"
        pause = await self.around.turned_away(method, error.retry_after)
        problem = Problem("delivery.limited", self.values)
        self._back_to_queue(problem)
        self.note("later", (problem,))
        return await self.give_back(pause)

    async def refused(self, problem: Problem) -> bool:
        """The account is the trouble: its queue stops and waits; the delivery is first when it reopens."""
        self._back_to_queue(problem)
        self.note("refused", (problem,))
        sealed = self.around.connection.sealed
        self.effects.append(ConnectionRefused(self.hand.connection_id, sealed, problem))
        return await self.give_back(1)

    async def rejected(self, problems: tuple[Problem, ...]) -> bool:
        """Surely nothing made, and nothing will be without a person. After the document is in the
        program only a warning remains."""
        if self.hand.remote_id:
            return await self.give_up_follow_up(problems)
        self.hand.state, self.hand.task = State.REJECTED, ""
        self.hand.problems = [problem.as_dict() for problem in problems]
        self.note("rejected", problems)
        connection = self.around.connection
        label = self.content.number or self.content.reference
        hand = self.hand
        self.effects.append(
            TurnedDown(hand.company_id, hand.document_id, hand.order_id, label, connection.error_status_id)
        )
        return await self.give_back(None)

    async def lost(self, error: Lost) -> bool:
        """Unknown. A write must be proven; a read is simply repeated later."""
        if self.hand.step == Step.CREATE:
            return await self.unknown(str(error))
        if self.hand.step == Step.PAYMENT:
            return await self.payment_unsure()
        if self.hand.step == Step.AWAIT and error.status == 404:
            return await self.unknown("the program does not know the task any more")
        problem = Problem("delivery.disturbed", self.values, raw=str(error))
        self.hand.failures += 1
        if not self.hand.remote_id:
            self.hand.problems = [problem.as_dict()]
            if self.hand.step == Step.BUYER:
                self.hand.state = State.QUEUED
        elif self.hand.failures >= MOST_FOLLOW_UP_TRIES:
            return await self.give_up_follow_up((problem,))
        self.note("unknown", (problem,))
        return await self.give_back(self._pause())

    async def unexpected(self) -> bool:
        if self.hand.step == Step.CREATE:
            return await self.unknown("an error in Mostek itself")
        if self.hand.step == Step.PAYMENT:
            return await self.payment_unsure()
        problem = Problem("delivery.fault", self.values)
        if self.hand.remote_id and self.hand.failures >= MOST_FOLLOW_UP_TRIES:
            return await self.give_up_follow_up((problem,))
        return await self.later("fault", problem)

    async def unknown(self, reason: str) -> bool:
        """The create may have happened: nothing is sent until it was looked for."""
        problem = Problem("delivery.proving", self.values, raw=reason)
        self.note("unknown", (problem,))
        self.hand.uncertain_at = self.around.clock()
        self.hand.step, self.hand.state, self.hand.task = Step.PROVE, State.SENDING, ""
        self.hand.problems = [problem.as_dict()]
        return await self.give_back(self.manifest.proof.settle)

    async def after_crash(self) -> bool:
        """A worker died between sending and noting the answer: the attempt stands open."""
        self.begin()
        if self.hand.step == Step.BUYER:
            self.hand.state = State.QUEUED
            self.note("unknown")
            return await self.give_back(self.manifest.proof.settle)
        if self.hand.step == Step.PAYMENT:
            return await self.payment_unsure()
        if self.hand.step in WISHED:
            return await self.change_unsure("the worker stopped before the answer was noted")
        return await self.unknown("the worker stopped before the answer was noted")

    async def doubt(self, key: str, **values: str) -> bool:
        problem = Problem(key, {**self.values, **values})
        self.hand.state, self.hand.step = State.IN_DOUBT, Step.PROVE
        self.hand.problems = [problem.as_dict()]
        self.note("in_doubt", (problem,))
        self.effects.append(Doubted(self.hand.company_id, self.hand.document_id, self.hand.order_id))
        return await self.give_back(None)

    async def give_up_follow_up(self, problems: tuple[Problem, ...]) -> bool:
        """The document is in the program; a later step that failed never repeats the create."""
        warnings = {
            Step.PDF: Problem("delivery.pdf_missing", self.values, raw=problems[0].raw),
            Step.PAYMENT: Problem("delivery.payment_missing", self.values, raw=problems[0].raw),
        }
        self.hand.warnings.append(warnings.get(Step(self.hand.step), problems[0]).as_dict())
        self.note("rejected", problems)
        self.hand.state, self.hand.problems, self.hand.failures = State.WARNING, [], 0
        self.hand.step = Step.PAYMENT if self.hand.step == Step.PDF else Step.DONE
        await self.checkpoint()
        return True

    async def change_unsure(self, reason: str) -> bool:
        """A document of the program may have been cancelled or changed, or not: it is looked at before the
        program is asked again."""
        problem = Problem("delivery.change_unsure", self.values, raw=reason)
        self.hand.failures += 1
        self.hand.uncertain_at = self.around.clock()
        self.hand.problems = [problem.as_dict()]
        self.note("unknown", (problem,))
        return await self.give_back(max(self._pause(), self.manifest.proof.settle))

    async def payment_unsure(self) -> bool:
        problem = Problem("delivery.payment_unsure", self.values)
        self.hand.warnings.append(problem.as_dict())
        self.note("unknown", (problem,))
        self.hand.state, self.hand.step, self.hand.problems = State.WARNING, Step.DONE, []
        return await self.give_back(None)
