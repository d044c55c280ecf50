"""Pages in the reader's language, from templates, without any outside address."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from aiohttp import web
from babel.numbers import format_decimal
from django.template import Context, Engine

from mostek.connectors.base.help import BASE, translations

HERE = Path(__file__).parent
LANGUAGES = ("pl", "en")
LANGUAGE_COOKIE = "sandbox_language"
MESSAGE_COOKIE = "sandbox_message"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
ENGINE = Engine(dirs=[str(HERE / "templates")], builtins=["mostek.sandbox.template_tags"])

Say = Callable[[str], str]


class Renderer:
    """Renders templates; knows the sentences of the sandbox and of the connectors given."""

    def __init__(self, connector_folders: Iterable[Path]) -> None:
        folders = [HERE / "locale", BASE / "locale", *(folder / "locale" for folder in connector_folders)]
        self._folders = folders
        self._catalogs: dict[str, dict[str, str]] = {"en": {}}

    def say(self, language: str) -> Say:
        """Turns an English sentence into the language's, or leaves it where there is no translation."""
        if language not in self._catalogs:
            self._catalogs[language] = translations(self._folders, language)
        catalog = self._catalogs[language]
        return lambda sentence: catalog.get(sentence, sentence)

    def page(self, request: web.Request, template: str, status: int = 200, **values: Any) -> web.Response:
        """The page, with the message that the last press of a button left. Values are strings only."""
        language = language_of(request)
        context = {
            "say": self.say(language),
            "language": language,
            "path": request.path,
            "message": unquote(request.cookies.get(MESSAGE_COOKIE, "")),
        }
        text = ENGINE.get_template(template).render(Context(context | values))
        answer = web.Response(status=status, text=text, content_type="text/html", headers=HEADERS)
        if context["message"]:
            answer.del_cookie(MESSAGE_COOKIE)
        if request.query.get("lang") in LANGUAGES:
            answer.set_cookie(LANGUAGE_COOKIE, language, httponly=True, samesite="Lax")
        return answer


def language_of(request: web.Request) -> str:
    """What the address asks for, else what was chosen before, else what the browser prefers, else Polish."""
    preferred = [
        each.split(";")[0].strip()[:2] for each in request.headers.get("Accept-Language", "").split(",")
    ]
    wishes = [request.query.get("lang"), request.cookies.get(LANGUAGE_COOKIE), *preferred]
    return next((wish for wish in wishes if wish in LANGUAGES), LANGUAGES[0])


def see_other(address: str, message: str) -> web.Response:
    """Sends the reader to a page of ours, which shows the message once."""
    answer = web.Response(status=303, headers={"Location": address})
    answer.set_cookie(MESSAGE_COOKIE, quote(message[:500]), max_age=30, httponly=True, samesite="Strict")
    return answer


def money(amount: Decimal, language: str) -> str:
    return format_decimal(amount, "#,##0.00##", locale=language)
