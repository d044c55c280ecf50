"""What every page needs: the company, the person's rights, the menu, what waits for a person."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from mostek.companies.models import Company, Membership
from mostek.connections.models import Connection, State
from mostek.delivery.heart import is_paused
from mostek.delivery.models import NEEDS_PERSON, Delivery
from mostek.panel.navigation import menu
from mostek.panel.order_rules import waiting


def shell(request: HttpRequest) -> dict[str, Any]:
    """Templates call what is callable: a query is made only on pages that show its answer, and once."""
    membership = getattr(request, "membership", None)
    if membership is None:
        return {"company": None, "membership": None}
    return {
        "company": membership.company,
        "membership": membership,
        "menu": cache(lambda: menu(request, membership)),
        "waiting_for_person": cache(lambda: _waiting(membership.company)),
        "companies": cache(lambda: _companies(membership)),
        "pause": cache(_pause),
    }


def _pause() -> str:
    """`hard` (the operator's setting), `switch` (pressed in the panel) or nothing."""
    if settings.HARD_PAUSE:
        return "hard"
    return "switch" if is_paused() else ""


def _waiting(company: Company) -> int:
    """Documents that need a person, orders that rules stopped at, accounts that no longer let us in."""
    documents = Delivery.objects.of(company).filter(state__in=NEEDS_PERSON).count()
    return documents + waiting(company) + Connection.objects.of(company).filter(state=State.REFUSED).count()


def _companies(membership: Membership) -> list[Company]:
    return list(Company.objects.filter(id__in=_company_ids(membership)).order_by("name"))


def _company_ids(membership: Membership) -> Any:
    return Membership.objects.filter(user_id=membership.user_id).values("company_id")
