"""The whole installation's pause: for its operator only, as it concerns every company."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mostek.delivery import actions
from mostek.panel.access import PanelRequest, member


@member
@require_POST
def pause_all(request: PanelRequest) -> HttpResponse:
    _operator_only(request)
    actions.pause_all(str(request.user))
    return redirect("dashboard")


@member
@require_POST
def resume_all(request: PanelRequest) -> HttpResponse:
    _operator_only(request)
    actions.resume_all(str(request.user))
    return redirect("dashboard")


def _operator_only(request: PanelRequest) -> None:
    if not request.user.is_superuser:
        raise PermissionDenied(_("Only the operator of this installation may pause or resume all sending."))
