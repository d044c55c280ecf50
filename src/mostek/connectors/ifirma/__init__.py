from mostek.connectors.ifirma.connector import CONNECTOR

__all__ = ["CONNECTOR"]
