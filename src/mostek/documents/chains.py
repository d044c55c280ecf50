"""A document and its corrections: what stands last, and why nothing may follow it."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.utils.translation import gettext

from mostek.delivery.models import IN_PROGRAM, NEVER_ARRIVES, WISHED, Delivery, State
from mostek.documents.models import Document, Series
from mostek.documents.series import usable
from mostek.invoicing.correcting import CORRECTABLE
from mostek.invoicing.model import Invoice, Kind, Line
from mostek.kernel.problems import Problem

WITH = ("delivery", "connection", "company", "order__company", "series__bank_account", "pdf")


@dataclass(frozen=True)
class Chain:
    """`corrections` are those that are not cancelled, the oldest first."""

    first: Document
    corrections: tuple[Document, ...]

    @property
    def last(self) -> Document:
        return self.corrections[-1] if self.corrections else self.first

    @cached_property
    def invoice(self) -> Invoice:
        """The neutral document of what stands last: its lines and buyer are the state to correct."""
        return self.last.invoice()

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.invoice.lines

    @property
    def state(self) -> str:
        """Names what stands last; a form that was begun on another state is refused."""
        return f"{self.last.reference}.{self.last.revision}"


def chain_of(document: Document) -> Chain:
    """Of a document or of one of its corrections, read afresh."""
    first = _rows().get(pk=document.corrects_id or document.pk)
    return Chain(first, corrections_of(first))


def corrections_of(first: Document) -> tuple[Document, ...]:
    return tuple(_rows().filter(corrects=first, cancelled_at=None).order_by("id"))


def _rows() -> QuerySet[Document]:
    return Document.objects.select_related(*WITH).defer("pdf__data")


def series_for(first: Document) -> QuerySet[Series]:
    """Correction series that go where the document went."""
    return usable(first.company, Kind.CORRECTION).filter(connection=first.connection_id).order_by("code")


def blocks(chain: Chain) -> tuple[Problem, ...]:
    """Why the document cannot be corrected now; empty when it can."""
    first, last = chain.first, chain.last
    values = {"document": str(first)}
    if first.is_entry or Kind(first.kind) not in CORRECTABLE:
        return (Problem("documents.kind_not_corrected", {"kind": str(first.get_kind_display())}),)
    if first.cancelled_at:
        return (Problem("documents.cancelled_not_corrected", values),)
    if state_of(first) in NEVER_ARRIVES:
        return (Problem("documents.rejected_not_corrected", values),)
    if wished := [each for each in (first, last) if _is_wished(each)]:
        return (Problem("documents.wish_pending", {"number": str(wished[0])}),)
    if last != first and state_of(last) in NEVER_ARRIVES:
        return (Problem("documents.correction_rejected", {"correction": str(last)}),)
    return _unsupported(first) or _without_series(first)


def _unsupported(first: Document) -> tuple[Problem, ...]:
    if first.connection is None:
        return ()
    manifest = first.connection.connector.manifest
    support = manifest.kinds.get(Kind.CORRECTION)
    if support and support.supported:
        return ()
    reason = gettext(support.reason) if support and support.reason else "–"
    return (Problem("documents.correction_unsupported", {"program": manifest.name, "reason": reason}),)


def _without_series(first: Document) -> tuple[Problem, ...]:
    if series_for(first).exists():
        return ()
    if first.connection is None:
        return (Problem("documents.no_correction_series_here"),)
    return (Problem("documents.no_correction_series", {"connection": first.connection.name}),)


def state_of(document: Document) -> str:
    """Of its delivery; empty where it goes to no program."""
    delivery: Delivery | None = getattr(document, "delivery", None)
    return delivery.state if delivery else ""


def _is_wished(document: Document) -> bool:
    delivery: Delivery | None = getattr(document, "delivery", None)
    return delivery is not None and delivery.step in WISHED


def is_still_coming(document: Document) -> bool:
    """Whether it goes to a program and does not stand there yet."""
    return bool(state_of(document)) and State(state_of(document)) not in IN_PROGRAM
