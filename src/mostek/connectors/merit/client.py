"""Signed calls. https://api.merit.ee/connecting-robots/reference-manual/authentication/

Every call ends in the answer's content or in an exception, as `errors.content_of` says.
"""

import base64
import hashlib
import hmac
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import orjson

from mostek.connectors.base.contract import Account
from mostek.connectors.base.http import Http, Lost
from mostek.connectors.merit.errors import content_of

Row = dict[str, Any]

READS = r"/v\d/get"
"""Paths of calls that only read: their names begin so."""


def signature(api_id: str, api_key: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over id, time and body; the key is used as the text it is, never decoded."""
    message = f"{api_id}{timestamp}".encode() + body
    return base64.b64encode(hmac.new(api_key.encode(), message, hashlib.sha256).digest()).decode()


def _decimal(value: Any) -> orjson.Fragment:
    if isinstance(value, Decimal):
        return orjson.Fragment(format(value, "f"))
    raise TypeError(type(value).__name__)


def encoded(payload: Row) -> bytes:
    """The payload as JSON; decimals become plain numbers, digit by digit."""
    return orjson.dumps(payload, default=_decimal)


class Client:
    """One company. `version` is that of the calls which exist in two."""

    def __init__(self, account: Account, http: Http) -> None:
        self._base = account.base_url.rstrip("/")
        self._id = account.credentials.get("api_id", "")
        self._key = account.credentials.get("api_key", "")
        self._http = http
        self.version = account.options.get("version") or "v2"

    async def taxes(self) -> list[Row]:
        return await self._rows("v1/gettaxes")

    async def banks(self) -> list[Row]:
        return await self._rows("v1/getbanks")

    async def accounts(self) -> list[Row]:
        return await self._rows("v1/getaccounts")

    async def values_of(self, endpoint: str) -> list[Row]:
        """`getdepartments`, `getprojects` or `getcostcenters`."""
        return await self._rows(f"v1/{endpoint}")

    async def periods(self) -> Row:
        """`SaveFrom` and `SaveTo` bound the days that may be posted to."""
        return await self._object("v2/getaccperiods")

    async def customers(self, **filters: str) -> list[Row]:
        """Always filtered: without a filter a large company is answered with a stack trace."""
        return await self._rows("v1/getcustomers", filters)

    async def create_customer(self, record: Row) -> str:
        made = await self._object("v2/sendcustomer", record)
        return _named(made, "Id")

    async def invoices_numbered(self, number: str) -> list[Row]:
        return await self._rows("v2/getinvoices2", {"InvNo": number})

    async def invoices(self, period: Row) -> list[Row]:
        return await self._rows(f"{self.version}/getinvoices", period)

    async def invoice(self, remote_id: str) -> Row:
        return await self._object(f"{self.version}/getinvoice", {"Id": remote_id, "AddAttachment": False})

    async def send_invoice(self, payload: Row) -> str:
        """The new document's id. Raises Lost when the answer names none."""
        return _named(await self._object(f"{self.version}/sendinvoice", payload), "InvoiceId")

    async def invoice_pdf(self, remote_id: str) -> Row:
        return await self._object("v2/getsalesinvpdf", {"Id": remote_id, "DelivNote": False})

    async def send_payment(self, payload: Row) -> None:
        await self._call(f"{self.version}/sendpayment", payload)

    # https://api.merit.ee/connecting-robots/reference-manual/general-ledger-transactions/
    async def batches(self, period: Row) -> list[Row]:
        return await self._rows("v1/getglbatches", period)

    async def batch(self, remote_id: str) -> Row:
        return await self._object("v1/getglbatch", {"Id": remote_id, "AddAttachment": False})

    async def send_batch(self, payload: Row) -> Row:
        made = await self._object("v1/sendglbatch", payload)
        _named(made, "BatchId")
        return made

    async def _rows(self, path: str, payload: Row | None = None) -> list[Row]:
        content = await self._call(path, payload)
        if not isinstance(content, list) or not all(isinstance(row, dict) for row in content):
            raise Lost("the answer holds no list")
        return content

    async def _object(self, path: str, payload: Row | None = None) -> Row:
        content = await self._call(path, payload)
        if not isinstance(content, dict):
            raise Lost("the answer holds no object")
        return content

    async def _call(self, path: str, payload: Row | None = None) -> Any:
        body = encoded(payload or {})
        timestamp = f"{datetime.now(UTC):%Y%m%d%H%M%S}"
        proof = quote(signature(self._id, self._key, timestamp, body), safe="")
        url = f"{self._base}/{path}?apiId={quote(self._id, safe='')}&timestamp={timestamp}&signature={proof}"
        headers = {"Accept": "application/json", "Content-Type": "application/json; charset=utf-8"}
        return content_of(await self._http.request("POST", url, headers=headers, body=body))


def _named(made: Row, field: str) -> str:
    if not made.get(field):
        raise Lost("the answer does not name what was made")
    return str(made[field])
