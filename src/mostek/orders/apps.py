from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "mostek.orders"

    def ready(self) -> None:
        from mostek.kernel.problems import register
        from mostek.orders import explanations
        from mostek.orders.importing import explanations as importing
        from mostek.orders.importing import runs  # noqa: F401 - registers the job's runner

        register(explanations.EXPLANATIONS)
        register(importing.EXPLANATIONS)
