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
    found = [each for name in own_folders() for each in own_connectors(name)]
    found += [each for point in entry_points(group="mostek.connectors") for each in _foreign(point)]
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


def own_connectors(folder: str) -> tuple[Connector, ...]:
    """The connectors of one folder: its `CONNECTOR`, or its `CONNECTORS` where it serves several programs.

    Raises ValueError when it exports neither.
    """
    module = importlib.import_module(f"{mostek.connectors.__name__}.{folder}")
    found = getattr(module, "CONNECTORS", None) or getattr(module, "CONNECTOR", None)
    return _checked(found, f"the folder {folder}")


def _foreign(point: EntryPoint) -> tuple[Connector, ...]:
    return _checked(point.load(), f"the entry point {point.name} = {point.value}")


def _checked(found: object, where: str) -> tuple[Connector, ...]:
    several = found if isinstance(found, tuple) else (found,)
    for each in several:
        if not isinstance(each, Connector):
            raise ValueError(f"{where} offers no connector: its __init__.py must export CONNECTOR")
        register(each.explanations)
    return several
