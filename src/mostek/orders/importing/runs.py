"""One file being taken in: started, advanced in small committed portions, resumed after any crash."""

import logging
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from django.conf import settings as django_settings
from django.db import transaction
from django.utils import timezone

from mostek.companies.models import Company
from mostek.delivery.jobs import runner
from mostek.delivery.jobs import start as start_job
from mostek.delivery.models import Job
from mostek.kernel.problems import Problem, ProblemError
from mostek.orders.importing import staging
from mostek.orders.importing.choosing import settings_for
from mostek.orders.importing.online_retail import NUMBER, RetailShaper
from mostek.orders.importing.opening import LARGEST
from mostek.orders.importing.presets import CSV, JSON, preset_of
from mostek.orders.importing.shaping import Shaper
from mostek.orders.importing.shaping_csv import TableShaper
from mostek.orders.importing.shaping_json import shape_json
from mostek.orders.importing.sniffing import sniff
from mostek.orders.importing.writing import write
from mostek.orders.models import ImportRun

log = logging.getLogger(__name__)
PORTION_ROWS = 1500
"""Short enough that on SQLite, which has one writer, nobody else waits long."""
ORDER_WEIGHT = 3
"""An order takes as long as so many rows, beside its own."""
FOREGROUND_ROWS = 6000
HOPELESS = 2000
"""Refused orders without a single one taken in, after which the import stops."""
STAGING_SHARE = 0.15
"""Of an import's time, reading the file."""

_being_staged: dict[int, Iterator[int]] = {}
"""Reading goes on where it stood while the process lives; another one begins anew, nothing is lost."""


def progress(run: ImportRun) -> float:
    """How far the run is, from 0 to 1."""
    if run.state == "done":
        return 1
    read = run.bytes_read / run.bytes_total if run.bytes_total else 0
    taken = run.position / run.orders_total if run.orders_total else 0
    return STAGING_SHARE * min(read, 1) + (1 - STAGING_SHARE) * taken


def start(
    company: Company,
    upload: Path | IO[bytes],
    file_name: str,
    preset: str,
    settings: Mapping[str, Any],
    actor: str,
) -> ImportRun:
    """Keeps the file, checks what was chosen, and leaves the rest to a worker.

    Raises ProblemError, and then nothing is kept.
    """
    with transaction.atomic():
        run = _new_run(company, upload, file_name, preset, settings, actor)
        start_job(company, "import", {"run": run.pk}, actor)
    return run


def import_file(
    company: Company,
    path: Path,
    preset: str,
    settings: Mapping[str, Any],
    actor: str,
    report: Callable[[ImportRun], object] = progress,
) -> ImportRun:
    """Takes the file in here and now, calling `report` after each portion. Raises ProblemError before
    anything has begun; what goes wrong later stands in the run's `failure`."""
    _close_interrupted(company)
    run = _new_run(company, path, path.name, preset, {**settings}, actor)
    run.state, run.settings["foreground"] = "running", True
    run.save()
    finished = False
    try:
        while not finished:
            with transaction.atomic():
                finished = advance(run, FOREGROUND_ROWS)
            report(run)
    except KeyboardInterrupt:
        _close_interrupted(company)
        raise
    return run


def _close_interrupted(company: Company) -> None:
    """Runs in the foreground whose program was killed would seem to run for ever."""
    for run in ImportRun.objects.of(company).filter(state="running", settings__foreground=True):
        _fail(run, Problem("orders.import_interrupted"))
        run.save()


