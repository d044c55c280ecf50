"""Journal entries: posted once, balanced, found again, and what is amiss in them named."""

import asyncio
from decimal import Decimal
from typing import Any

import pytest

from mostek.connectors.base.contract import Issued, Rejected
from mostek.connectors.base.contract_suite.bench import Bench, assert_explained, today
from mostek.connectors.base.contract_suite.examples import CURRENCY, country_of
from mostek.connectors.base.contract_suite.losing import MADE, NOT_MADE, PATIENCE
from mostek.connectors.base.http import Limited, Lost
from mostek.invoicing.ledger import EntryRow, JournalEntry
from mostek.kernel.identifiers import new_reference

PAIRS = (("8000.00", "1000.01"), ("4806.00", "0.33"))


class Posting:
    async def test_a_balanced_entry_is_booked_row_by_row(self, bench: Bench) -> None:
        session, entry = await _ready(bench)
        assert session.check_entry(entry) == ()
        outcome = await session.create_entry(entry)
        assert isinstance(outcome, Issued)
        (row,) = bench.books(entry)
        assert (row.kind, row.id, row.number) == ("journal", outcome.remote_id, outcome.number)
        assert (row.gross, row.currency, row.issue_date) == (entry.total, entry.currency, entry.date)
        assert [(each.account, each.debit, each.credit, each.department) for each in row.rows] == [
            (each.account, each.debit, each.credit, each.department) for each in entry.rows
        ]
        booked = await session.fetch_entry(outcome.remote_id)
        assert (booked.number, booked.day, booked.total) == (entry.number, entry.date, entry.total)
        assert (booked.code, booked.row_count) == (outcome.number, len(entry.rows))

    async def test_several_departments_stand_in_one_entry(self, bench: Bench) -> None:
        session, entry = await _ready(bench)
        codes = [each.code for each in await _departments(bench, session)]
        assert len(codes) >= 2, "the stand-in needs two departments"
        assert isinstance(await session.create_entry(entry), Issued)
        (row,) = bench.books(entry)
        assert {each.department for each in row.rows} == {*codes[:2], ""}

    async def test_the_chart_tells_what_may_be_posted_to(self, bench: Bench) -> None:
        session = bench.able_session("ledger_accounts")
        chart = await session.ledger_accounts()
        assert any(each.may_post for each in chart)
        assert any(not each.is_active for each in chart)
        assert len({each.code for each in chart}) == len(chart)

    async def test_an_unbalanced_entry_is_not_sent(self, bench: Bench) -> None:
        session, entry = await _ready(bench)
        first = entry.rows[0].model_copy(update={"debit": entry.rows[0].debit + Decimal("0.01")})
        problems = session.check_entry(entry.model_copy(update={"rows": (first, *entry.rows[1:])}))
        assert_explained(problems)
        assert bench.books() == []

    @pytest.mark.parametrize("rows", [(), ({"debit": Decimal(0)},), ({"account": " "},)])
    async def test_an_entry_that_makes_no_sense_is_not_sent(
        self, bench: Bench, rows: tuple[Any, ...]
    ) -> None:
        session, entry = await _ready(bench)
        changed = tuple(entry.rows[0].model_copy(update=change) for change in rows)
        assert_explained(session.check_entry(entry.model_copy(update={"rows": changed})))

    async def test_an_account_that_is_not_there_is_named(self, bench: Bench) -> None:
        await _refused(bench, "NO-SUCH")

    async def test_an_account_that_takes_no_postings_is_named(self, bench: Bench) -> None:
        chart = await bench.able_session("journal_entries", "ledger_accounts").ledger_accounts()
        closed = [each.code for each in chart if not each.may_post]
        assert closed, "the stand-in needs accounts that are closed, or only sum up others"
        for code in closed:
            await _refused(bench, code)

    @pytest.mark.parametrize("fault", MADE)
    async def test_a_lost_entry_is_found_exactly_once(self, bench: Bench, fault: str) -> None:
        entry = await _lose(bench, fault)
        session: Any = bench.session()
        (found,) = await session.find_entry(entry)
        assert len(bench.books(entry)) == 1
        assert (found.remote_id, found.total) == (bench.books(entry)[0].id, entry.total)
        assert found.reference in ("", entry.reference)

    @pytest.mark.parametrize("fault", NOT_MADE)
    async def test_an_entry_that_was_never_made_may_be_sent_again(self, bench: Bench, fault: str) -> None:
        entry = await _lose(bench, fault)
        session: Any = bench.session()
        await asyncio.sleep(0.2)
        assert await session.find_entry(entry) == ()
        assert bench.books(entry) == []
        assert isinstance(await session.create_entry(entry), Issued)
        assert len(bench.books(entry)) == 1

    async def test_too_many_requests_leave_nothing_posted(self, bench: Bench) -> None:
        session, entry = await _ready(bench)
        bench.faults.creates_only = True
        bench.faults.upcoming["too_many_requests"] = 1
        with pytest.raises(Limited):
            await session.create_entry(entry)
        assert bench.books(entry) == []
        assert isinstance(await session.create_entry(entry), Issued)

    async def test_an_entry_sent_again_by_mistake_is_not_doubled(self, bench: Bench) -> None:
        """The core asks first; where the program lets us look, the connector does so too."""
        session, entry = await _ready(bench)
        first = await session.create_entry(entry)
        again = await session.create_entry(entry)
        assert len(bench.books(entry)) == 1
        assert isinstance(again, Rejected) or again.remote_id == first.remote_id

    async def test_an_entry_of_another_is_not_taken_for_ours(self, bench: Bench) -> None:
        """The same day, accounts and amounts, and a reference that begins alike."""
        session, entry = await _ready(bench)
        twin = entry.model_copy(update={"reference": f"{entry.reference}0", "number": f"{entry.number}0"})
        await session.create_entry(twin)
        assert await session.find_entry(entry) == ()

    @pytest.mark.parametrize("fault", ["server_error", "html_instead"])
    async def test_a_search_that_fails_says_nothing_about_the_entry(self, bench: Bench, fault: str) -> None:
        session, entry = await _ready(bench)
        await session.create_entry(entry)
        bench.faults.share[fault] = 1
        with pytest.raises(Lost):
            await session.find_entry(entry)

    async def test_looking_at_the_ledger_only_reads(self, bench: Bench) -> None:
        session, entry = await _ready(bench)
        outcome = await session.create_entry(entry)
        http = bench.http()
        looking: Any = bench.connector.open(bench.account(), http)
        await looking.find_entry(entry)
        await looking.fetch_entry(outcome.remote_id)
        for listing in ("ledger_accounts", "dimensions"):
            if listing in bench.connector.capabilities:
                await getattr(looking, listing)()
        assert bench.writes(http) == []


