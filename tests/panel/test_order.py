"""The order's card, mending it, and issuing its document."""

import io
import re
from datetime import UTC, datetime

from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from mostek.companies.models import Company
from mostek.connections.models import Connection
from mostek.delivery.models import Delivery, State, Step
from mostek.delivery.queue import now
from mostek.documents.models import Document, Series
from mostek.kernel.problems import Problem
from mostek.orders.models import CustomField, FieldValue, Order, add_event, store_file
from tests.panel.conftest import MakeDocument, MakeOrder
from tests.panel.reading import followed, page


def card(order: Order) -> str:
    return reverse("order", args=[order.pk])


def issuing(order: Order) -> str:
    return reverse("order_issue", args=[order.pk])


def test_the_card_shows_buyer_lines_payment_and_story(boss: Client, order: Order) -> None:
    add_event(order, "order", "Paid by %(means)s", "Shop", means="BLIK")
    text = page(boss, card(order))
    for shown in (
        "Kawiarnia Pod Mostem",
        "61-854 Poznań",
        "Oak table",
        "23%",
        "BLIK",
        "Paid by BLIK",
        "paid",
    ):
        assert shown in text


def test_files_of_custom_fields_are_downloaded_by_their_company_only(
    boss: Client, stranger: Client, order: Order, company: Company
) -> None:
    field = CustomField.objects.create(company=company, name="Invoice PDF", kind="file")
    kept = store_file(company, "FV-1.pdf", "application/pdf", b"%PDF-1.7 ours")
    FieldValue.objects.create(order=order, field=field, file=kept)
    address = reverse("order_file", args=[order.pk, kept.pk])
    assert "FV-1.pdf" in page(boss, card(order))
    assert boss.get(address).content == b"%PDF-1.7 ours"
    assert stranger.get(address).status_code == 404


def test_a_file_that_is_no_picture_nor_pdf_is_saved_not_shown(
    boss: Client, order: Order, company: Company
) -> None:
    field = CustomField.objects.create(company=company, name="Note", kind="file")
    kept = store_file(company, "note.html", "text/html", b"<script>1</script>")
    FieldValue.objects.create(order=order, field=field, file=kept)
    answer = boss.get(reverse("order_file", args=[order.pk, kept.pk]))
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_another_orders_file_is_not_reached_through_this_one(
    boss: Client, make_order: MakeOrder, company: Company
) -> None:
    mine, other = make_order("1"), make_order("2")
    field = CustomField.objects.create(company=company, name="F", kind="file")
    kept = store_file(company, "a.pdf", "application/pdf", b"x")
    FieldValue.objects.create(order=other, field=field, file=kept)
    assert boss.get(reverse("order_file", args=[mine.pk, kept.pk])).status_code == 404


def test_the_preview_shows_totals_per_rate_and_the_number_to_come(
    boss: Client, order: Order, series: Series
) -> None:
    text = page(boss, f"{issuing(order)}?series={series.pk}&issue_date=2026-11-05").replace("\xa0", " ")
    assert "FV/1/11/2026" in text
    assert "161.79 PLN 37.21 PLN 199.00 PLN" in text
    assert "57.05 PLN 2.85 PLN 59.90 PLN" in text
    assert "258.90 PLN" in text
    assert not Document.objects.exists()


def test_the_preview_pdf_is_the_document_to_come(boss: Client, order: Order, series: Series) -> None:
    preview = reverse("order_preview", args=[order.pk])
    answer = boss.get(f"{preview}?series={series.pk}&issue_date=2026-11-05")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "FV/1/11/2026" in PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert not Document.objects.exists()


def test_a_series_that_cannot_be_used_says_why(boss: Client, order: Order, series: Series) -> None:
    Series.objects.filter(pk=series.pk).update(place="")
    markup = boss.get(issuing(order)).content.decode()
    assert "The series has no place of issue." in markup
    assert re.search(rf'value="{series.pk}"[^>]*disabled', markup)


