"""The stand-in by itself: what other clients would meet."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import orjson
import pytest

from mostek.connectors.merit.client import signature
from mostek.connectors.merit.tests.builders import Place, entry

BATCH: dict[str, Any] = {
    "DocNo": "LP/10/2026",
    "BatchDate": "20261031000000",
    "EntryRow": [
        {"AccountCode": "404", "Debit": 100.5, "Credit": 0, "Memo": "Płace"},
        {"AccountCode": "231", "Debit": 0, "Credit": 100.5},
    ],
}


async def call(
    place: Place,
    path: str,
    content: Any = None,
    *,
    method: str = "POST",
    names: str = "ApiId",
    **changed: str,
) -> tuple[int, str]:
    """A call as another client makes it; (status, text)."""
    credentials = place.stand_in.accounts()[0].credentials
    body = b"" if content is None else orjson.dumps(content)
    timestamp = changed.get("timestamp") or f"{datetime.now(UTC):%Y%m%d%H%M%S}"
    proof = signature(credentials["api_id"], credentials["api_key"], timestamp, body)
    query = {names: credentials["api_id"], "timestamp": timestamp, "signature": proof} | changed
    told = "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items() if value)
    async with place.client.request(method, f"{place.base_url}/{path}?{told}", data=body or None) as answer:
        return answer.status, await answer.text()


@pytest.mark.parametrize("names", ["ApiId", "apiId", "apiid"])
async def test_the_parameters_may_be_written_either_way(place: Place, names: str) -> None:
    assert (await call(place, "v1/getaccounts", {}, names=names))[0] == 200


async def test_an_empty_body_and_get_are_signed_too(place: Place) -> None:
    assert (await call(place, "v1/getbanks"))[0] == 200
    assert (await call(place, "v1/GetBanks", method="GET"))[0] == 200


@pytest.mark.parametrize(
    ("path", "changed", "expected"),
    [
        ("v2/getaccounts", {}, (404, "")),
        ("v1/nothing", {}, (404, "")),
        ("v1/getbanks", {"signature": ""}, (401, "api-missingurlparam")),
        ("v1/getbanks", {"signature": "x"}, (401, "api-wrongsignature")),
        ("v1/getbanks", {"timestamp": "yesterday"}, (401, "api-wrongsignature")),
    ],
)
async def test_who_is_turned_away(
    place: Place, path: str, changed: dict[str, str], expected: tuple[int, str]
) -> None:
    assert await call(place, path, **changed) == expected


@pytest.mark.parametrize(("minutes", "status"), [(-6, 401), (-4, 200), (4, 200), (6, 401)])
async def test_signatures_are_good_for_five_minutes(place: Place, minutes: int, status: int) -> None:
    when = datetime.now(UTC) + timedelta(minutes=minutes)
    assert (await call(place, "v1/getbanks", timestamp=f"{when:%Y%m%d%H%M%S}"))[0] == status


def row(**changes: Any) -> dict[str, Any]:
    return {"EntryRow": [BATCH["EntryRow"][0] | changes, BATCH["EntryRow"][1]]}


@pytest.mark.parametrize(
    ("changes", "status", "word"),
    [
        ({"EntryRow": []}, 200, "System.NullReferenceException"),
        ({"BatchDate": "31.10.2026"}, 500, "FormatException"),
        ({"DocNo": "x" * 36}, 400, "DocNo"),
        (row(AccountCode="404-STARE"), 400, "AccountCode"),
        (row(AccountCode="2"), 400, "Konto 2"),
        (row(AccountCode="999"), 400, "Konto 999"),
        (row(DepartmentCode="STARY"), 400, "DepartmentCode"),
        (row(Debit=100), 400, "ei ole tasakaalus"),
        (row(Credit=100.5), 400, "deebet"),
        (row(Debit="many"), 500, "FormatException"),
        (row(TaxId="x"), 500, "FormatException"),
        (row(Memo="x" * 151), 400, "Memo"),
    ],
)
async def test_a_batch_that_is_refused_is_not_booked(
    place: Place, changes: dict[str, Any], status: int, word: str
) -> None:
    told, text = await call(place, "v1/sendglbatch", BATCH | changes)
    assert (told, word in text) == (status, True), text
    assert place.stand_in.books() == []


async def test_a_batch_is_listed_shown_and_counted(place: Place) -> None:
    _, text = await call(place, "v1/sendglbatch", BATCH)
    made = orjson.loads(text)
    assert made["BatchInfo"] == "PK-1"
    period = {"PeriodStart": "20261001", "PeriodEnd": "20261031"}
    (listed,) = orjson.loads((await call(place, "v1/getglbatches", period))[1])
    assert (listed["GLBId"], listed["Document"], listed["TotalAmount"]) == (
        made["BatchId"],
        "LP/10/2026",
        100.5,
    )
    (full,) = orjson.loads((await call(place, "v1/GetGLBatchesFull", period | {"WithLines": 1}))[1])
    assert [each["AccountCode"] for each in full["Entries"]] == ["404", "231"]
    (booked,) = place.stand_in.books()
    assert (booked.kind, booked.buyer, [each.memo for each in booked.rows]) == (
        "journal",
        "LP/10/2026",
        ["Płace", ""],
    )


async def test_long_periods_are_refused_in_estonian(place: Place) -> None:
    period = {"PeriodStart": "20260101", "PeriodEnd": "20260501"}
    status, text = await call(place, "v1/getglbatches", period)
    assert status == 400
    assert "Periood liiga pikk" in text
    assert (await call(place, "v1/GetGLBatchesFull", {"PeriodStart": "20260101", "PeriodEnd": "20260301"}))[
        0
    ] == 400


async def test_customers_are_not_listed_without_a_filter(place: Place) -> None:
    status, text = await call(place, "v1/getcustomers", {})
    assert (status, text.startswith("System.")) == (200, True)


async def test_an_added_company_starts_empty(place: Place) -> None:
    added = place.stand_in.add_account("Nowa Firma", "5260250274")
    await place.session().create_entry(entry())
    assert place.stand_in.books(added.id) == []
    assert len(place.stand_in.books()) == 1
