"""What shows that something went from one company to another, or was written by who may not."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import combinations
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import F

from mostek.companies.models import Company


@contextmanager
def undone() -> Iterator[list[str]]:
    """Tells what is written meanwhile, and takes it back: each address is tried for itself."""
    written: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and "django_session" not in sql:
            written.append(sql)
        return execute(sql, params, many, context)

    with transaction.atomic():
        with connection.execute_wrapper(note):
            yield written
        transaction.set_rollback(True)


def owners(model: type[models.Model]) -> list[str]:
    """Lookups to the company that a row belongs to, by its own column and by each row it names."""
    fields = [each for each in model._meta.get_fields() if each.many_to_one or each.one_to_one]
    own, others = [], []
    for each in fields:
        if not getattr(each, "column", None) or each.related_model is None:
            continue
        if each.related_model is Company:
            own.append(each.name)
        elif any(f.name == "company" for f in each.related_model._meta.get_fields()):
            others.append(f"{each.name}__company")
    return own + others


@cache
def tables() -> list[tuple[type[models.Model], list[str]]]:
    models_ = [model for model in apps.get_models() if model.__module__.startswith("mostek.")]
    return [(model, found) for model in models_ if (found := owners(model))]


def crossings() -> list[str]:
    """Rows that belong to one company and name a row of another."""
    return [
        f"{model.__name__}: {one} is not {other}"
        for model, lookups in tables()
        for one, other in combinations(lookups, 2)
        if model._base_manager.exclude(**{f"{one}__isnull": True})
        .exclude(**{f"{other}__isnull": True})
        .exclude(**{one: F(other)})
        .exists()
    ]


def rows_of(company: Company) -> dict[str, list[dict[str, Any]]]:
    return {
        model.__name__: list(model._base_manager.filter(**{lookups[0]: company}).order_by("pk").values())
        for model, lookups in tables()
    }
