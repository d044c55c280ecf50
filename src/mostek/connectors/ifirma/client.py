"""Calls of iFirma's API ("iapi"), signed. https://api.ifirma.pl/

Every call ends in the answer's content or in an exception: `Refused` (the account is the trouble),
`Declined` (iFirma says no; nothing made), `Limited`, `NotSent`, or `Lost` (anything may have happened).
"""

import hashlib
import hmac
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlencode

import orjson

from mostek.connectors.base.contract import Refused
from mostek.connectors.base.http import Answer, Http, Lost
from mostek.connectors.base.showing import Request
from mostek.connectors.ifirma.errors import Declined, Unreadable, failure
from mostek.kernel.problems import Problem

FAKTURA = "faktura"
ABONENT = "abonent"

JSON = "application/json"
PDF = "application/pdf"
PAGE = 100
MOST_PAGES = 50

Reply = dict[str, Any]


class NotIapi(Lost):
    """Something answered, but not in iapi's language: a wrong address, or a page in between."""


def key_bytes(key: str) -> bytes | None:
    """The bytes that a hex key stands for, stray blanks removed; None when it is not hex."""
    try:
        return bytes.fromhex("".join(key.split())) or None
    except ValueError:
        return None


def signature(url: str, login: str, key_name: str, key: bytes, body: bytes = b"") -> str:
    """HMAC-SHA1 over the URL without its query, login, key name and body, as 40 hex digits."""
    message = f"{url.partition('?')[0]}{login}{key_name}".encode() + body
    return hmac.new(key, message, hashlib.sha1).hexdigest()


def _decimal(value: Any) -> orjson.Fragment:
    if isinstance(value, Decimal):
        return orjson.Fragment(format(value, "f"))
    raise TypeError(type(value).__name__)


def encoded(payload: Reply) -> bytes:
    """The payload as JSON; decimals become plain numbers, digit by digit."""
    return orjson.dumps(payload, default=_decimal)


