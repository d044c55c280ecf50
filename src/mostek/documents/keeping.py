"""Keeping another content in a document, with what its row repeats of it."""

from typing import Any

from mostek.documents.models import Document
from mostek.invoicing.model import Invoice
from mostek.invoicing.totals import payable


def keep(document: Document, content: Invoice) -> dict[str, tuple[Any, Any]]:
    """Puts the content in the place of the present one; what differs, as `{path: (before, after)}`."""
    booked, before = payable(content), document.content
    document.content = content.model_dump(mode="json")
    document.revision += 1
    document.issue_date, document.sale_date = content.issue_date, content.sale_date
    document.buyer_name, document.buyer_tax_id = content.buyer.name, content.buyer.tax_id
    document.net, document.vat, document.gross = booked.net, booked.vat, booked.gross
    document.save()
    return _differences(before, document.content)


def _differences(before: Any, after: Any, path: str = "") -> dict[str, tuple[Any, Any]]:
    if isinstance(before, dict) and isinstance(after, dict):
        parts = (_differences(before.get(name), after[name], f"{path}.{name}") for name in after)
        return {name: pair for part in parts for name, pair in part.items()}
    return {} if before == after else {path.lstrip("."): (before, after)}
