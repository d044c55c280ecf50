"""What each accounting program can do, side by side; read off manifests, sessions and checklists.

`python -m mostek.connectors.base.matrix` prints docs/connectors.md; `--write FILE` writes it.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mostek.connectors.base.contract import Connector
from mostek.connectors.base.manifest import RateLimit
from mostek.connectors.base.quality import CHECKLIST, Status, checklist_of
from mostek.connectors.base.registry import connectors
from mostek.invoicing.model import Kind, VatRounding
from mostek.kernel.text import N_


@dataclass(frozen=True, slots=True)
class Phrase:
    """An English source to translate, and the values for its `%(name)s`."""

    source: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.source % self.values if self.values else self.source


@dataclass(frozen=True, slots=True)
class Cell:
    mark: str = ""
    """`yes`, `no`, or "" where the phrases say it."""
    phrases: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    """English source to translate."""
    cells: dict[str, Cell]
    """By connector key."""
    is_prose: bool = False
    """Whole sentences: better one below the other than in a narrow column."""


KINDS: dict[str, str] = {
    Kind.INVOICE: N_("Invoice"),
    Kind.CORRECTION: N_("Correction"),
    Kind.PROFORMA: N_("Proforma"),
    Kind.ADVANCE: N_("Advance invoice"),
    Kind.FINAL: N_("Final invoice"),
    Kind.RECEIPT: N_("Receipt"),
}
CAPABILITIES = {
    "pdf": N_("Its PDF is fetched"),
    "mark_paid": N_("Payments are noted in the program"),
    "cancel": N_("Documents are cancelled there from here"),
    "update": N_("Changes of a document are carried there"),
    "keeps_buyers": N_("Buyers are records of their own"),
    "creates_later": N_("Accepts first, makes the document afterwards"),
    "bank_accounts": N_("Bank accounts are compared"),
    "seller": N_("The seller's data are compared"),
    "documents": N_("Documents that stand there are fetched"),
    "shows_request": N_("The exact request is shown before it is sent"),
    "journal_entries": N_("Takes journal entries"),
    "ledger_accounts": N_("Its chart of accounts is fetched"),
    "dimensions": N_("Its departments, projects and cost centres are fetched"),
}
NUMBERING = {"hub": N_("given here"), "program": N_("given by the program")}
ROUNDING = {VatRounding.RATE: N_("once per rate"), VatRounding.LINE: N_("on every line")}
SHARED_LIMIT = N_("%(calls)s calls (%(methods)s) in %(time)s, shared by the whole installation")
OWN_LIMIT = N_("%(calls)s calls (%(methods)s) in %(time)s for each account")
STRONG = N_("Not found %(seconds)s s after the last try is proof enough to send again.")
WEAK = N_("What is not found is left to a person to decide.")


def matrix_rows(found: Mapping[str, Connector] | None = None) -> list[Row]:
    """The rows, each with a cell for every connector; by default of all that are found."""
    known = connectors() if found is None else found
    return [
        Row(label, {key: cell(each) for key, each in known.items()}, is_prose)
        for label, cell, is_prose in _columns()
    ]


def quality_rows(found: Mapping[str, Connector] | None = None) -> list[Row]:
    """The checklist, each item done (yes), still to be done (no) or exempt (no mark), with the reason."""
    known = connectors() if found is None else found
    lists = {key: checklist_of(each.folder) for key, each in known.items()}
    marks = {Status.DONE: "yes", Status.TODO: "no", Status.EXEMPT: ""}
    return [
        Row(
            label,
            {
                key: Cell(marks[items[name].status], (Phrase(items[name].why),) if items[name].why else ())
                for key, items in lists.items()
            },
        )
        for name, label in CHECKLIST.items()
    ]


def _columns() -> Iterator[tuple[str, Callable[[Connector], Cell], bool]]:
    yield N_("Countries"), lambda each: _said(", ".join(each.manifest.countries)), False
    for kind in Kind:
        yield KINDS[kind], _kind(kind), False
    yield N_("Numbers"), _numbering, False
    yield N_("Currencies"), _currencies, False
    yield N_("VAT is rounded"), lambda each: _said(ROUNDING[each.manifest.vat_rounding]), False
    for name, label in CAPABILITIES.items():
        yield label, _capability(name), False
    yield N_("Tells by webhook"), lambda each: _yes_or_no(each.manifest.webhook is not None), False
    yield N_("Documents on their way at once"), lambda each: _said(str(each.manifest.concurrency)), False
    yield N_("Rate limits"), _limits, True
    yield N_("Proof that a document was made"), _proof, True
    yield N_("Cancelling and changing"), _afterwards, True
    yield N_("Before you connect"), lambda each: _said(*each.manifest.preconditions), True
    yield N_("Environments"), _environments, True
    yield N_("Good to know"), lambda each: _said(*each.manifest.limitations), True


def _said(*sentences: str) -> Cell:
    return Cell("", tuple(map(Phrase, sentences)))


def _yes_or_no(answer: bool) -> Cell:
    return Cell("yes" if answer else "no")


def _kind(kind: Kind) -> Callable[[Connector], Cell]:
    def cell(connector: Connector) -> Cell:
        support = connector.manifest.kinds[kind]
        if support.supported:
            return Cell("yes")
        return Cell("no", (Phrase(support.reason),))

    return cell


def _capability(name: str) -> Callable[[Connector], Cell]:
    return lambda connector: _yes_or_no(name in connector.capabilities)


def _numbering(connector: Connector) -> Cell:
    return _said(*(text for who, text in NUMBERING.items() if who in connector.manifest.numbering))


def _currencies(connector: Connector) -> Cell:
    currencies = connector.manifest.currencies
    return _said(N_("any") if currencies is None else ", ".join(sorted(currencies)))


def _limits(connector: Connector) -> Cell:
    limits = connector.manifest.limits
    return Cell("", tuple(map(_limit, limits))) if limits else _said(N_("None are documented."))


def _limit(limit: RateLimit) -> Phrase:
    hours, rest = divmod(limit.seconds, 3600)
    values = {"calls": str(limit.calls), "time": f"{limit.seconds:g} s" if rest else f"{hours:g} h"}
    values["methods"] = ", ".join(sorted(limit.methods))
    return Phrase(SHARED_LIMIT if limit.scope == "ip" else OWN_LIMIT, values)


def _proof(connector: Connector) -> Cell:
    proof = connector.manifest.proof
    outcome = Phrase(STRONG, {"seconds": f"{proof.settle:g}"}) if proof.strong else Phrase(WEAK)
    return Cell("", (Phrase(proof.by), outcome))


def _afterwards(connector: Connector) -> Cell:
    manifest = connector.manifest
    return _said(*filter(None, (manifest.cancelling, manifest.changing)))


def _environments(connector: Connector) -> Cell:
    environments = connector.manifest.environments
    values = [{"name": each.label, "address": each.base_url} for each in environments]
    return Cell("", tuple(Phrase("%(name)s: %(address)s", each) for each in values))


MARKS = {"yes": "✓", "no": "–", "": ""}
HEAD = """# What each accounting program can do

