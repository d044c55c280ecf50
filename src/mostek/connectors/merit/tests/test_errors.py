"""Every kind of answer, as documented or as others have seen it."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from mostek.connectors.base.contract import Refused
from mostek.connectors.base.http import Answer, Lost
from mostek.connectors.merit.errors import Crashed, Declined, NotTheProgram, content_of
from mostek.connectors.merit.explanations import EXPLANATIONS
from mostek.kernel.problems import Remedy

FIXTURES = Path(__file__).parent / "fixtures"


def answer(name: str, **headers: str) -> Answer:
    content = json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))
    return Answer(content["status"], headers, content["body"].encode())


@pytest.mark.parametrize(
    ("variant", "key", "field"),
    [
        ("wrong_licence", "merit.licence", ""),
        ("wrong_signature", "merit.wrong_key", "api_key"),
        ("unknown_id_401", "merit.unknown_id", "api_id"),
        ("unknown_id_400", "merit.unknown_id", "api_id"),
        ("invalid_signature_word", "merit.unknown_id", "api_id"),
        ("parameter_missing", "merit.unknown_id", "api_id"),
        ("not_permitted", "merit.no_right", ""),
        ("other_word", "merit.refused", ""),
        ("wrong_path", "merit.wrong_address", ""),
    ],
)
def test_the_account_is_the_trouble(variant: str, key: str, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        content_of(answer(f"refused__{variant}"))
    assert (refusal.value.problem.key, refusal.value.problem.field) == (key, field)
    assert EXPLANATIONS[key].remedy is Remedy.RECONNECT


@pytest.mark.parametrize(
    ("variant", "key", "field"),
    [
        ("unbalanced", "merit.entry_unbalanced", "rows"),
        ("period_too_long", "merit.declined", ""),
        ("customer_field", "merit.buyer_refused", "buyer"),
        ("tax_inactive", "merit.tax_inactive", "lines"),
        ("customer_exists", "merit.declined", ""),
        ("success_false", "merit.declined", ""),
    ],
)
def test_the_document_is_the_trouble(variant: str, key: str, field: str) -> None:
    with pytest.raises(Declined) as declined:
        content_of(answer(f"declined__{variant}"))
    (problem,) = declined.value.problems
    assert (problem.key, problem.field) == (key, field)
    assert problem.raw
    assert problem.key in EXPLANATIONS


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("lost__format_exception", Lost),
        ("lost__gateway", Lost),
        ("lost__page", NotTheProgram),
        ("crashed__trace", Crashed),
    ],
)
def test_anything_may_have_happened(name: str, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        content_of(answer(name))


@pytest.mark.parametrize("minutes", [-20, 20])
def test_a_refused_signature_is_blamed_on_the_clock_where_the_clocks_differ(minutes: int) -> None:
    theirs = format_datetime(datetime.now(UTC) + timedelta(minutes=minutes), usegmt=True)
    with pytest.raises(Refused) as refusal:
        content_of(answer("refused__wrong_signature", Date=theirs))
    assert refusal.value.problem.key == "merit.clock"
    assert refusal.value.problem.values == {"minutes": "20"}


@pytest.mark.parametrize("date", ["", "yesterday", "now"])
def test_a_refused_signature_is_blamed_on_the_key_otherwise(date: str) -> None:
    if date == "now":
        date = format_datetime(datetime.now(UTC), usegmt=True)
    with pytest.raises(Refused) as refusal:
        content_of(answer("refused__wrong_signature", Date=date))
    assert refusal.value.problem.key == "merit.wrong_key"


@pytest.mark.parametrize(
    ("body", "content"),
    [
        ('{"BatchId":"1"}', {"BatchId": "1"}),
        ('"{\\"BatchId\\":\\"1\\"}"', {"BatchId": "1"}),
        ('"[]"', []),
        ('"OK"', "OK"),
        ("", ""),
    ],
)
def test_json_may_come_inside_a_string(body: str, content: Any) -> None:
    assert content_of(Answer(200, {}, body.encode())) == content


def test_a_text_that_mentions_an_exception_is_no_trace() -> None:
    assert content_of(Answer(200, {}, b'[{"FComment":"System.Exception: a joke"}]'))
