"""Ready-made rules to begin with; what only the company knows is left to be chosen."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mostek.automation.models import Rule
from mostek.companies.models import Company
from mostek.documents.models import ORIGINATING
from mostek.documents.series import missing, usable
from mostek.events.models import Kind


@dataclass(frozen=True, slots=True)
class Example:
    key: str
    name: Promise
    text: Promise
    when: str
    conditions: tuple[str, ...]
    """Key and value in one word: `has_document=no`; `status` alone is left to be chosen."""
    deed: str


EXAMPLES = (
    Example(
        "paid",
        _("Invoice when paid"),
        _("An order that is paid in full and has no document yet gets its invoice at once."),
        Kind.ORDER_PAID,
        ("has_document=no",),
        "issue",
    ),
    Example(
        "sent",
        _("Invoice when sent"),
        _("The invoice is issued when the order gets the status that you choose, such as Sent."),
        Kind.ORDER_STATUS_CHANGED,
        ("status", "has_document=no"),
        "issue",
    ),
    Example(
        "delivered",
        _("Status after the invoice is in the program"),
        _("When the document stands in the accounting program, the order gets the status that you choose."),
        Kind.DOCUMENT_DELIVERED,
        ("kind=invoice",),
        "set_status",
    ),
)


def rule_from(company: Company, key: str) -> Rule:
    """An unsaved rule of that example; an empty one where there is no such example."""
    example = next((each for each in EXAMPLES if each.key == key), None)
    if example is None:
        return Rule(company=company)
    conditions = []
    for each in example.conditions:
        name, _sign, value = each.partition("=")
        conditions.append({"key": name, "op": "is", "value": [value] if value else []})
    values = {"series": _only_series(company)} if example.deed == "issue" else {"status": ""}
    deeds = [{"key": example.deed, "values": values}]
    return Rule(
        company=company, name=str(example.name), when=example.when, conditions=conditions, deeds=deeds
    )


def _only_series(company: Company) -> str:
    """The series that stands ready, where there is just one."""
    ready = [each for each in usable(company).filter(kind__in=ORIGINATING) if not missing(each)]
    return str(ready[0].pk) if len(ready) == 1 else ""
