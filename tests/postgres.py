"""A private PostgreSQL for a test run, started from the programs on this machine and removed afterwards.

`python -m tests.postgres [--durable] COMMAND …` runs a command with MOSTEK_DATABASE_URL leading there.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

USER = "mostek"
START_SECONDS = 60


class NoPostgres(Exception):
    """A sentence: what is missing and how to get it."""


@dataclass(slots=True)
class Cluster:
    """A running server. `url` leads to an empty database of its own; copies of it have its name in theirs."""

    url: str
    server: subprocess.Popen[bytes] | None = None
    folder: Path | None = None

    def stop(self) -> None:
        if self.server is None:
            _drop_with_copies(self.url)
        else:
            # Fast: connections that are still open, this process has some, are not waited for.
            self.server.send_signal(signal.SIGINT)
            self.server.wait(30)
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)


def cluster(given_url: str = "", *, durable: bool = False) -> Cluster:
    """A new database at the server of `given_url`, else at one that is started now. Raises NoPostgres.

    `durable` makes it wait for the disk, as in real life; tests go faster without.
    """
    running = _beside(given_url) if given_url else _start(durable)
    create_database(running.url)
    return running


def _beside(url: str) -> Cluster:
    """A name for a database of its own at the same server."""
    name = f"/mostek_{secrets.token_hex(6)}"
    return Cluster(urlsplit(url)._replace(path=name).geturl())


def programs() -> Path:
    """The folder of initdb and postgres, the newest version first. Raises NoPostgres."""
    packaged = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda found: int(found.parent.name), reverse=True
    )
    on_path = shutil.which("initdb")
    for folder in [*packaged, *([Path(on_path).resolve().parent] if on_path else [])]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoPostgres(
        "PostgreSQL's server programs are not on this machine. Install them (Debian: apt-get install"
        " postgresql) or set MOSTEK_TEST_POSTGRES_URL to a server where databases may be made."
    )


def _start(durable: bool) -> Cluster:
    binaries = programs()
    folder = Path(tempfile.mkdtemp(prefix="mostek-postgres-"))
    password, port = secrets.token_hex(16), _free_port()
    password_file = folder / "password"
    password_file.write_text(password)
    prefix = _as_ordinary_user(folder)
    options = f"-U {USER} -A scram-sha-256 -E UTF8 --locale=C --no-sync --no-instructions"
    subprocess.run(
        [*prefix, binaries / "initdb", "-D", folder / "data", "--pwfile", password_file, *options.split()],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=folder,
    )
    wanted = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": "",
        "fsync": "on" if durable else "off",
        "max_connections": 200,
        "log_min_messages": "fatal",
    }
    settings = [part for name, value in wanted.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [*prefix, binaries / "postgres", "-D", folder / "data", *settings],
            stdout=log,
            stderr=log,
            cwd=folder,
        )
    running = Cluster(f"postgresql://{USER}:{password}@127.0.0.1:{port}/mostek", server, folder)
    _wait_until_it_answers(running)
    return running


def _as_ordinary_user(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: the words that go before a command to run it as somebody else."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "nobody")
    shutil.chown(folder / "password", "nobody")
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(running: Cluster) -> None:
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(_administration(running.url), connect_timeout=5).close()
        except psycopg.OperationalError as error:
            over = running.server is None or running.server.poll() is not None
            if over or time.monotonic() > end:
                log = (running.folder / "log").read_text() if running.folder else ""
                running.stop()
                raise NoPostgres(f"PostgreSQL did not start: {error}\n{log}") from error
            time.sleep(0.1)
        else:
            return


def _administration(url: str) -> str:
    return urlsplit(url)._replace(path="/postgres").geturl()


def _name(url: str) -> str:
    return urlsplit(url).path.lstrip("/")


def create_database(url: str) -> None:
    with psycopg.connect(_administration(url), autocommit=True) as connection:
        connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(_name(url))))


def drop_database(url: str) -> None:
    with psycopg.connect(_administration(url), autocommit=True) as connection:
        name = psycopg.sql.Identifier(_name(url))
        connection.execute(psycopg.sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


def _drop_with_copies(url: str) -> None:
    with psycopg.connect(_administration(url)) as connection:
        found = connection.execute(
            "SELECT datname FROM pg_database WHERE strpos(datname, %s) > 0", [_name(url)]
        )
        names = [str(name) for (name,) in found]
    for name in names:
        drop_database(urlsplit(url)._replace(path=f"/{name}").geturl())


def main(command: list[str]) -> int:
    durable = command[:1] == ["--durable"]
    command = command[durable:]
    try:
        running = cluster(os.environ.pop("MOSTEK_TEST_POSTGRES_URL", ""), durable=durable)
    except NoPostgres as error:
        sys.stderr.write(f"{error}\n")
        return 1
    try:
        return subprocess.run(
            command, env=os.environ | {"MOSTEK_DATABASE_URL": running.url}, check=False
        ).returncode
    finally:
        running.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
