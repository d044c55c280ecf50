"""The dry run as a person sees it."""

from django.test import Client
from django.urls import reverse

from mostek.delivery.models import Delivery, Job
from mostek.documents.models import Document, Series
from tests.panel.conftest import MakeOrder
from tests.panel.reading import followed, page
from tests.panel.test_job import run

BULK = "/orders/bulk/"


def begun(client: Client, series: Series, **posted: object) -> Job:
    client.post(BULK, {"action": "dry_run", "series": series.pk, **posted})
    return Job.objects.latest("pk")


def test_the_result_leads_to_what_is_to_be_mended(
    boss: Client, series: Series, make_order: MakeOrder
) -> None:
    for number in range(3):
        make_order(str(number))
    bad = make_order("bad", vat="")
    job = begun(boss, series, everything="1")
    address = reverse("dry_run", args=[job.pk])
    assert 'hx-trigger="every 1s"' in boss.get(address).content.decode()
    run(job)
    text = page(boss, address)
    assert "4 orders: 3 ready , 1 blocked" in text
    assert "Nothing was issued, numbered or sent." in text
    assert "Issue the 3 ready ones" in text
    assert "776.70" in text
    assert "Line 1 has no VAT rate." in text
    markup = boss.get(address).content.decode()
    assert f"{reverse('order_edit', args=[bad.pk])}#lines.0.vat" in markup
    assert "hx-trigger" not in markup
    assert not Document.objects.exists()


def test_the_ready_ones_are_issued_by_a_button(boss: Client, series: Series, make_order: MakeOrder) -> None:
    make_order("1")
    make_order("bad", vat="")
    job = begun(boss, series, everything="1")
    run(job)
    assert "Issuing documents in series FV" in followed(boss, reverse("dry_run_issue", args=[job.pk]))
    run(Job.objects.latest("pk"))
    assert list(Delivery.objects.values_list("document__order__number", flat=True)) == ["1"]
    assert "Dry run in series FV" in followed(boss, reverse("dry_run_again", args=[job.pk]))


def test_its_page_is_found_from_the_list_of_work(boss: Client, series: Series, make_order: MakeOrder) -> None:
    make_order("1")
    job = begun(boss, series, everything="1")
    assert boss.get(reverse("job", args=[job.pk])).headers["Location"] == reverse("dry_run", args=[job.pk])


def test_readers_and_strangers(
    reader: Client, boss: Client, stranger: Client, series: Series, make_order: MakeOrder
) -> None:
    make_order("1")
    job = begun(boss, series, everything="1")
    run(job)
    assert "Issue the" not in page(reader, reverse("dry_run", args=[job.pk]))
    assert reader.post(reverse("dry_run_issue", args=[job.pk])).status_code == 403
    for name in ("dry_run", "dry_run_issue", "dry_run_again"):
        assert stranger.post(reverse(name, args=[job.pk])).status_code == 404
    assert stranger.get(reverse("dry_run_export", args=[job.pk, "csv"])).status_code == 404
    answer = boss.get(reverse("dry_run_export", args=[job.pk, "csv"]))
    assert "ready" in b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def test_without_a_series_it_asks_for_one(boss: Client, make_order: MakeOrder) -> None:
    order = make_order("1")
    assert "Choose the series" in followed(boss, BULK, action="dry_run", order=[order.pk])


def test_one_order_shows_verdict_limits_and_request(
    boss: Client, series: Series, make_order: MakeOrder
) -> None:
    order = make_order("1")
    text = page(boss, f"{reverse('order_issue', args=[order.pk])}?series={series.pk}")
    assert "Ready to be issued." in text
    assert "The exact request" in text
    assert "/async/invoices.json" in text
    assert "Limits of inFakt" in text
    blocked = make_order("2", vat="")
    text = page(boss, f"{reverse('order_issue', args=[blocked.pk])}?series={series.pk}")
    assert "1 thing to mend before it can be issued." in text
    assert "The exact request" not in text
