"""Addresses of the outgoing webhooks' screens."""

from django.urls import path

from mostek.panel.views import hooks

urlpatterns = [
    path("settings/webhooks/", hooks.hooks, name="hooks"),
    path("settings/webhooks/new/", hooks.add_hook, name="hook_new"),
    path("settings/webhooks/<int:pk>/", hooks.hook, name="hook"),
    path("settings/webhooks/<int:pk>/switch/", hooks.switch_hook, name="hook_switch"),
    path("settings/webhooks/<int:pk>/try/", hooks.try_hook, name="hook_try"),
    path("settings/webhooks/<int:pk>/secret/", hooks.new_hook_secret, name="hook_secret"),
    path("settings/webhooks/<int:pk>/delete/", hooks.delete_hook, name="hook_delete"),
    path("settings/webhooks/calls/<int:pk>/resend/", hooks.resend_call, name="hook_resend"),
]
