"""The dry run: every chosen order is drafted, nothing is written down as issued, nothing leaves the machine.

A job. What stops an order is kept with it; of the others only the totals, by currency and VAT rate.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from mostek.companies.models import Company
from mostek.delivery.jobs import runner, start
from mostek.delivery.models import Job, JobItem
from mostek.delivery.words import Card, card, general
from mostek.documents.drafting import draft
from mostek.documents.issuing import issue_many
from mostek.documents.models import Series
from mostek.invoicing.totals import NOTHING, Amounts
from mostek.kernel.dates import local_date
from mostek.kernel.problems import Problem
from mostek.kernel.tables import Cell
from mostek.orders.models import Order

KIND = "dry_run"
PORTION_SECONDS = 0.4
TOGETHER = 50
Sums = dict[str, dict[str, list[str]]]
"""Currency -> VAT code -> net, VAT, gross."""


def check_many(company: Company, order_ids: Iterable[int], series: Series, actor: str) -> Job:
    """Starts the dry run of these orders of the company; others are left out."""
    params = _params(company, order_ids, series)
    return start(company, KIND, params, actor, total=len(params["orders"]))


def check_here(company: Company, order_ids: Iterable[int], series: Series, actor: str) -> Job:
    """The same in this process, to its end; workers leave it alone."""
    params = _params(company, order_ids, series)
    job = Job.objects.create(
        company=company, kind=KIND, params=params, created_by=actor, total=len(params["orders"])
    )
    while not check_portion(job):
        pass
    job.state, job.ended_at = "done", timezone.now()
    job.save()
    return job


def _params(company: Company, order_ids: Iterable[int], series: Series) -> dict[str, Any]:
    rows = Order.objects.of(company).filter(pk__in=list(order_ids)).order_by("placed_at", "id")
    return {"series": series.pk, "orders": list(rows.values_list("pk", flat=True))}


@runner(KIND)
def check_portion(job: Job) -> bool:
    """Drafts orders until the portion's time is up. True when none is left."""
    series = Series.objects.select_related("connection", "bank_account").get(pk=job.params["series"])
    until = time.monotonic() + PORTION_SECONDS
    position = job.done + job.failed
    ids: list[int] = job.params["orders"]
    while position < len(ids):
        portion = ids[position : position + TOGETHER]
        _check(job, series, portion)
        position += len(portion)
        if time.monotonic() >= until:
            break
    return position >= len(ids)


def _check(job: Job, series: Series, ids: Sequence[int]) -> None:
    orders = Order.objects.of(job.company).prefetch_related("lines").in_bulk(ids)
    sums: Sums = job.result.setdefault("sums", {})
    blocked = []
    for pk in ids:
        order = orders.get(pk)
        if order is None:
            job.failed += 1
            continue
        order.company = job.company
        made = draft(order, series)
        if made.problems or made.totals is None:
            job.failed += 1
            blocked.append(JobItem(job=job, order=order, problems=[p.as_dict() for p in made.problems]))
            continue
        job.done += 1
        for vat, amounts in made.totals.rates:
            _add(sums.setdefault(order.currency, {}), vat.code, amounts)
    JobItem.objects.bulk_create(blocked)


def _add(rates: dict[str, list[str]], code: str, amounts: Amounts) -> None:
    whole = _amounts(rates.get(code)) + amounts
    rates[code] = [str(whole.net), str(whole.vat), str(whole.gross)]


def _amounts(written: Sequence[str] | None) -> Amounts:
    return Amounts(*map(Decimal, written)) if written else NOTHING


@dataclass(frozen=True, slots=True)
class CurrencyTotals:
    """What the ready orders make together in one currency."""

    currency: str
    rates: list[tuple[str, Amounts]]
    whole: Amounts


def totals_of(job: Job) -> list[CurrencyTotals]:
    found = []
    for currency, rates in sorted(job.result.get("sums", {}).items()):
        amounts = [(code, _amounts(written)) for code, written in rates.items()]
        found.append(CurrencyTotals(currency, amounts, sum((each for _, each in amounts), NOTHING)))
    return found


@dataclass(slots=True)
class Reason:
    """Orders that one thing stops. `card` is said of all of them; each has its own values."""

    key: str
    card: Card
    count: int
    items: list[tuple[Order, Problem, int]]
    """Order, its first problem, how many more it has."""

    @property
    def more(self) -> int:
        return self.count - len(self.items)


def reasons_of(job: Job, shown: int) -> list[Reason]:
    """What stops orders, the most frequent first; each order under its first problem. Reads the first
    `shown` orders of each."""
    found: dict[str, Reason] = {}
    said: dict[str, set[str]] = {}
    items = job.items.order_by("id").values_list("order_id", "problems")
    shown_orders: list[tuple[Reason, int, Problem, int]] = []
    for order_id, problems in items.iterator(2000):
        first = Problem.from_dict(problems[0]) if problems else Problem("unexplained")
        reason = found.setdefault(first.key, Reason(first.key, card(first), 0, []))
        reason.count += 1
        said.setdefault(first.key, set()).add(str(sorted(first.values.items())))
        if reason.count <= shown:
            shown_orders.append((reason, order_id, first, max(0, len(problems) - 1)))
    orders = Order.objects.of(job.company).in_bulk([order_id for _, order_id, _, _ in shown_orders])
    for reason, order_id, problem, more in shown_orders:
        reason.items.append((orders[order_id], problem, more))
    for key, values in said.items():
        if len(values) > 1:
            found[key].card = general(key)
    return sorted(found.values(), key=lambda reason: -reason.count)


def ready_ids(job: Job) -> list[int]:
    """The orders that nothing stopped."""
    blocked = set(job.items.values_list("order_id", flat=True))
    return [pk for pk in job.params["orders"] if pk not in blocked]


def issue_ready(job: Job, actor: str) -> Job:
    """Issues the orders that were ready. Each is checked again: what changed since is told by that job."""
    series = Series.objects.get_of(job.company, pk=job.params["series"])
    return issue_many(job.company, ready_ids(job), series, actor)


def again(job: Job, actor: str) -> Job:
    """The dry run of the same orders, now."""
    series = Series.objects.get_of(job.company, pk=job.params["series"])
    return check_many(job.company, job.params["orders"], series, actor)


def file_rows(company: Company, ids: Sequence[int]) -> Iterator[Sequence[Cell]]:
    """A row for each order of a dry run, and one more for each further problem: order, placed, buyer, tax
    ID, gross, currency, result, problem, why, what to do, field. `ids` names the job."""
    job = Job.objects.get_of(company, pk=ids[0], kind=KIND)
    order_ids: list[int] = job.params["orders"]
    for begin in range(0, len(order_ids), 500):
        portion = order_ids[begin : begin + 500]
        orders = Order.objects.of(company).defer("recipient", "notes").in_bulk(portion)
        blocked = dict(job.items.filter(order_id__in=portion).values_list("order_id", "problems"))
        for pk in portion:
            if pk in orders:
                yield from _rows(company, orders[pk], blocked.get(pk))


def _rows(company: Company, order: Order, problems: list[dict[str, str]] | None) -> Iterator[Sequence[Cell]]:
    what = (
        order.number,
        local_date(order.placed_at, company.time_zone),
        order.buyer_name,
        order.buyer_tax_id,
        order.total,
        order.currency,
    )
    if problems is None:
        yield (*what, _("ready"), "", "", "", "")
    for problem in problems or ():
        told = card(problem)
        yield (*what, _("blocked"), told.what, told.why, told.todo, told.field)
