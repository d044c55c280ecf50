"""A file that was sent to the panel or the API, taken in at once."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile

from mostek.companies.models import Company
from mostek.payroll.importing.reading import read_file
from mostek.payroll.taking import Taken, take


def take_upload(company: Company, chunks: Iterable[bytes], actor: str, name: str) -> list[Taken]:
    """Raises ProblemError: all of the file's lists are taken or none. What was sent holds personal data; it
    lies in a file of its own while it is read, and is gone after."""
    with NamedTemporaryFile(prefix="mostek-", delete=False) as file:
        path = Path(file.name)
        try:
            for chunk in chunks:
                file.write(chunk)
            file.close()
            return take(company, read_file(path), actor, name)
        finally:
            path.unlink()
