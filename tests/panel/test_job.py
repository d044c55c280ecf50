"""The page of long work."""

from django.test import Client
from django.urls import reverse

from mostek.companies.models import Company
from mostek.delivery.jobs import runner_of
from mostek.delivery.models import Delivery, Job, State
from mostek.documents.issuing import issue_many
from mostek.documents.models import Series
from tests.panel.conftest import MakeOrder
from tests.panel.reading import page


def run(job: Job) -> None:
    """What a worker does with the job."""
    while not runner_of(job.kind)(job):
        pass
    job.state = "done"
    job.save()


def test_progress_may_be_left_and_ends_with_what_failed_and_why(
    boss: Client, company: Company, series: Series, make_order: MakeOrder
) -> None:
    good = [make_order(str(number)) for number in range(4)]
    bad = make_order("bad", vat="")
    job = issue_many(company, [order.pk for order in (*good, bad)], series, "Anna")
    address = reverse("job", args=[job.pk])
    waiting = boss.get(address).content.decode()
    assert "You may leave this page" in waiting
    assert 'hx-trigger="every 1s"' in waiting

    run(job)
    moving = boss.get(address, headers={"hx-request": "true"}).content.decode()
    assert "<html" not in moving
    assert "All are issued; they are on their way to the program." in moving

    Delivery.objects.update(state=State.ISSUED)
    text = page(boss, address)
    assert "All is done." in text
    assert "Orders 5" in text
    assert "In the program 4" in text
    assert "Not issued 1" in text
    assert "Line 1 has no VAT rate." in text
    assert "hx-trigger" not in boss.get(address).content.decode()
    assert reverse("order", args=[bad.pk]) in boss.get(address).content.decode()


def test_orders_that_have_a_document_are_told_apart(
    boss: Client, company: Company, series: Series, make_order: MakeOrder
) -> None:
    orders = [make_order(str(number)) for number in range(3)]
    for _ in range(2):
        job = issue_many(company, [order.pk for order in orders], series, "Anna")
        run(job)
    text = page(boss, reverse("job", args=[job.pk]))
    assert "The order already has a document" in text
    assert "3 orders" in text
    assert Delivery.objects.count() == 3
