"""Files of what was chosen in a list: given at once where that is quick, else made in the background."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mostek.files.listing import LISTINGS
from mostek.files.models import OutputKind
from mostek.files.outputs import CONTENT_TYPES, MOST, QUICK, file_name, made_of, order_output
from mostek.kernel.problems import ProblemError
from mostek.kernel.tables import csv_lines
from mostek.panel.access import PanelRequest
from mostek.panel.answers import file_answer
from mostek.panel.telling import tell


def output_answer(
    request: PanelRequest, kind: OutputKind, listing: str, ids: Sequence[int], total: int | None = None
) -> HttpResponseBase | None:
    """The file, or the page that shows how far it is. None when a message says why there is none."""
    count = len(ids) if total is None else total
    if count > MOST[kind]:
        messages.error(
            request,
            _("At most %(limit)s at once in such a file. Tick fewer, or narrow the list with its filters.")
            % {"limit": MOST[kind]},
        )
        return None
    if count > QUICK[kind]:
        return redirect(
            "output", order_output(request.company, kind, listing, ids, str(request.user), count).pk
        )
    name = file_name(request.company, kind, listing)
    if kind is OutputKind.CSV:
        return _streamed(request, listing, ids, name)
    try:
        return file_answer(made_of(request.company, kind, listing, ids), name, CONTENT_TYPES[kind])
    except ProblemError as error:
        tell(request, error)
        return None


def _streamed(request: PanelRequest, listing: str, ids: Sequence[int], name: str) -> StreamingHttpResponse:
    listed = LISTINGS[listing]
    headings = [str(heading) for heading in listed.headings]
    lines = csv_lines(headings, listed.rows(request.company, ids), get_language() or "en")
    answer = StreamingHttpResponse(lines, content_type=CONTENT_TYPES[OutputKind.CSV])
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
