from django.apps import AppConfig


class ReconcileConfig(AppConfig):
    name = "mostek.reconcile"
