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
        assert reached.name
        assert reached.tax_id in ("", bench.ready_made().tax_id)
        if reached.warnings:
            assert_explained(reached.warnings)

    async def test_verifying_only_reads(self, bench: Bench) -> None:
        http = bench.http()
        await bench.connector.open(bench.account(), http).verify()
        assert bench.writes(http) == []
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

    async def test_accounts_in_trouble_say_so_in_sentences_of_their_own(self, bench: Bench) -> None:
        """A missing permission, a lapsed plan…: each ready-made account with a peculiarity either issues
        all the same, or says what is wrong with it - when verified, or at the latest at a document."""
        found = [await _told(bench, account.id) for account in bench.peculiar()]
        problems = [problem for problem in found if problem]
        assert len(problems) >= 2, "the stand-in needs accounts without permission and with a lapsed plan"
        assert_explained(problems)
        wrong_key = await _refusal(bench, _with_wrong(bench, _secret(bench)[0]))
        sentences = [explanation(problem.key).what for problem in (*problems, wrong_key) if problem]
        assert len(set(sentences)) == len(problems) + 1, sentences

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

    async def test_a_wrong_key_and_a_wrong_address_are_told_apart(self, bench: Bench) -> None:
        wrong_key = await _refusal(bench, _with_wrong(bench, _secret(bench)[0]))
        wrong_address = await _refusal(bench, _elsewhere(bench))
        assert wrong_key is not None
        assert wrong_address is not None
        assert explanation(wrong_key.key).what != explanation(wrong_address.key).what

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


async def _told(bench: Bench, account_id: str) -> Problem | None:
    """What the account says about its trouble; None when it issues all the same."""
    session = bench.session(account_id)
    try:
        reached = await session.verify()
        if reached.warnings:
            return reached.warnings[0]
        outcome = await bench.attempt(session, document(bench))
        return outcome.problems[0] if isinstance(outcome, Rejected) else None
    except Refused as refusal:
        return refusal.problem
