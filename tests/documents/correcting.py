"""Short ways to correct documents in tests."""

from decimal import Decimal
from typing import Any

from mostek.documents.chains import Chain, chain_of
from mostek.documents.correcting import Change, issue
from mostek.documents.models import Document, Series
from mostek.invoicing.model import Line
from tests.delivery.shop import ACTOR, Shop

REASON = "Zwrot towaru"


def kor(shop: Shop, document: Document, **fields: Any) -> Series:
    """A series of corrections of the account that holds the document."""
    if document.connection is None:
        return shop.hub_series(None, kind="correction", pattern="KOR/{number}/{month}/{year}", **fields)
    return shop.series(document.connection, kind="correction", **fields)


def quantities(chain: Chain, *wanted: int) -> tuple[Line, ...]:
    pairs = zip(chain.lines, wanted, strict=True)
    return tuple(line.model_copy(update={"quantity": Decimal(count)}) for line, count in pairs)


def change(document: Document, *wanted: int, **fields: Any) -> Change:
    """To these quantities, from what stands now."""
    chain = chain_of(document)
    values: dict[str, Any] = {"lines": quantities(chain, *wanted), "reason": REASON, "state": chain.state}
    return Change(**(values | fields))


def correct(document: Document, series: Series, *wanted: int, **fields: Any) -> Document:
    return issue(document, series, change(document, *wanted, **fields), ACTOR)
