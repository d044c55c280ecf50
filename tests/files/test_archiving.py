"""The archive: each PDF once, whole or not at all, and bytes that leave the database come back."""

import hashlib
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from mostek.companies.models import Company
from mostek.delivery import actions, daily
from mostek.delivery.models import DailyWork, Delivery, Job, State, Step
from mostek.documents.models import Document
from mostek.documents.rendering import best_pdf
from mostek.files import archiving
from mostek.files.archiving import folder_of, rule_of, run_here, waiting
from mostek.files.models import Archived, ArchiveRule
from mostek.orders.models import CustomField, FieldValue, StoredFile, store_file
from tests.delivery.crew import deliver_all
from tests.delivery.shop import ACTOR, Shop, delivery_of, fresh, keys
from tests.panel.conftest import MakeDocument
from tests.panel.reading import followed, page

PDF = b"%PDF-1.7 the program's own"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: Any) -> None:
    settings.ARCHIVE_DIR = tmp_path / "archive"


@pytest.fixture
def rule(company: Company) -> ArchiveRule:
    rule = rule_of(company)
    rule.on = True
    rule.save()
    return rule


@pytest.fixture
def settled(make_document: MakeDocument) -> Iterator[MakeDocument]:
    """An invoice that is booked, with the program's PDF."""

    def make(number: str, data: bytes = PDF, **fields: Any) -> Document:
        document = make_document(number, State.ISSUED, step=Step.DONE)
        pdf = store_file(document.company, f"{number}.pdf", "application/pdf", data) if data else None
        Document.objects.filter(pk=document.pk).update(pdf=pdf, **fields)
        return Document.objects.get(pk=document.pk)

    return make  # type: ignore[return-value]


def files(rule: ArchiveRule) -> list[Path]:
    return sorted(path for path in folder_of(rule).rglob("*") if path.is_file())


def stored(document: Document) -> StoredFile:
    assert document.pdf_id is not None
    return StoredFile.objects.get(pk=document.pdf_id)


def test_a_document_is_archived_once(rule: ArchiveRule, settled: MakeDocument) -> None:
    document = settled("1")
    assert run_here(rule.company, ACTOR).done == 1
    (file,) = files(rule)
    assert file.read_bytes() == PDF
    day = document.issue_date
    name = f"{document.number.replace('/', '-')}-Kawiarnia Pod Mostem sp. z o.o.pdf"
    assert file.relative_to(folder_of(rule)).as_posix() == f"{day:%Y}/{day:%m}/{name}"
    kept = Archived.objects.get()
    assert (kept.from_program, kept.sha256) == (True, hashlib.sha256(PDF).hexdigest())
    assert run_here(rule.company, ACTOR).done == 0
    assert files(rule) == [file]


def test_only_settled_documents_of_the_chosen_kinds(
    rule: ArchiveRule, settled: MakeDocument, make_document: MakeDocument
) -> None:
    settled("1", kind="receipt")
    settled("2", cancelled_at=rule.company.created_at)
    make_document("3", State.QUEUED)
    make_document("4", State.ISSUED, step=Step.PDF)
    rule.kinds = ["invoice"]
    rule.save()
    assert run_here(rule.company, ACTOR).done == 0
    assert not waiting(rule).exists()


def test_our_own_print_stands_there_until_the_program_s_comes(
    rule: ArchiveRule, settled: MakeDocument
) -> None:
    document = settled("1", b"")
    run_here(rule.company, ACTOR)
    (own,) = files(rule)
    assert own.read_bytes().startswith(b"%PDF")
    assert not Archived.objects.get().from_program
    document.pdf = store_file(rule.company, "1.pdf", "application/pdf", PDF)
    document.save()
    run_here(rule.company, ACTOR)
    assert sorted(path.read_bytes() == PDF for path in files(rule)) == [False, True]
    assert own.read_bytes() != PDF


def test_what_broke_off_before_it_was_noted_is_taken_over(rule: ArchiveRule, settled: MakeDocument) -> None:
    settled("1")
    run_here(rule.company, ACTOR)
    (file,) = files(rule)
    Archived.objects.all().delete()
    run_here(rule.company, ACTOR)
    assert files(rule) == [file]
    assert Archived.objects.get().path == file.relative_to(folder_of(rule)).as_posix()


def test_a_file_of_somebody_else_is_never_overwritten(rule: ArchiveRule, settled: MakeDocument) -> None:
    document = settled("1")
    rule.pattern = "{number}.pdf"
    rule.save()
    theirs = folder_of(rule) / f"{document.number.replace('/', '-')}.pdf"
    theirs.parent.mkdir(parents=True)
    theirs.write_bytes(b"theirs")
    run_here(rule.company, ACTOR)
    assert theirs.read_bytes() == b"theirs"
    assert Archived.objects.get().path == f"{theirs.stem}-{document.reference}.pdf"


