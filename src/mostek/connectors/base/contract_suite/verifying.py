"""Credentials: which account they reach, and which sentence says why they do not."""

import socket
from urllib.parse import urlsplit

import pytest

from mostek.connectors.base.contract import Account, Refused, Rejected
from mostek.connectors.base.contract_suite.bench import Bench, assert_explained
from mostek.connectors.base.contract_suite.examples import document
from mostek.connectors.base.http import NotSent
from mostek.kernel.problems import Problem, Remedy, explanation


class Verifying:
    async def test_good_credentials_name_the_account(self, bench: Bench) -> None:
        reached = await bench.session().verify()
        assert bench.ready_made().name in (reached.name, reached.detail) or reached.name
        assert reached.tax_id in ("", bench.ready_made().tax_id)
        if reached.warnings:
            assert_explained(reached.warnings)

    async def test_verifying_only_reads(self, bench: Bench) -> None:
        http = bench.http()
        await bench.connector.open(bench.account(), http).verify()
        assert {exchange.method for exchange in http.exchanges} <= {"GET", "HEAD"}
        assert http.exchanges
        assert bench.books() == []

    async def test_no_secret_shows_in_what_is_logged(self, bench: Bench) -> None:
        http = bench.http()
        session = bench.connector.open(bench.account(), http)
        await session.verify()
        await bench.issue(session, document(bench))
        secrets = [value for name, value in bench.account().credentials.items() if name in _secret(bench)]
        logged = "".join(f"{each.url}{each.request!r}" for each in http.exchanges)
        assert secrets
        assert [secret for secret in secrets if secret in logged] == []

    async def test_a_wrong_key_is_refused(self, bench: Bench) -> None:
        for name in _secret(bench):
            problem = await _refusal(bench, _with_wrong(bench, name))
            assert problem is not None, f"a wrong {name} was taken"
            assert_explained([problem])
            assert explanation(problem.key).remedy is Remedy.RECONNECT

    async def test_a_missing_permission_is_told(self, bench: Bench) -> None:
        assert_explained([await _told(bench, "wrong-scope")])

    async def test_a_lapsed_plan_is_told(self, bench: Bench) -> None:
        assert_explained([await _told(bench, "lapsed")])

    async def test_a_wrong_address_is_refused(self, bench: Bench) -> None:
        problem = await _refusal(bench, _elsewhere(bench))
        assert problem is not None
        assert_explained([problem])

    async def test_an_address_where_nobody_answers_is_not_sent(self, bench: Bench) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            nowhere = f"http://127.0.0.1:{taken.getsockname()[1]}"
            session = bench.connector.open(bench.account(base_url=nowhere), bench.http())
            with pytest.raises(NotSent):
                await session.verify()

    async def test_each_refusal_has_a_sentence_of_its_own(self, bench: Bench) -> None:
        wrong_key = await _refusal(bench, _with_wrong(bench, _secret(bench)[0]))
        wrong_address = await _refusal(bench, _elsewhere(bench))
        found = [wrong_key, wrong_address]
        roles = {account.id for account in bench.stand_in.accounts()} & {"wrong-scope", "lapsed"}
        found += [await _told(bench, role) for role in sorted(roles)]
        sentences = [explanation(problem.key).what for problem in found if problem]
        assert len(set(sentences)) == len(found), sentences

    async def test_a_wrong_key_makes_no_document(self, bench: Bench) -> None:
        invoice = document(bench)
        session = bench.connector.open(_with_wrong(bench, _secret(bench)[0]), bench.http())
        with pytest.raises(Refused) as refusal:
            await session.create(invoice, "")
        assert_explained([refusal.value.problem])
        assert bench.books() == []


def _secret(bench: Bench) -> list[str]:
    """The names of the credentials that every connection needs and nobody may see."""
    return [field.name for field in bench.connector.manifest.credentials if field.secret and field.required]


def _with_wrong(bench: Bench, name: str) -> Account:
    """The good account with one credential of the same shape, but not the right one."""
    right = bench.account().credentials[name]
    return bench.account(**{name: right.translate(str.maketrans("0123456789abcdef", "123456789abcdef0"))})


def _elsewhere(bench: Bench) -> Account:
    """A server that answers, but is no accounting program."""
    place = urlsplit(bench.base_url)
    return bench.account(base_url=f"{place.scheme}://{place.netloc}/-/elsewhere")


async def _refusal(bench: Bench, account: Account) -> Problem | None:
    try:
        await bench.connector.open(account, bench.http()).verify()
    except Refused as refusal:
        return refusal.problem
    return None


async def _told(bench: Bench, role: str) -> Problem:
    """How an account that cannot issue says so: when verified, or at the latest at the first document."""
    session = bench.session(role)
    try:
        reached = await session.verify()
        if reached.warnings:
            return reached.warnings[0]
        invoice = document(bench)
        outcome = await bench.attempt(session, invoice)
        assert isinstance(outcome, Rejected), f"the account {role} issued a document"
        return outcome.problems[0]
    except Refused as refusal:
        return refusal.problem
