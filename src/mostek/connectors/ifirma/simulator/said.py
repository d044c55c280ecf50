"""How the stand-in says no, and the envelope of every answer."""

from typing import Any

import orjson
from aiohttp import web


class Said(Exception):
    """An answer with a code other than 0; HTTP status 200 all the same."""

    def __init__(self, kod: int, text: str) -> None:
        super().__init__(text)
        self.kod = kod
        self.text = text


def invalid(text: str) -> Said:
    return Said(201, text)


def answer(content: dict[str, Any]) -> web.Response:
    return web.Response(body=orjson.dumps(content), content_type="application/json", charset="UTF-8")


def envelope(kod: int, text: str, **more: Any) -> web.Response:
    return answer({"response": {"Kod": kod, "Informacja": text, **more}})
