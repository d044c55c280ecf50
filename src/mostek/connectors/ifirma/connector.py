"""iFirma as a connector: client, months and mapping joined."""

import logging
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

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
from mostek.connectors.base.http import Http, Lost, NotSent
from mostek.connectors.base.showing import Request
from mostek.connectors.ifirma import booking, buyers, checks, mapping, months, search
from mostek.connectors.ifirma.client import ABONENT, FAKTURA, Client, NotIapi
from mostek.connectors.ifirma.errors import Declined, Unreadable
from mostek.connectors.ifirma.explanations import EXPLANATIONS
from mostek.connectors.ifirma.held import TellsWhatIsHeld
from mostek.connectors.ifirma.manifest import MANIFEST
from mostek.connectors.ifirma.resources import (
    CORRECTION,
    DOMESTIC,
    FOREIGN,
    Resource,
    located,
    means_of,
    remote_key,
    resource_of,
)
from mostek.connectors.ifirma.simulator import build
from mostek.invoicing.model import Invoice, Party
from mostek.kernel.problems import Problem, ProblemError

log = logging.getLogger(__name__)


class IfirmaSession(TellsWhatIsHeld):
    """One iFirma account."""

    def __init__(self, account: Account, http: Http) -> None:
        self._account = account
        credentials = account.credentials
        keys = {FAKTURA: credentials.get("key_faktura", ""), ABONENT: credentials.get("key_abonent", "")}
        self._client = Client(account.base_url, credentials.get("login", "").strip(), keys, http)

    async def verify(self) -> AccountReached:
        """Reads the month and the limit with the key `abonent`, one invoice with the key `faktura`."""
        day = months.today()
        try:
            month = await months.current(self._client)
            limit = await self._client.limit()
            await self._client.page(
                DOMESTIC.listing, {"dataOd": day.isoformat(), "strona": "1", "iloscNaStronie": "1"}
            )
        except NotIapi as error:
            values = {"status": str(error.status)}
            raise Refused(Problem("ifirma.wrong_address", values)) from error
        except (Declined, Unreadable) as error:
            raise Refused(error.problem) from error
        used, granted = limit.get("LimitWykorzystany", "?"), limit.get("LimitPrzyznany", "?")
        now = months.of(day)
        values = {"set": str(month), "needed": str(now)}
        return AccountReached(
            name=self._client.login,
            detail=f"miesiąc księgowy {month}, limit API {used}/{granted}",
            warnings=() if month == now else (Problem("ifirma.month_not_current", values),),
        )

    def check(self, invoice: Invoice) -> tuple[Problem, ...]:
        return checks.problems(invoice)

    async def create(self, invoice: Invoice, buyer_id: str) -> Outcome:
        """Looks at the accounting month first; moves it, and back, only if the connection says so."""
        resource = resource_of(invoice)
        if resource is None:
            return Rejected(self.check(invoice))
        try:
            found, reached, problem = await self._set_month(invoice)
        except Lost as lost:
            raise NotSent("the accounting month could not be read or moved; no document was sent") from lost
        if problem:
            await self._restore_month(reached, found)
            return Rejected((problem,))
        try:
            return await self._post(invoice, resource, buyer_id)
        finally:
            await self._restore_month(reached, found)

    async def _set_month(self, invoice: Invoice) -> tuple[months.Month, months.Month, Problem | None]:
        """(month found, month reached, why the document cannot go)."""
        found = await months.current(self._client)
        if months.fits(found, invoice):
            return found, found, None
        if self._account.options.get("month_policy") != "move":
            return found, found, months.closed(found, invoice)
        return found, *await months.move(self._client, found, months.wanted(invoice))

    async def _restore_month(self, reached: months.Month, found: months.Month) -> None:
        """Steps back. The document stands whatever happens here, so a failure is only noted."""
        if reached == found:
            return
        try:
            _, problem = await months.move(self._client, reached, found)
        except Exception as error:
            log.warning("the accounting month stays at %s instead of %s: %r", reached, found, error)
        else:
            if problem:
                log.warning("the accounting month stays away from %s: %s", found, problem.raw)

    def request_for(self, invoice: Invoice, buyer_id: str) -> Request:
        resource = resource_of(invoice)
        if resource is None:
            raise ValueError("iFirma has no place for this document")
        return self._client.creation(*self._creation(invoice, resource, buyer_id))

    def _creation(self, invoice: Invoice, resource: Resource, buyer_id: str) -> tuple[str, mapping.Payload]:
        """Path and content of the create."""
        path = resource.path
        if resource is CORRECTION and invoice.corrected:
            path = f"{path}/{located(invoice.corrected.remote_id)[1]}"
        means = means_of(invoice, self._account, MANIFEST.payment_defaults)
        return path, mapping.payload(invoice, resource, self._account, means, buyer_id)

    async def _post(self, invoice: Invoice, resource: Resource, buyer_id: str) -> Outcome:
        path, body = self._creation(invoice, resource, buyer_id)
        try:
            identifier = await self._client.create(path, body)
        except Declined as declined:
            return Rejected((_with_record(declined.problem, invoice, buyer_id),))
        return Issued(remote_key(resource, identifier))

    async def find(self, invoice: Invoice, buyer_id: str) -> tuple[Booked, ...]:
        resource = resource_of(invoice)
        return await search.ours(self._client, invoice, resource, buyer_id) if resource else ()

    async def fetch(self, remote_id: str) -> Booked:
        resource, identifier = located(remote_id)
        booked = booking.booked(await self._client.document(resource.path, identifier), resource, identifier)
        if not booked.number:
            raise NotReady
        return await search.with_difference(self._client, booked) if resource is CORRECTION else booked

    async def fetch_pdf(self, remote_id: str, language: str) -> bytes:  # noqa: ARG002
        """The PDF in the document's own language: iFirma prints no other."""
        resource, identifier = located(remote_id)
        try:
            return await self._client.pdf(resource.path, identifier)
        except (Declined, NotIapi) as error:
            raise NotReady from error

    async def find_buyer(self, party: Party, marker: str) -> str:
        return await buyers.find(self._client, party, marker)

    async def create_buyer(self, party: Party, marker: str) -> str:
        return await buyers.create(self._client, party, marker)

    async def mark_paid(
        self,
        booked: Booked,
        amount: Decimal,
        currency: str,  # noqa: ARG002 - iFirma takes the document's own
        paid_on: date,
    ) -> None:
        """Brings the paid amount up to `amount`: only what is missing is booked, so a repeat adds nothing."""
        resource, identifier = located(booked.remote_id)
        if not resource.list_type:
            raise ProblemError(Problem("ifirma.payment_unsupported", {"number": booked.number}))
        document = await self._client.document(resource.path, identifier)
        paid = booking.amount(document.get("Zaplacono"))
        if paid is None:
            raise Lost("the document does not say what is paid")
        if paid >= amount:
            return
        payment: dict[str, Any] = {"Kwota": amount - paid}
        if resource is FOREIGN:
            payment["Data"] = paid_on.isoformat()
        number = booked.number or str(document.get("PelnyNumer") or "")
        await self._client.pay(resource.list_type, number, payment)


def _with_record(problem: Problem, invoice: Invoice, buyer_id: str) -> Problem:
    """Names the contractor's record at iFirma where that may be what it complains about."""
    record = buyer_id or invoice.buyer.tax_id
    if problem.key != "ifirma.buyer_data" or not record:
        return problem
    return replace(problem, key="ifirma.buyer_record", values=dict(problem.values) | {"record": record})


CONNECTOR = Connector(
    manifest=MANIFEST,
    open=IfirmaSession,
    session_type=IfirmaSession,
    explanations=EXPLANATIONS,
    folder=Path(__file__).parent,
    stand_in=build,
)
