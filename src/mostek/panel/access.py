"""Who may see a page: a member of a company; who may change: by role."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh
from django_htmx.middleware import HtmxDetails

from mostek.companies.models import Company, Membership, User

P = ParamSpec("P")


class PanelRequest(HttpRequest):
    """A request as the panel's views get it: by a signed-in member of a company."""

    user: User
    membership: Membership
    company: Company
    htmx: HtmxDetails


View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
PanelView = Callable[Concatenate[PanelRequest, P], HttpResponseBase]


def member(view: PanelView[P]) -> View[P]:
    """Log-in and a company are required; what the person may see there is the whole company."""
    return _guarded(view, lambda _membership: None)


def may_issue(view: PanelView[P]) -> View[P]:
    """For changing orders, issuing, sending and repairing documents."""

    def refusal(membership: Membership) -> str | None:
        if membership.may_issue:
            return None
        return _("Your role here is read-only. Ask an owner or an administrator of this company for more.")

    return _guarded(view, refusal)


def may_configure(view: PanelView[P]) -> View[P]:
    """For connections, series, users and settings."""

    def refusal(membership: Membership) -> str | None:
        if membership.may_configure:
            return None
        return _("Only an owner or an administrator of this company may change this. Ask one of them.")

    return _guarded(view, refusal)


def changed_by(guard: Callable[[PanelView[P]], View[P]]) -> Callable[[PanelView[P]], View[P]]:
    """For a page that every member sees, with a form that `guard` lets through."""

    def decorate(view: PanelView[P]) -> View[P]:
        seen, changed = member(view), guard(view)

        @wraps(view)
        def chosen(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return (changed if request.method == "POST" else seen)(request, *args, **kwargs)

        return cast(View[P], chosen)

    return decorate


def _guarded(view: PanelView[P], refusal: Callable[[Membership], str | None]) -> View[P]:
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponseBase:
        panel_request = cast(PanelRequest, request)
        if not request.user.is_authenticated:
            # A part of a page cannot show the log-in: the whole page is loaded anew and leads there.
            return (
                HttpResponseClientRefresh()
                if panel_request.htmx
                else redirect_to_login(request.get_full_path())
            )
        if panel_request.membership is None:
            raise PermissionDenied(
                _("You belong to no company yet. Ask the person who gave you the account to add you to one.")
            )
        sentence = refusal(panel_request.membership)
        if sentence:
            raise PermissionDenied(sentence)
        return view(panel_request, *args, **kwargs)

    return cast(View[P], guarded)
