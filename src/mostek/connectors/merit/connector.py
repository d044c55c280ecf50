"""360 Księgowość and Merit Aktiva behind the contract: client, mapping and lists joined."""

import base64
import binascii
from collections.abc import Coroutine
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from mostek.connectors.base.contract import (
    Account,
    AccountReached,
    Booked,
    Connector,
    Issued,
    NotReady,
    Outcome,
    Refused,
    Rejected,
)
from mostek.connectors.base.entries import BookedEntry, DimensionValue, LedgerAccount
from mostek.connectors.base.http import Http, Lost, NotSent
from mostek.connectors.merit import (
    booking,
    buyers,
    checks,
    diagnosing,
    entries,
    lists,
    mapping,
    search,
    taxes,
)
from mostek.connectors.merit.client import READS, Client
from mostek.connectors.merit.errors import Crashed, Declined, NotTheProgram
from mostek.connectors.merit.explanations import EXPLANATIONS
from mostek.connectors.merit.manifest import manifest_of
from mostek.connectors.merit.programs import PROGRAMS, Program
from mostek.connectors.merit.simulator import build
from mostek.connectors.merit.words import amount as amount_of
from mostek.invoicing.ledger import JournalEntry
from mostek.invoicing.model import Invoice, Party
from mostek.kernel.problems import Problem

Found = TypeVar("Found")


