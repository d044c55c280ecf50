"""What becomes of the rows of one order: an order, or rows that are listed with the reason."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError

from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.importing.staging import Group
from mostek.orders.incoming import IncomingOrder, problems_of

Row = tuple[int, Any]
"""Line of the file, content."""
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Refusal:
    line: int
    content: Any
    problem: Problem


@dataclass(frozen=True, slots=True)
class Shaped:
    """Every row of the group stands in `kept` or in `refused`. `kept` are the rows that the order's first
    lines come from, in their order; empty without an order."""

    number: str
    order: IncomingOrder | None = None
    kept: Sequence[Row] = ()
    refused: list[Refusal] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)


Shaper = Callable[[Group], Shaped]


class WrongRow(Exception):
    """One row of the group cannot be read."""

    def __init__(self, line: int, problem: Problem) -> None:
        super().__init__(problem.key)
        self.line = line
        self.problem = problem


def all_refused(group: Group, problem: Problem) -> Shaped:
    return Shaped(group.number, refused=[Refusal(line, content, problem) for line, content in group.rows])


def one_wrong(group: Group, wrong: WrongRow) -> Shaped:
    """An order is taken in whole or not at all: its other rows are listed too, and say why."""
    other = Problem("orders.import_other_row", {"line": str(wrong.line)})
    return Shaped(
        group.number,
        refused=[
            Refusal(line, content, wrong.problem if line == wrong.line else other)
            for line, content in group.rows
        ],
    )


def refusals(rows: Sequence[Row], problems: Sequence[Problem]) -> list[Refusal]:
    """The rows of an order that was refused: each with the problem of its own line if it has one."""
    general = next((p for p in problems if _line_of(p) is None), None)
    by_row = {_line_of(problem): problem for problem in reversed(problems)}
    wrong = next((i for i in range(len(rows)) if i in by_row), None)
    elsewhere = (
        Problem("orders.import_other_row", {"line": str(rows[wrong][0])}) if wrong is not None else None
    )
    return [
        Refusal(line, content, by_row.get(i) or general or elsewhere or problems[0])
        for i, (line, content) in enumerate(rows)
    ]


def _line_of(problem: Problem) -> int | None:
    parts = problem.field.split(".")
    return int(parts[1]) if parts[0] == "lines" and len(parts) > 1 and parts[1].isdigit() else None


def built(number: str, kept: Sequence[Row], data: dict[str, Any]) -> Shaped:
    """The order that the data make, or all its rows refused."""
    try:
        return Shaped(number, IncomingOrder.model_validate(data), kept)
    except ValidationError as error:
        return Shaped(number, refused=refusals(kept, problems_of(error)))


def read_cell(line: int, column: str, read: Callable[[str], Value], text: str) -> Value:
    """The cell's value. Raises WrongRow with the column's name."""
    try:
        return read(text)
    except ProblemError as error:
        problem = error.problems[0]
        raise WrongRow(line, Problem(problem.key, {**problem.values, "column": column}, column)) from None
