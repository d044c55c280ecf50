"""Poland: the VAT Act of 11 March 2004."""

from mostek.kernel.problems import register
from mostek.regimes.pl.explanations import EXPLANATIONS
from mostek.regimes.pl.regime import REGIME

register(EXPLANATIONS)

__all__ = ["REGIME"]