def test_issuing_brings_one_back_to_the_order_where_the_state_is_live(
    boss: Client, order: Order, series: Series
) -> None:
    text = followed(boss, issuing(order), series=series.pk, issue_date="2026-11-05")
    assert "FV/1/11/2026 is issued." in text
    assert "queued" in text
    polled = boss.get(reverse("order_documents", args=[order.pk])).content.decode()
    assert 'hx-trigger="every 1s"' in polled
    # Booked a moment ago, its PDF still to come: asked once more.
    Delivery.objects.update(state=State.ISSUED, step=Step.PDF, settled_at=now())
    polled = boss.get(reverse("order_documents", args=[order.pk])).content.decode()
    assert "hx-trigger" in polled
    Delivery.objects.update(step=Step.DONE)
    polled = boss.get(reverse("order_documents", args=[order.pk])).content.decode()
    assert "hx-trigger" not in polled
    assert polled.count("booked") >= 2
    assert 'id="story" hx-swap-oob="true"' in polled


def test_a_double_click_issues_once(boss: Client, order: Order, series: Series) -> None:
    followed(boss, issuing(order), series=series.pk)
    text = followed(boss, issuing(order), series=series.pk)
    assert "The order already has a document" in text
    assert order.documents.count() == 1


def test_a_line_without_vat_is_named_mended_and_issued(
    boss: Client, make_order: MakeOrder, series: Series
) -> None:
    order = make_order("1", vat="")
    text = page(boss, f"{issuing(order)}?series={series.pk}")
    assert "Line 1 has no VAT rate." in text
    assert "Mend the order" in text
    edit = reverse("order_edit", args=[order.pk])
    form = boss.get(edit).content.decode()
    line = order.lines.get(position=1)
    assert re.search(rf'<select name="vat_{line.pk}"[^>]*is-invalid', form)
    text = followed(boss, edit, **buyer_form(), **{f"vat_{line.pk}": "23", f"vat_{line.pk + 1}": "5"})
    assert "The order is mended." in text
    followed(boss, issuing(order), series=series.pk)
    assert order.documents.exists()


def buyer_form(**changed: str) -> dict[str, str]:
    values = {
        "name": "Kawiarnia Pod Mostem sp. z o.o.",
        "tax_id": "1132191233",
        "is_company": "on",
        "street": "Mostowa 3",
        "postcode": "61-854",
        "city": "Poznań",
        "country": "PL",
    }
    return values | changed


def test_mending_the_buyer_is_found_again_and_leaves_a_trail(boss: Client, order: Order) -> None:
    lines = {f"vat_{line.pk}": line.vat_code for line in order.lines.all()}
    followed(boss, reverse("order_edit", args=[order.pk]), **buyer_form(name="Nowa Nazwa"), **lines)
    order.refresh_from_db()
    assert order.buyer_party().name == order.buyer_name == "Nowa Nazwa"
    assert "The order's data were changed" in page(boss, card(order))


def test_an_odd_value_stays_in_the_form_with_a_sentence(boss: Client, order: Order) -> None:
    answer = boss.post(reverse("order_edit", args=[order.pk]), buyer_form(name="", email="no-mail"))
    markup = answer.content.decode()
    assert "no-mail" in markup
    assert markup.count("invalid-feedback") >= 2


def test_an_order_with_a_document_is_mended_and_marked_and_the_document_stays(
    boss: Client, document: Document
) -> None:
    order = document.order
    assert order is not None
    lines = {f"vat_{line.pk}": line.vat_code for line in order.lines.all()}
    text = followed(boss, reverse("order_edit", args=[order.pk]), **buyer_form(name="Other"), **lines)
    assert "The order is mended." in text
    assert "The order differs from its document." in text
    order.refresh_from_db()
    document.refresh_from_db()
    assert (order.buyer_name, order.differs) == ("Other", True)
    assert document.buyer_name == document.content["buyer"]["name"] != "Other"


def test_a_rejected_document_is_told_on_the_order(boss: Client, make_document: MakeDocument) -> None:
    document = make_document("1", State.REJECTED, Problem("invoicing.buyer_without_name"))
    assert document.order is not None
    assert "The buyer has no name." in page(boss, card(document.order))


def test_dates_are_the_companys_not_utc(boss: Client, make_order: MakeOrder, connection: Connection) -> None:
    order = make_order("1", placed_at=datetime(2026, 11, 3, 23, 30, tzinfo=UTC))
    assert "Nov 4, 2026" in page(boss, card(order))
