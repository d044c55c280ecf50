"""Many documents in one file, at once or in the background."""

import io
import zipfile

import pytest
from django.test import Client
from pypdf import PdfReader

from mostek.delivery import errands
from mostek.files import outputs
from mostek.files.models import ArchiveRule, Output, OutputKind
from mostek.files.outputs import QUICK
from mostek.orders.models import StoredFile
from tests.panel.conftest import MakeDocument
from tests.panel.reading import followed, page

BULK = "/documents/bulk/"


def work_all() -> None:
    """What a worker does with files that are due."""
    for row in errands.claim(Output, 10, "w"):
        errands.work(row)


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in OutputKind:
        monkeypatch.setitem(QUICK, kind, 1)


@pytest.mark.usefixtures("long")
def test_a_long_print_is_made_in_the_background(reader: Client, make_document: MakeDocument) -> None:
    documents = [make_document(str(number)) for number in range(3)]
    text = followed(reader, BULK, action="print", document=[d.pk for d in documents])
    assert "Waiting for a worker to begin." in text
    assert "0 / 3" in text
    output = Output.objects.get()
    assert reader.get(f"/files/{output.pk}/file/").status_code == 404

    work_all()
    assert "The file is ready." in page(reader, f"/files/{output.pk}/")
    answer = reader.get(f"/files/{output.pk}/file/?download=1")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    pages = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.content)).pages]
    assert all(document.number in text for document, text in zip(documents, pages, strict=True))


@pytest.mark.usefixtures("long")
def test_others_do_not_get_the_file(boss: Client, stranger: Client, make_document: MakeDocument) -> None:
    documents = [make_document(str(number)) for number in range(2)]
    boss.post(BULK, {"action": "zip", "document": [d.pk for d in documents]})
    work_all()
    output = Output.objects.get()
    assert boss.get(f"/files/{output.pk}/file/").content.startswith(b"PK")
    assert stranger.get(f"/files/{output.pk}/").status_code == 404
    assert stranger.get(f"/files/{output.pk}/file/").status_code == 404


def test_names_in_a_zip_follow_the_archive_s_pattern(boss: Client, make_document: MakeDocument) -> None:
    documents = [make_document(str(number)) for number in range(2)]
    ArchiveRule.objects.create(
        company=documents[0].company, on=True, folder="x", pattern="{year}/{kind}-{number}"
    )
    answer = boss.post(BULK, {"action": "zip", "document": [d.pk for d in documents]})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        year = documents[0].issue_date.year
        assert archive.namelist() == [f"{year}/invoice-{d.number.replace('/', '-')}.pdf" for d in documents]


def test_a_damaged_pdf_is_named(boss: Client, make_document: MakeDocument) -> None:
    document = make_document("1")
    document.pdf = StoredFile.objects.create(
        company=document.company,
        name="x.pdf",
        content_type="application/pdf",
        size=3,
        sha256="1",
        data=b"no!",
    )
    document.save()
    text = followed(boss, BULK, action="print", document=[document.pk])
    assert f"The PDF of {document.number} cannot be put together" in text


@pytest.mark.usefixtures("long")
def test_a_file_that_cannot_be_made_says_why(boss: Client, make_document: MakeDocument) -> None:
    documents = [make_document(str(number)) for number in range(2)]
    damaged = StoredFile.objects.create(
        company=documents[0].company,
        name="x",
        content_type="application/pdf",
        size=3,
        sha256="1",
        data=b"no!",
    )
    type(documents[0]).objects.filter(pk=documents[0].pk).update(pdf=damaged)
    boss.post(BULK, {"action": "print", "document": [d.pk for d in documents]})
    work_all()
    text = page(boss, f"/files/{Output.objects.get().pk}/")
    assert "cannot be put together with the others" in text
    assert "More about this error" in text


@pytest.mark.usefixtures("long")
def test_files_are_removed_after_a_while(boss: Client, make_document: MakeDocument) -> None:
    documents = [make_document(str(number)) for number in range(2)]
    boss.post(BULK, {"action": "zip", "document": [d.pk for d in documents]})
    work_all()
    outputs.forget_old()
    assert StoredFile.objects.count() == 1
    Output.objects.update(created_at=Output.objects.get().created_at - outputs.KEPT * 2)
    outputs.forget_old()
    assert (StoredFile.objects.count(), Output.objects.count()) == (0, 0)


def test_two_workers_do_not_both_end_a_file(make_document: MakeDocument) -> None:
    """The first one's lease has ended and another took the row: what the first made is left aside."""
    document = make_document("1")
    outputs.order_output(document.company, OutputKind.ZIP, "print", [document.pk], "Anna")
    (first,) = errands.claim(Output, 1, "first")
    Output.objects.update(due_at=0)
    (second,) = errands.claim(Output, 1, "second")
    assert isinstance(first, Output)
    with pytest.raises(outputs.Gone):
        outputs.make(first)
    errands.work(second)
    output = Output.objects.get()
    assert (output.state, output.file is not None) == ("done", True)
