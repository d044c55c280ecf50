"""Kajet's calls, one method each. https://kajet.example/api"""

from typing import Any
from urllib.parse import quote

import orjson

from mostek.connectors.base.contract import Account
from mostek.connectors.base.http import Answer, Http, Lost

from .errors import raise_if_refused


class Client:
    """Every method raises NotSent, Limited, Lost, or Refused when the account is the trouble."""

    def __init__(self, account: Account, http: Http) -> None:
        self._base = account.base_url.rstrip("/")
        self._key = account.credentials["api_key"]
        self._http = http

    async def me(self) -> dict[str, Any]:
        return _object(await self._call("GET", "/me"))

    async def create_document(self, payload: dict[str, Any]) -> Answer:
        """The bare answer: 201 with the document, or 422 with what is wrong in it."""
        return await self._call("POST", "/documents", payload)

    async def documents_by(self, reference: str) -> list[dict[str, Any]]:
        found = _object(await self._call("GET", f"/documents?reference={quote(reference, safe='')}"))
        documents: list[dict[str, Any]] = found["documents"]
        return documents

    async def document(self, remote_id: str) -> dict[str, Any]:
        return _object(await self._call("GET", f"/documents/{remote_id}"))

    async def pdf(self, remote_id: str) -> Answer:
        """404 while there is none yet."""
        return await self._call("GET", f"/documents/{remote_id}/pdf")

    async def mark_paid(self, remote_id: str, paid_on: str) -> None:
        await self._call("POST", f"/documents/{remote_id}/paid", {"on": paid_on})

    async def _call(self, method: str, path: str, content: dict[str, Any] | None = None) -> Answer:
        answer = await self._http.request(
            method,
            self._base + path,
            headers={"X-Kajet-Key": self._key, "Content-Type": "application/json"},
            body=b"" if content is None else orjson.dumps(content),
        )
        raise_if_refused(answer)
        if answer.status >= 500:
            raise Lost(f"Kajet answered {answer.status}", answer.status)
        return answer


def _object(answer: Answer) -> dict[str, Any]:
    content = answer.json()
    if answer.status != 200 or not isinstance(content, dict):
        raise Lost(f"Kajet answered {answer.status}", answer.status)
    return content
