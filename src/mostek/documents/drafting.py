"""From an order and a series to the neutral document that would be issued, with all that stops it."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from mostek.companies.models import BankAccount, Company
from mostek.connections.models import Connection
from mostek.connectors.base.contract import Account, Session
from mostek.connectors.base.http import OFFLINE
from mostek.documents import series as series_rules
from mostek.documents import settling
from mostek.documents.handing_over import as_of
from mostek.documents.models import Series
from mostek.invoicing.discounts import spread
from mostek.invoicing.model import BankAccount as NeutralBankAccount
from mostek.invoicing.model import (
    Invoice,
    Kind,
    Line,
    LineKind,
    Party,
    Payment,
    PaymentMeans,
    PriceBasis,
    Vat,
    VatRounding,
)
from mostek.invoicing.rules import check as check_structure
from mostek.invoicing.totals import Totals, totals
from mostek.kernel.dates import local_date, today
from mostek.kernel.identifiers import new_reference
from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.models import Order, OrderLine
from mostek.regimes.base.contract import Regime
from mostek.regimes.base.registry import regime
from mostek.regimes.base.vat.case import Decision
from mostek.vat.deciding import decide
from mostek.vat.exchange import exchange_for, exchange_problem


@dataclass(frozen=True, slots=True)
class Draft:
    """`invoice` is None when something is so amiss that no document can be shown."""

    invoice: Invoice | None
    problems: tuple[Problem, ...]
    reason: dict[str, Any] = field(default_factory=dict)

    @property
    def totals(self) -> Totals | None:
        return totals(self.invoice) if self.invoice else None


def draft(
    order: Order,
    series: Series,
    *,
    issue_date: date | None = None,
    sale_date: date | None = None,
    amount: Decimal | None = None,
) -> Draft:
    """The document as it would be issued now. Writes nothing, sends nothing. `amount` is what an advance
    invoice is for; None: what is paid and not covered by earlier ones."""
    company = order.company
    series = as_of(series, issue_date or today(company.time_zone))
    in_the_way = settling.blocks(order, Kind(series.kind))
    blocked = (*in_the_way, *series_blocks(series))
    if not company.country:
        return Draft(None, (*blocked, Problem("documents.seller_country")))
    rules = regime(company.country)
    issued = issue_date or today(company.time_zone)
    sold = sale_date or min(_sold(order, series), issued)
    vat = decide(order, sold, Kind(series.kind))
    try:
        lines = lines_of(order, series, rules, sold, vat.decision)
    except ProblemError as error:
        return Draft(None, (*blocked, *_merged(vat.decision.problems, error.problems)), {"vat": vat.reason})
    rounding = _rounding(series.connection)
    invoice = Invoice(
        kind=Kind(series.kind),
        reference=new_reference(),
        order_number=order.number,
        issue_date=issued,
        sale_date=sold,
        currency=order.currency,
        basis=PriceBasis(order.basis),
        rounding=rounding,
        seller=_seller(company, vat.decision),
        buyer=order.buyer_party(),
        lines=lines,
        payment=_payment(order, series, issued),
        bank_account=_bank_account(order, series),
        place=series.place,
        language=series.language,
        notes=series.notes,
        remote_series=series.remote_series,
        exchange=exchange_for(company, rules, order.currency, sold, issued),
    )
    problems = list(blocked)
    if (whole := totals(invoice).whole.gross) != order.total:
        money = {"document": f"{whole} {order.currency}", "order": f"{order.total} {order.currency}"}
        problems.append(Problem("documents.total_differs", money))
    if in_the_way and invoice.kind in settling.SHAPED:
        return Draft(None, tuple(problems))
    try:
        invoice = settling.shaped(invoice, order, amount)
    except ProblemError as error:
        return Draft(None, (*problems, *error.problems))
    problems += _merged(vat.decision.problems, amiss(invoice, series.connection))
    if series.connection is None and (missing := exchange_problem(rules, invoice, company.currency)):
        problems.append(missing)
    reason = {
        "series": series.code,
        "connection": series.connection.name if series.connection else "",
        "numbering": series.numbering,
        "basis": invoice.basis.value,
        "rounding": rounding.value,
        "country": rules.country,
        "order": order.number,
        "vat": vat.reason,
    }
    return Draft(invoice, tuple(problems), reason)


def _seller(company: Company, decision: Decision) -> Party:
    """With its EU number where the document must bear it."""
    seller = company.as_party()
    return seller.model_copy(update={"tax_id": decision.seller_number}) if decision.seller_number else seller


def _merged(first: tuple[Problem, ...], then: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Those of the second that concern no field which the first has marked."""
    marked = {problem.field for problem in first if problem.field}
    return (*first, *(problem for problem in then if problem.field not in marked))


