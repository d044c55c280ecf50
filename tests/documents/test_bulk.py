"""Many orders at once: truly counted, failures kept with reasons, nothing lost when a worker dies."""

from typing import Any

import pytest

from mostek.delivery.jobloop import work_a_portion
from mostek.delivery.models import Job, State
from mostek.delivery.outlook import job_progress
from mostek.documents import bulk
from mostek.documents.bulk import problem_keys
from mostek.documents.issuing import issue_many
from mostek.documents.models import Document
from tests.delivery.crew import Crew, deliver_all
from tests.delivery.shop import ACTOR, Shop, keys
from tests.factories import make_company

PROBLEM = ("Stół", 1, "10.00", "")


def finish(job: Job) -> Job:
    while Job.objects.filter(pk=job.pk, due_at__isnull=False).exists():
        work_a_portion()
    return Job.objects.get(pk=job.pk)


def test_fifty_orders_arrive(shop: Shop) -> None:
    series = shop.hub_series(shop.connect("infakt"))
    orders = [shop.order(("Deska", 1, f"{10 + i}.00", "23")) for i in range(45)]
    orders += [shop.order(PROBLEM) for _ in range(5)]
    job = issue_many(shop.company, [order.pk for order in orders], series, ACTOR)
    deliver_all()
    job.refresh_from_db()
    assert (job.state, job.total, job.done, job.failed) == ("done", 50, 45, 5)
    assert problem_keys(job) == {"documents.vat_missing": 5}
    assert {item.order_id for item in job.items.all()} == {order.pk for order in orders[45:]}
    assert sorted(each.gross for each in shop.books("infakt")) == [order.total for order in orders[:45]]
    progress = job_progress(job)
    assert (progress.in_program, progress.on_the_way, progress.needs_person) == (45, 0, 0)
    assert progress.seconds_left == 0


def test_numbers_follow_the_orders(shop: Shop) -> None:
    """By the day they were placed, whatever the order in which they were ticked."""
    series = shop.hub_series()
    orders = [shop.order() for _ in range(5)]
    finish(issue_many(shop.company, [order.pk for order in reversed(orders)], series, ACTOR))
    made = Document.objects.order_by("id").values_list("order_id", "number")
    assert [order for order, _ in made] == [order.pk for order in orders]
    assert [number.split("/")[1] for _, number in made] == ["1", "2", "3", "4", "5"]


def test_orders_of_another_company_are_left_out(shop: Shop) -> None:
    stranger = Shop(shop.sandbox, make_company(name="Konkurencja", tax_id="5252248481"))
    theirs, ours = stranger.order(), shop.order()
    job = finish(issue_many(shop.company, [theirs.pk, ours.pk], shop.hub_series(), ACTOR))
    assert (job.total, job.done, job.failed) == (1, 1, 0)
    assert list(Document.objects.values_list("order_id", flat=True)) == [ours.pk]


def test_the_same_orders_again_fail_with_the_reason(shop: Shop) -> None:
    series = shop.hub_series()
    ids = [shop.order().pk for _ in range(3)]
    finish(issue_many(shop.company, ids, series, ACTOR))
    again = finish(issue_many(shop.company, [*ids, ids[0]], series, ACTOR))
    assert (again.total, again.done, again.failed) == (3, 0, 3)
    assert problem_keys(again) == {"documents.already_issued": 3}


def test_an_order_that_vanished_is_counted(shop: Shop) -> None:
    order, gone = shop.order(), shop.order()
    job = issue_many(shop.company, [order.pk, gone.pk], shop.hub_series(), ACTOR)
    gone.delete()
    job = finish(job)
    assert (job.done, job.failed, job.total) == (1, 1, 2)


def test_a_worker_that_dies_in_a_portion_loses_and_doubles_nothing(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each portion is one transaction: what it issued is undone together with what it counted."""
    series = shop.hub_series()
    job = issue_many(shop.company, [shop.order().pk for _ in range(12)], series, ACTOR)
    monkeypatch.setattr(bulk, "PORTION_SECONDS", 10)
    real = bulk._issue_one

    class Killed(BaseException):
        pass

    for fatal in (1, 5):

        def dies_at(*arguments: Any, fatal: int = fatal) -> None:
            real(*arguments)
            if Document.objects.count() == fatal:
                raise Killed

        monkeypatch.setattr(bulk, "_issue_one", dies_at)
        with pytest.raises(Killed):
            work_a_portion()
        job.refresh_from_db()
        assert (job.done, job.failed, Document.objects.count()) == (0, 0, 0)
    monkeypatch.setattr(bulk, "_issue_one", real)
    job = finish(job)
    assert (job.state, job.done, job.failed) == ("done", 12, 0)
    taken = Document.objects.values_list("number", flat=True)
    assert sorted(int(number.split("/")[1]) for number in taken) == list(range(1, 13))


def test_a_runner_that_stumbles_ends_the_job_with_a_sentence(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = issue_many(shop.company, [shop.order().pk], shop.hub_series(), ACTOR)

    def stumbles(*arguments: Any) -> None:
        raise RuntimeError("a mistake in Mostek")

    monkeypatch.setattr(bulk, "_issue_one", stumbles)
    assert work_a_portion()
    job.refresh_from_db()
    assert (job.state, job.due_at, keys([job.problem])) == ("failed", None, ["jobs.failed"])
    assert not Document.objects.exists()
    monkeypatch.undo()
    again = issue_many(shop.company, job.params["orders"], shop.hub_series(), ACTOR)
    assert finish(again).done == 1


def test_progress_tells_the_truth_on_the_way(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = shop.connect("ifirma", auto_send=True)
    series = shop.series(connection)
    ids = [shop.order().pk for _ in range(6)]
    job = issue_many(shop.company, ids, series, ACTOR)
    assert (job_progress(job).total, job_progress(job).done) == (6, 0)
    job = finish(job)
    before = job_progress(job)
    assert (before.done, before.on_the_way, before.in_program) == (6, 6, 0)
    with Crew() as crew:
        crew.until_idle()
    after = job_progress(job)
    assert (after.on_the_way, after.in_program, after.needs_person, after.seconds_left) == (0, 6, 0, 0)
    first = Document.objects.order_by("id")[0].delivery
    first.state = State.IN_DOUBT
    first.save()
    assert (job_progress(job).in_program, job_progress(job).needs_person) == (5, 1)


def test_documents_that_had_one_before_are_not_counted_as_the_jobs(shop: Shop) -> None:
    """An order that failed for having a document already adds nothing to what the job brought."""
    series = shop.series(shop.connect("ifirma"))
    had = shop.issue(series)
    assert had.order is not None
    new = shop.order()
    job = finish(issue_many(shop.company, [had.order.pk, new.pk], series, ACTOR))
    progress = job_progress(job)
    assert (progress.done, progress.failed) == (1, 1)
    assert progress.on_the_way + progress.in_program == 1