async def _departments(bench: Bench, session: Any) -> list[Any]:
    if "dimensions" not in bench.connector.capabilities:
        return []
    return [each for each in await session.dimensions() if each.dimension == "department" and each.may_post]


async def _ready(bench: Bench) -> tuple[Any, JournalEntry]:
    """A session, and an entry of two pairs of rows on accounts that take postings, each its department."""
    session = bench.able_session("journal_entries", "ledger_accounts")
    codes = [each.code for each in await session.ledger_accounts() if each.may_post]
    departments = [each.code for each in await _departments(bench, session)] or [""]
    rows: list[EntryRow] = []
    for index, pair in enumerate(PAIRS):
        department = departments[index % len(departments)]
        for amount in map(Decimal, pair):
            rows.append(EntryRow(account=codes[0], debit=amount, department=department, memo="Płace brutto"))
            rows.append(EntryRow(account=codes[1], credit=amount))
    reference = new_reference()
    entry = JournalEntry(
        reference=reference,
        number=f"LP/{reference[4:]}/1",
        date=today(),
        currency=CURRENCY[country_of(bench)],
        memo="Lista płac",
        rows=tuple(rows),
    )
    return session, entry


async def _refused(bench: Bench, code: str) -> None:
    """Found by `check_entry` or turned down by the program: explained at its row, and nothing booked."""
    session, entry = await _ready(bench)
    rows = (entry.rows[0].model_copy(update={"account": code}), *entry.rows[1:])
    wrong = entry.model_copy(update={"rows": rows})
    problems = session.check_entry(wrong)
    if not problems:
        outcome = await session.create_entry(wrong)
        assert isinstance(outcome, Rejected)
        problems = outcome.problems
    assert_explained(problems)
    assert [problem.field for problem in problems] == ["rows.0.account"]
    assert bench.books(entry) == []


async def _lose(bench: Bench, fault: str) -> JournalEntry:
    """An entry whose posting ran into the fault."""
    _, entry = await _ready(bench)
    bench.faults.creates_only, bench.faults.slowness = True, PATIENCE + 1
    bench.faults.upcoming[fault] = 1
    session: Any = bench.session(patience=PATIENCE)
    with pytest.raises(Lost):
        await session.create_entry(entry)
    assert not bench.faults.upcoming[fault], "the failure never struck"
    return entry