def amiss(invoice: Invoice, connection: Connection | None) -> tuple[Problem, ...]:
    """What the document lacks by its structure, by law and by the program; the program is heard only on
    fields that nobody has marked yet."""
    found = [*check_structure(invoice), *regime(invoice.seller.address.country).required(invoice)]
    marked = {problem.field for problem in found if problem.field}
    return (*found, *(p for p in program_check(connection, invoice) if p.field not in marked))


def program_check(connection: Connection | None, invoice: Invoice) -> tuple[Problem, ...]:
    """What the connection's program would refuse, asked of its connector without any call."""
    if connection is None:
        return ()
    manifest = connection.connector.manifest
    if manifest.currencies is not None and invoice.currency not in manifest.currencies:
        values = {"program": manifest.name, "currency": invoice.currency}
        return (Problem("documents.currency_unsupported", values, "currency"),)
    return offline_session(connection).check(invoice)


def offline_session(connection: Connection) -> Session:
    """A session for questions that need no call and no credentials."""
    account = Account(
        base_url="",
        credentials={},
        options=connection.options,
        payment_map=connection.mapped_payments,
        mark_paid=connection.mark_paid,
    )
    return connection.connector.open(account, OFFLINE)


def series_blocks(series: Series) -> tuple[Problem, ...]:
    if series.archived:
        return (Problem("documents.series_archived", {"series": series.code}),)
    if series_rules.missing(series):
        return (Problem("documents.series_incomplete", {"series": series.code}),)
    return ()


def _rounding(connection: Connection | None) -> VatRounding:
    # Totals agree to the last unit only if both sides round in the same place.
    return connection.connector.manifest.vat_rounding if connection else VatRounding.RATE


def lines_of(order: Order, series: Series, rules: Regime, on: date, decision: Decision) -> tuple[Line, ...]:
    """Raises ProblemError naming every line whose VAT rate is missing or unknown."""
    problems: list[Problem] = []
    lines: list[Line] = []
    for index, line in enumerate(order.lines.all()):
        decided = decision.vats[index]
        neutral = _neutral(line, decided) if decided else _line(line, index, series, rules, on, problems)
        if neutral:
            lines.append(neutral)
    if problems:
        raise ProblemError(*problems)
    return spread(order.discount, lines, order.currency) if order.discount else tuple(lines)


def _line(
    line: OrderLine, index: int, series: Series, rules: Regime, on: date, problems: list[Problem]
) -> Line | None:
    path = f"lines.{index}.vat"
    if not line.vat_code:
        problems.append(Problem("documents.vat_missing", {"line": str(index + 1)}, path))
        return None
    vat = rules.vat(line.vat_code, on)
    if vat is None:
        values = {
            "code": line.vat_code,
            "line": str(index + 1),
            "country": rules.country,
            "date": on.isoformat(),
        }
        problems.append(Problem("documents.vat_unknown", values, path))
        return None
    if vat.percent is None and series.exemption_reason:
        vat = vat.model_copy(update={"reason": series.exemption_reason})
    return _neutral(line, vat)


def _neutral(line: OrderLine, vat: Vat) -> Line:
    return Line(
        name=line.name,
        sku=line.sku,
        quantity=plain(line.quantity),
        unit=line.unit,
        unit_price=plain(line.unit_price),
        allowance=line.allowance,
        vat=vat,
        kind=LineKind(line.kind),
    )


def _sold(order: Order, series: Series) -> date:
    """The day of the order; of an advance the day on which it was paid (art. 106e(1)(6))."""
    if series.kind == Kind.ADVANCE and order.paid_on:
        return order.paid_on
    return local_date(order.placed_at, order.company.time_zone)


def _payment(order: Order, series: Series, issued: date) -> Payment:
    return Payment(
        means=PaymentMeans(order.payment_means),
        due_date=issued + timedelta(days=series.payment_days or 0),
        paid=order.paid,
        paid_on=order.paid_on,
    )


def _bank_account(order: Order, series: Series) -> NeutralBankAccount | None:
    """The series' account if it takes the order's currency, else the company's only one that does."""
    if series.bank_account and series.bank_account.currency == order.currency:
        return series.bank_account.as_neutral()
    fitting = list(BankAccount.objects.of(order.company).filter(currency=order.currency)[:2])
    return fitting[0].as_neutral() if len(fitting) == 1 else None


def plain(number: Decimal) -> Decimal:
    """The number without the zeros that its database column added: 2.0000 becomes 2."""
    shortest = number.normalize()
    return shortest.quantize(Decimal(1)) if shortest == shortest.to_integral_value() else shortest
