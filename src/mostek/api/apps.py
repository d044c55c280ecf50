from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "mostek.api"

    def ready(self) -> None:
        from mostek.api.explanations import EXPLANATIONS
        from mostek.kernel.problems import register

        register(EXPLANATIONS)
