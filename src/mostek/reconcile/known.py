"""Which documents at a program are known here, and which are not."""

from typing import Any

from django.db.models import BigIntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from mostek.companies.models import Company
from mostek.delivery.models import Delivery
from mostek.documents.models import Document
from mostek.reconcile.models import RemoteDocument


def of(company: Company) -> "QuerySet[Any]":
    """The company's documents at its programs, each with `known_id`: the document here that it is, or null.

    By the program's id; by our reference; by the number, for those that a person found there.
    """
    here = Document.objects.filter(company=company)
    same = Delivery.objects.filter(connection=OuterRef("connection"), remote_id=OuterRef("remote_id"))
    marked = here.filter(reference=OuterRef("reference"))
    numbered = here.filter(number=OuterRef("number"), connection=OuterRef("connection"), cancelled_at=None)
    known = Coalesce(
        Subquery(same.exclude(remote_id="").values("document_id")[:1]),
        Subquery(marked.values("pk")[:1]),
        Subquery(numbered.exclude(number="").values("pk")[:1]),
        output_field=BigIntegerField(),
    )
    return RemoteDocument.objects.of(company).annotate(known_id=known)


def unknown(company: Company) -> "QuerySet[Any]":
    return of(company).filter(known_id=None)
