"""Talks to a running sandbox: what was booked, and which failures are on. Standard library only."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote


class SandboxError(Exception):
    """A sentence: the sandbox does not answer, or turned the wish down."""


@dataclass(frozen=True, slots=True)
class Control:
    """A running sandbox at `url`, e.g. `http://127.0.0.1:8090`. Every call may raise SandboxError."""

    url: str
    timeout: float = 10
    """Seconds until a call is given up."""

    def health(self) -> dict[str, str]:
        """The names of the programs that answer, by key."""
        programs: dict[str, str] = self._call("GET", "/-/health")["programs"]
        return programs

    def books(self, program: str, account: str = "") -> list[dict[str, Any]]:
        """The documents booked, oldest first, of one account or of all; amounts and dates as strings."""
        path = f"{self._of(program)}/books.json?account={quote(account)}"
        documents: list[dict[str, Any]] = self._call("GET", path)["documents"]
        return documents

    def accounts(self, program: str) -> dict[str, Any]:
        """`base_url` for a connection, and `accounts` with their credentials."""
        return self._call("GET", f"{self._of(program)}/accounts.json")

    def faults(self, program: str) -> dict[str, Any]:
        """Which failures are on: `share`, `upcoming`, `latency`, `hold`, `slowness`, `limits_on`."""
        return self._call("GET", f"{self._of(program)}/faults.json")

    def set_fault(
        self, program: str, name: str, *, share: float | None = None, upcoming: int | None = None
    ) -> dict[str, Any]:
        """Turns a failure on: for a share of the calls (0…1), or for the next so many. Returns `faults`."""
        wanted: dict[str, Any] = {}
        if share is not None:
            wanted["share"] = {name: share}
        if upcoming is not None:
            wanted["upcoming"] = {name: upcoming}
        return self.adjust(program, **wanted)

    def adjust(self, program: str, **wanted: Any) -> dict[str, Any]:
        """Sets `share`, `upcoming`, `latency`, `hold`, `slowness` or `limits_on`. Returns `faults`."""
        return self._call("POST", f"{self._of(program)}/faults.json", wanted)

    def clear(self, program: str) -> dict[str, Any]:
        """Turns every failure and the latency off. Returns `faults`."""
        return self.adjust(program, clear=True)

    def reset(self, program: str) -> None:
        """Empties the program's books and brings its ready-made accounts back."""
        self._call("POST", f"{self._of(program)}/reset")

    def subscribe(self, program: str, account: str, url: str) -> str:
        """Has the program send its webhooks to `url`, verified; the secret they are signed with."""
        answer = self._call("POST", f"{self._of(program)}/webhooks", {"account": account, "url": url})
        return str(answer["secret"])

    def _of(self, program: str) -> str:
        return f"/{quote(program, safe='')}/-"

    def _call(self, method: str, path: str, content: Any = None) -> dict[str, Any]:
        body = None if content is None else json.dumps(content).encode()
        call = urllib.request.Request(  # noqa: S310 - the address is the operator's own
            self.url.rstrip("/") + path,
            data=body,
            method=method,
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(call, timeout=self.timeout) as answer:  # noqa: S310
                found: dict[str, Any] = json.load(answer)
                return found
        except urllib.error.HTTPError as error:
            raise SandboxError(_reason(error)) from error
        except (OSError, ValueError) as error:
            raise SandboxError(f"No sandbox answers at {self.url}. Start one with: mostek sandbox") from error


def _reason(error: urllib.error.HTTPError) -> str:
    if error.code == 404:
        return "The sandbox has no such program."
    try:
        return str(json.load(error)["error"])
    except (ValueError, KeyError, TypeError):
        return f"The sandbox answered {error.code}."
