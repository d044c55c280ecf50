"""What stands around every screen: the company and the language a person works in."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from mostek.companies.models import Membership
from mostek.panel.access import PanelRequest, member
from mostek.panel.middleware import SESSION_KEY


@member
@require_POST
def choose_company(request: PanelRequest) -> HttpResponse:
    """Another company's screens begin at its dashboard: the page one came from is not its."""
    chosen = request.POST.get("company", "")
    mine = Membership.objects.filter(user=request.user, company_id=chosen if chosen.isdecimal() else 0)
    if not mine.exists():
        raise Http404
    request.session[SESSION_KEY] = int(chosen)
    return redirect("dashboard")


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Kept with the user; in a cookie too, for the log-in page."""
    language = request.POST.get("language", "")
    response = HttpResponseRedirect(safe_next(request))
    if language in dict(settings.LANGUAGES) and check_for_language(language):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 24 * 3600, samesite="Lax")
        if request.user.is_authenticated:
            request.user.language = language
            request.user.save(update_fields=["language"])
    return response


def safe_next(request: HttpRequest, otherwise: str = "/") -> str:
    """The `next` that a form carries, if it leads to this site."""
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        return target
    return otherwise
