"""Addresses of what is done to issued documents."""

from django.urls import path

from mostek.panel.views import document_changes

urlpatterns = [
    path("documents/<int:pk>/cancel/", document_changes.cancel_document, name="document_cancel"),
    path("documents/<int:pk>/edit/", document_changes.edit, name="document_edit"),
]
