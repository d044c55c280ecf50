"""What each accounting program can do, side by side."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from mostek.connectors.base.contract import Connector
from mostek.connectors.base.matrix import Phrase, Row, matrix_rows
from mostek.connectors.base.registry import connectors
from mostek.panel.access import PanelRequest, member


@dataclass(frozen=True, slots=True)
class ShownCell:
    program: str
    mark: str
    phrases: list[str]


@dataclass(frozen=True, slots=True)
class ShownRow:
    label: str
    cells: list[ShownCell]
    is_prose: bool


@member
@require_GET
def matrix(request: PanelRequest) -> HttpResponseBase:
    known = connectors()
    rows = [_shown(row, known) for row in matrix_rows(known)]
    context = {
        "programs": [connector.manifest for connector in known.values()],
        "rows": [row for row in rows if not row.is_prose],
        "prose": [row for row in rows if row.is_prose],
    }
    return render(request, "panel/setup/matrix.html", context)


def _shown(row: Row, known: Mapping[str, Connector]) -> ShownRow:
    cells = [
        ShownCell(
            connector.manifest.name, row.cells[key].mark, [_said(phrase) for phrase in row.cells[key].phrases]
        )
        for key, connector in known.items()
    ]
    return ShownRow(gettext(row.label), cells, row.is_prose)


def _said(phrase: Phrase) -> str:
    said = gettext(phrase.source)
    return said % {name: gettext(value) for name, value in phrase.values.items()} if phrase.values else said
