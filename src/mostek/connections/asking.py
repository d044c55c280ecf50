"""One question to a program outside of any delivery: reads only, within its rate limits."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TypeVar

from django.conf import settings

from mostek.connections import vault
from mostek.connections.addresses import CUSTOM, may_be_private
from mostek.connections.models import Connection
from mostek.connectors.base.contract import NotReady, Refused, Session
from mostek.connectors.base.http import Http, Limited, Lost, NotSent, new_client
from mostek.delivery.limits import bucket_name, take
from mostek.kernel.problems import Problem, ProblemError

log = logging.getLogger(__name__)
Told = TypeVar("Told")

PASSING = frozenset({"connections.unreachable", "connections.limited", "connections.no_answer"})
"""Problems that go away by themselves: the question may be asked again later."""


def ask(connection: Connection, question: Callable[[Session], Awaitable[Told]], calls: int = 0) -> Told:
    """What the session answers; blocks for at most half a minute beside what the rate limits ask for.

    `calls` is how many reads the question takes at the most; 0 leaves the limits aside, for a single
    call that a person waits for. Raises ProblemError with one problem that says what is amiss;
    NotReady comes through.
    """
    if connection.environment == CUSTOM and not settings.ALLOW_CUSTOM_ADDRESSES:
        raise ProblemError(Problem("connections.custom_not_allowed"))
    slots = _slots(connection, calls)
    where = {"program": connection.connector.manifest.name, "address": connection.base_url}
    try:
        return asyncio.run(_ask(connection, question, slots))
    except NotReady:
        raise
    except Refused as error:
        raise ProblemError(error.problem) from None
    except ProblemError:
        raise
    except vault.Unreadable:
        raise ProblemError(Problem("connections.unreadable")) from None
    except NotSent as error:
        raise ProblemError(Problem("connections.unreachable", where, raw=str(error))) from None
    except Limited:
        raise ProblemError(Problem("connections.limited", where)) from None
    except Lost as error:
        raise ProblemError(Problem("connections.no_answer", where, raw=str(error))) from None
    except TimeoutError:
        raise ProblemError(Problem("connections.no_answer", where)) from None
    except Exception:
        log.exception("asking %s failed unexpectedly", connection.program)
        raise ProblemError(Problem("connections.odd_answer", where)) from None


def _slots(connection: Connection, calls: int) -> deque[float]:
    """Seconds from now at which each call may go out: taken beforehand, as the loop has no database."""
    if not calls or not settings.RATE_LIMITS:
        return deque()
    limits = [limit for limit in connection.connector.manifest.limits if "GET" in limit.methods]
    taken = [take(bucket_name(connection.program, connection.pk, limit), limit, calls) for limit in limits]
    return deque(max(delays) for delays in zip(*taken, strict=True))


async def _ask(
    connection: Connection, question: Callable[[Session], Awaitable[Told]], slots: deque[float]
) -> Told:
    private = may_be_private(connection.environment)
    begun = asyncio.get_running_loop().time()

    async def gate(_method: str) -> None:
        if slots:
            await asyncio.sleep(begun + slots.popleft() - asyncio.get_running_loop().time())

    patience = 30 + max((*slots, 0.0))
    async with new_client(allow_private=private) as client, asyncio.timeout(patience):
        http = Http(client, gate, timeout=15, allow_private=private)
        return await question(connection.connector.open(connection.as_account(), http))
