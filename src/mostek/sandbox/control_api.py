"""The sandbox's JSON interface for tests and the command line."""

import dataclasses
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import orjson
from aiohttp import web

from mostek.connectors.base.stand_in import FAULTS, SendsWebhooks
from mostek.sandbox.guard import require_same_site
from mostek.sandbox.program import Program

DURATIONS = {"latency", "hold", "slowness"}
SWITCHES = {"limits_on", "creates_only"}
SETTINGS = {"clear", "share", "upcoming"} | DURATIONS | SWITCHES

Answer = Callable[[Program, web.Request], Awaitable[web.Response]]


def control_routes(programs: dict[str, Program]) -> Iterable[web.RouteDef]:
    """`/-/health` and, of each program, books, accounts, faults, reset and webhooks below `/<key>/-/`."""

    async def health(_: web.Request) -> web.Response:
        return _json({"status": "ok", "programs": {key: each.name for key, each in programs.items()}})

    yield web.get("/-/health", health)
    for program in programs.values():
        below = f"/{program.key}/-"
        yield web.get(f"{below}/books.json", _of(program, _books))
        yield web.get(f"{below}/accounts.json", _of(program, _accounts))
        yield web.get(f"{below}/faults.json", _of(program, _show_faults))
        yield web.post(f"{below}/faults.json", _of(program, _set_faults))
        yield web.post(f"{below}/reset", _of(program, _reset))
        yield web.post(f"{below}/webhooks", _of(program, _subscribe))


def _of(program: Program, answer: Answer) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answered(request: web.Request) -> web.Response:
        if request.method != "GET":
            require_same_site(request)
        return await answer(program, request)

    return answered


def _json(content: Any, status: int = 200) -> web.Response:
    return web.Response(
        status=status, body=orjson.dumps(content, default=str), content_type="application/json"
    )


async def _books(program: Program, request: web.Request) -> web.Response:
    documents = program.stand_in.books(request.query.get("account", ""))
    return _json({"documents": [dataclasses.asdict(document) for document in documents]})


async def _accounts(program: Program, request: web.Request) -> web.Response:
    base_url = f"{request.scheme}://{request.host}/{program.key}{program.connector.manifest.stand_in_path}"
    accounts = [dataclasses.asdict(account) for account in program.stand_in.accounts()]
    return _json({"base_url": base_url, "accounts": accounts})


async def _show_faults(program: Program, _: web.Request) -> web.Response:
    faults = program.faults
    return _json(
        {
            "share": {name: share for name, share in faults.share.items() if share},
            "upcoming": {name: count for name, count in faults.upcoming.items() if count},
            "latency": faults.latency,
            "hold": faults.hold,
            "slowness": faults.slowness,
            "limits_on": faults.limits_on,
            "creates_only": faults.creates_only,
            "known": FAULTS,
        }
    )


async def _set_faults(program: Program, request: web.Request) -> web.Response:
    try:
        set_faults(program, orjson.loads(await request.read()))
    except ValueError as error:
        return _json({"error": str(error)}, status=400)
    return await _show_faults(program, request)


def set_faults(program: Program, wanted: Any) -> None:
    """Applies `{"clear": true, "share": {…}, "upcoming": {…}, "latency": 0.02, "limits_on": true, …}`.

    What is not named stays. Raises ValueError with a sentence on anything that makes no sense.
    """
    if not isinstance(wanted, dict):
        raise ValueError(f"Send a JSON object with any of: {', '.join(sorted(SETTINGS))}.")
    unknown = wanted.keys() - SETTINGS
    if unknown:
        raise ValueError(f"Not known: {', '.join(sorted(unknown))}.")
    if wanted.get("clear"):
        program.faults.clear()
    for name, share in _numbers(wanted, "share").items():
        program.turn(name, share=share)
    for name, count in _numbers(wanted, "upcoming").items():
        program.turn(name, upcoming=int(count))
    for name in wanted.keys() & DURATIONS:
        setattr(program.faults, name, _seconds(name, wanted[name]))
    for name in wanted.keys() & SWITCHES:
        setattr(program.faults, name, bool(wanted[name]))


def _numbers(wanted: dict[str, Any], name: str) -> dict[str, float]:
    values = wanted.get(name, {})
    if not isinstance(values, dict) or not all(isinstance(each, int | float) for each in values.values()):
        raise ValueError(f"{name} must be an object of failure names and numbers.")
    return values


def _seconds(name: str, value: Any) -> float:
    if not isinstance(value, int | float) or not 0 <= value <= 600:
        raise ValueError(f"{name} must be a number of seconds between 0 and 600.")
    return float(value)


async def _reset(program: Program, _: web.Request) -> web.Response:
    await program.reset()
    return _json({"status": "ok"})


async def _subscribe(program: Program, request: web.Request) -> web.Response:
    """`{"account": …, "url": …}` subscribes and verifies; answers with the secret to sign with."""
    if not isinstance(program.stand_in, SendsWebhooks):
        return _json({"error": f"{program.name} sends no webhooks."}, status=404)
    wanted = orjson.loads(await request.read())
    secret = await program.stand_in.subscribe(str(wanted["account"]), str(wanted["url"]))
    return _json({"secret": secret}, status=201)
