"""Addresses of the screens people work in all day."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
