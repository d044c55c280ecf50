from mostek.connectors.merit.connector import CONNECTORS

__all__ = ["CONNECTORS"]
