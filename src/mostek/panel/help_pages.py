"""Markdown of the programs' help pages as HTML. HTML inside the Markdown is shown as text."""

from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

from mostek.connectors.base.contract import Connector
from mostek.connectors.base.help import help_text

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


def help_html(connector: Connector, language: str) -> SafeString:
    page: str = _markdown.render(help_text(connector, language))
    return SafeString(page)  # safe: HTML in the Markdown is off
