"""Search over orders and documents at once."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from mostek.documents.models import Document
from mostek.orders.models import Order
from mostek.panel.access import PanelRequest, member
from mostek.panel.filters import Asked, documents_asked, orders_asked

SHOWN = 20


@member
def show(request: PanelRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:100]
    orders: list[Order] = []
    documents: list[Document] = []
    if text:
        asked = Asked(_query(request))
        found_orders = orders_asked(request.company, asked).select_related("status")
        orders = list(found_orders.order_by("-placed_at", "-id")[: SHOWN + 1])
        found_documents = documents_asked(request.company, asked)
        documents = list(
            found_documents.select_related("delivery", "connection").order_by("-id")[: SHOWN + 1]
        )
    context = {
        "search_text": text,
        "orders": orders[:SHOWN],
        "more_orders": len(orders) > SHOWN,
        "documents": documents[:SHOWN],
        "more_documents": len(documents) > SHOWN,
    }
    return render(request, "panel/search.html", context)


def _query(request: HttpRequest) -> QueryDict:
    """Only the text: another filter in the address would narrow the search unseen."""
    query = QueryDict(mutable=True)
    query["q"] = request.GET.get("q", "")
    return query
