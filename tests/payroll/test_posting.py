"""Every generated entry balances to the grosz, whatever the components and the method."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from mostek.payroll.posting import Place, Posting, Row, Sum, difference, reversed_rows, rows_of

ACCOUNTS = st.sampled_from(["404", "405", "231", "229-1", "229-3", "220-3", "240"])
DEPARTMENTS = st.sampled_from(["", "BIURO", "PROD"])
POSTINGS = st.builds(Posting, ACCOUNTS, ACCOUNTS, st.booleans(), st.booleans(), st.sampled_from(["", "P1"]))
SUMS = st.lists(
    st.builds(
        Sum,
        st.decimals(-100000, 100000, places=2),
        DEPARTMENTS,
        st.sampled_from(["", "P2"]),
        POSTINGS,
    ),
    max_size=40,
)


@given(SUMS, st.booleans())
def test_debit_equals_credit(sums: list[Sum], nets: bool) -> None:
    rows = rows_of(sums, nets)
    assert difference(rows) == 0
    assert all((row.debit > 0) != (row.credit > 0) for row in rows)
    assert difference(reversed_rows(rows)) == 0


@given(SUMS)
def test_both_methods_leave_the_same_balances(sums: list[Sum]) -> None:
    def balances(rows: tuple[Row, ...]) -> dict[Place, Decimal]:
        found: dict[Place, Decimal] = {}
        for row in rows:
            found[row.place] = found.get(row.place, Decimal(0)) + row.debit - row.credit
        return {place: amount for place, amount in found.items() if amount}

    assert balances(rows_of(sums, False)) == balances(rows_of(sums, True))
