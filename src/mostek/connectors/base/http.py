"""The one place that talks HTTP to accounting programs.

A connector gets an `Http` and calls `request`. Rate limits, deadlines, the exchange log and the
refusal of private addresses happen here; connectors see answers or one of three exceptions.
"""

import ipaddress
import socket
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import orjson
from aiohttp.abc import AbstractResolver, ResolveResult

from mostek import __version__


class NotSent(Exception):
    """The call surely never reached the program (no address, no connection, no permission to call)."""


class Lost(Exception):
    """The call may have reached the program; its answer did not reach us (time-out, cut, 5xx)."""

    def __init__(self, reason: str, status: int = 0) -> None:
        super().__init__(reason)
        self.status = status


class Limited(Exception):
    """The program turned the call away for its rate; nothing was made."""

    def __init__(self, retry_after: float | None = None) -> None:
        super().__init__(f"limited, retry after {retry_after}")
        self.retry_after = retry_after


class LeaseLost(Exception):
    """The worker no longer holds the delivery; nothing may be sent. Raised by a gate, never by a program."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON. Raises Lost when it is not: an answer we cannot read tells nothing."""
        try:
            return orjson.loads(self.body)
        except orjson.JSONDecodeError as error:
            raise Lost("the answer is not JSON", self.status) from error

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


@dataclass(slots=True)
class Exchange:
    """One call, for the log. Bodies are what was sent and answered; headers are never kept."""

    method: str
    url: str
    started: float
    """Seconds since the epoch."""
    seconds: float = 0
    status: int = 0
    """0: no answer."""
    request: bytes = b""
    response: bytes = b""
    failure: str = ""


Gate = Callable[[str], Awaitable[None]]
"""Called with the HTTP method before each call; waits for the rate limit, raises Limited or LeaseLost."""


async def open_gate(method: str) -> None:
    """No limit: for verification in tests and for scripts."""


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds of a Retry-After header, if it is there and a number."""
    value = headers.get("Retry-After", "")
    return float(value) if value.isdigit() else None


class PublicResolver(AbstractResolver):
    """Resolves names, and refuses those that lead to this machine or a private network."""

    def __init__(self) -> None:
        self._inner = aiohttp.DefaultResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        for result in found:
            if not is_public(result["host"]):
                raise OSError(f"{host} leads to a private address")
        return found

    async def close(self) -> None:
        await self._inner.close()


NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """True for an IP address anyone on the internet could reach. One that carries an IPv4 address in
    itself (mapped, 6to4, NAT64) leads where that leads."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        carried = ip.ipv4_mapped or ip.sixtofour
        if carried is None and ip in NAT64:
            carried = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        return carried.is_global if carried else ip.is_global
    return ip.is_global


def _is_private_literal(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return not is_public(host)
    except ValueError:
        return False


def new_client(*, allow_private: bool, connections: int = 200) -> aiohttp.ClientSession:
    """A pool of connections. Close it when done.

    `allow_private` only for the stand-in or by the operator's leave.
    """
    resolver = aiohttp.DefaultResolver() if allow_private else PublicResolver()
    connector = aiohttp.TCPConnector(limit=connections, resolver=resolver, ttl_dns_cache=300)
    client = aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"User-Agent": f"Mostek/{__version__}"},
    )
    # Where a connection breaks aiohttp sends a PUT or DELETE once more by itself. What may have happened is
    # the core's to find out: nothing is repeated behind its back.
    client._retry_connection = False
    return client


@dataclass(slots=True)
class Http:
    """One delivery's way out. `exchanges` collects what was said, for the delivery's timeline."""

    client: aiohttp.ClientSession | None
    gate: Gate = open_gate
    timeout: float = 25
    allow_private: bool = False
    exchanges: list[Exchange] = field(default_factory=list)

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        max_bytes: int = 20_000_000,
    ) -> Answer:
        """Sends once and reads the whole answer; redirects are not followed.

        Raises NotSent, Lost (time-out, cut connection, too large) or Limited (429 only).
        Every other status comes back as an Answer: what it means is the connector's to say.
        """
        if self.client is None:
            raise NotSent("this session makes no calls")
        if not self.allow_private and _is_private_literal(url):
            raise NotSent("private address")
        await self.gate(method)
        exchange = Exchange(method, url, time.time(), request=body)
        self.exchanges.append(exchange)
        begun = time.monotonic()
        try:
            async with self.client.request(
                method,
                url,
                data=body or None,
                headers=dict(headers or {}),
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=self.timeout, sock_connect=10),
            ) as response:
                exchange.status = response.status
                content = await _read(response, max_bytes)
                exchange.response = content
        except (
            aiohttp.ClientConnectorError,
            aiohttp.ConnectionTimeoutError,
            aiohttp.InvalidURL,
        ) as error:
            exchange.failure = type(error).__name__
            raise NotSent(str(error)) from error
        except (TimeoutError, aiohttp.ClientError, ConnectionError) as error:
            exchange.failure = type(error).__name__
            raise Lost(type(error).__name__) from error
        finally:
            exchange.seconds = time.monotonic() - begun
        if response.status == 429:
            raise Limited(retry_after(response.headers))
        return Answer(response.status, response.headers, content)


OFFLINE = Http(client=None)
"""For sessions that are only asked what needs no call."""


async def _read(response: aiohttp.ClientResponse, max_bytes: int) -> bytes:
    """The whole body. Raises ClientPayloadError when it is cut short or larger than `max_bytes`."""
    parts: list[bytes] = []
    size = 0
    async for chunk in response.content.iter_any():
        size += len(chunk)
        if size > max_bytes:
            raise aiohttp.ClientPayloadError("answer too large")
        parts.append(chunk)
    return b"".join(parts)
