"""Gross to net against the worked examples, and what must hold for any pay."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mostek.kernel.problems import ProblemError
from mostek.regimes.base.payroll import CashBook, Contract, PayInput
from mostek.regimes.base.registry import regime

RULES = regime("PL").payroll
assert RULES is not None
calculate, column = RULES.calculate, RULES.cash_book_column


def D(text: str) -> Decimal:
    return Decimal(text)


def month(pay: str, on: date = date(2026, 10, 10), **more: Any) -> PayInput:
    return PayInput(on=on, pay=D(pay), **more)


PPK: dict[str, Any] = {"savings_employee_percent": D("2"), "savings_employer_percent": D("1.5")}
EXAMPLES = [
    (
        month("4806"),
        "469.07 72.09 117.75 373.24 168 3605.85 469.07 312.39 80.26 48.06 69.69 4.81 5790.28",
    ),
    (
        month("8000"),
        "780.80 120.00 196.00 621.29 498 5783.91 780.80 520.00 133.60 80.00 116.00 8.00 9638.40",
    ),
    (
        month("8000", savings_transferred=D("120"), **PPK),
        "780.80 120.00 196.00 621.29 513 5608.91 780.80 520.00 133.60 80.00 116.00 8.00 9758.40",
    ),
    (
        month("12700"),
        "1239.52 190.50 311.15 986.29 985 8987.54 1239.52 825.50 212.09 127.00 184.15 12.70 15300.96",
    ),
]
SHOWN = (
    "emp_pension",
    "emp_disability",
    "emp_sickness",
    "health",
    "pit",
    "net",
    "er_pension",
    "er_disability",
    "er_accident",
    "fp",
    "fs",
    "fgsp",
    "cost",
)


@pytest.mark.parametrize(("given", "expected"), EXAMPLES, ids=["A", "B", "C", "D"])
def test_the_worked_examples(given: PayInput, expected: str) -> None:
    slip = calculate(given)
    found = {**slip.amounts, "net": slip.net, "cost": slip.cost}
    assert {name: found[name] for name in SHOWN} == dict(zip(SHOWN, map(D, expected.split()), strict=True))


def test_the_first_month_of_savings_is_not_taxed_yet() -> None:
    slip = calculate(month("8000", **PPK))
    assert (slip.bases["tax"], slip.amounts["pit"], slip.net) == (D("6653"), D("498"), D("5623.91"))


def test_the_minimum_wage_of_2025() -> None:
    assert calculate(month("4666", date(2025, 6, 10))).net == D("3510.92")


def test_sick_pay_is_outside_social_contributions() -> None:
    slip = calculate(month("5000", sick_pay=D("690.30")))
    assert slip.bases["social"] == D("5000")
    assert slip.bases["health"] == D("5000") + D("690.30") - D("685.50")


def test_pension_stops_at_the_cap_and_sickness_does_not() -> None:
    slip = calculate(month("10000", year_base=D("280000")))
    assert slip.amounts["emp_pension"] == D("253.76")
    assert slip.amounts["emp_sickness"] == D("245.00")


def test_the_month_that_crosses_the_threshold_has_both_rates() -> None:
    slip = calculate(month("20000", year_income=D("115000")))
    base = slip.bases["tax"]
    expected = D("5000") * D("0.12") + (base - D("5000")) * D("0.32") - D("300")
    assert abs(slip.amounts["pit"] - expected) <= D("0.5")


def test_young_people_pay_no_tax_below_the_limit_but_health() -> None:
    slip = calculate(month("5000", is_young=True))
    assert slip.amounts["pit"] == 0
    assert slip.amounts["health"] == D("388.31")


def test_a_mandate_contract_has_costs_in_percent() -> None:
    slip = calculate(
        month("4000", contract=Contract.MANDATE, costs="20", relief_parts=0, pays_sickness=False)
    )
    # Social 390.40 + 60.00; costs 20 % of 3549.60 = 709.92; tax base 2840; tax 340.80.
    assert slip.bases["costs"] == D("709.92")
    assert slip.amounts["pit"] == D("341")
    assert slip.amounts["health"] == D("319.46")
    assert slip.net == D("4000") - D("450.40") - D("319.46") - D("341")


def test_a_student_s_mandate_is_paid_whole() -> None:
    slip = calculate(
        month(
            "3000",
            contract=Contract.MANDATE,
            costs="20",
            is_young=True,
            pays_social=False,
            pays_sickness=False,
            pays_health=False,
        )
    )
    assert slip.net == slip.cost == D("3000")


def test_a_day_without_rates_is_named() -> None:
    with pytest.raises(ProblemError) as caught:
        calculate(month("5000", date(2031, 1, 10)))
    assert caught.value.problems[0].values == {"date": "2031-01-10", "years": "2025, 2026"}


def test_a_negative_amount_is_refused() -> None:
    with pytest.raises(ProblemError, match="payroll_negative"):
        calculate(month("-1"))


@given(
    pay=st.decimals(0, 60000, places=2),
    sick=st.decimals(0, 5000, places=2),
    benefit=st.decimals(0, 5000, places=2),
    income=st.decimals(0, 200000, places=2),
    saves=st.booleans(),
)
def test_net_and_cost_are_the_sums_of_their_parts(
    pay: Decimal, sick: Decimal, benefit: Decimal, income: Decimal, saves: bool
) -> None:
    slip = calculate(
        PayInput(
            on=date(2026, 5, 8),
            pay=pay,
            sick_pay=sick,
            benefit=benefit,
            year_income=income,
            **(PPK if saves else {}),
        )
    )
    a = slip.amounts
    taken = sum(a[k] for k in ("emp_pension", "emp_disability", "emp_sickness", "health", "pit", "ppk_emp"))
    assert slip.net == pay + sick + benefit - taken
    assert slip.cost == pay + sick + sum(
        a[k] for k in ("er_pension", "er_disability", "er_accident", "fp", "fs", "fgsp", "ppk_er")
    )
    assert all(amount >= 0 for amount in a.values())
    assert a["pit"] == a["pit"].to_integral_value()


def test_the_cash_book_got_two_columns_in_2026() -> None:
    assert [column(CashBook.WAGES, date(year, 6, 1)) for year in (2025, 2026)] == ["12", "14"]
    assert [column(CashBook.OTHER_EXPENSES, date(year, 6, 1)) for year in (2025, 2026)] == ["13", "15"]
    assert column(CashBook.NONE, date(2026, 6, 1)) == ""


def test_every_standard_component_is_of_a_known_kind_and_has_both_accounts() -> None:
    assert RULES is not None
    for each in RULES.components:
        assert each.kind in RULES.kinds
        assert each.debit
        assert each.credit
    assert len({each.code for each in RULES.components}) == len(RULES.components)
    assert {each.kind for each in RULES.components} == set(RULES.kinds)
