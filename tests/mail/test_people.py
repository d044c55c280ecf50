"""People come in by invitation, and get a new password by mail."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outgoing
from django.test import Client
from django.utils import timezone

from mostek.companies import invitations
from mostek.companies.models import AuditEntry, Company, Invitation, Membership, Role, User
from mostek.config.environment import MailServer
from mostek.mail.models import Message, Sender
from tests.factories import PASSWORD, make_user
from tests.mail.server import MailServer as Stub
from tests.panel.conftest import MakeClient
from tests.panel.reading import page, text_of

pytestmark = pytest.mark.django_db
NEW = {"name": "Nowa Osoba", "password": "most-nad-odra-9", "again": "most-nad-odra-9"}


def invite(client: Client, email: str = "nowa@shop.example", role: str = "operator") -> str:
    """The link, as the page shows it."""
    answer = client.post("/settings/users/invite/", {"email": email, "role": role}, follow=True)
    return link_on(answer.content.decode())


def link_on(markup: str) -> str:
    found = re.search(r'<code id="link">https?://[^/]+(/join/[^<]+)</code>', markup)
    assert found, text_of(markup)
    return found[1]


@pytest.fixture
def somebody() -> Client:
    return Client(headers={"accept-language": "en"})


def test_invited_person_chooses_a_password_and_is_in(
    boss: Client, somebody: Client, company: Company
) -> None:
    link = invite(boss)
    assert "nowa@shop.example" in page(boss, "/settings/users/")
    assert company.name in page(somebody, link)
    answer = somebody.post(link, NEW, follow=True)
    assert f"Welcome to {company.name}" in text_of(answer.content.decode())
    user = User.objects.get(email="nowa@shop.example")
    assert user.check_password(NEW["password"])
    assert Membership.objects.get(user=user).role == Role.OPERATOR
    assert NEW["password"] not in str(list(AuditEntry.objects.values()))
    assert not invitations.pending(company).exists()


def test_link_works_once(boss: Client, somebody: Client) -> None:
    link = invite(boss)
    somebody.post(link, NEW)
    for client in (Client(), somebody):
        answer = client.post(link, {**NEW, "name": "Ktoś inny"}, headers={"accept-language": "en"})
        assert answer.status_code == 410
        assert "no longer works" in text_of(answer.content.decode())
    assert User.objects.filter(name="Ktoś inny").count() == 0


def test_link_that_is_old_withdrawn_replaced_or_forged(boss: Client, somebody: Client) -> None:
    withdrawn = invite(boss)
    boss.post(f"/settings/users/invitations/{Invitation.objects.get().pk}/withdraw/")
    replaced = invite(boss)
    fresh = invite(boss)
    for link in (withdrawn, replaced, fresh[:-3] + "xx/", "/join/nonsense/"):
        assert somebody.get(link).status_code == 410, link
    assert somebody.get(fresh).status_code == 200
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert somebody.post(fresh, NEW).status_code == 410
    assert not User.objects.filter(email="nowa@shop.example").exists()


def test_password_must_be_good_and_typed_twice(boss: Client, somebody: Client) -> None:
    link = invite(boss)
    for given, sentence in (
        ({"password": "short", "again": "short"}, "too short"),
        ({"again": "another-one-12"}, "The two passwords differ."),
        ({"name": ""}, "This field is required."),
    ):
        assert sentence in text_of(somebody.post(link, {**NEW, **given}).content.decode())
    assert not User.objects.filter(email="nowa@shop.example").exists()


def test_person_with_an_account_logs_in_and_keeps_the_password(
    boss: Client, somebody: Client, company: Company, other_company: Company
) -> None:
    known = make_user(other_company, email="known@shop.example")
    link = invite(boss, "Known@shop.example")
    assert "log in with its password" in page(somebody, link)
    somebody.post(link, NEW)
    assert not Membership.objects.filter(user=known, company=company).exists()
    assert "Log out first" in page(boss, link)
    boss.post(link)
    assert not Membership.objects.filter(user=known, company=company).exists()
    somebody.force_login(known)
    somebody.post(link)
    assert Membership.objects.get(user=known, company=company).role == Role.OPERATOR
    known.refresh_from_db()
    assert known.check_password(PASSWORD)


def test_administrator_neither_makes_nor_sees_an_owner_s_link(boss: Client, as_role: MakeClient) -> None:
    admin = as_role(Role.ADMINISTRATOR)
    assert (
        b"is-invalid"
        in admin.post("/settings/users/invite/", {"email": "x@y.example", "role": "owner"}).content
    )
    invite(boss, role="owner")
    address = f"/settings/users/invitations/{Invitation.objects.get().pk}/"
    assert admin.get(address).status_code == 403
    assert admin.post(f"{address}withdraw/").status_code == 403


def test_only_those_who_configure_invite_and_only_for_their_company(
    boss: Client, operator: Client, stranger: Client
) -> None:
    assert operator.post("/settings/users/invite/", {"email": "x@y.example"}).status_code == 403
    invite(boss)
    address = f"/settings/users/invitations/{Invitation.objects.get().pk}/"
    assert operator.get(address).status_code == 403
    assert stranger.get(address).status_code == 404
    assert stranger.post(f"{address}withdraw/").status_code == 404
    again = boss.post("/settings/users/invite/", {"email": "owner@none.example", "role": "emperor"})
    assert b"is-invalid" in again.content


def test_member_is_not_invited_again(boss: Client, company: Company) -> None:
    make_user(company, Role.READER, "p@shop.example")
    answer = boss.post("/settings/users/invite/", {"email": "P@shop.example", "role": "reader"})
    assert "is a user of the company already" in text_of(answer.content.decode())


def test_invitation_is_mailed_by_the_company_s_sender_and_stands_in_no_log(
    boss: Client, sender: Sender, server: Stub
) -> None:
    # Signed with the second in which it is shown, behind the colon: the page may be a second later.
    link, _, _ = invite(boss).partition(":")
    (received,) = server.received
    assert received.recipient == "nowa@shop.example"
    assert f"{link}:" in received.text()
    assert not Message.objects.exists()
    assert link not in str(list(AuditEntry.objects.values()))
    server.says["RCPT"] = "550 5.1.1 no such user"
    answer = boss.post(
        "/settings/users/invite/", {"email": "nobody@shop.example", "role": "reader"}, follow=True
    ).content.decode()
    assert "The invitation could not be mailed: The address nobody@shop.example was refused." in text_of(
        answer
    )
    assert link_on(answer)


RESET = "/account/password/reset/"


def test_without_a_mail_server_nobody_is_promised_a_mail(somebody: Client) -> None:
    assert "This installation sends no e-mail" in page(somebody, RESET)


def test_new_password_by_mail(company: Company, somebody: Client, settings: Any) -> None:
    settings.MAIL = MailServer("localhost", 25, "", "", "off", "mostek@example.com")
    user = make_user(company)
    assert "If there is an account" in text_of(
        somebody.post(RESET, {"email": "nobody@shop.example"}, follow=True).content.decode()
    )
    assert not outgoing.outbox
    somebody.post(RESET, {"email": user.email})
    (sent,) = outgoing.outbox
    assert sent.subject == "New password for Mostek"
    link = re.search(r"https?://[^/]+(/\S+)", str(sent.body))
    assert link
    form = somebody.get(link[1], follow=True)
    address = form.redirect_chain[-1][0]
    chosen = {"password1": NEW["password"], "password2": NEW["password"]}
    assert "The password is changed" in text_of(somebody.post(address, chosen, follow=True).content.decode())
    user.refresh_from_db()
    assert user.check_password(NEW["password"])
    assert "This link no longer works" in text_of(
        Client(headers={"accept-language": "en"}).get(link[1], follow=True).content.decode()
    )
