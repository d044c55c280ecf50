"""What stands around every screen: policy, language, company, log-in and error pages."""

import re

from django.test import Client
from django.urls import reverse

from mostek.companies.models import Company, Membership, User
from mostek.delivery.models import State
from mostek.kernel.problems import Problem
from tests.factories import PASSWORD, make_user
from tests.panel.conftest import MakeDocument
from tests.panel.reading import followed, page


def test_pages_load_nothing_from_elsewhere_and_run_no_script_of_their_own_text(boss: Client) -> None:
    answer = boss.get(reverse("dashboard"))
    markup = answer.content.decode()
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "'unsafe" not in answer.headers["Content-Security-Policy"]
    assert not re.search(r'(src|href|action)="(https?:)?//', markup)
    assert not re.search(r"<script(?![^>]*\bsrc=)", markup)
    assert not re.search(r"\sstyle=|\son[a-z]+=", markup)


def test_a_person_logs_in_and_out(client: Client, company: Company) -> None:
    make_user(company)
    login = reverse("account_login")
    assert "Log in" in page(client, login, **{"accept-language": "en"})
    wrong = client.post(login, {"login": "owner@shop.example", "password": "wrong"})
    assert wrong.status_code == 200
    answer = client.post(login, {"login": "owner@shop.example", "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    client.post(reverse("account_logout"))
    assert client.get("/").status_code == 302


def test_who_forgot_the_password_is_told_whom_to_ask(client: Client, db: None) -> None:
    text = page(client, reverse("account_reset_password"), **{"accept-language": "en"})
    assert "sends no e-mail" in text
    assert "Ask an owner or an administrator" in text


def test_nobody_signs_up(client: Client, db: None) -> None:
    client.post(
        reverse("account_signup"),
        {"email": "x@shop.example", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert not User.objects.exists()


def test_the_chosen_language_stays_with_the_person(boss: Client) -> None:
    boss.post(reverse("choose_language"), {"language": "pl"})
    again = Client(headers={"accept-language": "en"})
    again.force_login(User.objects.get())
    assert '<html lang="pl"' in again.get(reverse("orders")).content.decode()


def test_the_language_form_leads_to_no_other_site(boss: Client) -> None:
    answer = boss.post(reverse("choose_language"), {"language": "en", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"


def test_a_person_of_two_companies_switches(boss: Client, company: Company, other_company: Company) -> None:
    Membership.objects.create(company=other_company, user=User.objects.get(), role="reader")
    assert other_company.name in followed(boss, reverse("choose_company"), company=other_company.pk)
    # As a reader there: no first document is offered.
    assert "Orders without a document" not in page(boss, reverse("dashboard"))


def test_nobody_switches_to_a_company_they_do_not_belong_to(boss: Client, other_company: Company) -> None:
    assert boss.post(reverse("choose_company"), {"company": other_company.pk}).status_code == 404
    assert boss.post(reverse("choose_company"), {"company": "x"}).status_code == 404


def test_the_bell_counts_what_waits_for_a_person(boss: Client, make_document: MakeDocument) -> None:
    make_document("1", State.REJECTED, Problem("delivery.fault"))
    make_document("2", State.IN_DOUBT, Problem("delivery.in_doubt"))
    make_document("3", State.ISSUED)
    assert "2 matters wait for a person" in boss.get(reverse("orders")).content.decode()


def test_a_wrong_address_is_answered_by_a_sentence(boss: Client) -> None:
    answer = boss.get("/orders/999999/", headers={"accept-language": "en"})
    assert answer.status_code == 404
    assert "belongs to another company" in answer.content.decode()


def test_an_old_form_is_answered_by_a_sentence(company: Company) -> None:
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    client.force_login(make_user(company))
    answer = client.post(reverse("orders_bulk"))
    assert answer.status_code == 403
    assert "The form has grown old" in answer.content.decode()
