"""Where accounting programs call us."""

from django.urls import path

from mostek.connections.webhooks import webhook

urlpatterns = [path("<str:token>/", webhook, name="webhook")]
