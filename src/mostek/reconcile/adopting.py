"""A document that stands at the program already becomes the document of its order. Nothing is ever sent."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Min, ProtectedError
from django.utils.translation import gettext_noop

from mostek.companies.audit import record
from mostek.companies.models import Company
from mostek.connections.models import Connection
from mostek.delivery.jobs import runner, start
from mostek.delivery.models import Attempt, Delivery, Job, State, Step
from mostek.delivery.queue import now, wake
from mostek.documents.drafting import draft
from mostek.documents.handing_over import connection_on
from mostek.documents.models import ORIGINATING, Document, Series
from mostek.documents.series import note_number, usable
from mostek.invoicing.model import Invoice
from mostek.invoicing.totals import payable
from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.models import Order, add_event
from mostek.reconcile import known, sides
from mostek.reconcile.matching import WINDOW, Match, Verdict, match
from mostek.reconcile.models import RemoteDocument

PORTION = 10
WHY = "adopted"


@dataclass(frozen=True, slots=True)
class DryRun:
    since: date | None
    until: date | None
    adopt: list[Match]
    ambiguous: list[Match]
    none: list[Match]


def dry_run(connection: Connection, window: int = WINDOW) -> DryRun:
    """What adopting would do with all that was read of the connection. Writes nothing.

    Rivals are looked for at the company's other programs too.
    """
    company, read = connection.company, RemoteDocument.objects.filter(connection=connection)
    period = read.aggregate(since=Min("issue_date"), until=Max("issue_date"))
    since, until = period["since"], period["until"]
    if since is None or until is None:
        return DryRun(None, None, [], [], [])
    reach = timedelta(days=2 * window)
    unknown = list(
        known.unknown(company).filter(issue_date__gte=since - reach, issue_date__lte=until + reach)
    )
    own = {each.pk for each in unknown if each.connection_id == connection.pk}
    matches = match(
        sides.theirs(company, unknown),
        sides.orders_between(company, since, until, window),
        sides.on_the_way(company),
        window,
    )
    sorted_out: dict[Verdict, list[Match]] = {verdict: [] for verdict in Verdict}
    for each in sorted(matches, key=lambda each: (each.there.day, each.there.id)):
        if each.there.id in own:
            sorted_out[each.verdict].append(each)
    return DryRun(since, until, *(sorted_out[v] for v in (Verdict.ADOPT, Verdict.AMBIGUOUS, Verdict.NONE)))


def judge(remote: RemoteDocument, window: int = WINDOW) -> Match:
    """The verdict on one document as things stand now."""
    company = remote.company
    rivals = known.unknown(company).filter(gross=remote.gross, currency=remote.currency)
    matches = match(
        sides.theirs(company, rivals),
        sides.orders_between(
            company, remote.issue_date, remote.issue_date, window, remote.gross or Decimal(-1)
        ),
        sides.on_the_way(company),
        window,
    )
    found = next((each for each in matches if each.there.id == remote.pk), None)
    if found is None:
        raise ProblemError(Problem("reconcile.known", {"number": str(remote)}))
    return found


def series_for(connection: Connection) -> list[Series]:
    """Series in which documents of this program can stand; those bound to it first."""
    found = [
        each
        for each in usable(connection.company).filter(kind__in=ORIGINATING)
        if each.connection_id in (None, connection.pk) or each.handovers.filter(before=connection).exists()
    ]
    return sorted(found, key=lambda each: each.connection_id != connection.pk)


def adopt(
    remote: RemoteDocument,
    order: Order,
    series: Series,
    actor: str,
    *,
    window: int = WINDOW,
    by_hand: bool = False,
) -> Document:
    """Makes the document the order's. All gates are asked once more, under the order's lock.

    `by_hand` is a person's choice among several that pass every other gate. Raises ProblemError.
    """
    try:
        with transaction.atomic():
            orders = Order.objects.select_for_update(of=("self",)).select_related("company")
            order = orders.prefetch_related("lines").get(pk=order.pk, company=remote.company)
            remote = (
                RemoteDocument.objects.select_for_update(of=("self",))
                .select_related("company", "connection")
                .get(pk=remote.pk)
            )
            _gates(remote, order, window, by_hand)
            return _make(remote, order, series, actor)
    except IntegrityError:
        raise ProblemError(Problem("reconcile.order_taken", {"order": order.number})) from None


def _gates(remote: RemoteDocument, order: Order, window: int, by_hand: bool) -> None:
    found = judge(remote, window)
    chosen = order.pk in {here.id for here in found.orders}
    if not sides.without_document(order.company).filter(pk=order.pk).exists():
        raise ProblemError(Problem("reconcile.order_taken", {"order": order.number}))
    if found.verdict is Verdict.NONE or not chosen:
        reason = found.reason if found.verdict is Verdict.NONE else "other"
        raise ProblemError(Problem(f"reconcile.{reason}", {"number": str(remote), "order": order.number}))
    if found.verdict is Verdict.AMBIGUOUS and (not by_hand or found.reason == "on_the_way"):
        raise ProblemError(
            Problem(f"reconcile.{found.reason}", {"number": str(remote), "order": order.number})
        )


def _make(remote: RemoteDocument, order: Order, series: Series, actor: str) -> Document:
    connection = remote.connection
    if remote.kind != series.kind or connection_on(series, remote.issue_date) not in (None, connection):
        values = {"series": series.code, "connection": connection.name}
        raise ProblemError(Problem("reconcile.series_elsewhere", values))
    invoice, reason = _content(remote, order, series)
    booked = payable(invoice)
    document = Document.objects.create(
        company=order.company,
        series=series,
        kind=remote.kind,
        order=order,
        reference=invoice.reference,
        number=remote.number[:60],
        taken_number=remote.number[:60] if note_number(series, remote.number, remote.issue_date) else None,
        connection=connection,
        issue_date=invoice.issue_date,
        sale_date=invoice.sale_date,
        currency=invoice.currency,
        buyer_name=invoice.buyer.name,
        buyer_tax_id=invoice.buyer.tax_id,
        net=booked.net if remote.net is None else remote.net,
        vat=booked.vat if remote.vat is None else remote.vat,
        gross=booked.gross,
        content=invoice.model_dump(mode="json"),
        reason={**reason, "why": WHY, "by": actor, "connection": connection.name},
        created_by=actor,
    )
    _put_in_program(document, remote, actor)
    text = gettext_noop("%(document)s was found in %(program)s and taken as this order's document")
    add_event(order, "document", text, actor, document=str(document), program=connection.name)
    record(order.company, actor, "adopt", document)
    return document


def _content(remote: RemoteDocument, order: Order, series: Series) -> tuple[Invoice, dict[str, Any]]:
    """The order's lines under the program's number and dates. What the law or the program would want of a
    new document is not asked of one that stands; that the lines give its total is."""
    made = draft(order, series, issue_date=remote.issue_date, sale_date=remote.sale_date)
    if made.invoice is None:
        raise ProblemError(*made.problems)
    # A reference found on it may belong to another company of this installation.
    is_free = remote.reference and not Document.objects.filter(reference=remote.reference).exists()
    invoice = made.invoice.model_copy(
        update={
            "number": remote.number,
            "reference": remote.reference if is_free else made.invoice.reference,
            "rounding": remote.connection.connector.manifest.vat_rounding,
        }
    )
    if payable(invoice).gross != remote.gross:
        money = {"document": f"{remote.gross} {remote.currency}", "order": order.number}
        raise ProblemError(Problem("reconcile.lines_differ", money))
    return invoice, made.reason


def _put_in_program(document: Document, remote: RemoteDocument, actor: str) -> None:
    """A delivery that is at its end but for what is read: never sent, so nothing is repeated or paid twice,
    and settled before, so nobody is told of a new document."""
    moment = now()
    delivery = Delivery.objects.create(
        company=document.company,
        connection=remote.connection,
        document=document,
        state=State.ISSUED,
        step=Step.FETCH,
        due_at=moment,
        remote_id=remote.remote_id,
        remote_number=remote.number[:100],
        link=remote.link,
        changed_at=moment,
        settled_at=moment,
    )
    _attempt(delivery, actor, moment)
    wake()


def _attempt(delivery: Delivery, actor: str, moment: float) -> None:
    Attempt.objects.create(
        delivery=delivery, step="person", begun_at=moment, ended_at=moment, outcome="adopt", worker=actor[:60]
    )


def may_be_undone(document: Document) -> bool:
    """Adopted, and nobody has done anything with it since."""
    delivery = getattr(document, "delivery", None)
    return (
        document.reason.get("why") == WHY
        and delivery is not None
        and document.cancelled_at is None
        and document.revision == 1
        and not document.corrections.exists()
        and not document.messages.exists()
        and delivery.attempts.filter(step="person").count() == 1
    )


def undo(document: Document, actor: str) -> None:
    """Takes an adoption back: the order is without a document again, at the program nothing changes.

    Raises ProblemError once something else has happened to the document.
    """
    refusal = ProblemError(Problem("reconcile.not_undone", {"number": str(document)}))
    try:
        with transaction.atomic():
            delivery = Delivery.objects.select_for_update(of=("self",)).get(document=document)
            document = Document.objects.select_related("order", "pdf", "company", "delivery").get(
                pk=document.pk
            )
            in_hand = delivery.owner is not None and (delivery.due_at or 0) > now()
            if in_hand or not may_be_undone(document):
                raise refusal
            record(document.company, actor, "undo adoption", document)
            if document.order:
                text = gettext_noop("%(document)s is not this order's document any more")
                add_event(document.order, "document", text, actor, document=str(document))
            if document.pdf:
                document.pdf.delete()
            document.delete()
    except ProtectedError:
        raise refusal from None


def adopt_many(
    connection: Connection, remote_ids: list[int], series: Series, actor: str, window: int = WINDOW
) -> Job:
    """Adopts those of the documents that a dry run would adopt now, in the background."""
    wanted = set(remote_ids)
    pairs = [[each.there.id, each.orders[0].id] for each in dry_run(connection, window).adopt]
    pairs = [pair for pair in pairs if pair[0] in wanted]
    params: dict[str, Any] = {
        "connection": connection.pk,
        "adopt_in": series.pk,
        "pairs": pairs,
        "window": window,
        "problems": [],
    }
    return start(connection.company, "adopt", params, actor, total=len(pairs))


@runner("adopt")
def adopt_portion(job: Job) -> bool:
    """Adopts pair after pair; what fails its gates meanwhile is left as it is, with the reason."""
    pairs: list[list[int]] = job.params["pairs"]
    series = Series.objects.select_related("connection", "bank_account").get(pk=job.params["adopt_in"])
    position = job.done + job.failed
    for remote_id, order_id in pairs[position : position + PORTION]:
        try:
            remote = _row(RemoteDocument, job.company, remote_id)
            order = _row(Order, job.company, order_id)
            adopt(remote, order, series, job.created_by, window=job.params["window"])
            job.done += 1
        except ProblemError as error:
            job.failed += 1
            job.params["problems"].append([remote_id, [each.as_dict() for each in error.problems]])
    return job.done + job.failed >= len(pairs)


def _row(model: Any, company: Company, pk: int) -> Any:
    row = model.objects.of(company).filter(pk=pk).first()
    if row is None:
        raise ProblemError(Problem("reconcile.gone"))
    return row
