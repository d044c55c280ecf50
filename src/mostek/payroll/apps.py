from django.apps import AppConfig


class PayrollConfig(AppConfig):
    name = "mostek.payroll"
