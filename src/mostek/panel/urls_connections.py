"""Addresses of what goes deeper at an account."""

from django.urls import include, path

from mostek.panel.views import connection_depth, existing, handover

CONNECTION = [
    path("seller/", connection_depth.seller, name="connection_seller"),
    path("seller/look/", connection_depth.look_at_seller, name="connection_seller_look"),
    path("seller/take/", connection_depth.take_from_seller, name="connection_seller_take"),
    path("credentials/other/", connection_depth.other_account, name="connection_other_account"),
    path("test/", connection_depth.test_document, name="connection_test"),
    path("test/send/", connection_depth.send_test_document, name="connection_test_send"),
    path("existing/", existing.existing, name="connection_existing"),
    path("existing/fetch/", existing.fetch, name="connection_fetch"),
    path("existing/progress/", existing.progress, name="connection_fetch_progress"),
    path("existing/adoption/", existing.adoption, name="connection_adoption"),
    path("existing/adoption/adopt/", existing.adopt, name="connection_adopt"),
    path("existing/adoption/<int:document>/undo/", existing.undo, name="connection_adoption_undo"),
]
urlpatterns = [
    path("connections/<int:pk>/", include(CONNECTION)),
    path("series/<int:pk>/handover/", handover.show, name="series_handover"),
    path("series/<int:pk>/handover/<int:handover>/undo/", handover.undo, name="series_handover_undo"),
]
