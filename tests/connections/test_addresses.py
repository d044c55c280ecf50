"""Addresses that users enter: no way into the operator's own network."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from mostek.connections import verifying
from mostek.connections.addresses import CUSTOM, base_url
from mostek.connections.models import Connection
from mostek.connectors.base.http import is_public
from mostek.connectors.base.registry import connectors
from mostek.delivery.models import Delivery
from mostek.kernel.problems import ProblemError
from tests.delivery.crew import Crew
from tests.delivery.shop import ACTOR, Shop, delivery_of, keys, story


@dataclass
class Listener:
    """A server on this machine that notes who calls, and sends them elsewhere."""

    port: int = 0
    target: str = ""
    called: list[str] = field(default_factory=list)


@pytest.fixture
def listener() -> Iterator[Listener]:
    told = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.called.append(self.path)
            self.send_response(302 if told.target else 200)
            if told.target:
                self.send_header("Location", told.target + self.path)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_POST = do_GET

        def log_message(self, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield told
    server.shutdown()
    server.server_close()
    thread.join()


def custom(shop: Shop, address: str, program: str = "infakt") -> Connection:
    made = Connection(
        company=shop.company, program=program, name="Własny adres", environment=CUSTOM, custom_url=address
    )
    made.set_credentials(shop.credentials(program))
    return made


def refused(connection: Connection) -> list[str]:
    with pytest.raises(ProblemError) as raised:
        verifying.activate(connection, ACTOR)
    return keys(raised.value.problems)


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost", "[::ffff:127.0.0.1]", "user@127.0.0.1"])
@pytest.mark.parametrize("program", ["infakt", "ifirma"])
def test_this_machine_is_not_called(
    shop: Shop, listener: Listener, host: str, program: str, settings: Any
) -> None:
    settings.ALLOW_CUSTOM_ADDRESSES = True
    assert refused(custom(shop, f"http://{host}:{listener.port}/api", program)) == ["connections.unreachable"]
    assert listener.called == []


@pytest.mark.parametrize(
    "host", ["10.0.0.5", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "[fd00::1]", "[fe80::1]"]
)
def test_private_networks_are_not_called(shop: Shop, host: str, settings: Any) -> None:
    settings.ALLOW_CUSTOM_ADDRESSES = True
    assert refused(custom(shop, f"http://{host}/api")) == ["connections.unreachable"]


def test_a_name_that_leads_to_a_private_address(
    shop: Shop, listener: Listener, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the name looks like: what it resolves to decides."""
    settings.ALLOW_CUSTOM_ADDRESSES = True
    real = socket.getaddrinfo

    def resolve(host: str, *arguments: Any, **more: Any) -> Any:
        return real("127.0.0.1" if host == "innocent.example" else host, *arguments, **more)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    address = f"http://innocent.example:{listener.port}/api"
    assert refused(custom(shop, address)) == ["connections.unreachable"]
    assert listener.called == []
    settings.ALLOW_PRIVATE_ADDRESSES = True
    refused(custom(shop, address))
    assert listener.called != [], "only the refusal kept it away"


def test_a_worker_does_not_call_there_either(shop: Shop, listener: Listener, settings: Any) -> None:
    settings.ALLOW_CUSTOM_ADDRESSES = settings.ALLOW_PRIVATE_ADDRESSES = True
    address = f"{shop.sandbox.url}/infakt/api/v3"
    connection = custom(shop, address)
    verifying.activate(connection, ACTOR)
    settings.ALLOW_PRIVATE_ADDRESSES = False
    document = shop.issue(shop.series(connection))
    with Crew() as crew:
        crew.until(lambda: story(document))
    assert keys(delivery_of(document).problems) == ["delivery.unreachable"]
    assert shop.books("infakt") == []
    assert Delivery.objects.get().state == "queued"


def test_an_own_address_needs_the_operators_leave(shop: Shop, listener: Listener, settings: Any) -> None:
    settings.ALLOW_CUSTOM_ADDRESSES, settings.ALLOW_PRIVATE_ADDRESSES = False, True
    assert refused(custom(shop, f"http://127.0.0.1:{listener.port}")) == ["connections.custom_not_allowed"]
    assert listener.called == []


def test_with_the_operators_leave_it_works(shop: Shop, settings: Any) -> None:
    settings.ALLOW_CUSTOM_ADDRESSES = settings.ALLOW_PRIVATE_ADDRESSES = True
    reached = verifying.activate(custom(shop, f"{shop.sandbox.url}/infakt/api/v3/"), ACTOR)
    assert reached.name == "Sklep Bławatek sp. z o.o."


@pytest.mark.parametrize("program", ["infakt", "ifirma"])
def test_redirects_are_not_followed(shop: Shop, listener: Listener, program: str, settings: Any) -> None:
    """A redirect would carry the credentials to wherever it points."""
    settings.ALLOW_CUSTOM_ADDRESSES = settings.ALLOW_PRIVATE_ADDRESSES = True
    listener.target = f"{shop.sandbox.url}/{program}"
    path = connectors()[program].manifest.stand_in_path
    address = f"http://127.0.0.1:{listener.port}{path}"
    assert refused(custom(shop, address, program)) == [f"{program}.wrong_address"]
    assert len(listener.called) == 1


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("::1", False),
        ("::ffff:10.0.0.1", False),
        ("fd12::1", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::808:808", True),
        ("2002:7f00:1::", False),
        ("0.0.0.0", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_an_environment_that_the_program_does_not_have() -> None:
    with pytest.raises(LookupError):
        base_url(connectors()["ifirma"].manifest, "vendor_sandbox")
