"""The printed document, as PDF."""

from mostek.invoicing.pdf.labels import languages
from mostek.invoicing.pdf.render import render
from mostek.invoicing.pdf.texts import Texts

__all__ = ["Texts", "languages", "render"]
