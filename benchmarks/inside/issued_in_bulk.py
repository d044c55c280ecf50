"""Has a worker issue `count` orders by one bulk job."""

from benchmarks.inside.shop import make_orders, series_of, shop
from benchmarks.inside.waiting import wait_until, worker_is_alive
from benchmarks.surroundings import account_keys
from mostek.delivery.models import Job
from mostek.documents.issuing import issue_many


def main(count: str) -> float:
    """How many a second, from pressing the button to the job's end."""
    company = shop(account_keys(1), auto_send=False)
    orders = make_orders(company, int(count))
    wait_until(worker_is_alive, 30)
    job = issue_many(company, [order.pk for order in orders], series_of(company)[0], "bench")
    wait_until(lambda: Job.objects.get(pk=job.pk).ended_at is not None, 300)
    job.refresh_from_db()
    assert job.ended_at, "the bulk job did not end"
    assert job.done == int(count), f"{job.failed} orders were refused"
    return job.done / (job.ended_at - job.created_at).total_seconds()
