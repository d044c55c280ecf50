from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from mostek.invoicing.ledger import EntryRow, JournalEntry, check
from mostek.kernel.problems import explained_keys


def row(account: str = "404", debit: str = "0", credit: str = "0", **more: str) -> EntryRow:
    return EntryRow(account=account, debit=Decimal(debit), credit=Decimal(credit), **more)


BALANCED = (row("404", "12806.00"), row("405", "0.01"), row("231", credit="12806.01"))


def entry(*rows: EntryRow, **more: Any) -> JournalEntry:
    values: dict[str, Any] = {
        "reference": "MST-0000000001",
        "number": "LP/10/2026",
        "date": date(2026, 10, 31),
        "currency": "PLN",
        "rows": rows,
    }
    return JournalEntry(**(values | more))


def test_a_balanced_entry_is_sound() -> None:
    sound = entry(*BALANCED)
    assert check(sound) == ()
    assert (sound.kind, sound.total) == ("journal", Decimal("12806.01"))


def test_a_difference_of_a_grosz_is_told_with_both_sums() -> None:
    (problem,) = check(entry(*BALANCED[:1], row("231", credit="12805.99")))
    assert (problem.key, problem.field) == ("invoicing.entry_unbalanced", "rows")
    assert problem.values == {"debit": "12806.00", "credit": "12805.99", "difference": "0.01"}


@pytest.mark.parametrize(
    ("change", "key", "field"),
    [
        ({"account": " "}, "invoicing.entry_account_missing", "rows.0.account"),
        ({"debit": "0"}, "invoicing.entry_sides", "rows.0.debit"),
        ({"debit": "5", "credit": "5"}, "invoicing.entry_sides", "rows.0.debit"),
        ({"debit": "-5"}, "invoicing.entry_sides", "rows.0.debit"),
        ({"debit": "5", "credit": "-5"}, "invoicing.entry_sides", "rows.0.debit"),
        ({"debit": "1.005"}, "invoicing.entry_fraction", "rows.0.debit"),
    ],
)
def test_each_row_has_an_account_and_one_side(change: dict[str, str], key: str, field: str) -> None:
    changed = row(**({"account": "404", "debit": "10"} | change))
    found = {(problem.key, problem.field) for problem in check(entry(changed, *BALANCED))}
    assert (key, field) in found


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"number": " "}, "invoicing.entry_number_missing"),
        ({"currency": "PLZ"}, "invoicing.currency_unknown"),
        ({"rows": ()}, "invoicing.entry_without_rows"),
    ],
)
def test_what_the_whole_needs(more: dict[str, Any], key: str) -> None:
    problems = check(entry(**({"rows": BALANCED} | more)))
    assert key in [problem.key for problem in problems]
    assert {problem.key for problem in problems} <= set(explained_keys())


def test_an_entry_is_frozen() -> None:
    with pytest.raises(ValidationError):
        setattr(entry(*BALANCED), "number", "other")  # noqa: B010 - a type checker would forbid it
