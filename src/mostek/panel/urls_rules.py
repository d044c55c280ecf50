"""Addresses of automatic actions."""

from django.urls import path

from mostek.panel.views import order_rules, rule_edit, rules

urlpatterns = [
    path("rules/", rules.show, name="rules"),
    path("rules/new/", rule_edit.new, name="rule_new"),
    path("rules/<int:pk>/", rules.rule, name="rule"),
    path("rules/<int:pk>/edit/", rule_edit.edit, name="rule_edit"),
    path("rules/<int:pk>/switch/", rules.switch, name="rule_switch"),
    path("rules/<int:pk>/move/", rules.move, name="rule_move"),
    path("rules/<int:pk>/delete/", rules.delete, name="rule_delete"),
    path("orders/<int:pk>/tags/", order_rules.set_tags, name="order_tags"),
    path("orders/<int:pk>/rules/<int:run>/again/", order_rules.again, name="rule_again"),
    path("orders/<int:pk>/rules/<int:run>/leave/", order_rules.leave, name="rule_leave"),
]
