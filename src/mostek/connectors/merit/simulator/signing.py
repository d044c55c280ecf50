"""Who calls: id, time and signature in the address, checked in the order that the answers suggest."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from aiohttp import web

from mostek.connectors.merit.simulator.accounts import Accounts, Record
from mostek.connectors.merit.simulator.said import Said

TOLERANCE = timedelta(minutes=5)
NAMES = ("apiid", "timestamp", "signature")


def query_of(request: web.Request) -> dict[str, str]:
    """The address's parameters, their names in lower case: both spellings are in use."""
    return {name.casefold(): value for name, value in request.query.items()}


def clock_of(account: Record | None) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=account["ahead"] if account else 0)


def caller(request: web.Request, body: bytes, accounts: Accounts) -> Record:
    """The company that signed the call. Raises Said 401, or 400 for an id that nobody has."""
    query = query_of(request)
    if not all(query.get(name) for name in NAMES):
        raise Said(401, "api-missingurlparam")
    account = accounts.by_api_id(query["apiid"])
    if account is None:
        raise Said(accounts.unknown_id)
    if not _is_timely(query["timestamp"], clock_of(account)):
        raise Said(401, "api-wrongsignature")
    message = f"{query['apiid']}{query['timestamp']}".encode() + body
    digest = hmac.new(account["api_key"].encode(), message, hashlib.sha256).digest()
    if not hmac.compare_digest(base64.b64encode(digest).decode(), query["signature"]):
        raise Said(401, "api-wrongsignature")
    if account["licence"] not in ("PRO", "PREMIUM"):
        raise Said(401, "api-wronglicense")
    return account


def _is_timely(timestamp: str, now: datetime) -> bool:
    try:
        sent = datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return False
    return abs(now - sent) <= TOLERANCE
