"""The neutral document: EN 16931 terms, totals, corrections. Pure: no I/O, no framework, no country."""

from mostek.invoicing.explanations import EXPLANATIONS
from mostek.invoicing.ledger_explanations import LEDGER
from mostek.kernel.problems import register

register(EXPLANATIONS | LEDGER)
