"""inFakt's answers -> what they mean here. The only place that reads the vendor's messages.

Statuses: https://github.com/infakt/API (Kody odpowiedzi). Bodies are `{"error": …}`,
`{"errors": {field: […]}}`, both, or `{"message": …}`; on blocks and breakdowns any text or HTML.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from mostek.connectors.base.contract import Refused
from mostek.connectors.base.http import Answer, Lost
from mostek.kernel.problems import Problem

_TABLE: tuple[tuple[str, str, str, str], ...] = (
    # vendor field, vendor words (both searched for, in small letters), our key, our field
    ("", r"kont\w* bankow|rachun\w* bankow", "infakt.bank_account_missing", "payment.means"),
    ("bank_account|bank_name|swift", "", "infakt.bank_account_missing", "payment.means"),
    ("^number$", r"istnieje|zajęt|użyt|unikal|duplik|wykorzyst", "infakt.number_taken", "number"),
    ("^number$", "", "infakt.number_refused", "number"),
    ("vat_exemption", "", "infakt.exemption_reason_missing", "lines"),
    ("", r"zamknięt\w* (miesiąc|okres)|(miesiąc|okres)\w* .*zamknięt", "infakt.period_closed", "issue_date"),
    ("(tax_code|nip)$", "", "infakt.nip_invalid", "buyer.tax_id"),
    ("", r"\bnip\b", "infakt.nip_invalid", "buyer.tax_id"),
    ("payment_method", "", "infakt.payment_method_refused", "payment.means"),
    ("tax_symbol", "", "infakt.vat_refused", "lines"),
    ("(post_code|postal_code)$", "", "infakt.buyer_postcode_missing", "buyer.address.postcode"),
    ("street", "", "infakt.buyer_street_missing", "buyer.address.street"),
    ("city$", "", "infakt.buyer_city_missing", "buyer.address.city"),
    ("country$", "", "infakt.buyer_country_missing", "buyer.address.country"),
    ("(company_name|first_name)$", "", "infakt.buyer_name_missing", "buyer.name"),
    ("last_name$", "", "infakt.buyer_last_name_missing", "buyer.name"),
    ("^client(_id)?$", "", "infakt.buyer_refused", "buyer.name"),
    ("^currency$", "", "infakt.currency_unknown", "currency"),
    ("^notes$", "", "infakt.notes_too_long", "notes"),
    ("^(invoice_date|sale_date|payment_date|paid_date)$", "", "infakt.date_refused", "issue_date"),
    ("name$", "", "infakt.line_name_refused", "lines"),
    ("^corrected_invoice", "", "infakt.original_unknown", "corrected"),
)


def problems_of(messages: Mapping[str, Any], fallback: str = "") -> tuple[Problem, ...]:
    """One problem per vendor message. A value is a list of sentences or one sentence; never empty."""
    pairs = [(field, text) for field, value in messages.items() for text in _sentences(value)]
    problems = [_problem(field.casefold(), text) for field, text in pairs]
    known = {problem.key: problem for problem in reversed(problems) if problem.key != "infakt.rejected_other"}
    others = [problem for problem in problems if problem.key == "infakt.rejected_other"]
    if "infakt.vat_refused" in known:
        others = []  # an empty tax symbol drags errors of amounts along
    found = (*reversed(known.values()), *others)
    return found or (Problem("infakt.rejected_other", {"words": fallback}, raw=fallback),)


def _sentences(value: object) -> Iterable[str]:
    if isinstance(value, Mapping):
        return [text for inner in value.values() for text in _sentences(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _sentences(inner)]
    return [str(value)]


def _problem(field: str, text: str) -> Problem:
    raw = f"{field}: {text}" if field else text
    for vendor_field, words, key, ours in _TABLE:
        if re.search(vendor_field, field) and re.search(words, text.casefold()):
            return Problem(key, field=_line_field(field, ours), raw=raw)
    return Problem("infakt.rejected_other", {"words": text}, raw=raw)


def _line_field(vendor: str, ours: str) -> str:
    """`services.2.name` names the line; `services.name` only that it is one of the lines."""
    found = re.search(r"services\D*(\d+)", vendor)
    return f"{ours}.{found[1]}" if found and ours == "lines" else ours


def rejection(answer: Answer) -> tuple[Problem, ...]:
    """The problems in an answer that surely made nothing (4xx that concerns the document)."""
    body = parsed(answer)
    words = words_of(answer)
    if answer.status == 423:
        return (Problem("infakt.period_closed", field="issue_date", raw=words),)
    errors = body.get("errors")
    if isinstance(errors, Mapping) and errors:
        return problems_of(errors, words)
    return problems_of({"": words} if words else {}, words)


def parsed(answer: Answer) -> Mapping[str, Any]:
    """The body if it is a JSON object, else nothing."""
    try:
        body = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        return {}
    return body if isinstance(body, dict) else {}


def words_of(answer: Answer) -> str:
    """What inFakt says in an answer, for the folded-away details."""
    body = parsed(answer)
    for name in ("error", "message"):
        if body.get(name):
            return str(body[name])
    return f"HTTP {answer.status} {' '.join(re.sub('<[^>]*>', ' ', answer.text).split())[:300]}".strip()


_ACCOUNT_KEYS = {401: "infakt.key_refused", 402: "infakt.plan_excludes", 410: "infakt.api_retired"}


def judge(answer: Answer) -> Answer:
    """The answer, if it concerns the call itself. Raises Lost for breakdowns, Refused for the account."""
    status = answer.status
    if status >= 500 or status == 408:
        raise Lost(f"inFakt answered {status}", status)
    if 300 <= status < 400:
        raise Refused(Problem("infakt.wrong_address", raw=words_of(answer)))
    if status == 403:
        key = "infakt.not_permitted" if parsed(answer) else "infakt.address_blocked"
        raise Refused(Problem(key, raw=words_of(answer)))
    if status in _ACCOUNT_KEYS:
        raise Refused(Problem(_ACCOUNT_KEYS[status], raw=words_of(answer)))
    return answer


def readable(answer: Answer) -> dict[str, Any]:
    """The object of a good answer. Raises Refused (account, address) or Lost (anything unreadable)."""
    judge(answer)
    if answer.status == 404:
        raise Refused(Problem("infakt.wrong_address", raw=words_of(answer)))
    body = answer.json()
    if answer.status >= 400 or not isinstance(body, dict):
        raise Lost(f"inFakt answered {answer.status}", answer.status)
    return body
