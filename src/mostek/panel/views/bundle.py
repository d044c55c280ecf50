"""The support bundle of a document, to save."""

from django.http import HttpResponse

from mostek.companies.audit import record
from mostek.documents.models import Document
from mostek.files.bundle import bundle
from mostek.panel.access import PanelRequest, may_issue
from mostek.panel.answers import file_answer


@may_issue
def give(request: PanelRequest, pk: int) -> HttpResponse:
    rows = Document.objects.select_related("delivery", "connection", "series", "order", "company")
    document = rows.get_of(request.company, pk=pk)
    record(request.company, str(request.user), "bundle", document)
    return file_answer(bundle(document), f"mostek-{document.reference}.zip", "application/zip")
