from django.apps import AppConfig


class PayrollConfig(AppConfig):
    name = "mostek.payroll"

    def ready(self) -> None:
        from mostek.delivery.actions import renew_with
        from mostek.documents.models import JOURNAL
        from mostek.kernel.problems import register
        from mostek.payroll import charts  # noqa: F401  it registers its runner and its daily work
        from mostek.payroll.editing_explanations import EDITING
        from mostek.payroll.entries import renew
        from mostek.payroll.explanations import EXPLANATIONS

        register(EXPLANATIONS | EDITING)
        renew_with(JOURNAL, renew)
