from django.apps import AppConfig


class HooksConfig(AppConfig):
    name = "mostek.hooks"

    def ready(self) -> None:
        from mostek.automation import deeds
        from mostek.events.telling import Listener, listen
        from mostek.hooks import telling
        from mostek.hooks.deeds import CALL_WEBHOOK
        from mostek.hooks.explanations import EXPLANATIONS
        from mostek.kernel.problems import register

        register(EXPLANATIONS)
        deeds.register(CALL_WEBHOOK)
        listen(Listener("hooks", telling.wants, telling.hear))
