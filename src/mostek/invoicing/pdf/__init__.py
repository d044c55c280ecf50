"""The printed document, as PDF."""

from mostek.invoicing.pdf.labels import languages
from mostek.invoicing.pdf.render import render
from mostek.invoicing.pdf.sheet import Column, Sheet, render_entry, render_sheet
from mostek.invoicing.pdf.texts import Texts

__all__ = ["Column", "Sheet", "Texts", "languages", "render", "render_entry", "render_sheet"]
