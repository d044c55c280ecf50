from django.apps import AppConfig


class AutomationConfig(AppConfig):
    name = "mostek.automation"

    def ready(self) -> None:
        from mostek.automation import deeds, explanations, own_deeds, running
        from mostek.events.telling import Listener, listen
        from mostek.kernel import problems

        problems.register(explanations.EXPLANATIONS)
        deeds.register(*own_deeds.OWN)
        listen(Listener("automation", running.wants, running.hear))
