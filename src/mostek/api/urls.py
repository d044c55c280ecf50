"""The API's addresses."""

from typing import Any

from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.openapi.docs import Swagger
from ninja.openapi.schema import OpenAPISchema

from mostek.api import (
    answering,
    catalogue,
    corrections,
    deliveries,
    document_changes,
    dry_runs,
    files,
    hooks,
    jobs,
    mail,
    orders,
    payroll,
    payroll_lists,
    reconcile,
    rules,
    vat,
)
from mostek.api.describing import DESCRIPTION, ORDER_SCHEMAS


class Api(NinjaAPI):
    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        schema["components"]["schemas"] |= ORDER_SCHEMAS
        return schema


api = Api(
    title="Mostek",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    # Without this the page shows a badge that an outside server draws.
    docs=Swagger(settings={"validatorUrl": None}),
    docs_url="/docs",
)
answering.install(api)
PARTS = (
    *(orders, document_changes, corrections, catalogue, deliveries, jobs, dry_runs, files),
    *(rules, mail, reconcile, hooks, vat, payroll, payroll_lists),
)
for part in PARTS:
    api.add_router("", part.router)

urlpatterns = [
    path("v1/", api.urls),
    re_path("^", csrf_exempt(answering.not_found)),
]
