"""The company's pay components: the standard set, what is missing on them, and what may stand on them."""

from collections.abc import Iterable

from django.db import transaction

from mostek.companies.audit import record
from mostek.companies.models import Company
from mostek.connections.models import Connection
from mostek.kernel.problems import Problem, ProblemError
from mostek.payroll.models import Component, Dimension, DimensionKind, LedgerAccount, PayrollSettings
from mostek.regimes.base.payroll import PayrollRules
from mostek.regimes.base.registry import regime


def rules_of(company: Company) -> PayrollRules:
    """Raises ProblemError where Mostek has no payroll rules for the company's country."""
    rules = regime(company.country).payroll
    if rules is None:
        raise ProblemError(Problem("payroll.no_rules", {"country": company.country or "–"}))
    return rules


def settings_of(company: Company) -> PayrollSettings:
    return PayrollSettings.objects.get_or_create(company=company)[0]


@transaction.atomic
def add_standard(company: Company, actor: str, language: str = "pl") -> int:
    """Adds what the company lacks of its country's standard set, without accounts; how many."""
    rules = rules_of(company)
    there = set(Component.objects.of(company).values_list("code", flat=True))
    new = [
        Component(
            company=company,
            code=each.code,
            name=each.names.get(language) or each.names["en"],
            kind=each.kind,
            debit_by_department=each.by_department,
            cash_book=rules.kinds[each.kind].cash_book.value,
        )
        for each in rules.components
        if each.code not in there
    ]
    Component.objects.bulk_create(new)
    if new:
        record(company, actor, "add_standard_components", company)
    return len(new)


def proposals(company: Company) -> dict[str, tuple[str, str]]:
    """Component code -> (debit, credit) of the common chart, for those without accounts."""
    standard = {each.code: each for each in rules_of(company).components}
    return {
        each.code: (standard[each.code].debit, standard[each.code].credit)
        for each in Component.objects.of(company).filter(archived=False)
        if each.code in standard and not (each.debit_account and each.credit_account)
    }


@transaction.atomic
def accept_proposals(company: Company, codes: Iterable[str], actor: str) -> int:
    """Fills the proposed accounts in where none are; how many components changed."""
    wanted, proposed = set(codes), proposals(company)
    changed = 0
    for component in Component.objects.of(company).filter(code__in=wanted & set(proposed)):
        debit, credit = proposed[component.code]
        before = (component.debit_account, component.credit_account)
        component.debit_account = component.debit_account or debit
        component.credit_account = component.credit_account or credit
        component.save(update_fields=["debit_account", "credit_account"])
        after = (component.debit_account, component.credit_account)
        record(company, actor, "map", component, {"accounts": (" / ".join(before), " / ".join(after))})
        changed += 1
    return changed


def account_problem(connection: Connection | None, code: str) -> Problem | None:
    """Why nothing can be posted to the account; None where it can, or where no chart was fetched yet."""
    if not code:
        return Problem("payroll.account_missing")
    if connection is None or not connection.ledger_accounts.exists():
        return None
    found = LedgerAccount.objects.filter(connection=connection, code=code).first()
    if found is None:
        return Problem("payroll.account_unknown", {"account": code})
    if not found.is_active:
        return Problem("payroll.account_inactive", {"account": str(found)})
    if not found.may_post:
        return Problem(found.why_not or "payroll.account_is_heading", {"account": str(found)})
    return None


def dimension_problem(connection: Connection | None, kind: DimensionKind, code: str) -> Problem | None:
    """Why the department or project cannot be named in an entry."""
    if connection is None:
        return None
    known = Dimension.objects.filter(connection=connection, kind=kind)
    if not known.exists():
        return None
    found = known.filter(code=code).first()
    if found is None:
        return Problem(f"payroll.{kind}_unknown", {kind.value: code})
    if not found.is_active:
        return Problem(f"payroll.{kind}_inactive", {kind.value: str(found)})
    return None if found.fits else Problem("payroll.dimension_too_long", {"code": str(found)})


def mapping_problems(connection: Connection | None, component: Component) -> list[Problem]:
    """What is amiss with a component's posting, each problem with its field."""
    found = []
    for field in ("debit_account", "credit_account"):
        problem = account_problem(connection, getattr(component, field))
        if problem:
            values = {**problem.values, "component": str(component)}
            found.append(Problem(problem.key, values, field))
    return found
