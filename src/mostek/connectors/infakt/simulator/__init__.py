"""inFakt's stand-in: the program's API v3 with its validation, asynchronous tasks, webhooks and quirks."""

from mostek.connectors.infakt.simulator.program import build

__all__ = ["build"]
