"""Rules at work: once for each event, in the transaction in which the event is told."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from mostek.automation.conditions import Names
from mostek.automation.deeds import COULD_NOT, Act, Deed, Said, Values, failed
from mostek.automation.facts import Facts
from mostek.automation.models import TROUBLE, Outcome, Rule, RuleRun
from mostek.automation.planning import Plan, outcome_of, plan, walk
from mostek.companies.audit import record
from mostek.companies.models import Company
from mostek.documents.models import ORIGINATING, Document
from mostek.events.models import Event
from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.models import Order

log = logging.getLogger(__name__)
MOST_DEPTH = 5
"""Rules that set each other off in a row; more is a circle."""


def wants(company_id: int, kind: str) -> bool:
    return Rule.objects.filter(company_id=company_id, when=kind, on=True).exists()


def hear(event: Event) -> None:
    """Lets the company's rules act on the event. They are about sales: an entry of the ledger is none."""
    if event.document and event.document.is_entry:
        return
    rules = Rule.objects.of(event.company).filter(when=event.kind, on=True, on_since__lte=event.at)
    if waiting := list(rules):
        facts = _facts(event.company, event.kind, event.order_id, event.document_id)
        _act_on(facts, waiting, event.pk, event.values.get("depth", 0))


def _facts(company: Company, kind: str, order_id: int | None, document_id: int | None) -> Facts:
    """The order is locked: whoever issues it meanwhile, person or rule, comes first or after."""
    document = Document.objects.of(company).filter(pk=document_id).first() if document_id else None
    wanted = order_id or (document.order_id if document else None)
    orders = Order.objects.of(company).select_related("company", "status").select_for_update(of=("self",))
    order = orders.filter(pk=wanted).first() if wanted else None
    return Facts(company, kind, order, document)


def _act_on(
    facts: Facts,
    rules: Sequence[Rule],
    event_id: int,
    depth: int,
    before: Mapping[int, RuleRun] | None = None,
) -> list[RuleRun]:
    made = plan(rules, facts)
    names = Names(facts.company)
    runs = [
        _run(rule, made, facts, names, event_id, depth, (before or {}).get(rule.pk)) for rule in made.rules
    ]
    RuleRun.objects.bulk_create(runs)
    # Last: another worker that counts the same rule waits no longer than this transaction's end.
    Rule.objects.filter(pk__in=[rule.pk for rule in made.rules]).update(
        runs_count=F("runs_count") + 1, last_run_at=timezone.now()
    )
    return runs


def _run(
    rule: Rule,
    made: Plan,
    facts: Facts,
    names: Names,
    event_id: int,
    depth: int,
    before: RuleRun | None,
) -> RuleRun:
    known = {"id": rule.pk, "name": rule.name, "when": rule.when, "conditions": names.kept(rule.conditions)}
    act = Act(
        company=facts.company,
        order=facts.order,
        document=(before and before.made) or facts.document,
        actor=f"rule: {rule.name}",
        once=f"rule {rule.pk}, event {event_id}",
        because={"rule": known},
        depth=depth,
    )
    told = walk(
        rule, act, made.clashes, _stop if depth >= MOST_DEPTH else _do, before.steps if before else ()
    )
    stuck = [step["key"] for step, said in zip(rule.deeds, told, strict=True) if said.outcome in TROUBLE]
    return RuleRun(
        company=facts.company,
        rule=rule,
        rule_name=rule.name,
        event_id=event_id,
        event_kind=facts.event,
        depth=depth,
        order=facts.order,
        document=facts.document,
        made=act.document if act.document != facts.document else None,
        outcome=outcome_of(told),
        steps=[_as_step(step, said) for step, said in zip(rule.deeds, told, strict=True)],
        stuck_at=stuck[0] if stuck else "",
    )


def _do(deed: Deed, act: Act, values: Values) -> Said:
    try:
        with transaction.atomic():
            return deed.do(act, values)
    except (ProblemError, DatabaseError):
        raise  # what the database could not do is tried again with the event as a whole
    except Exception:
        log.exception("%s: step %s broke off", act.once, deed.key)
        return failed(Problem("automation.fault"))


def _stop(_deed: Deed, act: Act, _values: Values) -> Said:
    problem = Problem("automation.loop", {"depth": str(act.depth)})
    return Said(COULD_NOT, problems=(problem,), outcome=Outcome.STOPPED)


def _as_step(step: Mapping[str, Any], said: Said) -> dict[str, Any]:
    return {
        **step,
        "outcome": said.outcome,
        "text": said.text,
        "said": dict(said.values),
        "problems": [problem.as_dict() for problem in said.problems],
    }


def troubles(company: Company) -> "QuerySet[RuleRun]":
    """Runs that wait for a person. One that could not issue waits no more once the order has a document."""
    standing = Document.objects.filter(
        order=OuterRef("order"), kind__in=ORIGINATING, cancelled_at__isnull=True
    )
    waiting = RuleRun.objects.of(company).filter(settled_at=None, outcome__in=TROUBLE)
    return waiting.exclude(Q(Exists(standing), stuck_at="issue")).select_related("rule", "order")


def _settled(run: RuleRun, actor: str, action: str) -> list[RuleRun]:
    """All that waits of the run's event, from now on settled; nothing if somebody was faster."""
    waiting = RuleRun.objects.of(run.company).filter(
        event_id=run.event_id, order=run.order, settled_at=None, outcome__in=TROUBLE
    )
    found = list(waiting.select_for_update(of=("self",)).select_related("made"))
    if found:
        RuleRun.objects.filter(pk__in=[each.pk for each in found]).update(settled_at=timezone.now())
        record(run.company, actor, action, run)
    return found


@transaction.atomic
def again(run: RuleRun, actor: str) -> list[RuleRun]:
    """Lets the rules that were in trouble on the run's event act once more, as they are now. Steps that
    were done then are not repeated. Empty where none of them is on and fits any more."""
    facts = _facts(run.company, run.event_kind, run.order_id, run.document_id)
    before = {each.rule_id: each for each in _settled(run, actor, "again") if each.rule_id}
    rules = Rule.objects.of(run.company).filter(pk__in=before, when=run.event_kind, on=True)
    return _act_on(facts, list(rules), run.event_id, 0, before)


@transaction.atomic
def leave(run: RuleRun, actor: str) -> None:
    """A person decides that nothing is to be done about it."""
    _settled(run, actor, "leave")
