"""Trying a connection before it is trusted."""

import asyncio
import logging
import re
from collections.abc import Iterable, Mapping

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mostek.companies.audit import SECRET, record
from mostek.connections import vault
from mostek.connections.addresses import CUSTOM, STAND_IN, may_be_private
from mostek.connections.models import Connection, State
from mostek.connectors.base.contract import AccountReached, Refused
from mostek.connectors.base.http import Http, Limited, Lost, NotSent, new_client
from mostek.connectors.base.manifest import Field, Manifest
from mostek.delivery.lanes import has_unfinished, open_lane
from mostek.kernel.problems import Problem, ProblemError

log = logging.getLogger(__name__)


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
    if connection.environment == CUSTOM and not settings.ALLOW_CUSTOM_ADDRESSES:
        raise ProblemError(Problem("connections.custom_not_allowed"))
    try:
        return asyncio.run(_verify(connection))
    except Refused as error:
        raise ProblemError(error.problem) from None
    except vault.Unreadable:
        raise ProblemError(Problem("connections.unreadable")) from None
    except NotSent as error:
        raise ProblemError(Problem("connections.unreachable", _where(connection), raw=str(error))) from None
    except Limited:
        raise ProblemError(Problem("connections.limited", _where(connection))) from None
    except Lost as error:
        raise ProblemError(Problem("connections.no_answer", _where(connection), raw=str(error))) from None
    except TimeoutError:
        raise ProblemError(Problem("connections.no_answer", _where(connection))) from None
    except Exception:
        log.exception("verifying a connection of %s failed unexpectedly", connection.program)
        raise ProblemError(Problem("connections.odd_answer", _where(connection))) from None


def _where(connection: Connection) -> dict[str, str]:
    return {"program": connection.connector.manifest.name, "address": connection.base_url}


async def _verify(connection: Connection) -> AccountReached:
    private = may_be_private(connection.environment)
    async with new_client(allow_private=private) as client, asyncio.timeout(30):
        http = Http(client, timeout=15, allow_private=private)
        return await connection.connector.open(connection.as_account(), http).verify()


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
    return reached


def reverify(connection: Connection, actor: str) -> AccountReached:
    """Verifies a saved connection; success reopens its queue, failure leaves all as it was."""
    reached = verify(connection)
    _note(connection, reached)
    with transaction.atomic():
        connection.save(update_fields=LEARNED)
        open_lane(connection)
        record(connection.company, actor, "verify", connection)
    return reached


def replace_credentials(connection: Connection, credentials: Mapping[str, str], actor: str) -> AccountReached:
    """Verifies new credentials and only then keeps them instead of the old ones.

    Credentials of another account are refused while documents are with the one there was: looked for in
    the wrong books they would not be found, and be sent again.
    """
    before = connection.sealed
    connection.set_credentials(dict(credentials))
    try:
        reached = verify(connection)
        if reached.name != connection.account_name and has_unfinished(connection):
            values = {"before": connection.account_name, "now": reached.name}
            raise ProblemError(Problem("connections.other_account", values))
    except ProblemError:
        connection.sealed = before
        raise
    _note(connection, reached)
    with transaction.atomic():
        connection.save(update_fields=[*LEARNED, "sealed", "secrets_changed_at"])
        open_lane(connection)
        record(connection.company, actor, "credentials", connection, {"credentials": (SECRET, SECRET)})
    return reached
