"""inFakt as the core sees it: the session joins client, mapping and errors."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from mostek.connectors.base.contract import (
    Accepted,
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
from mostek.connectors.base.http import Answer, Http, Limited, Lost, NotSent
from mostek.connectors.base.showing import Request
from mostek.connectors.infakt import changing, mapping, parties
from mostek.connectors.infakt.checks import problems_in
from mostek.connectors.infakt.client import CORRECTIONS, INVOICES, PAGE, Client
from mostek.connectors.infakt.errors import judge, problems_of, readable, rejection
from mostek.connectors.infakt.explanations import EXPLANATIONS
from mostek.connectors.infakt.held import TellsWhatIsHeld
from mostek.connectors.infakt.manifest import MANIFEST
from mostek.connectors.infakt.reading import every_row
from mostek.connectors.infakt.simulator import build
from mostek.connectors.infakt.verifying import verify
from mostek.connectors.infakt.webhooks import receive_webhook
from mostek.invoicing.model import Invoice, Kind, Party
from mostek.kernel.problems import Problem, ProblemError

PAID_LOOKS = (0.3, 1, 2)
"""Seconds before each look at a marking as paid; inFakt is usually done after two."""


class InfaktSession(TellsWhatIsHeld):
    """Documents are named by their uuid alone; a correction is not found among the invoices (404),
    so reads ask there first and then among the corrections."""

    def __init__(self, account: Account, http: Http) -> None:
        self._account = account
        self._client = Client(http, account.base_url, account.credentials.get("api_key", ""))

    async def verify(self) -> AccountReached:
        return await verify(self._client)

    def check(self, invoice: Invoice) -> tuple[Problem, ...]:
        return problems_in(invoice, self._account)

    def request_for(self, invoice: Invoice, buyer_id: str) -> Request:
        return self._client.creation(*self._creation(invoice, buyer_id))

    def _creation(self, invoice: Invoice, buyer_id: str) -> tuple[str, dict[str, Any]]:
        return _resource(invoice), mapping.document_body(invoice, buyer_id, self._account)

    async def create(self, invoice: Invoice, buyer_id: str) -> Outcome:
        answer = await self._client.create_document(*self._creation(invoice, buyer_id))
        if answer.status == 401:
            raise Refused(await self._why_not_written())
        judge(answer)
        if answer.status == 404:
            readable(answer)
        if answer.status >= 400:
            return Rejected(rejection(answer))
        task = readable(answer)
        if not (reference := str(task.get("invoice_task_reference_number") or "")):
            raise Lost("inFakt accepted without naming a task")
        return _outcome(task, reference)

    async def _why_not_written(self) -> Problem:
        """After a 401 on a write: a key that still reads lacks the scope for writing."""
        try:
            reads = (await self._client.probe()).status == 200
        except (Limited, Lost, NotSent):
            reads = False
        return Problem("infakt.scope_write_missing" if reads else "infakt.key_refused")

    async def check_task(self, task: str, hints: Mapping[str, str]) -> Outcome:
        if hints.get("remote_id"):
            return Issued(hints["remote_id"])
        answer = await self._either(lambda resource: self._client.task(resource, task))
        if answer.status == 404:
            raise Lost("inFakt does not know the task", 404)
        return _outcome(readable(answer), task)

    async def find(self, invoice: Invoice, buyer_id: str) -> tuple[Booked, ...]:
        """Looked for by number, else by day: first with the buyer's record, then wider, because
        inFakt may have put the document under another record of the same buyer."""
        day = invoice.issue_date.isoformat()
        of_day = {"invoice_date_gteq": day, "invoice_date_lteq": day}
        wide = of_day | parties.by_nip(invoice.buyer)
        searches = [of_day | {"client_id_eq": buyer_id}, wide] if buyer_id else [wide]
        if invoice.number:
            searches = [{"number_eq": invoice.number}]
        for filters in searches:
            rows = await self._documents(_resource(invoice), filters)
            ours = [row for row in rows if mapping.is_marked(row, invoice.reference)]
            if ours:
                return tuple(mapping.booked(row) for row in ours)
        return ()

    async def _documents(self, resource: str, filters: Mapping[str, str]) -> list[dict[str, Any]]:
        return await every_row(lambda offset: self._client.documents(resource, filters, offset))

    async def fetch(self, remote_id: str) -> Booked:
        booked = mapping.booked(await self._detail(remote_id))
        if not booked.number:
            raise NotReady
        return booked

    async def _detail(self, remote_id: str) -> dict[str, Any]:
        held = await self._standing(remote_id)
        if held is None:
            raise NotReady
        return held

    async def _standing(self, remote_id: str) -> dict[str, Any] | None:
        answer = await self._either(lambda resource: self._client.document(resource, remote_id))
        return None if answer.status == 404 else readable(answer)

    async def cancel(self, remote_id: str) -> None:
        if held := await self._standing(remote_id):
            await changing.delete(self._client, held)

    async def is_cancelled(self, remote_id: str) -> bool:
        return await self._standing(remote_id) is None

    async def update(self, remote_id: str, invoice: Invoice) -> None:
        fields = mapping.changed_fields(invoice, self._account)
        await changing.change(self._client, await self._detail(remote_id), fields)

    async def is_updated(self, remote_id: str, invoice: Invoice) -> bool:
        fields = mapping.changed_fields(invoice, self._account)
        return changing.holds(await self._detail(remote_id), fields)

    async def _either(self, ask: Callable[[str], Awaitable[Answer]]) -> Answer:
        """The answer among the invoices, or, where that is 404, among the corrections."""
        answer = judge(await ask(INVOICES))
        return judge(await ask(CORRECTIONS)) if answer.status == 404 else answer

    async def fetch_pdf(self, remote_id: str, language: str) -> bytes:
        locale = "pl" if language == "pl" else "en"
        answer = await self._either(lambda resource: self._client.pdf(resource, remote_id, locale))
        if answer.status != 200 or not answer.body.startswith(b"%PDF"):
            raise NotReady
        return answer.body

    async def find_buyer(self, party: Party, marker: str) -> str:
        if bare := parties.bare_tax_id(party.tax_id):
            rows = await every_row(
                lambda offset: self._client.clients({"clean_nip_eq": bare}, "id asc", offset)
            )
            same = [row for row in rows if parties.is_same_business(row, party)]
        else:
            same = [row for row in await self._unnumbered(party) if _is_marked(row, party, marker)]
        return str(min((int(row["id"]) for row in same), default=""))

    async def _unnumbered(self, party: Party) -> list[dict[str, Any]]:
        """Clients that may be a buyer without tax id. inFakt ignores a filter it does not know: then the
        newest two pages are looked through, where a record stands whose creation was just in doubt."""
        if party.is_company:
            filters = {"company_name_cont": party.name}
        else:
            filters = {"last_name_eq": parties.names(party)[1]}
        rows: list[dict[str, Any]] = []
        for offset in (0, PAGE):
            page = readable(await self._client.clients(filters, "id desc", offset)).get("entities") or []
            rows += page
            if len(page) < PAGE:
                break
        return rows

    async def create_buyer(self, party: Party, marker: str) -> str:
        record = parties.client_record(party, f"Mostek {mapping.marker(marker)}")
        answer = await self._client.create_client(record)
        if answer.status == 401:
            raise Refused(await self._why_not_written())
        judge(answer)
        if 400 <= answer.status != 404:
            raise ProblemError(*rejection(answer))
        made = readable(answer).get("id")
        if not made:
            raise Lost("inFakt made a client without naming it")
        return str(made)

    async def mark_paid(self, booked: Booked, amount: Decimal, currency: str, paid_on: date) -> None:
        """Reads the state first. A draft that is wanted as one stays so: marking it would book it."""
        held = await self._detail(booked.remote_id)
        drafts = self._account.options.get("document_status") == "draft"
        if held.get("status") == "paid" or (drafts and held.get("status") == "draft"):
            return
        document = mapping.booked(held)
        if currency != document.currency or (document.gross is not None and amount < document.gross):
            raise ProblemError(Problem("infakt.part_payment"))
        resource = changing.resource_of(held)
        day = max(paid_on, document.issue_date or paid_on).isoformat()
        answer = judge(await self._client.mark_paid(resource, booked.remote_id, day))
        if answer.status >= 400:
            raise ProblemError(*rejection(answer))
        await self._paid(str(readable(answer).get("invoice_task_reference_number") or ""))

    async def _paid(self, task: str) -> None:
        """Waits a little for the task; one that is still pending then will be done by itself."""
        for pause in PAID_LOOKS:
            await asyncio.sleep(pause)
            outcome = await self.check_task(task, {})
            if isinstance(outcome, Rejected):
                if any("już została oznaczona" in problem.raw for problem in outcome.problems):
                    return
                raise ProblemError(*outcome.problems)
            if isinstance(outcome, Issued):
                return

    async def bank_accounts(self) -> tuple[tuple[str, str], ...]:
        rows = await every_row(self._client.bank_accounts)
        return tuple((str(row.get("account_number") or ""), str(row.get("bank_name") or "")) for row in rows)


def _resource(invoice: Invoice) -> str:
    return CORRECTIONS if invoice.kind is Kind.CORRECTION else INVOICES


def _is_marked(row: Mapping[str, Any], party: Party, marker: str) -> bool:
    return mapping.marker(marker) in str(row.get("note") or "") and parties.is_same_name(row, party)


def _outcome(task: Mapping[str, Any], reference: str) -> Outcome:
    """Only a uuid proves success; an unknown code means that it is still on its way."""
    code = int(task.get("processing_code") or 0)
    uuid, words = str(task.get("invoice_uuid") or ""), str(task.get("processing_description") or "")
    if code >= 400:
        return Rejected(problems_of(task.get("invoice_errors") or {}, words))
    return Issued(uuid) if code in (200, 201) and uuid else Accepted(reference)


CONNECTOR = Connector(
    manifest=MANIFEST,
    open=InfaktSession,
    session_type=InfaktSession,
    explanations=EXPLANATIONS,
    folder=Path(__file__).parent,
    receive_webhook=receive_webhook,
    stand_in=build,
)