@dataclass(frozen=True, slots=True)
class Client:
    base_url: str
    login: str
    keys: dict[str, str]
    http: Http

    # https://api.ifirma.pl/miesiac-ksiegowy/
    async def month(self) -> Reply:
        return await self._call("GET", "abonent/miesiacksiegowy.json", ABONENT)

    async def step_month(self, direction: str) -> None:
        """One month on (`NAST`) or back (`POPRZ`). There is no way to set a month outright."""
        payload = {"MiesiacKsiegowy": direction, "PrzeniesDaneZPoprzedniegoRoku": True}
        await self._call("PUT", "abonent/miesiacksiegowy.json", ABONENT, payload)

    # https://api.ifirma.pl/limit-api/
    async def limit(self) -> Reply:
        return await self._call("GET", "abonent/limit.json", ABONENT)

    # https://api.ifirma.pl/wystawianie-faktury-sprzedazy-krajowej-towarow-i-uslug/
    def creation(self, path: str, payload: Reply) -> Request:
        """The call that makes a document, without its signature."""
        return Request("POST", self._url(f"{path}.json"), _headers(JSON), encoded(payload))

    async def create(self, path: str, payload: Reply) -> str:
        """The new document's id. Raises Lost when the answer says success but names none."""
        reply = await self._call("POST", f"{path}.json", payload=payload)
        remote_id = reply.get("Identyfikator")
        if "Kod" not in reply or not remote_id:
            raise Lost("the answer names no document")
        return str(remote_id)

    async def document(self, resource: str, remote_id: str) -> Reply:
        """A single document; iFirma answers it wrapped in `response` or bare. Raises Unreadable."""
        return await self._read(f"{resource}/{remote_id}.json")

    # https://api.ifirma.pl/pobieranie-listy-faktur/
    async def rows(self, listing: str, filters: dict[str, str]) -> list[Reply]:
        """Every row of a list, page by page until a short one."""
        rows: list[Reply] = []
        for page in range(1, MOST_PAGES + 1):
            query = filters | {"strona": str(page), "iloscNaStronie": str(PAGE)}
            found = await self.page(listing, query)
            rows += found
            if len(found) < PAGE:
                return rows
        raise Lost("the list does not end")

    async def page(self, listing: str, query: dict[str, str]) -> list[Reply]:
        return _rows(await self._read(f"{listing}.json?{urlencode(query)}"))

    async def pdf(self, resource: str, remote_id: str) -> bytes:
        """The PDF. Errors come as JSON with status 200, so the content decides, not the status."""
        answer = await self._send("GET", f"{resource}/{remote_id}.pdf", FAKTURA, b"", PDF)
        if answer.body.startswith(b"%PDF"):
            return answer.body
        _reply(answer, FAKTURA)
        raise NotIapi("neither a PDF nor an error", answer.status)

    # https://api.ifirma.pl/kontrahenci/
    async def buyers(self, phrase: str) -> list[Reply]:
        """Up to 20 records whose identifier, name or NIP holds the phrase."""
        return _rows(await self._call("GET", f"kontrahenci/{quote(phrase, safe='')}.json"))

    async def create_buyer(self, record: Reply) -> None:
        await self._call("POST", "kontrahenci.json", payload=record)

    # https://api.ifirma.pl/rejestrowanie-wplat/
    async def pay(self, list_type: str, number: str, payload: Reply) -> None:
        path = f"faktury/wplaty/{list_type}/{quote(number.replace('/', '_'), safe='')}.json"
        await self._call("POST", path, payload=payload)

    async def _read(self, path: str) -> Reply:
        try:
            return await self._call("GET", path)
        except Declined as declined:
            raise Unreadable(declined) from declined

    async def _call(
        self, method: str, path: str, key_name: str = FAKTURA, payload: Reply | None = None
    ) -> Reply:
        body = b"" if payload is None else encoded(payload)
        return _reply(await self._send(method, path, key_name, body, JSON), key_name)

    async def _send(self, method: str, path: str, key_name: str, body: bytes, accept: str) -> Answer:
        key = key_bytes(self.keys.get(key_name, ""))
        if key is None:
            raise Refused(Problem("ifirma.key_not_hex", {"key": key_name}, f"key_{key_name}"))
        url = self._url(path)
        proof = signature(url, self.login, key_name, key, body)
        headers = _headers(accept) | {"Authentication": f"IAPIS user={self.login}, hmac-sha1={proof}"}
        return await self.http.request(method, url, headers=headers, body=body)

    def _url(self, path: str) -> str:
        return f"{self.base_url.rstrip('/')}/{path}"


def _headers(accept: str) -> dict[str, str]:
    return {"Accept": accept, "Content-Type": f"{accept}; charset=UTF-8"}


def _reply(answer: Answer, key_name: str) -> Reply:
    """The content of an answer that means success; every other answer is an exception."""
    if answer.status >= 500:
        raise Lost(f"status {answer.status}", answer.status)
    if answer.status in (301, 302, 303, 307, 308, 404, 405):
        raise Refused(Problem("ifirma.wrong_address", {"status": str(answer.status)}))
    if answer.status in (401, 403):
        raise Refused(Problem("ifirma.http_refused", {"status": str(answer.status)}, raw=answer.text[:500]))
    try:
        whole = orjson.loads(answer.body)
    except orjson.JSONDecodeError as error:
        raise NotIapi("the answer is not JSON", answer.status) from error
    reply = whole.get("response", whole) if isinstance(whole, dict) else None
    if not isinstance(reply, dict) or answer.status >= 300:
        raise NotIapi("the answer is not iapi's", answer.status)
    kod = str(reply.get("Kod", "0"))
    if kod != "0":
        raise failure(kod, str(reply.get("Informacja", "")), key_name)
    return reply


def _rows(reply: Reply) -> list[Reply]:
    """The rows of a list answer. Raises NotIapi when it has none to read: that is no empty list."""
    rows = reply.get("Wynik")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise NotIapi("the answer holds no list")
    return rows