This page is generated from the connectors' manifests, sessions and checklists. Do not edit it: `make docs`.
"""


def markdown(found: Mapping[str, Connector] | None = None) -> str:
    """The page docs/connectors.md, in English."""
    known = connectors() if found is None else found
    rows, quality = matrix_rows(known), quality_rows(known)
    parts = [HEAD, _table([row for row in rows if not row.is_prose], known)]
    for key, connector in known.items():
        parts.append(f"## {connector.manifest.name}\n\n{connector.manifest.summary}\n")
        reasons = [row.cells[key].phrases for row in rows if row.label in KINDS.values()]
        refusals = dict.fromkeys(str(phrase) for phrases in reasons for phrase in phrases)
        parts += [_list("What it has no documents for", list(refusals))] if refusals else []
        parts += [
            _list(row.label, list(map(str, row.cells[key].phrases)))
            for row in rows
            if row.is_prose and row.cells[key].phrases
        ]
        parts.append(f"**Documentation of the program:** <{connector.manifest.docs_url}>\n")
    parts.append("## Quality\n\n✓ done · – still to be done · empty: does not apply, for the reason given.\n")
    parts.append(_table(quality, known))
    return "\n".join(parts)


def _table(rows: list[Row], known: Mapping[str, Connector]) -> str:
    lines = ["| | " + " | ".join(each.manifest.name for each in known.values()) + " |"]
    lines.append("| --- |" + " --- |" * len(known))
    is_kind = set(KINDS.values())
    for row in rows:
        cells = [_cell(row.cells[key], is_short=row.label in is_kind) for key in known]
        lines.append(f"| {row.label} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _cell(cell: Cell, *, is_short: bool) -> str:
    said = "" if is_short else ", ".join(map(str, cell.phrases))
    return f"{MARKS[cell.mark]} {said}".strip().replace("|", "\\|")


def _list(title: str, sentences: list[str]) -> str:
    return f"**{title}**\n\n" + "".join(f"- {sentence}\n" for sentence in sentences)


def main(arguments: list[str]) -> int:
    """`[--write FILE]`; 0 when done, 2 on other arguments."""
    match arguments:
        case []:
            sys.stdout.write(markdown())
        case ["--write", path]:
            Path(path).write_text(markdown(), "utf-8")
        case _:
            sys.stderr.write("Usage: python -m mostek.connectors.base.matrix [--write FILE]\n")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
