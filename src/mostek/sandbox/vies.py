"""A stand-in of the European Commission's VIES: `POST /vies/rest-api/check-vat-number`, and a page.

Every number whose check digits are right is valid, except those named on the page; countries named there do
not answer. Answers and errors have the shape of
https://ec.europa.eu/taxation_customs/vies/#/technical-information.
"""

import secrets
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import orjson
from aiohttp import web
from stdnum.eu import vat as eu_vat

from mostek.kernel.text import N_
from mostek.sandbox.guard import require_same_site
from mostek.sandbox.rendering import Renderer, language_of, see_other

CHECK = "/vies/rest-api/check-vat-number"
STATES = ({code.upper() for code in eu_vat.MEMBER_STATES} | {"EL", "XI"}) - {"GR"}
HIDING = {"DE", "ES"}
"""Member states that tell neither name nor address."""
KEPT = 50


@dataclass(slots=True)
class ViesStandIn:
    """`down`: states that do not answer, or `*` for all. `invalid`: numbers, with their prefix."""

    down: set[str] = field(default_factory=set)
    invalid: set[str] = field(default_factory=set)
    asked: deque[dict[str, str]] = field(default_factory=lambda: deque(maxlen=KEPT))
    """The newest questions first: `number`, `requester`, `answer`."""
    renderer: Renderer = field(default_factory=lambda: Renderer([]))

    def routes(self) -> Iterable[web.RouteDef]:
        yield web.post(CHECK, self._check)
        yield web.get("/vies/-/", self._page)
        yield web.post("/vies/-/", self._set)

    async def _check(self, request: web.Request) -> web.Response:
        try:
            sent = orjson.loads(await request.read())
        except orjson.JSONDecodeError:
            sent = None
        if not isinstance(sent, dict):
            return _error("INVALID_INPUT", 400)
        state, digits = str(sent.get("countryCode") or ""), str(sent.get("vatNumber") or "")
        requester = f"{sent.get('requesterMemberStateCode') or ''}{sent.get('requesterNumber') or ''}"
        error = self._refusal(state, digits, requester)
        number = f"{state}{digits}"
        valid = not error and number not in self.invalid and bool(eu_vat.is_valid(number))
        answer = error or ("VALID" if valid else "INVALID")
        self.asked.appendleft({"number": number, "requester": requester, "answer": answer})
        if error:
            return _error(error, 400 if error.startswith("INVALID") else 500)
        tells = valid and state not in HIDING
        return _json(
            {
                "countryCode": state,
                "vatNumber": digits,
                "requestDate": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
                "valid": valid,
                "requestIdentifier": f"WAPIAAAA{secrets.token_hex(4).upper()}" if requester else "",
                "name": f"SAMPLE {number}" if tells else "---",
                "address": "SAMPLE STREET 1" if tells else "---",
            }
        )

    def _refusal(self, state: str, digits: str, requester: str) -> str:
        if state not in STATES or not digits.isalnum():
            return "INVALID_INPUT"
        if requester and not eu_vat.is_valid(requester):
            return "INVALID_REQUESTER_INFO"
        return "MS_UNAVAILABLE" if self.down & {state, "*"} else ""

    async def _page(self, request: web.Request) -> web.Response:
        return self.renderer.page(
            request,
            "vies.html",
            down=" ".join(sorted(self.down)),
            invalid=" ".join(sorted(self.invalid)),
            asked=list(self.asked),
            address=f"{request.scheme}://{request.host}/vies/rest-api",
        )

    async def _set(self, request: web.Request) -> web.Response:
        require_same_site(request)
        posted = await request.post()
        self.down = set(str(posted.get("down", "")).upper().replace(",", " ").split())
        self.invalid = set(str(posted.get("invalid", "")).upper().replace(",", " ").split())
        say = self.renderer.say(language_of(request))
        return see_other("/vies/-/", say(N_("VIES' stand-in now answers so.")))


def _json(content: Any, status: int = 200) -> web.Response:
    return web.Response(status=status, body=orjson.dumps(content), content_type="application/json")


def _error(code: str, status: int) -> web.Response:
    return _json({"actionSucceed": False, "errorWrappers": [{"error": code}]}, status)
