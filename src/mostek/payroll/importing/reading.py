"""Which form a file has, by its beginning."""

from pathlib import Path

from mostek.kernel.problems import Problem, ProblemError
from mostek.payroll.importing import optima, symfonia, table
from mostek.payroll.incoming import IncomingList

LARGEST = 200_000_000
BEGINNING = 4096


def read_file(path: Path) -> list[IncomingList]:
    """Every payroll list of a file: XLSX, XML, text with ready postings, or the neutral CSV.

    Raises ProblemError: the whole file is taken or nothing of it.
    """
    size = path.stat().st_size
    if size > LARGEST:
        raise ProblemError(Problem("payroll.file_too_large", {"megabytes": str(LARGEST // 1_000_000)}))
    if not size:
        raise ProblemError(Problem("payroll.file_empty"))
    with path.open("rb") as file:
        data = file.read(BEGINNING)
    if data.startswith(b"PK\x03\x04"):
        return table.read_xlsx(path)
    beginning = data.decode("latin-1").lstrip("\ufeffï»¿")
    if beginning.lstrip().startswith("<"):
        if not optima.looks_like_it(beginning):
            raise ProblemError(Problem("payroll.file_unknown"))
        return optima.read(path)
    if symfonia.looks_like_it(beginning):
        return symfonia.read(path)
    return table.read_csv(path)