def _new_run(
    company: Company,
    upload: Path | IO[bytes],
    file_name: str,
    preset_key: str,
    raw: Mapping[str, Any],
    actor: str,
) -> ImportRun:
    preset = preset_of(preset_key)
    path = keep_upload(upload)
    try:
        settings = settings_for(company, preset, raw, path)
        settings["language"] = django_settings.LANGUAGE_CODE
        return ImportRun.objects.create(
            company=company,
            file_name=Path(file_name.replace("\\", "/").replace("\x00", "")).name[:200],
            preset=preset_key,
            settings=settings,
            path=str(path),
            bytes_total=path.stat().st_size,
            created_by=actor,
        )
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def keep_upload(upload: Path | IO[bytes]) -> Path:
    """A copy of the file in MOSTEK_HOME. Raises ProblemError when it is too large."""
    folder: Path = django_settings.HOME / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / secrets.token_hex(12)
    with path.open("wb") as kept:
        if isinstance(upload, Path):
            with upload.open("rb") as source:
                shutil.copyfileobj(source, kept, 1 << 20)
        else:
            upload.seek(0)
            shutil.copyfileobj(upload, kept, 1 << 20)
    if path.stat().st_size > LARGEST:
        path.unlink()
        raise ProblemError(Problem("orders.import_too_large", {"megabytes": str(LARGEST // 1_000_000)}))
    return path


@runner("import")
def portion(job: Job) -> bool:
    """One portion of the job's run, in the job's transaction. True when it has ended."""
    runs = ImportRun.objects.select_related("company")
    run = runs.get(pk=job.params["run"])
    try:
        with transaction.atomic():
            finished = advance(run, PORTION_ROWS)
    except Exception:
        log.exception("import %s broke off", run.pk)
        run, finished = runs.get(pk=run.pk), True
        _fail(run, Problem("orders.import_failed"))
        run.save()
    job.total = run.orders_total
    job.done = run.orders_new + run.orders_changed + run.orders_known
    job.failed = run.orders_refused
    job.problem = run.failure
    return finished


def advance(run: ImportRun, rows: int) -> bool:
    """Reads on, or takes the orders of about so many rows in. Call inside a transaction: the run's
    position becomes durable together with the orders, so that no crash loses or doubles one."""
    path = Path(run.path)
    run.state = "running"
    try:
        if staging.staged_path(path).exists():
            _take_in(run, path, rows)
        else:
            _read_on(run, path)
    except ProblemError as error:
        _fail(run, error.problems[0])
    run.save()
    return run.state in ("done", "failed")


def _read_on(run: ImportRun, path: Path) -> None:
    reading = _being_staged.get(run.pk)
    if reading is None:
        reading = _being_staged[run.pk] = staging.stage(path, _rows(run, path))
    try:
        run.bytes_read = next(reading)
    except BaseException as error:
        del _being_staged[run.pk]
        if not isinstance(error, StopIteration):
            raise
        run.bytes_read = run.bytes_total
        with staging.staged(path) as file:
            run.orders_total = file.count


def _rows(run: ImportRun, path: Path) -> Iterator[staging.Row | int]:
    if run.preset == JSON.key:
        return staging.json_rows(path)
    if run.preset == CSV.key:
        chosen = run.settings
        return staging.csv_rows(path, chosen["encoding"], chosen["delimiter"], chosen["mapping"]["number"])
    sniffed = sniff(path)
    return staging.csv_rows(path, sniffed.encoding, sniffed.delimiter, NUMBER)


def _shaper(run: ImportRun, headings: list[str]) -> Shaper:
    if run.preset == JSON.key:
        return shape_json
    try:
        return (TableShaper if run.preset == CSV.key else RetailShaper)(run.settings, headings)
    except ValueError as error:
        heading = str(error).split("'")[1]
        raise ProblemError(Problem("orders.import_heading_missing", {"heading": heading})) from None


def _take_in(run: ImportRun, path: Path, rows: int) -> None:
    with staging.staged(path) as file:
        run.orders_total = file.count
        shaper = _shaper(run, file.headings)
        shaped = []
        for group in file.groups(after=run.position):
            shaped.append(shaper(group))
            run.position = group.id
            rows -= len(group.rows) + ORDER_WEIGHT
            if rows <= 0:
                break
    write(run, shaped)
    if run.position >= run.orders_total:
        _end(run, "done")
    elif run.orders_refused >= HOPELESS and not (run.orders_new or run.orders_changed or run.orders_known):
        raise ProblemError(Problem("orders.import_nothing_fits", {"count": str(run.orders_refused)}))


def _fail(run: ImportRun, problem: Problem) -> None:
    run.failure = problem.as_dict()
    _end(run, "failed")


def _end(run: ImportRun, state: str) -> None:
    run.state, run.ended_at = state, timezone.now()
    # Only once it is certain: a crash before the commit would need the file again.
    transaction.on_commit(lambda: staging.remove(Path(run.path)))
