from django.apps import AppConfig


class ConnectionsConfig(AppConfig):
    name = "mostek.connections"

    def ready(self) -> None:
        from mostek.connections.explanations import EXPLANATIONS
        from mostek.connectors.base.registry import connectors
        from mostek.kernel.problems import register

        register(EXPLANATIONS)
        connectors()
