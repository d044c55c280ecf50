"""Payroll: components and their accounts, and the way from gross to net."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from ninja import Router

from mostek.api.answering import ProblemDocument, Refused, shown
from mostek.api.authentication import actor, caller, needs
from mostek.api.jobs import JobOut, job_out
from mostek.api.payroll_shapes import (
    AccountOut,
    ComponentIn,
    ComponentOut,
    PayIn,
    PayslipOut,
    StandardIn,
    StandardOut,
)
from mostek.delivery.words import card
from mostek.kernel.dates import today
from mostek.kernel.problems import Problem, ProblemError
from mostek.payroll import catalogue, charts, components
from mostek.payroll.calculator import calculate as calculated
from mostek.payroll.catalogue import mapping_problems, rules_of, settings_of
from mostek.payroll.models import Component, LedgerAccount
from mostek.regimes.base.payroll import PayInput

router = Router(tags=["payroll"])


@router.get(
    "/payroll/components", auth=needs("payroll:read"), summary="List components", response=list[ComponentOut]
)
def list_components(request: HttpRequest) -> list[dict[str, Any]]:
    return [
        _component(each) for each in Component.objects.of(caller(request).company).select_related("company")
    ]


def _component(component: Component) -> dict[str, Any]:
    plain = {name: getattr(component, name) for name in ("id", *ComponentIn.model_fields)}
    connection = settings_of(component.company).connection
    return {**plain, "problems": [shown(each) for each in mapping_problems(connection, component)]}


@router.post(
    "/payroll/components",
    auth=needs("payroll:write"),
    summary="Add a component",
    response={201: ComponentOut, 422: ProblemDocument},
)
def add_component(request: HttpRequest, payload: ComponentIn) -> tuple[int, dict[str, Any]]:
    """`code`, `name` and `kind` must be given."""
    given = payload.dict(exclude_none=True)
    for name in ("code", "name", "kind"):
        if not given.get(name):
            raise Refused(422, Problem("api.parameter", {"name": name, "reason": "missing"}, name))
    component = Component(company=caller(request).company, **given)
    kind = rules_of(component.company).kinds.get(component.kind)
    if payload.cash_book is None and kind:
        component.cash_book = kind.cash_book.value
    components.save(component, actor(request), {})
    return 201, _component(component)


@router.patch(
    "/payroll/components/{int:component_id}",
    auth=needs("payroll:write"),
    summary="Change a component",
    response={200: ComponentOut, 404: ProblemDocument, 422: ProblemDocument},
)
def change_component(request: HttpRequest, component_id: int, payload: ComponentIn) -> dict[str, Any]:
    company = caller(request).company
    component = Component.objects.select_related("company").get_of(company, pk=component_id)
    changes: dict[str, tuple[Any, Any]] = {}
    for name, value in payload.dict(exclude_none=True).items():
        changes[name] = (getattr(component, name), value)
        setattr(component, name, value)
    components.save(component, actor(request), changes)
    return _component(component)


@router.post(
    "/payroll/components/standard",
    auth=needs("payroll:write"),
    summary="Add the standard set",
    response={200: StandardOut, 422: ProblemDocument},
)
def add_standard(request: HttpRequest, payload: StandardIn) -> dict[str, int]:
    company = caller(request).company
    with transaction.atomic():
        added = catalogue.add_standard(company, actor(request))
        wanted = catalogue.proposals(company) if payload.accept_accounts else {}
        return {"added": added, "mapped": catalogue.accept_proposals(company, wanted, actor(request))}


@router.get(
    "/payroll/accounts", auth=needs("payroll:read"), summary="List accounts", response=list[AccountOut]
)
def list_accounts(request: HttpRequest) -> list[dict[str, Any]]:
    """The chart of the program that is chosen for payroll, as last fetched."""
    connection = settings_of(caller(request).company).connection
    found = LedgerAccount.objects.filter(connection=connection).order_by("code")
    return [_account(each) for each in found]


def _account(account: LedgerAccount) -> dict[str, Any]:
    why = Problem(account.why_not, {"account": account.code}) if account.why_not else None
    plain = {name: getattr(account, name) for name in ("code", "name", "is_active", "may_post")}
    return {**plain, "why_not": card(why).what if why else ""}


@router.post(
    "/payroll/accounts/refresh",
    auth=needs("payroll:write"),
    summary="Fetch the accounts anew",
    response={202: JobOut, 422: ProblemDocument},
)
def refresh_accounts(request: HttpRequest) -> tuple[int, JobOut]:
    """Workers do it. While one fetching is under way, that one is answered."""
    connection = settings_of(caller(request).company).connection
    if connection is None:
        raise ProblemError(Problem("payroll.no_connection"))
    return 202, job_out(charts.refresh(connection, actor(request)))


@router.post(
    "/payroll/calculate",
    auth=needs("payroll:read"),
    summary="From gross to net",
    response={200: PayslipOut, 422: ProblemDocument},
)
def calculate(request: HttpRequest, payload: PayIn) -> dict[str, Any]:
    company = caller(request).company
    values = payload.dict() | {"on": payload.on or today(company.time_zone)}
    if payload.accident_percent is None:
        values["accident_percent"] = settings_of(company).accident_percent
    slip = calculated(rules_of(company), PayInput(**values))
    return {"net": slip.net, "cost": slip.cost, "amounts": dict(slip.amounts), "bases": dict(slip.bases)}
