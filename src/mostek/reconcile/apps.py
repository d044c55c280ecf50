from django.apps import AppConfig


class ReconcileConfig(AppConfig):
    name = "mostek.reconcile"

    def ready(self) -> None:
        from mostek.kernel.problems import register
        from mostek.reconcile import adopting  # noqa: F401  registers its runner
        from mostek.reconcile.explanations import EXPLANATIONS

        register(EXPLANATIONS)
