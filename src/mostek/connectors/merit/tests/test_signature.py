"""The signature against the maker's published example and others worked out by hand."""

import pytest

from mostek.connectors.merit.client import encoded, signature

OWN_ID, OWN_KEY = "11111111-2222-3333-4444-555555555555", "bWFkZS11cC1rZXktZm9yLXNpbXVsYXRvci10ZXN0cy0x"
POLISH = (
    '{"DocNo":"LP/10/2026","BatchDate":"20261031","EntryRow":[{"AccountCode":"404","DepartmentCode":"BIURO",'
    '"Debit":8000.00,"Credit":0.00,"Memo":"Wynagrodzenie zasadnicze – październik"},{"AccountCode":"231",'
    '"DepartmentCode":"BIURO","Debit":0.00,"Credit":8000.00,"Memo":"Lista płac LP/10/2026"}]}'
)


def test_the_makers_example() -> None:
    """https://api.merit.ee/connecting-robots/reference-manual/authentication/"""
    body = (
        b'{"CustName":"Kliendinimi","CustId":"3a274294-9c60-4a3d-93f0-1874253f073e","OverDueDays":5,'
        b'"DebtDate":"20220501"}'
    )
    api_id, key = "670fe52f-558a-4be8-ade0-526e01a106d0", "AoCmZGUfWMMhLJ+Eb6oRF4pAEw9XJP9b/RL5c2Gqk2w="
    assert signature(api_id, key, "20240624205902", body) == "dt6dkfuj+OfX01YkvvAoN/fekAUGr6AvVlQhUUja9Qc="


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            '{"PeriodStart":"20261101","PeriodEnd":"20261130","DateType":0}',
            "vTx07NE4QXeDwDkutm96/MczV2Qlo3jW9trk+6aTpNo=",
        ),
        ("{}", "FdHObPLr8qy/gDDA7xmZOYTnFXbwKrYJnAMgXkr124E="),
        ("", "TrF8HEcizdD9OZYH7/I2uBYclUN1q5LyA1l4BzPJ8Zs="),
        (POLISH, "jZjwBRu537tq77SWECrUZmIK042p8aiR2weegqyhfCk="),
    ],
)
def test_bodies_are_signed_as_the_bytes_they_are(body: str, expected: str) -> None:
    assert signature(OWN_ID, OWN_KEY, "20261121081530", body.encode()) == expected


def test_nothing_to_send_is_an_empty_object() -> None:
    assert encoded({}) == b"{}"
