"""What is known of a document before it is issued: what stops it, its program's limits, the exact request."""

import json
from dataclasses import dataclass

from mostek.connections.models import Connection
from mostek.connectors.base.contract import Account
from mostek.connectors.base.http import OFFLINE
from mostek.connectors.base.showing import Request, ShowsRequest
from mostek.delivery.buyers import key_of
from mostek.delivery.models import BuyerRecord
from mostek.documents.drafting import Draft
from mostek.documents.models import Series
from mostek.documents.series import example
from mostek.invoicing.model import Invoice


@dataclass(frozen=True, slots=True)
class Verdict:
    ready: bool
    limits: tuple[str, ...]
    """What the program cannot do; English sources, to translate."""
    request: Request | None
    """None without a program, while something is amiss, or where the connector does not show it."""
    buyer_known: bool
    """Whether the request names the buyer's record at the program, where the program keeps buyers."""

    @property
    def body(self) -> str:
        """The request's body, laid out to read."""
        if self.request is None:
            return ""
        try:
            return json.dumps(json.loads(self.request.body), ensure_ascii=False, indent=2)
        except ValueError:
            return self.request.body.decode("utf-8", "replace")


def verdict(made: Draft, series: Series) -> Verdict:
    """Writes nothing, sends nothing."""
    connection = series.connection
    ready = made.invoice is not None and not made.problems
    if connection is None:
        return Verdict(ready, (), None, False)
    limits = connection.connector.manifest.limitations
    if made.invoice is None or not ready:
        return Verdict(ready, limits, None, False)
    numbered = made.invoice.model_copy(update={"number": example(series, made.invoice.issue_date)})
    buyer_id = _buyer_id(connection, numbered)
    return Verdict(ready, limits, request_of(connection, numbered, buyer_id), bool(buyer_id))


def request_of(connection: Connection, invoice: Invoice, buyer_id: str) -> Request | None:
    """The call that would make this document; opened without credentials, so that it can hold none."""
    account = Account(
        base_url=connection.base_url,
        credentials={},
        options=connection.options,
        payment_map=connection.mapped_payments,
        mark_paid=connection.mark_paid,
    )
    session = connection.connector.open(account, OFFLINE)
    return session.request_for(invoice, buyer_id) if isinstance(session, ShowsRequest) else None


def _buyer_id(connection: Connection, invoice: Invoice) -> str:
    record = BuyerRecord.objects.filter(connection=connection, key=key_of(invoice.buyer)).first()
    return record.remote_id if record else ""
