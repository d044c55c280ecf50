"""inFakt (Poland), API v3."""

from mostek.connectors.infakt.connector import CONNECTOR

__all__ = ["CONNECTOR"]
