"""Users, roles and API credentials."""

import re

import pytest
from django.test import Client

from mostek.companies.credentials import authenticate
from mostek.companies.models import ApiCredential, AuditEntry, Company, Membership, Role, User
from tests.factories import make_user
from tests.panel_setup.conftest import MakeClient


def _shown(page: str, name: str) -> str:
    found = re.search(rf'<code id="{name}">([^<]+)</code>', page)
    assert found, page
    return found[1]


def test_administrator_makes_no_owner_and_touches_none(as_role: MakeClient, owner: User) -> None:
    admin = as_role(Role.ADMINISTRATOR)
    owners_row = Membership.objects.get(user=owner)
    assert admin.post(f"/settings/users/{owners_row.pk}/role/", {"role": "reader"}).status_code == 403
    assert admin.post(f"/settings/users/{owners_row.pk}/remove/").status_code == 403
    assert admin.post(f"/settings/users/{owners_row.pk}/password/").status_code == 403
    own_row = Membership.objects.get(role=Role.ADMINISTRATOR)
    assert admin.post(f"/settings/users/{own_row.pk}/role/", {"role": "owner"}).status_code == 403
    owners_row.refresh_from_db()
    assert owners_row.role == Role.OWNER


def test_last_owner_stays(boss: Client) -> None:
    row = Membership.objects.get()
    for address, data in (("role", {"role": "reader"}), ("remove", {})):
        page = boss.post(f"/settings/users/{row.pk}/{address}/", data, follow=True).content.decode()
        assert "This is the only owner" in page
    row.refresh_from_db()
    assert row.role == Role.OWNER


def test_one_of_two_owners_may_go(boss: Client, company: Company) -> None:
    second = Membership.objects.get(user=make_user(company, Role.OWNER, "second@shop.example"))
    boss.post(f"/settings/users/{second.pk}/remove/")
    assert not Membership.objects.filter(pk=second.pk).exists()
    assert User.objects.filter(email="second@shop.example").exists()


def test_role_changes_and_is_audited(boss: Client, company: Company) -> None:
    person = Membership.objects.get(user=make_user(company, Role.READER, "p@shop.example"))
    boss.post(f"/settings/users/{person.pk}/role/", {"role": "accountant"})
    person.refresh_from_db()
    assert person.role == Role.ACCOUNTANT
    assert AuditEntry.objects.get(action="role").changes["role"] == ["reader", "accountant"]
    assert boss.post(f"/settings/users/{person.pk}/role/", {"role": "emperor"}).status_code == 403


def test_new_password_replaces_the_old(boss: Client, company: Company) -> None:
    user = make_user(company, Role.READER, "p@shop.example")
    person = Membership.objects.get(user=user)
    page = boss.post(f"/settings/users/{person.pk}/password/").content.decode()
    user.refresh_from_db()
    assert user.check_password(_shown(page, "password"))


def test_password_of_a_person_who_works_elsewhere_too_is_not_set(
    boss: Client, company: Company, other_company: Company
) -> None:
    user = make_user(company, Role.READER, "p@shop.example")
    Membership.objects.create(company=other_company, user=user, role=Role.OWNER)
    person = Membership.objects.of(company).get(user=user)
    assert boss.post(f"/settings/users/{person.pk}/password/").status_code == 403
    before = user.password
    user.refresh_from_db()
    assert user.password == before


@pytest.mark.parametrize("role", [Role.READER, Role.OPERATOR, Role.ACCOUNTANT])
def test_users_and_api_are_for_those_who_configure(as_role: MakeClient, role: Role) -> None:
    client = as_role(role)
    for address in ("/settings/users/", "/settings/api/", "/settings/api/new/"):
        assert client.get(address).status_code == 403
    assert client.post("/settings/users/invite/", {"email": "x@y.example"}).status_code == 403


def test_users_of_another_company_do_not_exist(boss: Client, other_company: Company) -> None:
    row = Membership.objects.get(user=make_user(other_company, Role.READER, "foreign@shop.example"))
    for part in ("role", "password", "remove"):
        assert boss.post(f"/settings/users/{row.pk}/{part}/", {"role": "reader"}).status_code == 404
    assert "foreign@shop.example" not in boss.get("/settings/users/").content.decode()


def test_api_credentials_work_and_are_shown_once(boss: Client, company: Company) -> None:
    page = boss.post(
        "/settings/api/new/", {"purpose": "Shop", "scopes": ["orders:read", "orders:write"]}
    ).content.decode()
    key, secret = _shown(page, "key-id"), _shown(page, "secret")
    credential = authenticate(key, secret)
    assert credential is not None
    assert credential.company == company
    assert credential.scopes == ["orders:read", "orders:write"]
    for address in ("/settings/api/", "/log/changes/"):
        assert secret not in boss.get(address).content.decode()
    assert "Shop" in boss.get("/settings/api/").content.decode()


def test_api_credentials_need_a_purpose_a_scope_and_a_day_to_come(boss: Client) -> None:
    page = boss.post("/settings/api/new/", {"purpose": "", "expires_on": "2020-01-01"}).content.decode()
    assert "This field is required." in page
    assert "without a scope it may do nothing" in page
    assert "This day has passed" in page
    assert not ApiCredential.objects.exists()


def test_revoked_credentials_open_nothing(boss: Client) -> None:
    page = boss.post("/settings/api/new/", {"purpose": "Shop", "scopes": ["orders:read"]}).content.decode()
    row = ApiCredential.objects.get()
    assert "Revoke “Shop”?" in boss.get(f"/settings/api/{row.pk}/revoke/").content.decode()
    boss.post(f"/settings/api/{row.pk}/revoke/")
    assert authenticate(_shown(page, "key-id"), _shown(page, "secret")) is None
    assert "revoked" in boss.get("/settings/api/").content.decode()


def test_api_credentials_of_another_company_do_not_exist(boss: Client, stranger: Client) -> None:
    boss.post("/settings/api/new/", {"purpose": "Shop", "scopes": ["orders:read"]})
    row = ApiCredential.objects.get()
    assert stranger.post(f"/settings/api/{row.pk}/revoke/").status_code == 404
    row.refresh_from_db()
    assert row.is_valid
