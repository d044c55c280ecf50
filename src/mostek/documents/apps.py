from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "mostek.documents"

    def ready(self) -> None:
        from mostek.documents import bulk, dry_run, resending  # noqa: F401  they register their runners
        from mostek.documents.explanations import EXPLANATIONS
        from mostek.kernel.problems import register
        from mostek.regimes.base.registry import regimes

        register(EXPLANATIONS)
        regimes()
