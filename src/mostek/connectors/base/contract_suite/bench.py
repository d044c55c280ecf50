"""What the suite works at: one connector, its stand-in, and an open account there."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import aiohttp
import pytest

from mostek.connectors.base.contract import (
    Accepted,
    Account,
    Booked,
    Connector,
    Issued,
    NotReady,
    Outcome,
    Rejected,
    Session,
)
from mostek.connectors.base.http import Http, new_client
from mostek.connectors.base.stand_in import BookedDocument, Faults, StandIn, StandInAccount
from mostek.invoicing.ledger import JournalEntry
from mostek.invoicing.model import BankAccount, Invoice
from mostek.kernel.problems import Problem, explained_keys

PATIENCE = 10.0
"""Seconds until an asynchronous program must have made a document."""
LOOK_EVERY = 0.05


@dataclass(slots=True)
class Bench:
    connector: Connector
    stand_in: StandIn
    faults: Faults
    base_url: str
    client: aiohttp.ClientSession
    bank_account: BankAccount | None = None

    @classmethod
    @asynccontextmanager
    async def open(
        cls, connector: Connector, stand_in: StandIn, faults: Faults, base_url: str
    ) -> "AsyncIterator[Bench]":
        """`base_url` is where the stand-in answers as the program's production address does."""
        async with new_client(allow_private=True) as client:
            bench = cls(connector, stand_in, faults, base_url, client)
            if "bank_accounts" in connector.capabilities:
                found = await bench.able_session().bank_accounts()
                bench.bank_account = BankAccount(iban=found[0][0], bank=found[0][1]) if found else None
            yield bench

    def ready_made(self, account_id: str = "") -> StandInAccount:
        """A ready-made account of the stand-in; by default the first, where everything works."""
        accounts = self.stand_in.accounts()
        return next((each for each in accounts if each.id == account_id), accounts[0])

    def peculiar(self) -> list[StandInAccount]:
        """The ready-made accounts with something special about them, as their notes say."""
        return [account for account in self.stand_in.accounts()[1:] if account.note]

    def account(self, account_id: str = "", *, base_url: str = "", **credentials: str) -> Account:
        """A connection to a ready-made account, with some credentials or the address replaced."""
        manifest = self.connector.manifest
        return Account(
            base_url or self.base_url,
            self.ready_made(account_id).credentials | credentials,
            {option.name: option.default for option in manifest.options},
            {means.value: method for means, method in manifest.payment_defaults.items()},
        )

    def http(self, patience: float = 5) -> Http:
        return Http(self.client, timeout=patience, allow_private=True)

    def session(self, account_id: str = "", patience: float = 5) -> Session:
        return self.connector.open(self.account(account_id), self.http(patience))

    def able_session(self, *capabilities: str) -> Any:
        """A session as one that has these capabilities; skips where it has not."""
        for capability in capabilities:
            if capability not in self.connector.capabilities:
                pytest.skip(f"the program has no {capability}")
        return self.session()

    async def buyer_id(self, session: Any, invoice: Invoice) -> str:
        """The buyer's record, found or made as the core does; "" where the program keeps none."""
        if "keeps_buyers" not in self.connector.capabilities:
            return ""
        marker = invoice.reference
        found: str = await session.find_buyer(invoice.buyer, marker)
        return found or str(await session.create_buyer(invoice.buyer, marker))

    async def settled(self, session: Any, outcome: Outcome) -> Issued | Rejected:
        """What an accepted creation becomes."""
        for _ in range(int(PATIENCE / LOOK_EVERY)):
            if not isinstance(outcome, Accepted):
                return outcome
            await asyncio.sleep(LOOK_EVERY)
            outcome = await session.check_task(outcome.task, {})
        raise AssertionError(f"the program did not make the document within {PATIENCE:g} s")

    async def attempt(self, session: Session, invoice: Invoice) -> Issued | Rejected:
        buyer_id = await self.buyer_id(session, invoice)
        return await self.settled(session, await session.create(invoice, buyer_id))

    async def issue(self, session: Session, invoice: Invoice) -> Booked:
        """Makes the document and returns it as the program holds it."""
        outcome = await self.attempt(session, invoice)
        assert isinstance(outcome, Issued), f"rejected: {outcome}"
        return await self.fetched(session, outcome.remote_id)

    async def fetched(self, session: Session, remote_id: str) -> Booked:
        for _ in range(int(PATIENCE / LOOK_EVERY)):
            try:
                return await session.fetch(remote_id)
            except NotReady:
                await asyncio.sleep(LOOK_EVERY)
        raise AssertionError(f"the document has no number after {PATIENCE:g} s")

    async def found(self, session: Session, invoice: Invoice, buyer_id: str = "") -> tuple[Booked, ...]:
        """What `find` says once an asynchronous program had its time."""
        for _ in range(20 if "creates_later" in self.connector.capabilities else 1):
            if found := await session.find(invoice, buyer_id):
                return found
            await asyncio.sleep(LOOK_EVERY)
        return ()

    def books(self, document: Invoice | JournalEntry | None = None) -> list[BookedDocument]:
        """The good account's books; with a document or an entry: only what carries its reference."""
        booked = self.stand_in.books(self.ready_made().id)
        return [each for each in booked if document is None or each.reference == document.reference]

    def writes(self, http: Http) -> list[str]:
        """The calls that were more than reads."""
        only_reads = self.connector.only_reads
        return [each.url for each in http.exchanges if not only_reads(each.method, each.url)]


def amounts(each: Any) -> tuple[Decimal, Decimal, Decimal]:
    """(net, VAT, gross) of totals, of a booked document, of a row of the books."""
    return each.net, each.vat, each.gross


def assert_explained(problems: Iterable[Problem]) -> None:
    """Each problem has a text of its own, and values for every name in it."""
    found = tuple(problems)
    assert found, "nothing says what is wrong"
    for problem in found:
        assert problem.key in explained_keys(), f"{problem.key} is not explained"


def today() -> date:
    return date.today()  # noqa: DTZ011 - the stand-in's and the company's day are this machine's
