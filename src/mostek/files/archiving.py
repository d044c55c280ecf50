"""The archive: PDFs in a folder too, and their bytes out of the database after some months.

A run may break off anywhere: a file appears whole under its name or not at all, and what stands already
with the same bytes is only noted. A file that is not ours is never overwritten.
"""

import hashlib
import os
import secrets
import time
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from mostek.companies.models import Company
from mostek.delivery.daily import every_day
from mostek.delivery.jobs import runner, start
from mostek.delivery.models import IN_PROGRAM, Job, Step
from mostek.documents.models import Document
from mostek.documents.rendering import best_pdf, look_also_on
from mostek.files.models import Archived, ArchiveRule
from mostek.files.naming import beside, path_of, safe
from mostek.kernel.dates import add_months, today
from mostek.kernel.problems import Problem
from mostek.orders.models import StoredFile

KIND = "archive"
PORTION_SECONDS = 0.3
TOGETHER = 30


def rule_of(company: Company) -> ArchiveRule:
    """The company's rule; an unsaved one, switched off, where it has none."""
    found = ArchiveRule.objects.of(company).first()
    return found or ArchiveRule(
        company=company, folder=f"{safe(company.name)[:60].replace(' ', '-')}-{company.pk}"
    )


def folder_of(rule: ArchiveRule) -> Path:
    return settings.ARCHIVE_DIR / rule.folder


@every_day("files.archive")
def begin_runs() -> None:
    """A run for each company that has a rule with something to do."""
    for rule in ArchiveRule.objects.filter(Q(on=True) | Q(keep_months__isnull=False)).select_related(
        "company"
    ):
        run(rule.company, "")


def run(company: Company, actor: str) -> Job:
    """Starts a run, unless one is under way."""
    under_way = Job.objects.of(company).filter(kind=KIND, due_at__isnull=False).first()
    return under_way or start(company, KIND, {}, actor)


def run_here(company: Company, actor: str) -> Job:
    """A run in this process, to its end; workers leave it alone."""
    job = Job.objects.create(company=company, kind=KIND, created_by=actor)
    ended = False
    while not ended:
        with transaction.atomic():
            ended = archive_portion(job)
    job.state, job.ended_at = ("failed" if job.problem else "done"), timezone.now()
    job.save()
    return job


@runner(KIND)
def archive_portion(job: Job) -> bool:
    """Archives and then lightens the database until the portion's time is up. True when nothing is left."""
    rule = ArchiveRule.objects.of(job.company).select_for_update().first()
    if rule is None:
        return True
    until = time.monotonic() + PORTION_SECONDS
    try:
        while time.monotonic() < until:
            if not _archive_some(rule, job) and not _drop_some(rule, job):
                return _ended(rule, None)
    except OSError as error:
        values = {"reason": error.strerror or str(error), "folder": str(folder_of(rule))}
        job.problem = Problem("files.archive_unwritable", values).as_dict()
        return _ended(rule, job.problem)
    return False


def _ended(rule: ArchiveRule, problem: dict[str, object] | None) -> bool:
    rule.ran_at, rule.problem = timezone.now(), problem
    rule.save(update_fields=["ran_at", "problem"])
    return True


def waiting(rule: ArchiveRule) -> "QuerySet[Document]":
    """Documents that are settled and do not stand in the archive as they are now."""
    settled = Q(delivery__isnull=True) | Q(delivery__state__in=IN_PROGRAM, delivery__step=Step.DONE)
    kept = Archived.objects.filter(document=OuterRef("pk"), revision=OuterRef("revision"))
    lacking = Q(pdf__sha256__gt="") & ~Exists(kept.filter(from_program=True)) | ~Exists(kept)
    return Document.objects.of(rule.company).filter(settled, lacking, cancelled_at=None, kind__in=rule.kinds)


