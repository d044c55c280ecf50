"""NIP, the Polish tax number: ten digits, the last one a check digit."""

from stdnum.pl import nip

from mostek.kernel.problems import Problem
from mostek.regimes.base.tax_ids import compact


def normalise(value: str) -> str:
    """The ten digits: without blanks, dashes and the prefix PL."""
    return compact(value).removeprefix("PL")


def check(value: str) -> Problem | None:
    """Ten digits with the right check digit; a number that begins with 000 was never given out."""
    number = normalise(value)
    values = {"number": value.strip()}
    if not (number.isascii() and number.isdigit()) or len(number) != 10:
        return Problem("regime.pl.nip_length", values)
    if number.startswith("000") or not nip.is_valid(number):
        return Problem("regime.pl.nip_checksum", values)
    return None


def is_company_id(value: str) -> bool:
    return check(value) is None
