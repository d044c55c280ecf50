from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "mostek.mail"

    def ready(self) -> None:
        from mostek.automation import deeds
        from mostek.kernel.problems import register
        from mostek.mail.deeds import MAIL_BUYER
        from mostek.mail.explanations import EXPLANATIONS

        register(EXPLANATIONS)
        deeds.register(MAIL_BUYER)
