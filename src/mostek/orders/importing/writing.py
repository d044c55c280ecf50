"""What becomes of a portion: orders, counts, and the list of what could not be taken in."""

from mostek.orders.importing.issues import keep_refused, keep_remarks
from mostek.orders.importing.shaping import Shaped, refusals
from mostek.orders.intake import Taken, take_many
from mostek.orders.models import ImportIssue, ImportRun


def write(run: ImportRun, shaped: list[Shaped]) -> None:
    """Takes the orders in, counts what became of them, and keeps the lines to be listed."""
    orders = [each.order for each in shaped if each.order is not None]
    source = run.settings["source"]
    taken = iter(take_many(run.company, source, orders, run.created_by, run.file_name))
    issues: list[ImportIssue] = []
    for each in shaped:
        issues += _outcome(run, each, next(taken) if each.order is not None else None)
    ImportIssue.objects.bulk_create(issues)


def _outcome(run: ImportRun, shaped: Shaped, taken: Taken | None) -> list[ImportIssue]:
    """Counts what became of one order, and the lines to be listed."""
    refused = shaped.refused
    if taken is None or taken.outcome == "refused":
        run.orders_refused += 1
        if taken is not None:
            refused = [*refused, *refusals(shaped.kept, taken.problems)]
    elif taken.outcome == "new":
        run.orders_new += 1
    elif taken.outcome == "changed":
        run.orders_changed += 1
    else:
        run.orders_known += 1
    run.lines_refused += len(refused)
    issues = keep_refused(run, shaped.number, refused)
    if taken is not None and taken.outcome in ("new", "changed"):
        remarks = [*shaped.remarks, *taken.remarks]
        issues += keep_remarks(run, shaped.number, shaped.kept[0][0], remarks)
    return issues
