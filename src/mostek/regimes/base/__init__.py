"""What every regime is made of: its model, tables, shared checks, and the registry that finds it."""

from mostek.kernel.problems import register
from mostek.regimes.base.explanations import EXPLANATIONS
from mostek.regimes.base.vat import explanations as vat_explanations

register(EXPLANATIONS)
register(vat_explanations.EXPLANATIONS)
