"""Addresses of VAT: the company's settings, and what is done about an order's VAT."""

from django.urls import path

from mostek.panel.views import vat

urlpatterns = [
    path("settings/vat/", vat.settings, name="settings_vat"),
    path("settings/vat/rates/", vat.add_rate, name="vat_rate_add"),
    path("settings/vat/rates/<int:pk>/delete/", vat.delete_rate, name="vat_rate_delete"),
    path("orders/<int:pk>/vat/vies/", vat.check_number, name="order_vies"),
    path("orders/<int:pk>/vat/card/", vat.order_card, name="order_vat_card"),
    path("orders/<int:pk>/vat/", vat.say_word, name="order_vat"),
]
