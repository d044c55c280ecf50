"""Rules and what they did, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mostek.automation import deeds
from mostek.automation.clashes import overlaps
from mostek.automation.conditions import Names
from mostek.automation.models import Outcome, Rule, RuleRun
from mostek.automation.occasions import OCCASIONS
from mostek.delivery.words import card
from mostek.documents.models import Document

SETTLED = {
    "document": gettext_lazy("both issue a document for the order, in different series"),
    "status": gettext_lazy("they set different statuses"),
    "field": gettext_lazy("they set the same field differently"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """A rule as sentences: when, if, then; and the rules that it may clash with."""

    rule: Rule
    when: str | Promise
    conditions: list[str]
    deeds: list[str]
    clashes: list[str]


def in_words(rule: Rule, names: Names, others: Iterable[Rule]) -> Words:
    return Words(
        rule,
        OCCASIONS[rule.when].label if rule.when in OCCASIONS else rule.when,
        [names.sentence(row) for row in rule.conditions],
        [deeds.sentence(rule.company, step) for step in rule.deeds],
        clash_sentences(rule, others),
    )


def clash_sentences(rule: Rule, others: Iterable[Rule]) -> list[str]:
    """A sentence for each rule that is on and may contradict this one for the same order."""
    sentences = {}
    for found in overlaps(rule, [each for each in others if each.on]):
        how = SETTLED.get(found.what.partition(" ")[0])
        sentences[found.other.pk] = _("May clash with “%(rule)s”: %(how)s.") % {
            "rule": found.other.name,
            "how": how or _("they contradict each other"),
        }
    return list(sentences.values())


def step_words(run: RuleRun, step: Mapping[str, Any]) -> str:
    """What became of one step of a run: of trouble its first reason, of a document its present number."""
    if step["problems"]:
        return card(step["problems"][0]).what
    said = dict(step["said"])
    if run.made and step["outcome"] == Outcome.DONE and "document" in said:
        said["document"] = str(run.made)
    return str(_(step["text"]) % said)


def run_words(run: RuleRun) -> str:
    """What a run did, in one line."""
    told = "; ".join(step_words(run, step) for step in run.steps)
    return _("Rule “%(rule)s”: %(told)s") % {"rule": run.rule_name, "told": told}


def by_rule(document: Document, rule: Mapping[str, Any]) -> str:
    """Which rule issued the document, on what and why; a link where the rule still stands."""
    occasion = OCCASIONS.get(rule["when"])
    names = Names(document.company)
    conditions = [names.sentence(row) for row in rule["conditions"]]
    values = {
        "rule": rule["name"],
        "when": occasion.label if occasion else rule["when"],
        "conditions": "; ".join(conditions),
    }
    if Rule.objects.of(document.company).filter(pk=rule["id"]).exists():
        address = reverse("rule", args=[rule["id"]])
        values["rule"] = format_html('<a href="{}">{}</a>', address, rule["name"])
    if conditions:
        return format_html(_("The rule {rule} issued it. When: {when}. Because: {conditions}."), **values)
    return format_html(_("The rule {rule} issued it. When: {when}; it asks for nothing more."), **values)
