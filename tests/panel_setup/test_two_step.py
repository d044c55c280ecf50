"""Logging in in two steps: switched on with an app, asked for at log-in, switched off for the unlucky."""

import re

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from mostek.companies.models import Company, Membership
from mostek.connections.resealing import reseal_all
from tests.factories import PASSWORD, make_user
from tests.panel_setup.conftest import MakeClient

ENGLISH = {"accept-language": "en"}


def code_for(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238)."""
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


def switched_on(company: Company) -> tuple[Client, str]:
    user = make_user(company, email="careful@shop.example")
    client = Client(headers=ENGLISH)
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.get("/account/two-step/totp/activate/").content.decode()
    found = re.search(r"<code[^>]*>([A-Z2-7]+)</code>", page)
    assert found, page
    client.post("/account/two-step/totp/activate/", {"code": code_for(found[1])})
    assert "switched on" in client.get("/account/two-step/").content.decode()
    return client, found[1]


def test_the_password_alone_opens_nothing_any_more(company: Company) -> None:
    _, secret = switched_on(company)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    client = Client(headers=ENGLISH)
    answer = client.post(
        "/account/login/", {"login": "careful@shop.example", "password": PASSWORD}, follow=True
    )
    assert "Second step" in answer.content.decode()
    assert client.get("/").status_code == 302
    wrong = client.post("/account/two-step/authenticate/", {"code": "000000"})
    assert "is-invalid" in wrong.content.decode()
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    client.post("/account/two-step/authenticate/", {"code": codes[0]})
    assert client.get("/").status_code == 200


def test_secrets_survive_a_change_of_keys(company: Company) -> None:
    _, secret = switched_on(company)
    reseal_all()
    held = Authenticator.objects.get(type="totp").wrap()
    assert held.validate_code(code_for(secret))


def test_an_administrator_helps_who_lost_the_phone(as_role: MakeClient, company: Company) -> None:
    switched_on(company)
    boss = as_role()
    row = Membership.objects.get(user__email="careful@shop.example")
    assert "two steps" in boss.get("/settings/users/").content.decode()
    assert "make sure" in boss.get(f"/settings/users/{row.pk}/two-step-off/").content.decode()
    assert Authenticator.objects.exists()
    boss.post(f"/settings/users/{row.pk}/two-step-off/")
    assert not Authenticator.objects.exists()
    client = Client(headers=ENGLISH)
    client.post("/account/login/", {"login": "careful@shop.example", "password": PASSWORD})
    assert client.get("/").status_code == 200
