"""The form of failures on demand: what it shows, and what pressing its button sets."""

from collections.abc import Mapping
from typing import Any

from mostek.connectors.base.stand_in import FAULTS
from mostek.kernel.text import N_
from mostek.sandbox.control_api import set_faults
from mostek.sandbox.program import Program


class Failures:
    def __init__(self, program: Program) -> None:
        self._program = program

    def values(self) -> dict[str, Any]:
        """What the form shows: shares in per cent, the latency in milliseconds, all as strings."""
        faults = self._program.faults
        sends_webhooks = self._program.connector.manifest.webhook is not None
        return {
            "rows": [
                {
                    "name": name,
                    "label": label,
                    "percent": f"{faults.share.get(name, 0) * 100:g}",
                    "upcoming": str(faults.upcoming.get(name, 0)),
                }
                for name, label in FAULTS.items()
                if sends_webhooks or "webhook" not in name
            ],
            "latency": f"{faults.latency * 1000:g}",
            "hold": f"{faults.hold:g}",
            "slowness": f"{faults.slowness:g}",
            "limits_on": faults.limits_on,
            "creates_only": faults.creates_only,
        }

    def set(self, posted: Mapping[str, str]) -> str:
        """Applies the posted form and returns the sentence to show. Raises ValueError on nonsense."""
        if "clear" in posted:
            set_faults(self._program, {"clear": True, "limits_on": False})
            return N_("All failures are off.")
        wanted: dict[str, Any] = {
            "share": {name: _number(posted, f"share:{name}") / 100 for name in FAULTS},
            "upcoming": {name: int(_number(posted, f"upcoming:{name}")) for name in FAULTS},
            "latency": _number(posted, "latency") / 1000,
            "hold": _number(posted, "hold"),
            "slowness": _number(posted, "slowness"),
            "limits_on": "limits_on" in posted,
            "creates_only": "creates_only" in posted,
        }
        set_faults(self._program, wanted)
        return N_("The failures are set.")


def _number(posted: Mapping[str, str], name: str) -> float:
    text = posted.get(name, "").strip().replace(",", ".") or "0"
    try:
        return float(text)
    except ValueError as error:
        raise ValueError(f"“{text}” is not a number.") from error
