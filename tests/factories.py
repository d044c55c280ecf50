"""The least that a test needs, built by hand where a test says more."""

from typing import Any

from mostek.companies.models import Company, Membership, Role, User

PASSWORD = "most-nad-wartą-7"


def make_company(**fields: Any) -> Company:
    """A complete Polish seller."""
    values = {
        "name": "Pracownia Mostowa sp. z o.o.",
        "tax_id": "5260250274",
        "street": "ul. Długa 12",
        "city": "Poznań",
        "postcode": "61-850",
        "country": "PL",
        "email": "biuro@pracowniamostowa.example",
        "time_zone": "Europe/Warsaw",
        "currency": "PLN",
    }
    return Company.objects.create(**(values | fields))


def make_user(company: Company, role: Role = Role.OWNER, email: str = "owner@shop.example") -> User:
    """A person of the company who logs in with `PASSWORD`."""
    user = User.objects.create_user(email, PASSWORD, name=email.partition("@")[0].title())
    Membership.objects.create(company=company, user=user, role=role)
    return user
