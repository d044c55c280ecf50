"""Who calls: the Authentication header, checked against the canonical address and the one called."""

import hashlib
import hmac
import re

from aiohttp import web

from mostek.connectors.ifirma.simulator.accounts import Accounts, Record
from mostek.connectors.ifirma.simulator.said import Said

CANONICAL = "https://www.ifirma.pl"
ROOT = "/iapi/"
_HEADER = re.compile(r"IAPIS user=(?P<user>[^,]+), *hmac-sha1=(?P<hash>[0-9a-fA-F]{40})")


def user_of(request: web.Request) -> str:
    """The login named in the header, or ""."""
    found = _HEADER.fullmatch(request.headers.get("Authentication", "").strip())
    return found["user"] if found else ""


def _own_path(request: web.Request) -> str:
    raw = request.raw_path.partition("?")[0]
    return raw[raw.find(ROOT) :]


def key_name_of(request: web.Request) -> str:
    return "abonent" if _own_path(request).startswith(f"{ROOT}abonent/") else "faktura"


def caller(request: web.Request, body: bytes, accounts: Accounts) -> Record:
    """The account that signed the call. Raises Said 400, 401, 402, 403 or 499."""
    found = _HEADER.fullmatch(request.headers.get("Authentication", "").strip())
    if not found:
        raise Said(400, "Niepoprawny nagłówek autoryzacji")
    account = accounts.by_login(found["user"])
    if account is None or account["locked"]:
        raise Said(401, "Nie znaleziono użytkownika o podanym loginie")
    key_name = key_name_of(request)
    key = account["keys"].get(key_name, "")
    if not key or key_name in account["never"]:
        raise Said(402, f"Klucz '{key_name}' nie został wygenerowany")
    raw = request.raw_path.partition("?")[0]
    received = f"{request.scheme}://{request.host}{raw}"
    urls = (received, CANONICAL + _own_path(request))
    tail = f"{found['user']}{key_name}".encode() + body
    given = found["hash"].lower()
    proofs = (hmac.new(bytes.fromhex(key), url.encode() + tail, hashlib.sha1).hexdigest() for url in urls)
    if not any(hmac.compare_digest(proof, given) for proof in proofs):
        raise Said(403, "Niepoprawny hash wiadomości")
    if not account["terms"]:
        raise Said(499, "Zaakceptuj regulamin serwisu: zaloguj się do iFirma")
    return account
