"""Finds connectors: this package's folders, and foreign ones by the entry point `mostek.connectors`."""

import importlib
import pkgutil
from functools import cache
from importlib.metadata import EntryPoint, entry_points

import mostek.connectors
from mostek.connectors.base.contract import Connector
from mostek.kernel.problems import register


@cache
def connectors() -> dict[str, Connector]:
    """Every connector by its key, ordered by name. Registers their explanations.

    Raises ValueError when two claim one key, or when something found is no connector. After a folder
    was added or taken away, `connectors.cache_clear()` makes the next call look again.
    """
    found = [own_connector(name) for name in own_folders()]
    found += [_foreign(point) for point in entry_points(group="mostek.connectors")]
    by_key: dict[str, Connector] = {}
    for connector in sorted(found, key=lambda each: each.manifest.name.casefold()):
        if connector.manifest.key in by_key:
            raise ValueError(f"two connectors claim the key {connector.manifest.key}")
        by_key[connector.manifest.key] = connector
    return by_key


def own_folders() -> list[str]:
    """The names of the connectors' folders in this package, without importing them."""
    found = pkgutil.iter_modules(mostek.connectors.__path__)
    return sorted(module.name for module in found if module.ispkg and module.name != "base")


def own_connector(folder: str) -> Connector:
    """The connector of one folder. Raises ValueError when it exports none."""
    module = importlib.import_module(f"{mostek.connectors.__name__}.{folder}")
    return _checked(getattr(module, "CONNECTOR", None), f"the folder {folder}")


def _foreign(point: EntryPoint) -> Connector:
    return _checked(point.load(), f"the entry point {point.name} = {point.value}")


def _checked(found: object, where: str) -> Connector:
    if not isinstance(found, Connector):
        raise ValueError(f"{where} offers no connector: its __init__.py must export CONNECTOR")
    register(found.explanations)
    return found
