"""The panel's addresses."""

from django.urls import include, path

from mostek.panel.views import shell

urlpatterns = [
    path("company/", shell.choose_company, name="choose_company"),
    path("language/", shell.choose_language, name="choose_language"),
    path("", include("mostek.panel.urls_work")),
    path("", include("mostek.panel.urls_changes")),
    path("", include("mostek.panel.urls_files")),
    path("", include("mostek.panel.urls_corrections")),
    path("", include("mostek.panel.urls_setup")),
    path("", include("mostek.panel.urls_hooks")),
    path("", include("mostek.panel.urls_rules")),
    path("", include("mostek.panel.urls_mail")),
    path("", include("mostek.panel.urls_connections")),
    path("", include("mostek.panel.urls_vat")),
    path("", include("mostek.panel.urls_payroll")),
]
