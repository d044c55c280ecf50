"""An order's custom fields: set, attached, taken away."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mostek.companies.models import AuditEntry, Company
from mostek.documents.models import Document
from mostek.orders import fields
from mostek.orders.models import CustomField, FieldValue, Order, StoredFile, store_file
from tests.panel.reading import followed, page


@pytest.fixture
def text(company: Company) -> CustomField:
    return CustomField.objects.create(company=company, name="Parcel", kind="text")


@pytest.fixture
def number(company: Company) -> CustomField:
    return CustomField.objects.create(company=company, name="Weight", kind="number")


@pytest.fixture
def files(company: Company) -> CustomField:
    return CustomField.objects.create(company=company, name="Papers", kind="file")


def test_texts_and_numbers(operator: Client, order: Order, text: CustomField, number: CustomField) -> None:
    address = f"/orders/{order.pk}/fields/"
    posted = {f"field-{text.pk}": " PL-77 ", f"field-{number.pk}": "1 250,5"}
    assert "PL-77" in followed(operator, address, **posted)
    values = {value.field.name: (value.text, value.number) for value in FieldValue.objects.all()}
    assert values == {"Parcel": ("PL-77", None), "Weight": ("", Decimal("1250.5"))}
    entries = AuditEntry.objects.count()
    operator.post(address, posted)
    assert AuditEntry.objects.count() == entries
    assert 'value="1250.5"' in operator.get(address).content.decode().replace(",", "")
    operator.post(address, {f"field-{text.pk}": ""})
    assert FieldValue.objects.get().field == number
    assert "must be a number, not heavy" in followed(operator, address, **{f"field-{number.pk}": "heavy"})
    assert FieldValue.objects.get().number == Decimal("1250.5")


def test_files_are_attached_and_taken_away(
    operator: Client, order: Order, files: CustomField, text: CustomField
) -> None:
    upload = SimpleUploadedFile("../protokół <1>.pdf", b"%PDF x")
    address = f"/orders/{order.pk}/fields/{files.pk}/files/"
    assert "is attached" in followed(operator, address, file=upload)
    value = FieldValue.objects.get()
    assert value.file is not None
    assert (value.file.name, value.file.content_type) == ("protokół <1>.pdf", "application/pdf")
    assert operator.get(f"/orders/{order.pk}/files/{value.file_id}/").content == b"%PDF x"
    assert "File protokół <1>.pdf attached to Papers" in page(operator, f"/orders/{order.pk}/")
    remove = f"/orders/{order.pk}/fields/files/{value.pk}/"
    assert "The file is removed." in followed(operator, remove)
    assert (FieldValue.objects.count(), StoredFile.objects.count()) == (0, 0)
    odd = SimpleUploadedFile("x.txt", b"x")
    assert "holds no files" in followed(operator, f"/orders/{order.pk}/fields/{text.pk}/files/", file=odd)


def test_what_a_browser_might_run_is_never_shown_inline(
    operator: Client, order: Order, files: CustomField
) -> None:
    upload = SimpleUploadedFile("x.html", b"<script>alert(1)</script>")
    operator.post(f"/orders/{order.pk}/fields/{files.pk}/files/", {"file": upload})
    answer = operator.get(f"/orders/{order.pk}/files/{FieldValue.objects.get().file_id}/")
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_empty_and_large_files_are_refused(
    operator: Client, order: Order, files: CustomField, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fields, "LARGEST", 10)
    address = f"/orders/{order.pk}/fields/{files.pk}/files/"
    for content in (b"", b"x" * 11):
        assert "cannot be attached" in followed(operator, address, file=SimpleUploadedFile("a.txt", content))
    assert "Choose a file first." in followed(operator, address)


def test_a_document_s_pdf_stays(operator: Client, document: Document, files: CustomField) -> None:
    pdf = store_file(document.company, "FV.pdf", "application/pdf", b"%PDF")
    Document.objects.update(pdf=pdf)
    assert document.order is not None
    value = FieldValue.objects.create(order=document.order, field=files, file=pdf)
    text = followed(operator, f"/orders/{document.order_id}/fields/files/{value.pk}/")
    assert "The file FV.pdf belongs to a document." in text
    assert FieldValue.objects.exists()
    assert "PDF of a document" in page(operator, f"/orders/{document.order_id}/fields/")


def test_rights(reader: Client, stranger: Client, order: Order, files: CustomField) -> None:
    value = FieldValue.objects.create(
        order=order, field=files, file=store_file(order.company, "a", "text/plain", b"a")
    )
    for address in (
        f"/orders/{order.pk}/fields/",
        f"/orders/{order.pk}/fields/{files.pk}/files/",
        f"/orders/{order.pk}/fields/files/{value.pk}/",
    ):
        assert reader.post(address).status_code == 403
        assert stranger.post(address).status_code == 404
