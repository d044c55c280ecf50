"""Kajet behind the contract: joins client and mapping."""

from datetime import date
from decimal import Decimal
from pathlib import Path

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
from mostek.connectors.base.http import Http, Lost
from mostek.invoicing.model import Invoice
from mostek.kernel.problems import Problem

from .client import Client
from .errors import EXPLANATIONS, problems_in
from .manifest import MANIFEST
from .mapping import booked_from, payload_of, problems_of
from .simulator import Kajet


class KajetSession:
    """One account at Kajet."""

    def __init__(self, account: Account, http: Http) -> None:
        self._client = Client(account, http)
        self._payment_map = dict(account.payment_map)

    async def verify(self) -> AccountReached:
        me = await self._client.me()
        if not me["may_write"]:
            raise Refused(Problem("dummy.read_only_key"))
        return AccountReached(me["name"], me["tax_id"], me["plan"])

    def check(self, invoice: Invoice) -> tuple[Problem, ...]:
        return tuple(problems_of(invoice))

    async def create(self, invoice: Invoice, buyer_id: str) -> Outcome:
        answer = await self._client.create_document(payload_of(invoice, self._payment_map))
        content = answer.json()
        if answer.status == 422:
            return Rejected(problems_in(content))
        if answer.status != 201:
            raise Lost(f"Kajet answered {answer.status}", answer.status)
        booked = booked_from(content)
        return Issued(booked.remote_id, booked.number, booked)

    async def find(self, invoice: Invoice, buyer_id: str) -> tuple[Booked, ...]:
        return tuple(map(booked_from, await self._client.documents_by(invoice.reference)))

    async def fetch(self, remote_id: str) -> Booked:
        return booked_from(await self._client.document(remote_id))

    async def fetch_pdf(self, remote_id: str, language: str) -> bytes:
        answer = await self._client.pdf(remote_id)
        if answer.status == 404:
            raise NotReady
        return answer.body

    async def mark_paid(self, booked: Booked, amount: Decimal, currency: str, paid_on: date) -> None:
        document = await self._client.document(booked.remote_id)
        if not document["paid"]:
            await self._client.mark_paid(booked.remote_id, paid_on.isoformat())


CONNECTOR = Connector(
    manifest=MANIFEST,
    open=KajetSession,
    session_type=KajetSession,
    explanations=EXPLANATIONS,
    folder=Path(__file__).parent,
    stand_in=Kajet,
)
