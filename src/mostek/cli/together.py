"""`mostek up`: panel, workers and stand-ins as children of one process."""

import os
import sys
from urllib.parse import urlsplit

import click

from mostek.cli.failures import Stop
from mostek.cli.ports import require_free
from mostek.cli.running import apply_migrations, demo_login, may_have_demo
from mostek.cli.shared import start_django
from mostek.cli.supervisor import Part, supervise
from mostek.config.environment import read_environment

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 - compared with what the user asked for


def run_together(host: str, port: int, sandbox_port: int | None, workers: int, with_demo: bool) -> None:
    """Runs everything until SIGTERM or SIGINT. `sandbox_port` None: no stand-ins; 0: the setting's port."""
    require_free(host, port, "--port")
    reachable = "localhost" if host in LOOPBACK | EVERYWHERE else host
    address = f"http://{reachable}:{port}"
    sandbox_port = _settle_environment(sandbox_port, address)
    if sandbox_port is not None:
        require_free("127.0.0.1", sandbox_port, "--sandbox-port")
    parts = _parts(host, port, sandbox_port, workers)
    start_django()
    login = _prepare_database(with_demo)
    supervise(parts, (reachable, port), lambda: _announce(f"Mostek answers at {address}", login))


def _settle_environment(sandbox_port: int | None, address: str) -> int | None:
    """Puts what this process and its children must agree on into the environment; the stand-ins' port."""
    values = read_environment()
    os.environ["MOSTEK_HOME"] = str(values["MOSTEK_HOME"])
    if not values["MOSTEK_PUBLIC_URL"] and "localhost" in address:
        os.environ["MOSTEK_PUBLIC_URL"] = address
    if sandbox_port is None:
        os.environ["MOSTEK_SANDBOX_URL"] = "off"
        return None
    known = urlsplit(values["MOSTEK_SANDBOX_URL"])
    if known.hostname not in LOOPBACK:
        if sandbox_port:
            raise Stop("MOSTEK_SANDBOX_URL leads elsewhere or is off, so --sandbox-port has no meaning.")
        return None
    taken = sandbox_port or known.port or 80
    os.environ["MOSTEK_SANDBOX_URL"] = f"http://127.0.0.1:{taken}"
    return taken


def _parts(host: str, port: int, sandbox_port: int | None, workers: int) -> list[Part]:
    mostek = [sys.executable, "-m", "mostek.cli.main"]
    parent = ["--parent", str(os.getpid())]
    parts = [Part("panel", [*mostek, "panel", "--host", host, "--port", str(port), *parent])]
    parts += [Part(f"worker {number}", [*mostek, "worker", *parent]) for number in range(1, workers + 1)]
    if sandbox_port is not None:
        parts.insert(0, Part("stand-ins", [*mostek, "sandbox", "--port", str(sandbox_port), *parent]))
    return parts


def _prepare_database(with_demo: bool) -> str:
    """Applies migrations and makes the sample company if wanted; what to say about logging in."""
    from mostek.companies.models import User

    apply_migrations()
    if with_demo and may_have_demo():
        if not User.objects.exists():
            click.echo("Making the sample company …")
        return demo_login()
    if not User.objects.exists():
        return "Nobody can log in yet: mostek company add, then mostek users add"
    return ""


def _announce(*lines: str) -> None:
    click.echo("\n" + "\n".join(f"  {line}" for line in lines if line) + "\n  Ctrl+C stops it.\n")
    sys.stdout.flush()
