"""Which company a request is for, what its person may do there, in which language and time zone."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from mostek.companies.models import Membership

SESSION_KEY = "company"
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
        "base-uri 'none'",
    )
)


class CurrentCompanyMiddleware:
    """Sets `request.membership` (and by it `request.company`): the company chosen in the session if the
    user still belongs to it, else the first of theirs, else None. Times are shown in its time zone,
    words in the language that the user chose."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        membership = None
        if request.user.is_authenticated:
            mine = Membership.objects.select_related("company").filter(user=request.user).order_by("id")
            membership = mine.filter(company=request.session.get(SESSION_KEY)).first() or mine.first()
            if translation.check_for_language(request.user.language or ""):
                translation.activate(request.user.language)
                request.LANGUAGE_CODE = translation.get_language() or ""
        request.membership = membership  # type: ignore[attr-defined]
        request.company = membership.company if membership else None  # type: ignore[attr-defined]
        if membership is None:
            return self.get_response(request)
        with timezone.override(membership.company.time_zone):
            return self.get_response(request)


class ContentSecurityPolicyMiddleware:
    """Pages load nothing from elsewhere and run no script of their own text.

    A page that sets its own policy keeps it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Content-Security-Policy", POLICY)
        return response
