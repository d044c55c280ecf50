"""Ready postings in the text form that Symfonia takes (format 3.0), which enova365 and others write too.

`Dokument{ … Zapis{ strona =WN, kwota =100.00, konto =404-01, opis =… } … }`; CRLF, Windows-1250.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from mostek.kernel.problems import Problem, ProblemError
from mostek.payroll.incoming import IncomingItem, IncomingList

SIDES = {"WN": "debit", "MA": "credit"}
_OPENING = re.compile(r"^\s*(\w+)\s*\{\s*$")
_LINE = re.compile(r"^\s*([^={}]+?)\s*=(.*)$")
Block = tuple[str, dict[str, str], list["Block"]]


def looks_like_it(beginning: str) -> bool:
    return bool(re.search(r"^\s*(INFO|Dokument)\s*\{", beginning, re.MULTILINE))


def read(path: Path) -> list[IncomingList]:
    """Raises ProblemError when it is no such file, or damaged."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1250", "replace")
    lists = [_list(fields, blocks) for name, fields, blocks in _blocks(text) if name == "Dokument"]
    if not lists:
        raise ProblemError(Problem("payroll.file_unknown"))
    return lists


def _blocks(text: str) -> list[Block]:
    root: Block = ("", {}, [])
    stack = [root]
    for line in text.splitlines():
        if opening := _OPENING.match(line):
            block: Block = (opening[1], {}, [])
            stack[-1][2].append(block)
            stack.append(block)
        elif line.strip() == "}":
            if len(stack) == 1:
                raise ProblemError(Problem("payroll.file_damaged"))
            stack.pop()
        elif pair := _LINE.match(line):
            stack[-1][1][pair[1].strip()] = pair[2].strip()
    if len(stack) != 1:
        raise ProblemError(Problem("payroll.file_damaged"))
    return root[2]


def _list(fields: dict[str, str], blocks: list[Block]) -> IncomingList:
    number = fields.get("symbol FK") or fields.get("kod") or fields.get("FK nazwa", "")
    if not number:
        raise ProblemError(Problem("payroll.list_without_number"))
    try:
        paid = date.fromisoformat(fields["data"][:10])
        period = date.fromisoformat(fields.get("datasp", fields["data"])[:10]).replace(day=1)
    except (KeyError, ValueError):
        raise ProblemError(Problem("payroll.list_without_dates", {"number": number})) from None
    found = IncomingList(number, period, paid)
    found.items += _postings(blocks)
    return found


def _postings(blocks: list[Block]) -> Iterator[IncomingItem]:
    for name, fields, _ in blocks:
        if name != "Zapis":
            continue
        side = SIDES.get(fields.get("strona", "").upper())
        account = fields.get("konto", "")
        try:
            value = Decimal(fields.get("kwota", "").replace(",", ".").replace(" ", ""))
        except InvalidOperation:
            raise ProblemError(
                Problem(
                    "payroll.amount_unreadable",
                    {"component": account or "Zapis", "value": fields.get("kwota", "")[:60]},
                )
            ) from None
        if side is None or not account:
            raise ProblemError(Problem("payroll.posting_incomplete", {"text": fields.get("opis", "")[:60]}))
        yield IncomingItem(
            amount=value.quantize(Decimal("0.01")), account=account, side=side, name=fields.get("opis", "")
        )