def test_a_machine_that_stops_while_writing_leaves_no_half_file(
    rule: ArchiveRule, settled: MakeDocument
) -> None:
    document = settled("1")

    def stops(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(os, "fsync", stops)
        job = run_here(rule.company, ACTOR)
    assert job.state == "failed"
    assert keys([job.problem]) == ["files.archive_unwritable"]
    assert files(rule) == []
    rule.refresh_from_db()
    assert rule.problem is not None
    assert run_here(rule.company, ACTOR).done == 1
    rule.refresh_from_db()
    assert rule.problem is None
    assert Archived.objects.get().document == document


def test_old_bytes_leave_the_database_and_come_from_the_archive(
    rule: ArchiveRule, settled: MakeDocument, boss: Client
) -> None:
    old = settled("1")
    old.issue_date -= timedelta(days=200)
    old.save()
    young = settled("2")
    field = CustomField.objects.create(company=rule.company, name="PDF", kind="file")
    assert old.order is not None
    FieldValue.objects.create(order=old.order, field=field, file=old.pdf)
    rule.keep_months = 6
    rule.save()
    job = run_here(rule.company, ACTOR)
    assert job.result["dropped"] == 1
    assert bytes(stored(old).data) == b""
    assert bytes(stored(young).data) == PDF
    assert best_pdf(fresh(old)) == (PDF, True)
    assert boss.get(f"/documents/{old.pk}/pdf/").content == PDF
    assert boss.get(f"/orders/{old.order_id}/files/{old.pdf_id}/").content == PDF

    # Somebody changed the file in the archive: it is not given out as the program's any more.
    for file in files(rule):
        file.write_bytes(b"%PDF changed")
    data, from_program = best_pdf(fresh(old))
    assert (data.startswith(b"%PDF-"), from_program) == (True, False)
    assert run_here(rule.company, ACTOR).done == 0


def test_bytes_that_left_are_fetched_again_and_replaced_at_the_order(shop: Shop) -> None:
    document = shop.issue(shop.series(shop.connect("ifirma")))
    deliver_all()
    document = fresh(document)
    Document.objects.update(issue_date=document.issue_date - timedelta(days=100))
    rule = rule_of(shop.company)
    rule.keep_months = 1
    rule.save()
    assert run_here(shop.company, ACTOR).result["dropped"] == 1
    first = document.pdf_id
    assert best_pdf(fresh(document))[1] is False
    Document.objects.update(issue_date=document.issue_date)

    actions.resend(delivery_of(document), ACTOR)
    deliver_all()
    document = fresh(document)
    assert document.pdf_id != first
    assert best_pdf(document)[1] is True
    (value,) = FieldValue.objects.filter(order=document.order)
    assert (value.file_id, value.field.name) == (document.pdf_id, "PDF")
    assert list(StoredFile.objects.values_list("pk", flat=True)) == [document.pdf_id]


def test_a_worker_archives_once_a_day(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    document = shop.issue(shop.series(shop.connect("ifirma")))
    deliver_all()
    rule = rule_of(shop.company)
    rule.on = True
    rule.save()
    DailyWork.objects.all().delete()
    monkeypatch.setattr(daily, "_looked", 0.0)
    daily.begin_due()
    deliver_all()
    assert Archived.objects.get().document == document
    monkeypatch.setattr(daily, "_looked", 0.0)
    daily.begin_due()
    assert Job.objects.filter(kind=archiving.KIND).count() == 1
    assert Delivery.objects.count() == 1


def test_work_that_fails_is_tried_the_next_day_only(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []

    def fails() -> None:
        begun.append("x")
        raise RuntimeError

    monkeypatch.setattr(daily, "_works", {"fails": fails, "works": lambda: begun.append("y")})
    for _ in range(2):
        monkeypatch.setattr(daily, "_looked", 0.0)
        daily.begin_due()
    assert begun == ["x", "y"]


def test_the_rule_is_set_in_the_panel(
    boss: Client, operator: Client, reader: Client, settled: MakeDocument
) -> None:
    document = settled("1")
    assert "Nothing is archived yet" in page(reader, "/settings/archive/")
    posted = {"on": "on", "pattern": "../{number}", "kinds": ["invoice"], "keep_months": "0"}
    text = followed(boss, "/settings/archive/save/", **posted)
    assert "must lead to a file inside the company's own folder" in text
    assert operator.post("/settings/archive/save/", posted).status_code == 403
    posted |= {"pattern": "{year}/{number}.pdf", "keep_months": ""}
    assert "The archive rule is saved." in followed(boss, "/settings/archive/save/", **posted)
    assert "is under way" in followed(operator, "/settings/archive/run/")
    Job.objects.update(due_at=None)
    run_here(document.company, ACTOR)
    kept = Archived.objects.get()
    assert kept.path in page(reader, "/settings/archive/")
    assert reader.get(f"/settings/archive/{kept.pk}/").content == PDF


def test_another_company_s_archive_is_closed(
    stranger: Client, rule: ArchiveRule, settled: MakeDocument
) -> None:
    settled("1")
    run_here(rule.company, ACTOR)
    kept = Archived.objects.get()
    assert stranger.get(f"/settings/archive/{kept.pk}/").status_code == 404
    assert kept.path not in page(stranger, "/settings/archive/")
