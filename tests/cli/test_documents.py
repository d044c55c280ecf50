"""Documents and deliveries from the command line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mostek.delivery.models import Delivery, Job, State
from mostek.documents.bulk import issue_portion
from mostek.documents.models import Document, Series
from mostek.orders.models import Order
from tests.cli.conftest import Run

MakeOrder = Callable[[str], Order]


def test_issued_document_is_listed_shown_and_printed(
    series: Series, make_order: MakeOrder, run: Run, tmp_path: Path
) -> None:
    make_order("1001")
    said = run("documents", "issue", "--series", "FV", "--order", "1001", "--json")
    assert said.code == 0, said.err
    (issued,) = json.loads(said.out)
    assert (issued["order"], issued["gross"], issued["state"]) == ("1001", "123.00", "queued")
    assert issued["number"].startswith("FV/1/")
    assert json.loads(run("documents", "list", "--json").out) == [issued]
    shown = json.loads(run("documents", "show", issued["number"], "--json").out)
    assert (shown["net"], shown["vat"]) == ("100.00", "23.00")
    target = tmp_path / "invoice.pdf"
    assert run("documents", "pdf", issued["reference"], "--output", str(target)).code == 0
    assert target.read_bytes().startswith(b"%PDF")


def test_second_document_for_an_order_is_refused_and_the_others_go_on(
    series: Series, make_order: MakeOrder, run: Run
) -> None:
    for number in ("1001", "1002"):
        make_order(number)
    run("documents", "issue", "--series", "FV", "--order", "1001")
    said = run("documents", "issue", "--series", "FV", "--order", "1001", "--order", "1002")
    assert said.code == 1
    assert "Order 1001 has got no document" in said.err
    assert Document.objects.count() == 2


def test_all_unissued_leaves_out_what_is_issued(series: Series, make_order: MakeOrder, run: Run) -> None:
    for number in ("1001", "1002", "1003"):
        make_order(number)
    run("documents", "issue", "--series", "FV", "--order", "1002")
    said = run("documents", "issue", "--series", "FV", "--all-unissued", "--json")
    assert (said.code, json.loads(said.out)["orders"]) == (0, 2)
    wanted = Order.objects.exclude(number="1002").order_by("id").values_list("id", flat=True)
    assert Job.objects.get().params["orders"] == list(wanted)


def test_unknown_series_order_and_document_are_sentences(series: Series, run: Run) -> None:
    assert run("documents", "issue", "--series", "XX", "--order", "1").err == (
        "There is no series XX; there are: FV\n"
    )
    assert run("documents", "issue", "--series", "FV", "--order", "9").err == "No order has the number 9.\n"
    assert run("documents", "show", "FV/9").err == "No document is called FV/9.\n"


def test_rejected_delivery_is_listed_with_its_reason_and_sent_again(
    series: Series, make_order: MakeOrder, run: Run
) -> None:
    make_order("1001")
    run("documents", "issue", "--series", "FV", "--order", "1001")
    problem = {"key": "documents.seller_country", "values": {}, "field": "", "raw": ""}
    Delivery.objects.update(state=State.REJECTED, due_at=None, problems=[problem])
    (listed,) = json.loads(run("deliveries", "list", "--state", "rejected", "--json").out)
    assert listed["problem"]
    assert run("deliveries", "resend", str(listed["id"])).out == "1 are queued again.\n"
    assert Delivery.objects.get().state == State.QUEUED


def test_status_counts_what_waits(series: Series, make_order: MakeOrder, run: Run) -> None:
    make_order("1001")
    run("documents", "issue", "--series", "FV", "--order", "1001")
    told = json.loads(run("deliveries", "status", "--json").out)
    assert told["states"] == {"queued": 1}
    assert [(queue["connection"], queue["waiting"]) for queue in told["connections"]] == [("Main", 1)]


@pytest.mark.parametrize("command", [["documents", "list"], ["deliveries", "list"]])
def test_unknown_state_names_the_known_ones(command: list[str], run: Run) -> None:
    said = run(*command, "--state", "lost")
    assert said.code == 2
    assert "in_doubt" in said.err


def test_waiting_tells_what_failed(
    series: Series, make_order: MakeOrder, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker's part is played here: the job is done while the command waits."""
    for number in ("1001", "1002"):
        make_order(number)
    order = Order.objects.get(number="1002")
    order.lines.update(vat_code="")

    def let_the_worker_work(_seconds: float) -> None:
        job = Job.objects.get()
        while not issue_portion(job):
            pass
        job.state = "done"
        job.save()

    monkeypatch.setattr("mostek.cli.bulk.time.sleep", let_the_worker_work)
    said = run("documents", "issue", "--series", "FV", "--all-unissued", "--wait")
    assert said.code == 1
    assert "1 documents were issued, 1 orders have got none." in said.out
    assert "1 × " in said.out
    assert "No worker runs" in said.err


def test_an_advance_is_issued_for_an_amount_and_cancelled(
    series: Series, make_order: MakeOrder, run: Run
) -> None:
    make_order("1001")
    Series.objects.filter(pk=series.pk).update(kind="advance", connection=None)
    asked = ("documents", "issue", "--series", "FV", "--order", "1001")
    of_all = ("documents", "issue", "--series", "FV", "--all-unissued", "--amount", "5")
    assert "--amount goes with one --order" in run(*of_all).err
    assert run(*asked, "--amount", "five").code == 2
    (issued,) = json.loads(run(*asked, "--amount", "23,00", "--json").out)
    assert (issued["kind"], issued["gross"]) == ("advance", "23.00")
    (cancelled,) = json.loads(run("documents", "cancel", issued["number"], "--json").out)
    assert cancelled["cancelled"] is True
    assert "is cancelled already" in run("documents", "cancel", issued["reference"]).err


def test_a_document_is_corrected_after_a_look(series: Series, make_order: MakeOrder, run: Run) -> None:
    make_order("1001")
    run("documents", "issue", "--series", "FV", "--order", "1001")
    number = Document.objects.get().number
    correct = ("documents", "correct", number, "--reason", "Rezygnacja")
    assert "There is no series of corrections" in run(*correct, "--to-zero").err
    fields = {"place": "Poznań", "payment_days": 7, "pattern": "KOR/{number}/{month}/{year}"}
    Series.objects.create(
        company=series.company,
        code="KOR",
        kind="correction",
        connection=series.connection,
        numbering="hub",
        **fields,
    )
    assert run(*correct, "--line", "1=two").err.startswith('"1=two" is not of the form')
    assert run(*correct, "--line", "9=1").code == 1
    assert "gross -123.00 PLN" in run(*correct, "--to-zero", "--dry-run").out
    assert "changes nothing" in run(*correct, "--follow-order").err
    assert Document.objects.count() == 1
    (made,) = json.loads(run(*correct, "--line", "1=0", "--json").out)
    assert (made["kind"], made["gross"]) == ("correction", "-123.00")
    assert made["number"].startswith("KOR/1/")
