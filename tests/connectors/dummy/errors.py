"""Kajet's statuses and codes -> what they mean here. The only place that reads its messages."""

from typing import Any

from mostek.connectors.base.contract import Refused
from mostek.connectors.base.http import Answer
from mostek.kernel.problems import Explanation, Problem, Remedy
from mostek.kernel.text import N_

EXPLANATIONS = {
    "dummy.key_unknown": Explanation(
        N_("Kajet does not know this API key."),
        N_("The key was mistyped, or a new one was made since."),
        N_("Copy the key from Kajet → Settings → API and verify again."),
        Remedy.RECONNECT,
    ),
    "dummy.read_only_key": Explanation(
        N_("This API key may only read."),
        N_("Kajet was told to make a key without the right to write."),
        N_("Make a key with the right *documents: write* and verify again."),
        Remedy.RECONNECT,
    ),
    "dummy.plan_lapsed": Explanation(
        N_("The Kajet subscription has ended."),
        N_("Kajet's API answers paying accounts only."),
        N_("Renew the subscription in Kajet, then verify again."),
        Remedy.RECONNECT,
    ),
    "dummy.wrong_address": Explanation(
        N_("Kajet does not answer at this address."),
        N_("Something answers there, but it does not speak Kajet's language."),
        N_("Check the environment and the address of the connection."),
        Remedy.RECONNECT,
    ),
    "dummy.too_long": Explanation(
        N_("A text is longer than Kajet takes: %(length)s characters, %(most)s are allowed."),
        N_("Kajet prints names in one column."),
        N_("Shorten the marked text and send again."),
        Remedy.REPAIR,
    ),
    "dummy.missing": Explanation(
        N_("Kajet requires a value that is missing."),
        N_("Without it the invoice would not be valid."),
        N_("Fill in the marked field and send again."),
        Remedy.REPAIR,
    ),
    "dummy.currency": Explanation(
        N_("Kajet does not keep documents in %(currency)s."),
        N_("It knows PLN and EUR."),
        N_("Issue the document in another currency."),
        Remedy.REPAIR,
    ),
    "dummy.kind": Explanation(
        N_("Kajet has no document of this kind."),
        N_("It keeps plain invoices only."),
        N_("Choose a series of invoices, or another program."),
        Remedy.CONFIGURE,
    ),
    "dummy.number_taken": Explanation(
        N_("The number is already in Kajet's books."),
        N_("Another document was entered there under this number."),
        N_("Give the document the next number of the series and send again."),
        Remedy.REPAIR,
    ),
    "dummy.refused": Explanation(
        N_("Kajet refused the document."),
        N_("It found an error that this connection has no name for; its own words are below."),
        N_("Mend what Kajet names and send again."),
        Remedy.REPAIR,
    ),
}

_BY_STATUS = {
    401: "dummy.key_unknown",
    402: "dummy.plan_lapsed",
    403: "dummy.read_only_key",
    405: "dummy.wrong_address",
}
_BY_CODE = {"required": "dummy.missing", "taken": "dummy.number_taken", "currency": "dummy.currency"}
_FIELDS = {"buyer": "buyer.name", "number": "number", "currency": "currency", "lines": "lines"}


def raise_if_refused(answer: Answer) -> None:
    """Raises Refused when the account, not the document, is the trouble."""
    key = _BY_STATUS.get(answer.status)
    if answer.status == 404 and answer.headers.get("X-Kajet") is None:
        key = "dummy.wrong_address"
    if key:
        raise Refused(Problem(key, raw=answer.text[:500]))


def problems_in(content: dict[str, Any]) -> tuple[Problem, ...]:
    """The problems of a 422 answer."""
    return tuple(
        Problem(
            _BY_CODE.get(error["code"], "dummy.refused"),
            {"currency": str(error.get("value", ""))},
            _FIELDS.get(error["field"], ""),
            error["message"],
        )
        for error in content["errors"]
    )
