from django.apps import AppConfig


class VatConfig(AppConfig):
    name = "mostek.vat"

    def ready(self) -> None:
        from django.db.models.signals import post_save

        from mostek.events.telling import listen
        from mostek.kernel.problems import register
        from mostek.vat import asking, explanations, threshold

        register(explanations.EXPLANATIONS)
        listen(asking.LISTENER)
        # In the transaction that issues it, whoever issues it.
        post_save.connect(threshold.note_sale, sender="documents.Document", dispatch_uid="mostek.vat.sale")
