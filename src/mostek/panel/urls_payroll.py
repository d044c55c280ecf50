"""Addresses of payroll: lists, components, the calculator, settings and accounts."""

from django.urls import include, path

from mostek.panel.views import (
    payroll_calculator,
    payroll_components,
    payroll_edit,
    payroll_entry,
    payroll_import,
    payroll_lists,
    payroll_settings,
)

ONE_LIST = [
    path("", payroll_lists.show, name="payroll_list"),
    path("edit/", payroll_edit.edit, name="payroll_edit"),
    path("amounts/", payroll_edit.amounts, name="payroll_amounts"),
    path("people/", payroll_edit.add, name="payroll_person_add"),
    path("delete/", payroll_lists.delete, name="payroll_delete"),
    path("close/", payroll_entry.close_list, name="payroll_close"),
    path("reopen/", payroll_entry.reopen_list, name="payroll_reopen"),
    path("document/", payroll_entry.create, name="payroll_create_document"),
    path("reverse/", payroll_entry.take_back, name="payroll_reverse"),
    path("state/", payroll_entry.state, name="payroll_state"),
    path("book/<slug:form>/", payroll_entry.book_file, name="payroll_book_file"),
    path("handed-over/", payroll_entry.handed_over, name="payroll_handed_over"),
]
COMPONENTS = [
    path("", payroll_components.components, name="payroll_components"),
    path("new/", payroll_components.new, name="payroll_component_new"),
    path("standard/", payroll_components.standard, name="payroll_standard"),
    path("proposals/", payroll_components.proposals, name="payroll_proposals"),
    path("<int:pk>/", payroll_components.data, name="payroll_component"),
    path("<int:pk>/posting/", payroll_components.posting, name="payroll_posting"),
]
urlpatterns = [
    path("payroll/", payroll_lists.lists, name="payroll_lists"),
    path("payroll/new/", payroll_edit.new, name="payroll_new"),
    path("payroll/import/", payroll_import.take_file, name="payroll_import"),
    path("payroll/import/template.<slug:form>", payroll_import.template, name="payroll_template"),
    path("payroll/calculator/", payroll_calculator.calculator, name="payroll_calculator"),
    path("payroll/settings/", payroll_settings.settings, name="payroll_settings"),
    path("payroll/accounts/", payroll_settings.accounts, name="payroll_accounts"),
    path("payroll/accounts/refresh/", payroll_settings.refresh, name="payroll_accounts_refresh"),
    path("payroll/accounts/refresh/<int:pk>/", payroll_settings.refreshing, name="payroll_refreshing"),
    path("payroll/components/", include(COMPONENTS)),
    path("payroll/<int:pk>/", include(ONE_LIST)),
]
