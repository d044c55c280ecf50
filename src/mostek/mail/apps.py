from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "mostek.mail"
