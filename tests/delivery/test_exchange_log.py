"""What is kept of calls: enough to understand them, and no credentials."""

import json
from typing import Any
from urllib.parse import quote, urlencode

from hypothesis import given
from hypothesis import strategies as st

from mostek.connectors.base.http import Exchange
from mostek.delivery.exchange_log import HIDDEN, LONGEST, redacted

SECRETS = st.lists(st.text('QXZ"\\/&+%: éż\n', min_size=4, max_size=40), max_size=4)
"""Of what the log itself never writes, and of what JSON and addresses write otherwise."""
URL = "https://api.example/v3/clients.json"


def exchange(url: str = URL, method: str = "POST", status: int = 201, **fields: Any) -> Exchange:
    return Exchange(method, url, 1_800_000_000.0, 0.0123, status, **fields)


def everything(kept: list[dict[str, Any]]) -> str:
    return "\n".join(str(value) for each in kept for value in each.values())


@given(secrets=SECRETS)
def test_no_secret_survives(secrets: list[str]) -> None:
    plain = " and ".join(["", *secrets, ""])
    written = [plain, json.dumps({"key": secrets}), json.dumps({"key": secrets}, ensure_ascii=False)]
    calls = [exchange(request=text.encode(), response=text.encode(), status=500) for text in written]
    calls.append(exchange(f"{URL}?{urlencode({'key': secrets}, doseq=True)}"))
    calls.append(exchange(f"{URL}/{quote(plain, safe='')}"))
    kept = everything(redacted(calls, secrets))
    for secret in secrets:
        assert secret not in kept
        assert quote(secret, safe="") not in kept
        assert json.dumps(secret)[1:-1] not in kept


@given(st.text("QXZ", min_size=8, max_size=60), st.integers(1, 400), st.integers(0, 60))
def test_a_secret_at_the_cut_leaves_no_part(secret: str, times: int, before: int) -> None:
    body = " " * before + secret * times
    (kept,) = redacted([exchange(request=body.encode())], [secret])
    assert set("QXZ").isdisjoint(kept["request"])


def test_longer_secrets_go_first() -> None:
    (kept,) = redacted([exchange(request=b"before-abcd1234-after")], ["abcd", "abcd1234"])
    assert kept["request"] == f"before-{HIDDEN}-after"


def test_what_is_kept() -> None:
    body = "Zażółć".encode()
    (kept,) = redacted([exchange(f"{URL}?page=2", request=body, response=b'{"id": 7}')], ["secret-key"])
    assert kept == {
        "method": "POST",
        "path": "/v3/clients.json?page=2",
        "status": 201,
        "ms": 12,
        "at": 1_800_000_000.0,
        "request": "Zażółć",
        "response": '{"id": 7}',
    }


def test_bodies_of_reads_that_went_well_are_left_out() -> None:
    good, bad = redacted(
        [exchange(method="GET", status=200, response=b"all"), exchange(method="GET", status=404)], []
    )
    assert "response" not in good
    assert bad["response"] == ""


def test_long_and_binary_bodies() -> None:
    long, pdf, binary = redacted(
        [
            exchange(response=b"x" * 9000),
            exchange(response=b"%PDF-1.7 " + b"x" * 100),
            exchange(response=b"\0\1\2"),
        ],
        [],
    )
    assert len(long["response"]) == LONGEST + 2
    assert (pdf["response"], binary["response"]) == ("(109 bytes)", "(3 bytes)")
