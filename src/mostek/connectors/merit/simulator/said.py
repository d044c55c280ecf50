"""How the stand-in says no: a status with a bare word, a JSON message, or the trace of a failure."""

from datetime import datetime
from email.utils import format_datetime
from typing import Any

import orjson
from aiohttp import web

TRACE = (
    "System.NullReferenceException: Object reference not set to an instance of an object.\r\n"
    "   at Merit.Api.Controllers.SalesController.Send(SalesInvoice invoice)\r\n"
    "   at System.Web.Http.Controllers.ReflectedHttpActionDescriptor.Execute()"
)


class Said(Exception):
    """An answer other than success."""

    def __init__(self, status: int, text: str = "", content_type: str = "text/plain") -> None:
        super().__init__(text)
        self.status = status
        self.text = text
        self.content_type = content_type


def invalid(message: str) -> Said:
    return Said(400, orjson.dumps({"Message": message}).decode(), "application/json")


def broken(message: str) -> Said:
    content = {"Message": message, "ErrorCode": "FormatException"}
    return Said(500, orjson.dumps(content).decode(), "application/json")


def trace() -> Said:
    return Said(200, TRACE)


def shown(content: Any, now: datetime, *, wrapped: bool) -> web.Response:
    """Success; `wrapped` as a string with JSON in it, as answers were until 2024."""
    body = orjson.dumps(content, default=float)
    body = orjson.dumps(body.decode()) if wrapped else body
    return web.Response(body=body, content_type="application/json", headers=_dated(now))


def refused(said: Said, now: datetime) -> web.Response:
    return web.Response(
        status=said.status, text=said.text, content_type=said.content_type, headers=_dated(now)
    )


def _dated(now: datetime) -> dict[str, str]:
    return {"Date": format_datetime(now, usegmt=True)}
