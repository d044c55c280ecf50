"""Keeps every test on this machine."""

import ipaddress
import socket
import sys
from typing import Any


class LeftTheMachine(AssertionError):
    """A test tried to reach an address outside this machine."""


def keep_on_this_machine() -> None:
    """From now on this process connects to loopback only, and resolves no name but this machine's."""
    sys.addaudithook(_refuse_the_outside)


def _refuse_the_outside(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect":
        address = arguments[1]
        if isinstance(address, tuple) and not _is_loopback(address[0]):
            raise LeftTheMachine(f"a test tried to connect to {address}")
    elif event == "socket.getaddrinfo":
        host = arguments[0]
        if host is not None and not _is_literal(host) and not _is_loopback(host):
            raise socket.gaierror(socket.EAI_NONAME, f"tests resolve no outside name: {host}")


def _text(host: str | bytes) -> str:
    return host.decode("ascii", "replace") if isinstance(host, bytes) else host


def _is_literal(host: str | bytes) -> bool:
    try:
        ipaddress.ip_address(_text(host))
    except ValueError:
        return False
    return True


def _is_loopback(host: str | bytes) -> bool:
    name = _text(host)
    if not _is_literal(name):
        return name in {"localhost", "", socket.gethostname()} or name.endswith(".localhost")
    return ipaddress.ip_address(name).is_loopback
