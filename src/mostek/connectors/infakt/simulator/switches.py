"""What of an account's behaviour can be set on the stand-in's own page."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from mostek.connectors.base.stand_in import Store

TABLE = "infakt_switch"


@dataclass(frozen=True, slots=True)
class Switches:
    task_delay: float = 0.3
    """Seconds from an accepted order to the finished document."""
    exemption_default: bool = False
    """Whether the account has a default legal basis for exempt sales."""
    drafts_unnumbered: bool = False
    """Whether a draft gets its number only when it leaves that state."""
    repeat_paid_fails: bool = True
    """Whether marking a paid document as paid ends in a failed task (documented) or a good one (seen)."""
    ksef_active: bool = True
    ksef_delay: float = 3
    """Seconds until KSeF's number is there."""
    closed_month: str = ""
    """`YYYY-MM`: nothing may be added to this month or earlier ones."""


def switches_of(store: Store, account: str) -> Switches:
    return Switches(**store.table(TABLE).get(account, {}))


def set_switches(store: Store, account: str, **changes: Any) -> Switches:
    changed = replace(switches_of(store, account), **changes)
    store.put(TABLE, account, asdict(changed))
    return changed
