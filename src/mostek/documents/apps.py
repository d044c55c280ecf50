from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "mostek.documents"

    def ready(self) -> None:
        from mostek.documents import bulk  # noqa: F401  registers its runner
        from mostek.documents.explanations import EXPLANATIONS
        from mostek.kernel.problems import register
        from mostek.regimes.base.registry import regimes

        register(EXPLANATIONS)
        regimes()
