"""API credentials: shown once, kept as a hash, and ended at any time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mostek.companies.credentials import SCOPES, authenticate, create_credential
from mostek.companies.models import ApiCredential, Company


def test_id_and_secret_open_the_company(company: Company, other_company: Company) -> None:
    made, secret = create_credential(company, "Sklep", ["orders:write"])
    other, other_secret = create_credential(other_company, "Sklep", ["orders:write"])
    found = authenticate(made.key_id, secret)
    assert found is not None
    assert (found.company, found.purpose, found.scopes) == (company, "Sklep", ["orders:write"])
    assert authenticate(made.key_id, other_secret) is None
    assert authenticate(other.key_id, secret) is None


@pytest.mark.parametrize("secret", ["", "x", "•••"])
def test_a_wrong_secret_opens_nothing(company: Company, secret: str) -> None:
    made, _ = create_credential(company, "Sklep", SCOPES)
    assert authenticate(made.key_id, secret) is None
    assert authenticate("mk_unknown", secret) is None
    assert authenticate("", "") is None


def test_the_secret_is_not_kept(company: Company) -> None:
    made, secret = create_credential(company, "Sklep", SCOPES)
    assert secret not in str(ApiCredential.objects.values().get())
    assert authenticate(made.key_id, made.secret_hash) is None
    assert len(secret) >= 40


def test_expired(company: Company) -> None:
    moment = timezone.now()
    made, secret = create_credential(company, "Sklep", SCOPES, expires_at=moment + timedelta(minutes=1))
    assert authenticate(made.key_id, secret) is not None
    ApiCredential.objects.update(expires_at=moment - timedelta(seconds=1))
    assert authenticate(made.key_id, secret) is None


def test_revoked(company: Company) -> None:
    made, secret = create_credential(company, "Sklep", SCOPES)
    ApiCredential.objects.update(revoked_at=timezone.now())
    assert authenticate(made.key_id, secret) is None


def test_its_use_is_noted_at_most_once_a_minute(company: Company) -> None:
    made, secret = create_credential(company, "Sklep", SCOPES)
    authenticate(made.key_id, secret)
    first = ApiCredential.objects.get().last_used_at
    assert first is not None
    authenticate(made.key_id, secret)
    assert ApiCredential.objects.get().last_used_at == first
    ApiCredential.objects.update(last_used_at=first - timedelta(minutes=2))
    authenticate(made.key_id, secret)
    assert (ApiCredential.objects.get().last_used_at or first) >= first


def test_a_failed_try_is_not_a_use(company: Company) -> None:
    made, _ = create_credential(company, "Sklep", SCOPES)
    authenticate(made.key_id, "wrong")
    assert ApiCredential.objects.get().last_used_at is None


def test_an_unknown_scope_is_refused(company: Company) -> None:
    with pytest.raises(ValueError, match="unknown scopes: everything"):
        create_credential(company, "Sklep", ["orders:read", "everything"])
    assert not ApiCredential.objects.exists()
