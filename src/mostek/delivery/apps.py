from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "mostek.delivery"

    def ready(self) -> None:
        from mostek.delivery.explanations import EXPLANATIONS
        from mostek.kernel.problems import register

        register(EXPLANATIONS)
