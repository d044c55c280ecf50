"""Any country without a folder of its own: EU VAT numbers, destination rates, the common VAT law."""

from mostek.regimes.eu.regime import generic

__all__ = ["generic"]
