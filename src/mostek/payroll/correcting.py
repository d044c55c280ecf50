"""A list that corrects a closed one names it."""

from mostek.companies.audit import record
from mostek.kernel.problems import Problem, ProblemError
from mostek.payroll.models import ListState, PayrollList


def name_corrected(payroll_list: PayrollList, number: str, actor: str) -> None:
    """By the number of the closed list; an empty one says nothing. Raises ProblemError where no closed list
    has it."""
    if not number or (payroll_list.corrects and payroll_list.corrects.number == number):
        return
    closed = PayrollList.objects.of(payroll_list.company).filter(state=ListState.CLOSED, number=number)
    corrected = closed.exclude(pk=payroll_list.pk).first()
    if corrected is None:
        raise ProblemError(Problem("payroll.corrects_unknown", {"number": number}, "corrects"))
    payroll_list.corrects = corrected
    payroll_list.save(update_fields=["corrects"])
    record(payroll_list.company, actor, "change", payroll_list, {"corrects": (None, number)})
