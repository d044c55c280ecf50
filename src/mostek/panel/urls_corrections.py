"""Addresses of corrections."""

from django.urls import path

from mostek.panel.views import corrections

urlpatterns = [
    path("documents/<int:pk>/correct/", corrections.correct, name="document_correct"),
    path("orders/<int:pk>/correction/", corrections.follow_order, name="order_correction"),
    path("orders/<int:pk>/correction/leave/", corrections.leave_order, name="order_leave"),
    path("orders/<int:pk>/refund/", corrections.refund, name="order_refund"),
]