class MeritSession:
    """One company at one of the two programs."""

    def __init__(self, program: Program, account: Account, http: Http) -> None:
        self._program = program
        self._account = account
        self._client = Client(account, http)
        self._is_kpir = account.options.get("accounting") == "kpir"

    async def verify(self) -> AccountReached:
        """Reads bank accounts, taxes and the chart. No call tells the company's name: its bank account stands
        for it."""
        try:
            banks = [bank for bank in await self._client.banks() if lists.iban(bank)]
            rates = await self._client.taxes()
            chart = await lists.accounts(self._client)
        except NotTheProgram as error:
            raise Refused(Problem("merit.wrong_address", {"status": str(error.status)})) from error
        except Declined as error:
            raise Refused(error.problems[0]) from error
        name = f"{banks[0].get('Name') or ''} {lists.iban(banks[0])}".strip() if banks else ""
        warned = [] if rates else [Problem("merit.no_taxes")]
        warned += [] if chart or self._is_kpir else [Problem("merit.no_chart")]
        return AccountReached(
            name=name or f"API ID {self._account.credentials.get('api_id', '')[:8]}…",
            detail=", ".join(lists.iban(bank) for bank in banks[1:3]),
            warnings=tuple(warned),
        )

    def check(self, invoice: Invoice) -> tuple[Problem, ...]:
        return checks.problems(invoice, self._account, self._program)

    async def create(self, invoice: Invoice, buyer_id: str) -> Outcome:
        """Looks first whether the number is free: the program is not known to refuse a second one."""
        if not invoice.number:
            return Rejected((Problem("merit.number_missing", field="number"),))
        rates = await _before(self._client.taxes())
        ids, problems = taxes.ids_of(invoice, rates, self._account, self._program)
        if problems:
            return Rejected(problems)
        if taken := await _before(search.numbered(self._client, invoice.number)):
            return self._already(taken, invoice)
        body = mapping.payload(invoice, ids, buyer_id, self._account, self._program)
        try:
            return Issued(await self._client.send_invoice(body), invoice.number)
        except Declined as declined:
            return Rejected(declined.problems)
        except Crashed as crash:
            made = search.ours(await search.numbered(self._client, invoice.number), invoice)
            return _issued(made[0]) if made else _crashed(crash)

    def _already(self, taken: list[dict[str, Any]], invoice: Invoice) -> Outcome:
        if made := search.ours(taken, invoice):
            return _issued(made[0])
        return Rejected((Problem("merit.number_taken", {"number": invoice.number}, "number"),))

    async def find(self, invoice: Invoice, buyer_id: str) -> tuple[Booked, ...]:  # noqa: ARG002
        return await search.find(self._client, invoice)

    async def fetch(self, remote_id: str) -> Booked:
        document = await self._document(remote_id)
        return booking.booked(document["Header"], document.get("Lines") or [])

    async def _document(self, remote_id: str) -> dict[str, Any]:
        try:
            document = await self._client.invoice(remote_id)
        except Declined as declined:
            raise NotReady from declined
        if not isinstance(document.get("Header"), dict):
            raise Lost("the answer holds no document")
        return document

    async def fetch_pdf(self, remote_id: str, language: str) -> bytes:  # noqa: ARG002
        """The PDF in the customer's language as the program knows it."""
        try:
            answer = await self._client.invoice_pdf(remote_id)
            content = base64.b64decode(str(answer.get("FileContent") or ""), validate=True)
        except (Declined, Crashed, binascii.Error) as error:
            raise NotReady from error
        if not content.startswith(b"%PDF"):
            raise NotReady
        return content

    async def find_buyer(self, party: Party, marker: str) -> str:
        return await buyers.find(self._client, party, marker, self._program)

    async def create_buyer(self, party: Party, marker: str) -> str:
        return await buyers.create(self._client, party, marker, self._program)

    async def mark_paid(self, booked: Booked, amount: Decimal, currency: str, paid_on: date) -> None:
        """Brings the paid amount up to `amount`: only what is missing is noted, so a repeat adds nothing."""
        header = (await self._document(booked.remote_id))["Header"]
        paid = amount_of(header.get("PaidAmount"))
        if paid is None:
            raise Lost("the document does not say what is paid")
        if paid >= amount:
            return
        payment = {
            "CustomerName": str(header.get("CustomerName") or ""),
            "InvoiceNo": str(header.get("InvoiceNo") or booked.number),
            "RefNo": str(header.get("ReferenceNo") or ""),
            "PaymentDate": f"{paid_on:%Y%m%d}0000",
            "Amount": amount - paid,
        } | await self._paid_into(currency)
        if self._client.version == "v2":
            payment["CurrencyCode"] = currency
        await self._client.send_payment(payment)

    async def _paid_into(self, currency: str) -> dict[str, str]:
        """The bank account of the options, else the first in the currency, else cash."""
        if chosen := self._account.options.get("payment_account"):
            return {"IBAN": chosen}
        banks = [bank for bank in await self._client.banks() if lists.iban(bank)]
        same = [bank for bank in banks if bank.get("CurrencyCode") in (currency, "", None)]
        return {"IBAN": lists.iban(same[0])} if same else {}

    async def bank_accounts(self) -> tuple[tuple[str, str], ...]:
        banks = await self._client.banks()
        return tuple((lists.iban(bank), str(bank.get("Name") or "")) for bank in banks if lists.iban(bank))

    async def ledger_accounts(self) -> tuple[LedgerAccount, ...]:
        return await lists.accounts(self._client)

    async def dimensions(self) -> tuple[DimensionValue, ...]:
        return await lists.dimensions(self._client)

    def check_entry(self, entry: JournalEntry) -> tuple[Problem, ...]:
        return entries.problems(entry)

    async def create_entry(self, entry: JournalEntry) -> Outcome:
        """Looks first whether the number is free. A refusal is explained from the program's own lists."""
        if taken := await _before(entries.numbered(self._client, entry)):
            ours = next((each for each in taken if each.reference == entry.reference), None)
            if ours:
                return Issued(ours.remote_id, ours.code)
            return Rejected((Problem("merit.entry_number_taken", {"number": entry.number}, "number"),))
        try:
            made = await self._client.send_batch(entries.payload(entry))
        except Declined as declined:
            return Rejected(await diagnosing.reasons(self._client, entry, declined, is_kpir=self._is_kpir))
        except Crashed as crash:
            found = await entries.find(self._client, entry)
            return Issued(found[0].remote_id, found[0].code) if found else _crashed(crash)
        return Issued(str(made["BatchId"]), str(made.get("BatchInfo") or ""))

    async def find_entry(self, entry: JournalEntry) -> tuple[BookedEntry, ...]:
        return await entries.find(self._client, entry)

    async def fetch_entry(self, remote_id: str) -> BookedEntry:
        try:
            return booking.entry_of(await self._client.batch(remote_id))
        except Declined as declined:
            raise NotReady from declined


async def _before(reading: Coroutine[Any, Any, Found]) -> Found:
    """What is read before a document is sent. That it fails is no doubt about the document: NotSent."""
    try:
        return await reading
    except Lost as lost:
        raise NotSent("the program's lists could not be read; nothing was sent") from lost


def _issued(booked: Booked) -> Issued:
    return Issued(booked.remote_id, booked.number, booked)


def _crashed(crash: Crashed) -> Rejected:
    return Rejected((Problem("merit.crashed", raw=str(crash)),))


def _connector(program: Program) -> Connector:
    return Connector(
        manifest=manifest_of(program),
        open=partial(MeritSession, program),
        session_type=MeritSession,
        explanations=EXPLANATIONS,
        folder=Path(__file__).parent,
        stand_in=partial(build, program),
        reads=READS,
    )


CONNECTORS = tuple(map(_connector, PROGRAMS))
