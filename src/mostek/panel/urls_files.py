"""Addresses of dry runs, files of many, the archive, custom fields, errors and support bundles."""

from django.urls import path

from mostek.panel.views import archive, bundle, dry_run, errors, order_fields, outputs, resending

urlpatterns = [
    path("dry-runs/<int:pk>/", dry_run.show, name="dry_run"),
    path("dry-runs/<int:pk>/issue/", dry_run.issue, name="dry_run_issue"),
    path("dry-runs/<int:pk>/again/", dry_run.again, name="dry_run_again"),
    path("dry-runs/<int:pk>/orders.<slug:ending>", dry_run.export, name="dry_run_export"),
    path("documents/export.<slug:ending>", outputs.export_documents, name="documents_export"),
    path("orders/export.<slug:ending>", outputs.export_orders, name="orders_export"),
    path("files/<int:pk>/", outputs.show, name="output"),
    path("files/<int:pk>/file/", outputs.file, name="output_file"),
    path("documents/<int:pk>/bundle.zip", bundle.give, name="document_bundle"),
    path("orders/<int:pk>/fields/", order_fields.edit, name="order_fields"),
    path("orders/<int:pk>/fields/<int:field_pk>/files/", order_fields.add_file, name="order_file_add"),
    path("orders/<int:pk>/fields/files/<int:value_pk>/", order_fields.remove_file, name="order_file_remove"),
    path("attention/resending/<int:pk>/", resending.show, name="resending"),
    path("errors/", errors.show, name="errors"),
    path("settings/archive/", archive.show, name="archive"),
    path("settings/archive/save/", archive.save, name="archive_save"),
    path("settings/archive/run/", archive.begin, name="archive_begin"),
    path("settings/archive/<int:pk>/", archive.file, name="archived_file"),
]
