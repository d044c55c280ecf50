"""Which company a request is for, and what its person may do there."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from mostek.companies.models import Membership

SESSION_KEY = "company"


class CurrentCompanyMiddleware:
    """Sets `request.membership` (and by it `request.company`): the company chosen in the session if the
    user still belongs to it, else the first of theirs, else None."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        membership = None
        if request.user.is_authenticated:
            mine = Membership.objects.select_related("company").filter(user=request.user).order_by("id")
            membership = mine.filter(company=request.session.get(SESSION_KEY)).first() or mine.first()
        request.membership = membership  # type: ignore[attr-defined]
        request.company = membership.company if membership else None  # type: ignore[attr-defined]
        return self.get_response(request)
