"""The exact request: what is shown before a document is sent is what is sent."""

from dataclasses import replace

import pytest

from mostek.connectors.base.contract_suite.bench import Bench
from mostek.connectors.base.contract_suite.examples import EXAMPLES, Example, document
from mostek.connectors.base.http import OFFLINE


class Showing:
    @pytest.mark.parametrize("example", EXAMPLES[:8], ids=lambda example: example.name)
    async def test_the_create_that_was_shown_is_the_one_that_was_sent(
        self, bench: Bench, example: Example
    ) -> None:
        bench.able_session("shows_request")
        http = bench.http()
        session = bench.connector.open(bench.account(), http)
        invoice = example.build(bench)
        if session.check(invoice):
            pytest.skip("the program does not take it")
        buyer_id = await bench.buyer_id(session, invoice)
        shown = session.request_for(invoice, buyer_id)  # type: ignore[attr-defined]
        http.exchanges.clear()
        await session.create(invoice, buyer_id)
        sent = [(each.method, each.url, each.request) for each in http.exchanges]
        assert (shown.method, shown.url, shown.body) in sent

    async def test_what_is_shown_needs_no_credentials_and_holds_none(self, bench: Bench) -> None:
        session = bench.able_session("shows_request")
        account = bench.account()
        fields = bench.connector.manifest.credentials
        named = [account.credentials.get(each.name, "") for each in fields if each.secret]
        secrets = [secret for secret in named if secret]
        shown = session.request_for(document(bench), "7")
        told = f"{shown.url} {dict(shown.headers)} {shown.body.decode()}"
        assert secrets
        assert not [secret for secret in secrets if secret in told]

        bare = bench.connector.open(replace(account, credentials={}), OFFLINE)
        assert bare.request_for(document(bench), "7").url == shown.url  # type: ignore[attr-defined]
