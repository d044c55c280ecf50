"""Which of the company's taxes a VAT rate is. Their ids differ from company to company. Pure."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from mostek.connectors.base.contract import Account
from mostek.connectors.merit.programs import Program
from mostek.connectors.merit.words import is_yes
from mostek.invoicing.model import Invoice, Vat
from mostek.kernel.problems import Problem

Row = Mapping[str, Any]


def named_codes(account: Account) -> dict[str, str]:
    """Our code -> the program's, as the connection's options say: `zw=ZW, 0=0% EX`."""
    pairs = (pair.partition("=") for pair in account.options.get("tax_codes", "").split(","))
    return {ours.strip().casefold(): theirs.strip() for ours, _, theirs in pairs if theirs.strip()}


def is_mappable(vat: Vat, account: Account, program: Program) -> bool:
    """Whether a tax can be looked for at all: a percentage, or a code that is named or known."""
    code = vat.code.casefold()
    return vat.percent is not None or code in named_codes(account) or code in program.tax_codes


def tax_id(vat: Vat, taxes: Sequence[Row], account: Account, program: Program) -> str:
    """The id of the tax, or "" where none or no single one fits."""
    active = [tax for tax in taxes if not is_yes(tax.get("NonActive"))]
    if code := named_codes(account).get(vat.code.casefold()):
        return _only([tax for tax in active if _code(tax) == code.casefold()])
    if vat.percent is None:
        beginning = program.tax_codes.get(vat.code.casefold(), "")
        return _best([tax for tax in active if beginning and _code(tax).startswith(beginning.casefold())])
    same = [tax for tax in active if _percent(tax) == vat.percent]
    plain = [tax for tax in same if _code(tax)[:1].isdigit()]
    return _best(plain) or _only(same)


def _code(tax: Row) -> str:
    return str(tax.get("Code") or "").strip().casefold()


def _percent(tax: Row) -> Decimal | None:
    try:
        return Decimal(str(tax.get("TaxPct")))
    except InvalidOperation:
        return None


def _best(found: list[Row]) -> str:
    """The one with the shortest code, if it is alone in that: `23%` before `23% art. 17`."""
    shortest = min((len(_code(tax)) for tax in found), default=0)
    return _only([tax for tax in found if len(_code(tax)) == shortest])


def _only(found: list[Row]) -> str:
    return str(found[0].get("Id") or "") if len(found) == 1 else ""


def ids_of(
    invoice: Invoice, taxes: Sequence[Row], account: Account, program: Program
) -> tuple[dict[Vat, str], tuple[Problem, ...]]:
    """The tax id of each rate on the document, those of the lines before a correction included."""
    found: dict[Vat, str] = {}
    problems = []
    corrected = invoice.corrected.lines if invoice.corrected else ()
    for index, line in enumerate((*invoice.lines, *corrected)):
        if line.vat in found:
            continue
        found[line.vat] = tax_id(line.vat, taxes, account, program)
        if not found[line.vat]:
            field = f"lines.{index}.vat" if index < len(invoice.lines) else "corrected"
            problems.append(Problem("merit.tax_not_found", {"rate": line.vat.code}, field))
    return found, tuple(problems)
