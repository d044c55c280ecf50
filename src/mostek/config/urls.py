"""Addresses: the API, incoming webhooks, log-in, and the panel on everything else."""

from django.urls import include, path

urlpatterns = [
    path("api/", include("mostek.api.urls")),
    path("hooks/", include("mostek.connections.urls")),
    path("account/", include("allauth.account.urls")),
    path("account/two-step/", include("allauth.mfa.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("mostek.panel.urls")),
]
