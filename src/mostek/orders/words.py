"""Payment methods in the reader's language."""

from django.utils.translation import gettext_lazy as _

from mostek.invoicing.model import PaymentMeans

PAYMENT_MEANS = {
    PaymentMeans.TRANSFER: _("bank transfer"),
    PaymentMeans.CARD: _("card"),
    PaymentMeans.CASH: _("cash"),
    PaymentMeans.CASH_ON_DELIVERY: _("cash on delivery"),
    PaymentMeans.BLIK: _("BLIK"),
    PaymentMeans.ONLINE: _("online payment"),
    PaymentMeans.PAYPAL: _("PayPal"),
    PaymentMeans.INSTALMENTS: _("instalments"),
    PaymentMeans.OTHER: _("other"),
}


def payment_means_choices() -> tuple[tuple[str, str], ...]:
    return tuple((means.value, str(name)) for means, name in PAYMENT_MEANS.items())
