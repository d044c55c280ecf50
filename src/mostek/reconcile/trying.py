"""A test document through the real way: a marked order of 1.00, its document, the program's answer."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from mostek.connections.addresses import STAND_IN
from mostek.connections.models import Connection
from mostek.documents.handing_over import connection_on
from mostek.documents.issuing import issue
from mostek.documents.models import Document, Series
from mostek.documents.series import missing, usable
from mostek.invoicing.model import Address, Kind, Party, PaymentMeans
from mostek.kernel.dates import today
from mostek.kernel.identifiers import new_reference
from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.models import TEST_SOURCE, Order, OrderLine
from mostek.regimes.base.registry import regime

NAME = "Dokument testowy, test document"
BUYER = "Test Mostek"
WHY = "test"


def series_for(connection: Connection) -> list[Series]:
    """Complete series that go to the connection today; pro formas, which book nothing, first."""
    day = today(connection.company.time_zone)
    found = [
        each
        for each in usable(connection.company).exclude(kind=Kind.CORRECTION.value)
        if connection_on(each, day) == connection and not missing(each)
    ]
    return sorted(found, key=lambda each: each.kind != Kind.PROFORMA.value)


def books_for_real(connection: Connection, series: Series) -> bool:
    """Whether a tax document comes about: not at the stand-in, and not by a pro forma."""
    return connection.environment != STAND_IN and series.kind != Kind.PROFORMA.value


@transaction.atomic
def try_out(connection: Connection, series: Series, actor: str, *, confirmed: bool = False) -> Document:
    """Issues the test document; from there on it is a document like any other. Raises ProblemError."""
    if series not in series_for(connection):
        raise ProblemError(Problem("reconcile.test_series", {"series": series.code}))
    if books_for_real(connection, series) and not confirmed:
        raise ProblemError(Problem("reconcile.test_unconfirmed", {"series": series.code}))
    return issue(_order(connection), series, actor, why=WHY)


def documents_of(connection: Connection) -> "list[Document]":
    """The latest test documents, newest first."""
    rows = Document.objects.filter(connection=connection, order__source=TEST_SOURCE)
    return list(rows.select_related("delivery", "connection", "series", "order").order_by("-id")[:5])


def _order(connection: Connection) -> Order:
    company = connection.company
    if not company.country:
        raise ProblemError(Problem("documents.seller_country"))
    address = Address(
        street=company.street, city=company.city, postcode=company.postcode, country=company.country
    )
    # Without an e-mail address: nothing that follows a document mails anybody.
    buyer = Party(name=BUYER, address=address)
    order = Order.objects.create(
        company=company,
        source=TEST_SOURCE,
        number=new_reference().replace("MST", "TEST"),
        placed_at=timezone.now(),
        currency=company.currency,
        total=Decimal("1.00"),
        # Cash needs no bank account at the program.
        payment_means=PaymentMeans.CASH,
        buyer=buyer.model_dump(),
        buyer_name=buyer.name,
    )
    rate = regime(company.country).vats(today(company.time_zone))[0]
    OrderLine.objects.create(
        order=order, position=1, name=NAME, quantity=1, unit_price=Decimal("1.00"), vat_code=rate.code
    )
    return order
