"""Taking a document back and changing it at inFakt. https://github.com/infakt/API (Faktury)

inFakt has a DELETE and a PUT for documents and does not say which of them it refuses. What is in KSeF, and a
document that inFakt has mailed to the buyer, is left alone; about every other one inFakt is asked.
"""

from collections.abc import Mapping
from typing import Any

from mostek.connectors.base.http import Answer
from mostek.connectors.infakt.client import CORRECTIONS, INVOICES, Client
from mostek.connectors.infakt.errors import judge, rejection, words_of
from mostek.kernel.problems import Problem, ProblemError

Held = Mapping[str, Any]


def resource_of(held: Held) -> str:
    return CORRECTIONS if held.get("kind") == "correction" else INVOICES


async def delete(client: Client, held: Held) -> None:
    """Raises ProblemError when inFakt keeps the document."""
    if held.get("status") == "sent":
        raise ProblemError(Problem("infakt.sent_to_buyer"))
    _not_in_ksef(held)
    answer = judge(await client.delete_document(resource_of(held), str(held["uuid"])))
    if answer.status >= 400 and answer.status != 404:
        raise ProblemError(Problem("infakt.not_deleted", raw=words_of(answer)))


async def change(client: Client, held: Held, fields: Held) -> None:
    """Raises ProblemError when inFakt does not take the change."""
    _not_in_ksef(held)
    resource = resource_of(held)
    root = "corrective_invoice" if resource == CORRECTIONS else "invoice"
    answer: Answer = judge(await client.change_document(resource, str(held["uuid"]), {root: fields}))
    if answer.status >= 400:
        raise ProblemError(*rejection(answer))


def _not_in_ksef(held: Held) -> None:
    if held.get("ksef_number") or held.get("ksef_data"):
        raise ProblemError(Problem("infakt.in_ksef"))


def holds(held: Held, fields: Held) -> bool:
    """Whether a document holds these values."""
    return all(str(held.get(name) or "") == str(value) for name, value in fields.items())
