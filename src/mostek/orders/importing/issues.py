"""The list of what could not be taken in, kept and given out."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext

from mostek.delivery.words import card
from mostek.kernel.problems import Problem
from mostek.kernel.tables import csv_line, csv_lines
from mostek.orders.importing.shaping import Refusal
from mostek.orders.models import ImportIssue, ImportRun

MOST_REMARKS = 1000
"""Remarks kept with one run; further ones are only counted. Refused lines are all kept."""
LONGEST_CONTENT = 20_000


def keep_refused(run: ImportRun, number: str, refused: Iterable[Refusal]) -> list[ImportIssue]:
    return [
        ImportIssue(
            run=run,
            line=each.line,
            order_number=number[:60].replace("\x00", "�"),
            problem=each.problem.as_dict(),
            content=_text(each.content)[:LONGEST_CONTENT],
        )
        for each in refused
    ]


def keep_remarks(run: ImportRun, number: str, line: int, remarks: Iterable[Problem]) -> list[ImportIssue]:
    kept = []
    for remark in remarks:
        run.remarks += 1
        if run.remarks <= MOST_REMARKS:
            kept.append(
                ImportIssue(run=run, line=line, order_number=number, problem=remark.as_dict(), is_remark=True)
            )
    return kept


def _text(content: Any) -> str:
    """A row as a line of CSV, an object as its JSON. No database column can hold NUL."""
    if isinstance(content, str):
        return content.replace("\x00", "�")
    return csv_line(content, ",").rstrip("\r\n").replace("\x00", "�")


def issues_csv(run: ImportRun) -> Iterator[str]:
    """The list as CSV in the reader's language, with semicolons."""
    headings = [
        gettext("line"),
        gettext("order"),
        gettext("what"),
        gettext("why"),
        gettext("to do"),
        gettext("content"),
    ]
    return csv_lines(headings, _rows(run), "pl")


def _rows(run: ImportRun) -> Iterator[list[str]]:
    for issue in run.issues.order_by("is_remark", "line", "id").iterator(1000):
        said = card(issue.problem)
        yield [str(issue.line), issue.order_number, said.what, said.why, said.todo, issue.content]
