"""A connector's checklist, `quality.toml`: each known item is done, todo, or exempt with a reason.

verify = "done"
webhooks = { status = "exempt", why = "The program has none." }
"""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from mostek.kernel.text import N_

CHECKLIST: dict[str, str] = {
    "verify": N_("Credentials are tried with reads only, and the account reached is named"),
    "refusals": N_("Bad key, missing permission, lapsed plan and wrong address each have their own sentence"),
    "check": N_("What the program would refuse is found before anything is sent"),
    "proof": N_("A document whose answer was lost is found again by our reference"),
    "totals": N_("Booked totals equal ours to the last minor unit"),
    "buyers": N_("A buyer met twice is one record"),
    "currencies": N_("Documents in foreign currencies"),
    "corrections": N_("Corrections of issued documents"),
    "proformas": N_("Proformas"),
    "numbering": N_("Numbers given here or by the program come out the same on both sides"),
    "pdf": N_("The program's PDF is fetched, and waited for when it is late"),
    "mark_paid": N_("A payment is noted once, however often it is told"),
    "webhooks": N_("The program's events are taken, forged and repeated ones do no harm"),
    "limits": N_("The documented rate limits are in the manifest and kept by the stand-in"),
    "payment_methods": N_("Every means of payment is mapped to one of the program's own"),
    "errors": N_("The program's known error messages have explanations that name the field"),
    "stand_in": N_("The stand-in has the program's numbering, validation and documented quirks"),
    "fixtures": N_("Mapping and errors are tested against recorded or documented answers"),
    "help": N_("Help in Polish and English says where the key is found and what the limits are"),
    "translations": N_("Every sentence has a Polish translation"),
    "foreign_client": N_("The stand-in was used with a client that others wrote"),
    "real_account": N_("Tried on a real account of the program"),
}


class Status(StrEnum):
    DONE = "done"
    TODO = "todo"
    EXEMPT = "exempt"


@dataclass(frozen=True, slots=True)
class Item:
    status: Status
    why: str = ""
    """Why it is exempt or still to be done; English."""


def checklist_of(folder: Path) -> dict[str, Item]:
    """The connector's items in the order of `CHECKLIST`. Raises ValueError with a sentence on any gap."""
    path = folder / "quality.toml"
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{path} cannot be read: {error}") from error
    missing, unknown = CHECKLIST.keys() - content.keys(), content.keys() - CHECKLIST.keys()
    if missing or unknown:
        raise ValueError(f"{path}: missing {sorted(missing)}, unknown {sorted(unknown)}")
    return {name: _item(path, name, content[name]) for name in CHECKLIST}


def _item(path: Path, name: str, content: Any) -> Item:
    found = dict(content) if isinstance(content, dict) else {"status": content}
    try:
        item = Item(Status(found.pop("status")), str(found.pop("why", "")))
    except (KeyError, ValueError) as error:
        raise ValueError(f"{path}: {name} must have the status done, todo or exempt") from error
    if found:
        raise ValueError(f"{path}: {name} has more than status and why: {sorted(found)}")
    if item.status is not Status.DONE and not item.why:
        raise ValueError(f"{path}: {name} is {item.status} without saying why")
    return item
