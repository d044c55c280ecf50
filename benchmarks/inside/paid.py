"""Imports a payroll list from its file and closes it."""

import csv
import tempfile
import time
from pathlib import Path

from mostek.payroll.catalogue import accept_proposals, add_standard, proposals
from mostek.payroll.closing import close
from mostek.payroll.importing.reading import read_file
from mostek.payroll.importing.table import COLUMNS
from mostek.payroll.models import Component
from mostek.payroll.taking import take
from tests.factories import make_company

DEPARTMENTS = ("BIURO", "PROD", "MAGAZYN", "SKLEP")


def main(people: str, components: str) -> dict[str, float]:
    """Seconds of each."""
    company = make_company()
    add_standard(company, "bench")
    accept_proposals(company, proposals(company), "bench")
    codes = list(Component.objects.of(company).values_list("code", flat=True))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "list.csv"
        _write(file, int(people), [codes[i % len(codes)] for i in range(int(components))])
        begun = time.perf_counter()
        payroll_list = take(company, read_file(file), "bench")[0].payroll_list
        imported = time.perf_counter()
    close(payroll_list, "bench")
    return {"imported": imported - begun, "closed": time.perf_counter() - imported}


def _write(file: Path, people: int, codes: list[str]) -> None:
    with file.open("w", newline="") as opened:
        rows = csv.writer(opened, delimiter=";")
        rows.writerow(COLUMNS)
        for person in range(people):
            named = (f"{person}", f"Anna Kowalska{person}", DEPARTMENTS[person % len(DEPARTMENTS)], "")
            for position, code in enumerate(codes):
                amount = f"{100 + (person * 37 + position * 911) % 900_000 / 100:.2f}"
                rows.writerow(("LP/10/2026", "2026-10", "2026-10-30", *named, code, "", "", amount))
