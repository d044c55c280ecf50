from django.apps import AppConfig


class HooksConfig(AppConfig):
    name = "mostek.hooks"

    def ready(self) -> None:
        from mostek.events.telling import Listener, listen
        from mostek.hooks import telling
        from mostek.hooks.explanations import EXPLANATIONS
        from mostek.kernel.problems import register

        register(EXPLANATIONS)
        listen(Listener("hooks", telling.wants, telling.hear))
