"""The list of orders, and what is done with many at once."""

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from mostek.companies.models import Company
from mostek.documents.issuing import issue_many
from mostek.documents.models import Document, Series
from mostek.kernel.problems import ProblemError
from mostek.orders import changing
from mostek.orders.models import Order, OrderStatus
from mostek.panel.access import PanelRequest, may_issue, member
from mostek.panel.filters import Asked, orders_asked
from mostek.panel.paging import COUNTED, capped_count, page
from mostek.panel.series_choice import choices
from mostek.panel.states import LOOKS
from mostek.panel.telling import tell
from mostek.panel.views import dry_run

BULK_LIMIT = 10_000


@member
def show(request: PanelRequest) -> HttpResponse:
    asked = Asked(request.GET)
    rows = orders_asked(request.company, asked)
    documents = Document.objects.select_related("delivery", "connection").order_by("id")
    wanted = rows.select_related("status").defer("recipient", "notes")
    shown = page(wanted.prefetch_related(Prefetch("documents", documents)), "placed_at", request.GET)
    count = capped_count(rows)
    context = {
        "page": shown,
        "count": min(count, COUNTED),
        "more_than_counted": count > COUNTED,
        "chosen": asked.chosen,
        "statuses": OrderStatus.objects.of(request.company),
        "sources": sources_of(request.company),
        "looks": LOOKS,
        "series": choices(request.company) if request.membership.may_issue else [],
    }
    return render(request, "panel/orders.html", context)


@may_issue
@require_POST
def bulk(request: PanelRequest) -> HttpResponse:
    """Issues or changes the status of the ticked orders, or of all that the list's filter finds."""
    orders = _meant(request)
    back = redirect(f"{reverse('orders')}?{request.POST.get('match', '')[:2000]}")
    if request.POST.get("action") == "dry_run" and orders.exists():
        return dry_run.begin(request, orders) or back
    number = orders[: BULK_LIMIT + 1].count()
    if not number:
        messages.warning(request, _("No order is ticked. Tick the orders first, then choose what to do."))
        return back
    if number > BULK_LIMIT:
        messages.error(
            request,
            _("More than %(limit)s orders at once are too many. Narrow the list with its filters.")
            % {"limit": BULK_LIMIT},
        )
        return back
    if request.POST.get("action") == "issue":
        return _issue(request, orders) or back
    if request.POST.get("action") == "status":
        _set_status(request, orders, number)
    return back


def sources_of(company: Company) -> list[str]:
    """The company's sources, each found by one step through an index rather than by reading all orders."""
    found: list[str] = []
    rows = Order.objects.of(company).order_by("source").values_list("source", flat=True)
    following = rows.first()
    while following is not None and len(found) < 50:
        found.append(following)
        following = rows.filter(source__gt=following).first()
    return found


def _meant(request: PanelRequest) -> QuerySet[Order]:
    if request.POST.get("everything"):
        return orders_asked(request.company, Asked(QueryDict(request.POST.get("match", ""))))
    ticked = [int(pk) for pk in request.POST.getlist("order") if pk.isdecimal() and len(pk) < 18]
    return Order.objects.of(request.company).filter(pk__in=ticked)


def _issue(request: PanelRequest, orders: QuerySet[Order]) -> HttpResponse | None:
    chosen = request.POST.get("series", "")
    if not chosen:
        messages.warning(request, _("Choose the series in which the documents are to be issued."))
        return None
    series = Series.objects.get_of(request.company, pk=chosen)
    try:
        job = issue_many(request.company, orders.values_list("pk", flat=True), series, str(request.user))
    except ProblemError as error:
        tell(request, error)
        return None
    return redirect("job", job.pk)


def _set_status(request: PanelRequest, orders: QuerySet[Order], number: int) -> None:
    chosen = request.POST.get("status_to", "")
    if not chosen:
        messages.warning(request, _("Choose the status first."))
        return
    status = OrderStatus.objects.get_of(request.company, pk=chosen)
    changed = list(orders.exclude(status=status).values_list("pk", flat=True))
    for begin in range(0, len(changed), 500):
        portion = changed[begin : begin + 500]
        changing.set_status(request.company, portion, status, str(request.user))
    sentence = ngettext(
        "%(number)s order has the status %(status)s.", "%(number)s orders have the status %(status)s.", number
    )
    messages.success(request, sentence % {"number": number, "status": status.name})
