"""What every regime is made of: its model, tables, shared checks, and the registry that finds it."""

from mostek.kernel.problems import register
from mostek.regimes.base.explanations import EXPLANATIONS

register(EXPLANATIONS)
