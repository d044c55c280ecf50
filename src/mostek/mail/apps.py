from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "mostek.mail"

    def ready(self) -> None:
        from mostek.kernel.problems import register
        from mostek.mail.explanations import EXPLANATIONS

        register(EXPLANATIONS)
