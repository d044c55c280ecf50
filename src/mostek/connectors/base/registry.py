"""Finds connectors: this package's folders, and foreign ones by the entry point `mostek.connectors`."""

import importlib
import pkgutil
from functools import cache
from importlib.metadata import entry_points

import mostek.connectors
from mostek.connectors.base.contract import Connector
from mostek.kernel.problems import register


@cache
def connectors() -> dict[str, Connector]:
    """Every connector by its key, ordered by name. Registers their explanations.

    Raises ValueError when two claim one key.
    """
    found = [
        importlib.import_module(f"{mostek.connectors.__name__}.{module.name}").CONNECTOR
        for module in pkgutil.iter_modules(mostek.connectors.__path__)
        if module.ispkg and module.name != "base"
    ]
    found += [point.load() for point in entry_points(group="mostek.connectors")]
    by_key: dict[str, Connector] = {}
    for connector in sorted(found, key=lambda each: each.manifest.name.casefold()):
        if connector.manifest.key in by_key:
            raise ValueError(f"two connectors claim the key {connector.manifest.key}")
        by_key[connector.manifest.key] = connector
        register(connector.explanations)
    return by_key
