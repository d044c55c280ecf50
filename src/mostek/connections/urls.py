"""Where accounting programs call us."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
