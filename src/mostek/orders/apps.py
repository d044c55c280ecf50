from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "mostek.orders"

    def ready(self) -> None:
        from mostek.kernel.problems import register
        from mostek.orders import explanations

        register(explanations.EXPLANATIONS)
