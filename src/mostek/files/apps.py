from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "mostek.files"

    def ready(self) -> None:
        from mostek.files import archiving, outputs  # noqa: F401  they register their work
        from mostek.files.explanations import EXPLANATIONS
        from mostek.kernel.problems import register

        register(EXPLANATIONS)
