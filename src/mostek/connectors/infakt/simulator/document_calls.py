"""The program's calls that concern documents."""

from typing import Any

from aiohttp import web

from mostek.connectors.base.stand_in import Faults, Store
from mostek.connectors.infakt.simulator import documents, ksef, lists, paper
from mostek.connectors.infakt.simulator.accounts import SimAccount
from mostek.connectors.infakt.simulator.answers import invalid, not_found, said, sent_object
from mostek.connectors.infakt.simulator.books import Books, Row
from mostek.connectors.infakt.simulator.issuing import Issuing
from mostek.connectors.infakt.simulator.subscriptions import Subscriptions
from mostek.connectors.infakt.simulator.switches import switches_of
from mostek.connectors.infakt.simulator.tasks import Tasks

ROOTS = {"invoices": "invoice", "corrective_invoices": "corrective_invoice"}
TITLES = {"proforma": "Faktura proforma", "correction": "Faktura korygujaca"}


class DocumentCalls:
    """`resource` in the path is `invoices` or `corrective_invoices`."""

    def __init__(
        self,
        store: Store,
        faults: Faults,
        books: Books,
        issuing: Issuing,
        tasks: Tasks,
        events: Subscriptions,
    ) -> None:
        self._store = store
        self._faults = faults
        self._books = books
        self._issuing = issuing
        self._tasks = tasks
        self._events = events

    def _row(self, request: web.Request, account: SimAccount) -> Row | None:
        info = request.match_info
        return self._books.get(account.id, info["resource"], info["uuid"])

    def _closed(self, account: SimAccount, sent: dict[str, Any]) -> web.Response | None:
        closed = switches_of(self._store, account.id).closed_month
        day = str(sent.get("invoice_date") or "9999")
        return (
            said({"error": "Miesiąc księgowy jest zamknięty."}, 423) if closed and day[:7] <= closed else None
        )

    async def create_later(self, request: web.Request, account: SimAccount) -> web.StreamResponse:
        resource = request.match_info["resource"]
        body = await sent_object(request)
        sent = await sent_object(request, ROOTS[resource])
        if closed := self._closed(account, sent):
            return closed
        switches = switches_of(self._store, account.id)
        if body.get("send_to_ksef") and not switches.ksef_active:
            return said({"error": "Integracja z KSeF nie jest aktywna."}, 422)
        job = {
            "action": "create_invoice",
            "resource": resource,
            "invoice_kind": ROOTS[resource],
            "sent": sent,
            "send_to_ksef": bool(body.get("send_to_ksef")),
        }
        return said(self._tasks.accept(account.id, switches.task_delay, job), 201)

    async def create_now(self, request: web.Request, account: SimAccount) -> web.StreamResponse:
        """The synchronous form; for corrections inFakt answers 500 whatever is sent."""
        if request.match_info["resource"] == "corrective_invoices":
            return said({"error": "Wystąpił nieoczekiwany błąd."}, 500)
        sent = await sent_object(request, "invoice")
        if closed := self._closed(account, sent):
            return closed
        row, errors = self._issuing.create(account, "invoices", sent)
        return said(self._shown(row, account), 201) if row else invalid(errors)

    def _shown(self, row: Row, account: SimAccount) -> Row:
        answer = documents.shown(row, detail=True)
        if row.get("_ksef"):
            switches = switches_of(self._store, account.id)
            answer["ksef_data"] = ksef.status(row, switches.ksef_delay, account.tax_id)
            answer["ksef_number"] = answer["ksef_data"]["ksef_number"]
        return answer

    async def status(self, request: web.Request, account: SimAccount) -> web.StreamResponse:
        info = request.match_info
        answer = self._tasks.status(account.id, info["resource"], info["task"])
        return said(answer) if answer else not_found()

    async def listed(self, request: web.Request, account: SimAccount) -> web.StreamResponse:
        resource = request.match_info["resource"]
        filters = await lists.filters_of(request, resource)
        shelf = self._books.shelf(account.id, resource)
        return said(lists.envelope(request, shelf, filters, documents.shown))

    async def one(self, request: web.Request, account: SimAccount) -> web.StreamResponse:
        row = self._row(request, account)
        return said(self._shown(row, account)) if row else not_found()

    async def change(self, request: web.Request, account: SimAccount) -> web.StreamResponse:
        """Partial; lines that are sent replace all old ones."""
        row = self._row(request, account)
        if row is None:
            return not_found()
        sent = await sent_object(request, ROOTS[request.match_info["resource"]])
        if row.get("_ksef"):
            return invalid({"base": ["Nie można edytować faktury wysłanej do KSeF."]})
        errors: documents.Errors = {}
        is_correction = row["kind"] == "correction"
        held = documents.shown(row)
        merged = documents.made(held | sent, self._issuing.today(), errors, is_correction=is_correction)
        if errors:
            return invalid(errors)
        kept: Row = {name: row[name] for name in ("uuid", "created_at", "paid_date") if name in row}
        if "services" not in sent:
            kept |= {name: row[name] for name in ("services", "net_price", "tax_price", "gross_price")}
        return said(self._shown(self._books.change(row, merged | kept), account))

    async def remove(self, request: web.Request, account: SimAccount) -> web.StreamResponse:
        row = self._row(request, account)
        if row is None:
            return not_found()
        if row.get("_ksef") or (row["status"] != "draft" and row["kind"] != "proforma"):
            return invalid({"base": ["Nie można usunąć zaksięgowanej faktury."]})
        self._books.remove(row)
        self._events.emit(account.id, "invoice_deleted", documents.shown(row))
        return web.Response(status=204)

    async def account_for(self, request: web.Request, account: SimAccount) -> web.StreamResponse:
        row = self._row(request, account)
        return said(self._shown(self._issuing.leave_draft(row, "printed"), account)) if row else not_found()

    async def pdf(self, request: web.Request, account: SimAccount) -> web.StreamResponse:
        """A read that changes: the document becomes printed."""
        row = self._row(request, account)
        if row is None or self._faults.hit("late_pdf"):
            return not_found()
        self._issuing.leave_draft(row, "printed")
        body = paper.pdf(row, TITLES.get(row["kind"], "Faktura VAT"))
        return web.Response(body=body, content_type="application/pdf")

    async def xml(self, request: web.Request, account: SimAccount) -> web.StreamResponse:
        row = self._row(request, account)
        if row is None:
            return not_found()
        if row["status"] == "draft":
            self._issuing.leave_draft(row, "printed")
        return web.Response(body=paper.xml(row), content_type="application/xml")

    async def email(self, request: web.Request, account: SimAccount) -> web.StreamResponse:
        """Accepted with an empty body, which is not JSON."""
        row = self._row(request, account)
        if row is None:
            return not_found()
        client = self._books.get(account.id, "clients", str(row.get("client_id") or "-"))
        if not (await sent_object(request)).get("recipient") and not (client and client["email"]):
            return invalid({"recipient": ["Podaj adres e-mail odbiorcy."]})
        self._issuing.leave_draft(row, "sent")
        return web.Response(status=202)

    async def paid(self, request: web.Request, account: SimAccount) -> web.StreamResponse:
        """`paid_date` as a query parameter, in the body, or below the body's `invoice`."""
        row = self._row(request, account)
        if row is None:
            return not_found()
        body = await sent_object(request)
        inner = body.get("invoice")
        below = inner.get("paid_date") if isinstance(inner, dict) else None
        job = {
            "action": "mark_as_paid",
            "resource": request.match_info["resource"],
            "invoice_kind": ROOTS[request.match_info["resource"]],
            "uuid": row["uuid"],
            "paid_date": str(request.query.get("paid_date") or body.get("paid_date") or below or ""),
        }
        return said(self._tasks.accept(account.id, switches_of(self._store, account.id).task_delay, job), 201)

    async def next_number(self, request: web.Request, account: SimAccount) -> web.StreamResponse:
        """A preview; nothing is reserved."""
        kind = request.query.get("kind", "vat")
        day = request.query.get("date") or self._issuing.today().isoformat()
        number = self._books.next_number(account.id, kind, day, take=False)
        return said({"next_number": number, "invoice_date": day, "invoice_kind": kind})
