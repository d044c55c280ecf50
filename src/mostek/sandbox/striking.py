"""Where failures on demand strike: before the program's handler runs, or after it.

Before: `too_many_requests`, `server_error`, `timeout_before_create` - nothing was made.
After: `timeout_after_create`, `half_answer`, `html_instead` - it was made, the answer is lost.
`slow` and the latency only delay. The other faults are the stand-in's own.
"""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from mostek.connectors.base.stand_in import Faults, StandIn

BAD_GATEWAY = (
    "<html><head><title>502 Bad Gateway</title></head>"
    "<body><center><h1>502 Bad Gateway</h1></center></body></html>"
)
LOOK_EVERY = 0.1
"""Seconds between looks whether the caller of a held-back answer has gone."""


async def answered(
    request: web.Request,
    handler: Callable[[web.Request], Awaitable[web.StreamResponse]],
    stand_in: StandIn,
    faults: Faults,
) -> web.StreamResponse:
    """The program's answer, or what the faults that are on make of it."""
    if faults.limits_on and stand_in.over_limit(request):
        return stand_in.limited(request)
    if not (faults.share or faults.upcoming or faults.latency):
        return await handler(request)
    if faults.latency:
        await asyncio.sleep(faults.latency)
    creates = stand_in.is_create(request)
    if faults.creates_only and not creates:
        return await handler(request)
    if faults.hit("too_many_requests"):
        return stand_in.limited(request)
    if faults.hit("server_error"):
        return web.json_response({"error": "Internal Server Error"}, status=500)
    if creates and faults.hit("timeout_before_create"):
        await request.read()
        return await _lost(request, faults.hold)
    answer = await handler(request)
    return await _spoiled(request, answer, faults, creates)


async def _spoiled(
    request: web.Request, answer: web.StreamResponse, faults: Faults, creates: bool
) -> web.StreamResponse:
    if creates and faults.hit("timeout_after_create"):
        return await _lost(request, faults.hold)
    if creates and faults.hit("half_answer"):
        return await _halved(request, answer)
    if faults.hit("html_instead"):
        return web.Response(status=502, text=BAD_GATEWAY, content_type="text/html")
    if faults.hit("slow"):
        await _waited(request, faults.slowness)
    return answer


async def _waited(request: web.Request, seconds: float) -> None:
    """Waits, no longer than the caller does."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while (left := end - loop.time()) > 0 and _is_connected(request):  # noqa: ASYNC110 - aiohttp tells no event
        await asyncio.sleep(min(left, LOOK_EVERY))


def _is_connected(request: web.Request) -> bool:
    return request.transport is not None and not request.transport.is_closing()


async def _lost(request: web.Request, hold: float) -> web.StreamResponse:
    """Holds the answer back, then cuts the connection."""
    await _waited(request, hold)
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=504)


async def _halved(request: web.Request, answer: web.StreamResponse) -> web.StreamResponse:
    """Sends the head with the full length and half of the body, then hangs up."""
    body = answer.body if isinstance(answer, web.Response) else b""
    content = body if isinstance(body, bytes | bytearray) else b""
    broken = web.StreamResponse(status=answer.status, headers=answer.headers)
    broken.content_length = max(len(content), 2)
    await broken.prepare(request)
    await broken.write(bytes(content[: len(content) // 2]) or b"{")
    if request.transport is not None:
        request.transport.close()
    return broken
