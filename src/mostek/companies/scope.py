"""The one place where queries are bound to a company."""

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.http import Http404

if TYPE_CHECKING:
    from mostek.companies.models import Company

Row = TypeVar("Row", bound=models.Model)


class CompanyQuerySet(models.QuerySet[Row]):
    def of(self, company: "Company") -> Self:
        """Only this company's rows. Every view, API call and export starts here."""
        return self.filter(company=company)

    def get_of(self, company: "Company", **lookup: Any) -> Row:
        """The one row of this company, or 404: another company's row does not exist for it."""
        try:
            return self.of(company).get(**lookup)
        except (ObjectDoesNotExist, ValueError):
            raise Http404 from None


class CompanyOwned(models.Model):
    """A row that belongs to one company."""

    company = models.ForeignKey("companies.Company", on_delete=models.CASCADE, related_name="+")

    objects = CompanyQuerySet.as_manager()

    class Meta:
        abstract = True
