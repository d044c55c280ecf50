"""Trying a connection before it is trusted."""

import re
from collections.abc import Iterable, Mapping

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mostek.companies.audit import SECRET, record
from mostek.connections.addresses import CUSTOM, STAND_IN
from mostek.connections.asking import ask
from mostek.connections.comparing import look_if_told
from mostek.connections.models import Connection, State
from mostek.connectors.base.contract import AccountReached
from mostek.connectors.base.manifest import Field, Manifest
from mostek.delivery.lanes import has_unfinished, open_lane
from mostek.delivery.models import BuyerRecord
from mostek.documents.models import Document
from mostek.kernel.likeness import tax_number, words
from mostek.kernel.problems import Problem, ProblemError


def choices_of_environment(manifest: Manifest) -> list[tuple[str, str]]:
    """Where a new connection may lead, production first."""
    choices = [(environment.key, str(_(environment.label))) for environment in manifest.environments]
    if settings.SANDBOX_URL:
        choices.append((STAND_IN, str(_("Built-in stand-in (for trying out)"))))
    if settings.ALLOW_CUSTOM_ADDRESSES:
        choices.append((CUSTOM, str(_("An address of your own"))))
    return choices


def clean(fields: Iterable[Field], raw: Mapping[str, str]) -> dict[str, str]:
    """The values without stray blanks. Raises ProblemError with one problem for each field that is amiss."""
    values: dict[str, str] = {}
    problems: list[Problem] = []
    for field in fields:
        text = raw.get(field.name, "")
        value = re.sub(r"\s+", "", text) if field.strip_blanks else text.strip()
        value = value or (field.default if field.choices else "")
        label = {"label": field.label}
        if not value and field.required:
            problems.append(Problem("connections.field_missing", label, field.name))
        elif value and field.pattern and not re.fullmatch(field.pattern, value):
            problems.append(
                Problem("connections.field_pattern", {**label, "rule": field.pattern_sentence}, field.name)
            )
        elif value and field.choices and value not in {choice.value for choice in field.choices}:
            problems.append(Problem("connections.field_choice", label, field.name))
        values[field.name] = value
    if problems:
        raise ProblemError(*problems)
    return values


def verify(connection: Connection) -> AccountReached:
    """Tries the connection as it is in memory, with reads only; blocks for at most half a minute.

    Raises ProblemError with one problem that says whether key, permission, plan, address or network is amiss.
    """
    return ask(connection, lambda session: session.verify())


LEARNED = (
    "state",
    "problem",
    "account_name",
    "account_tax_id",
    "account_detail",
    "warnings",
    "verified_at",
    "last_exchange_at",
)
"""What a verification changes; the rest of the row may be changed by others meanwhile."""


def _note(connection: Connection, reached: AccountReached) -> None:
    connection.state = State.ACTIVE
    connection.problem = None
    connection.account_name = reached.name[:300]
    connection.account_tax_id = reached.tax_id[:30]
    connection.account_detail = reached.detail[:300]
    connection.warnings = [problem.as_dict() for problem in reached.warnings]
    connection.verified_at = connection.last_exchange_at = timezone.now()


def activate(connection: Connection, actor: str) -> AccountReached:
    """Verifies an unsaved connection and saves it as active, its queue open; saves nothing on failure."""
    reached = verify(connection)
    _note(connection, reached)
    with transaction.atomic():
        connection.save()
        open_lane(connection)
        record(connection.company, actor, "activate", connection)
    look_if_told(connection)
    return reached


def reverify(connection: Connection, actor: str) -> AccountReached:
    """Verifies a saved connection; success reopens its queue, failure leaves all as it was."""
    reached = verify(connection)
    _note(connection, reached)
    with transaction.atomic():
        connection.save(update_fields=LEARNED)
        open_lane(connection)
        record(connection.company, actor, "verify", connection)
    look_if_told(connection)
    return reached


def is_same_account(connection: Connection, reached: AccountReached) -> bool:
    """By tax id where both sides tell one, else by name."""
    before, now = tax_number(connection.account_tax_id), tax_number(reached.tax_id)
    if before and now:
        return before == now
    return words(connection.account_name) == words(reached.name)


def _forget_the_account(connection: Connection) -> None:
    """What was learnt of the books there were: the other account has other records."""
    from mostek.reconcile.models import RemoteDocument

    BuyerRecord.objects.filter(connection=connection).delete()
    RemoteDocument.objects.filter(connection=connection).delete()
    Connection.objects.filter(pk=connection.pk).update(seller=None, seller_at=None)


def replace_credentials(
    connection: Connection, credentials: Mapping[str, str], actor: str, *, other_account: bool = False
) -> AccountReached:
    """Verifies new credentials and only then keeps them instead of the old ones; the queue goes on by itself.

    They must lead to the same account. Another one is refused while documents are with the one there was:
    looked for in the wrong books they would not be found, and be sent again. Once documents were sent, it
    also needs `other_account`, a person's word.
    """
    before = connection.sealed, connection.secrets_changed_at
    connection.set_credentials(dict(credentials))
    try:
        reached = verify(connection)
        same = is_same_account(connection, reached)
        values = {"before": connection.account_name, "now": reached.name}
        if not same and has_unfinished(connection):
            raise ProblemError(Problem("connections.other_account", values))
        if not same and not other_account and Document.objects.filter(connection=connection).exists():
            raise ProblemError(Problem("connections.other_account_unsaid", values))
    except ProblemError:
        connection.sealed, connection.secrets_changed_at = before
        raise
    changes: dict[str, tuple[str, str]] = {"credentials": (SECRET, SECRET)}
    if not same:
        changes["account_name"] = (connection.account_name, reached.name)
    _note(connection, reached)
    with transaction.atomic():
        if not same:
            _forget_the_account(connection)
        connection.save(update_fields=[*LEARNED, "sealed", "secrets_changed_at"])
        open_lane(connection)
        record(connection.company, actor, "credentials", connection, changes)
    look_if_told(connection)
    return reached
