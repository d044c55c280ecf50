"""inFakt's words become problems with a field; what it does not say stays readable."""

from typing import Any

import pytest

from mostek.connectors.base.contract import Accepted, Issued, Refused, Rejected
from mostek.connectors.base.http import Lost
from mostek.connectors.infakt.connector import _outcome
from mostek.connectors.infakt.errors import judge, problems_of, readable, rejection
from mostek.connectors.infakt.explanations import EXPLANATIONS
from mostek.connectors.infakt.tests.examples import answered, fixture

TASK = "34263ae5-4365-4ba1-a38d-c7952c5a5715"


def _told(problems: Any) -> list[tuple[str, str]]:
    assert all(problem.key in EXPLANATIONS for problem in problems)
    return [(problem.key.removeprefix("infakt."), problem.field) for problem in problems]


@pytest.mark.parametrize("variant", ["accepted", "in_progress", "unknown_code"])
def test_an_unfinished_task_is_pending(variant: str) -> None:
    assert _outcome(fixture(f"task__{variant}"), TASK) == Accepted(TASK)


def test_a_finished_task_names_the_document() -> None:
    assert _outcome(fixture("task__created"), TASK) == Issued("282ebe68-80aa-495e-aee4-66c5c0faa001")


@pytest.mark.parametrize(
    ("variant", "expected"),
    [
        ("payment_method", [("payment_method_refused", "payment.means")]),
        ("plain_string", [("rejected_other", "")]),
        ("only_description", [("rejected_other", "")]),
        ("empty_tax_symbol", [("vat_refused", "lines")]),
        (
            "several",
            [
                ("nip_invalid", "buyer.tax_id"),
                ("buyer_postcode_missing", "buyer.address.postcode"),
                ("bank_account_missing", "payment.means"),
                ("number_taken", "number"),
                ("exemption_reason_missing", "lines"),
                ("line_name_refused", "lines.1"),
                ("rejected_other", ""),
            ],
        ),
    ],
)
def test_a_failed_task_says_what_is_wrong(variant: str, expected: list[tuple[str, str]]) -> None:
    outcome = _outcome(fixture(f"task__{variant}"), TASK)
    assert isinstance(outcome, Rejected)
    assert _told(outcome.problems) == expected


def test_unknown_words_are_kept() -> None:
    (problem,) = problems_of(fixture("task__plain_string")["invoice_errors"])
    assert problem.values["words"] == "Faktura już została oznaczona jako zapłacona."
    assert problem.raw == "status: Faktura już została oznaczona jako zapłacona."


@pytest.mark.parametrize(
    ("status", "variant", "expected"),
    [
        (422, "create__validation", [("buyer_refused", "buyer.name")]),
        (422, "create__error_only", [("bank_account_missing", "payment.means")]),
        (400, "create__message_only", [("rejected_other", "")]),
        (422, "client__bad_nip", [("nip_invalid", "buyer.tax_id")]),
    ],
)
def test_an_answer_that_rejects_says_what_is_wrong(status: int, variant: str, expected: Any) -> None:
    assert _told(rejection(answered(status, fixture(variant)))) == expected


def test_a_closed_period_is_named_whatever_the_body() -> None:
    assert _told(rejection(answered(423, b"<html>locked</html>"))) == [("period_closed", "issue_date")]


def test_a_rejection_without_words_is_still_one() -> None:
    (problem,) = rejection(answered(422))
    assert (problem.key, problem.values["words"]) == ("infakt.rejected_other", "HTTP 422")


@pytest.mark.parametrize(
    ("status", "body", "key"),
    [
        (401, {"error": "Brak autoryzacji"}, "infakt.key_refused"),
        (402, {"error": "Pakiet"}, "infakt.plan_excludes"),
        (403, {"error": "Brak uprawnień"}, "infakt.not_permitted"),
        (403, b"<html><h1>Forbidden</h1></html>", "infakt.address_blocked"),
        (410, {"error": "API wyłączone"}, "infakt.api_retired"),
        (302, b"", "infakt.wrong_address"),
    ],
)
def test_the_accounts_troubles_stop_the_queue(status: int, body: Any, key: str) -> None:
    with pytest.raises(Refused) as refusal:
        judge(answered(status, body))
    assert refusal.value.problem.key == key


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, {"error": "x"}), (502, b"<html>"), (503, b""), (200, b"<html>"), (201, b'{"inv')],
)
def test_what_cannot_be_read_tells_nothing(status: int, body: Any) -> None:
    with pytest.raises(Lost):
        readable(answered(status, body))


def test_html_is_shown_as_plain_words() -> None:
    with pytest.raises(Refused) as refusal:
        judge(answered(403, b"<html><h1>Request blocked</h1></html>"))
    assert refusal.value.problem.raw == "HTTP 403 Request blocked"