def _archive_some(rule: ArchiveRule, job: Job) -> bool:
    """A run goes through the documents once, upwards."""
    if not rule.on:
        return False
    rows = waiting(rule).filter(pk__gt=job.result.get("archived_to", 0)).order_by("id")
    some = list(rows.select_related("series", "order", "connection", "company", "pdf")[:TOGETHER])
    for document in some:
        archive(rule, document)
        job.done += 1
        job.result = {**job.result, "archived_to": document.pk}
    return bool(some)


def archive(rule: ArchiveRule, document: Document) -> Archived:
    """Puts the document's PDF into the company's folder. Raises OSError."""
    data, from_program = best_pdf(document)
    path = _free_path(rule, document, data)
    _put(folder_of(rule) / path, data)
    return Archived.objects.create(
        company=rule.company,
        document=document,
        revision=document.revision,
        from_program=from_program,
        path=path,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _free_path(rule: ArchiveRule, document: Document, data: bytes) -> str:
    """The name by the pattern; with the reference, and then a number, where another file has it."""
    wanted = path_of(document, rule.pattern)
    names = [wanted, beside(wanted, document)]
    names += [beside(f"{wanted.removesuffix('.pdf')}-{n}.pdf", document) for n in range(2, 10)]
    for path in names:
        taken = Archived.objects.of(rule.company).filter(path=path).exists()
        if not taken and _is_free(folder_of(rule) / path, data):
            return path
    return beside(f"{wanted.removesuffix('.pdf')}-{secrets.token_hex(4)}.pdf", document)


def _is_free(target: Path, data: bytes) -> bool:
    """Nothing stands there, or what a run left that broke off before it was noted."""
    try:
        return target.read_bytes() == data
    except FileNotFoundError:
        return True


def _put(target: Path, data: bytes) -> None:
    """Whole or not at all, also when the machine stops in between."""
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.parent / f".{secrets.token_hex(8)}.part"
    try:
        with aside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _drop_some(rule: ArchiveRule, job: Job) -> bool:
    """Takes the bytes of old PDFs out of the database; the file's row, and so the order's field, stays."""
    rows = droppable(rule).filter(pk__gt=job.result.get("dropped_to", 0)).order_by("id")
    old = list(rows.values_list("pk", "pdf_id")[:TOGETHER])
    if old:
        StoredFile.objects.filter(pk__in=[pdf for _, pdf in old]).update(data=b"", sha256="")
        dropped = job.result.get("dropped", 0) + len(old)
        job.result = {**job.result, "dropped_to": old[-1][0], "dropped": dropped}
    return bool(old)


def droppable(rule: ArchiveRule) -> "QuerySet[Document]":
    """Documents whose PDF is older than the rule keeps it, and can be had again: from the archive where
    there is one, else from the program."""
    if rule.keep_months is None:
        return Document.objects.none()
    before = add_months(today(rule.company.time_zone), -rule.keep_months)
    rows = Document.objects.of(rule.company).filter(
        issue_date__lt=before, pdf__sha256__gt="", delivery__state__in=IN_PROGRAM, delivery__step=Step.DONE
    )
    if rule.on:
        kept = Archived.objects.filter(document=OuterRef("pk"), revision=OuterRef("revision"))
        rows = rows.filter(Exists(kept.filter(from_program=True)))
    return rows


@look_also_on
def archived_pdf(document: Document) -> bytes | None:
    """The program's PDF from the archive, if it stands there unchanged."""
    kept = document.archived.filter(revision=document.revision, from_program=True).order_by("-id").first()
    rule = ArchiveRule.objects.filter(company=document.company_id).first()
    if kept is None or rule is None:
        return None
    try:
        data = (folder_of(rule) / kept.path).read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == kept.sha256 else None


def bytes_of(file: StoredFile) -> bytes:
    """A stored file's bytes, also when they have left the database: it is a document's PDF then."""
    if file.sha256:
        return bytes(file.data)
    document = Document.objects.filter(company=file.company_id, pdf=file).first()
    return best_pdf(document)[0] if document else b""
