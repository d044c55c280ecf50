"""VAT where people meet it: settings, order, issue page, dashboard; over API and command line too."""

import json
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from mostek.companies.models import AuditEntry, Role
from mostek.delivery.errands import claim, work
from mostek.documents.issuing import issue
from mostek.documents.models import Document
from mostek.vat.models import DayRate, DistanceSale, NumberQuestion, OrderVat, settings_of
from tests.api.conftest import Caller
from tests.cli.conftest import Run, run
from tests.delivery.shop import ACTOR, Shop
from tests.factories import make_company, make_user
from tests.panel.reading import followed, page
from tests.vat.conftest import EL, buyer, choose

__all__ = ["run"]


def browser(shop: Shop, role: Role = Role.OWNER) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user(shop.company, role, f"{role.value}@shop.example"))
    return client


VALUES = {
    "eu_registered": "on",
    "number_check": "asked",
    "answer_days": "14",
    "asks_stand_in": "on",
    "oss_since": "2026-01-01",
    "oss_until": "",
    "policy": "decide",
    "private_services": "general",
    "euro_rate": "",
    "rate_lines": "DE 8 = 7\nFR: 5 = 5.5",
}


def test_settings_are_kept_and_told(shop: Shop) -> None:
    client = browser(shop)
    assert "saved" in followed(client, reverse("settings_vat"), **VALUES)
    chosen = settings_of(shop.company)
    assert (chosen.eu_registered, chosen.policy, chosen.answer_days) == (True, "decide", 14)
    assert chosen.rate_map == {"DE": {"8": "7"}, "FR": {"5": "5.5"}}
    assert AuditEntry.objects.get(subject="vatsettings").changes["policy"] == ["shop", "decide"]
    assert "DE 8 = 7" in client.get(reverse("settings_vat")).content.decode()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"rate_lines": "DE 8 = 9"}, "DE has no rate 9; there are: 19, 7."),
        ({"rate_lines": "PL"}, "Write it as"),
        ({"rate_lines": "DE 9 = 7"}, "PL has no rate 9"),
        ({"answer_days": "0"}, "Between 1 and 366 days."),
        ({"oss_until": "2025-12-31"}, "The last day lies before the first."),
    ],
)
def test_odd_settings_are_refused(shop: Shop, wrong: dict[str, str], told: str) -> None:
    assert told in followed(browser(shop), reverse("settings_vat"), **(VALUES | wrong))
    assert settings_of(shop.company).pk is None


def test_who_may_only_read_changes_nothing(shop: Shop) -> None:
    client = browser(shop, Role.READER)
    order = shop.order(buyer=buyer("GR", EL))
    client.post(reverse("settings_vat"), VALUES)
    assert settings_of(shop.company).pk is None
    for name in ("order_vies", "order_vat"):
        assert client.post(reverse(name, args=[order.pk]), {"choice": "shop"}).status_code == 403
    assert "Check in VIES" not in page(client, reverse("order", args=[order.pk]))


def test_the_order_shows_the_decision_and_asks_vies(shop: Shop) -> None:
    choose(shop.company, number_check="required")
    client, order = browser(shop), shop.order(("Stół", 1, "100.00", "0"), buyer=buyer("GR", EL))
    address = reverse("order", args=[order.pk])
    shown = page(client, address)
    assert "Goods to a company in another EU country: 0 per cent." in shown
    assert f"VIES has not been asked about the number {EL}." in shown
    assert "will stand here in a moment" in followed(client, reverse("order_vies", args=[order.pk]))
    assert "hx-get" in client.get(reverse("order_vat_card", args=[order.pk])).content.decode()
    for row in claim(NumberQuestion, 1, "worker"):
        work(row)
    assert "hx-get" not in client.get(reverse("order_vat_card", args=[order.pk])).content.decode()
    shown = page(client, address)
    assert f"Number {EL}: valid, as the stand-in of VIES said on" in shown
    assert "Consultation number WAPI" in shown


def test_a_person_settles_a_contradiction(shop: Shop) -> None:
    choose(shop.company)
    client, series = browser(shop), shop.hub_series()
    order = shop.order(("Stół", 1, "123.00", "23"), buyer=buyer("US"))
    issuing = f"{reverse('order_issue', args=[order.pk])}?series={series.pk}"
    assert "The shop charged VAT of 23 per cent in line 1" in page(client, issuing)
    assert f"{reverse('order', args=[order.pk])}#vat" in client.get(issuing).content.decode()
    followed(client, reverse("order_vat", args=[order.pk]), choice="decision", note="eksport")
    shown = page(client, issuing)
    assert "Export of goods from the EU: 0 per cent." in shown
    document = issue(order, series, ACTOR)
    told = page(client, reverse("document", args=[document.pk]))
    assert "decided on" in told
    assert "the decision stands, whatever the shop charged. eksport" in told
    assert "The goods go to United States" in told
    assert followed(client, reverse("order_vat", args=[order.pk]), choice="nonsense")
    assert OrderVat.objects.get().choice == "decision"


def test_the_recipient_s_country_is_said_at_the_order(shop: Shop) -> None:
    client, order = browser(shop), shop.order(recipient={"name": "Karl"})
    assert "Country of the recipient" in page(client, reverse("order", args=[order.pk]))
    assert "Domestic sale" in followed(client, reverse("order_vat", args=[order.pk]), destination="PL")


def test_lines_may_be_given_the_destination_s_rates(shop: Shop) -> None:
    choose(shop.company, oss_since="2026-01-01")
    order = shop.order(("Stół", 1, "119.00", ""), buyer=buyer("DE"))
    shown = browser(shop).get(reverse("order_edit", args=[order.pk])).content.decode()
    assert '<option value="19">' in shown


def test_exchange_rates_are_entered_once_a_day(shop: Shop) -> None:
    client = browser(shop)
    values = {"currency": "EUR", "on": "2026-11-19", "rate": "4.2713", "source": "223/A/NBP/2026"}
    assert "4.2713" in followed(client, reverse("vat_rate_add"), **values)
    followed(client, reverse("vat_rate_add"), **(values | {"rate": "4.3"}))
    assert "greater than zero" in followed(client, reverse("vat_rate_add"), **(values | {"rate": "0"}))
    saved = DayRate.objects.get()
    assert saved.rate == Decimal("4.3")
    stranger = Client()
    stranger.force_login(make_user(make_company(name="Inna"), Role.OWNER, "other@shop.example"))
    assert stranger.post(reverse("vat_rate_delete", args=[saved.pk])).status_code == 404
    followed(client, reverse("vat_rate_delete", args=[saved.pk]))
    assert not DayRate.objects.exists()


def test_the_dashboard_warns_near_the_limit(shop: Shop) -> None:
    client = browser(shop)
    document = shop.issue(shop.hub_series(), ("Stół", 1, "30000.00", "23"), buyer=buyer("DE"))
    assert "limit" not in page(client, reverse("dashboard"))
    DistanceSale.objects.filter(document=document).update(net=34000)
    assert "come near the limit" in page(client, reverse("dashboard"))
    DistanceSale.objects.filter(document=document).update(net=43000)
    assert "have passed the limit" in page(client, reverse("dashboard"))
    choose(shop.company, oss_since="2026-01-01")
    assert "have passed the limit" not in page(client, reverse("dashboard"))


def test_over_the_api(shop: Shop) -> None:
    choose(shop.company, number_check="required")
    caller = Caller(shop.company)
    order = shop.order(("Stół", 1, "123.00", "23"), buyer=buyer("GR", EL))
    path = f"/orders/{order.pk}/vat"
    told = caller.get(path).json()
    assert (told["treatment"], told["problems"][0]["key"]) == ("eu_company_goods", "vat.vies_not_asked")
    assert caller.post(f"/orders/{order.pk}/vies", {}).status_code == 202
    for row in claim(NumberQuestion, 1, "worker"):
        work(row)
    assert caller.get(path).json()["problems"][0]["key"] == "vat.charged_though_untaxed"
    settled = caller.post(path, {"choice": "decision", "note": "netto"}).json()
    assert (settled["problems"], settled["lines"][0]["code"]) == ([], "0")
    assert settled["facts"]["vies"]["valid"] is True
    assert caller.post(path, {"choice": "guess"}).status_code == 422
    stranger = Caller(make_company(name="Inna"))
    assert stranger.get(path).status_code == stranger.post(f"/orders/{order.pk}/vies", {}).status_code == 404


def test_exchange_rates_over_the_api(shop: Shop) -> None:
    caller = Caller(shop.company)
    body = {"currency": "EUR", "on": "2026-11-19", "rate": "4.2713", "source": "223/A/NBP/2026"}

    def put(**changed: str) -> int:
        answer = caller.client.put(
            "/api/v1/exchange-rates", body | changed, content_type="application/json", headers=caller.headers
        )
        return answer.status_code

    assert [put(), put(rate="0"), put(currency="XXY"), put(rate="4.30")] == [200, 422, 422, 200]
    assert DayRate.objects.get(company=shop.company).rate == Decimal("4.3")


def test_from_the_command_line(shop: Shop, run: Run) -> None:
    choose(shop.company, number_check="required")
    order = shop.order(("Stół", 1, "100.00", "0"), buyer=buyer("GR", EL))
    said = run("vat", "decide", order.number)
    assert said.code == 1
    assert "Goods to a company in another EU country" in said.out
    assert "VIES has not been asked" in said.out
    assert "valid, as the stand-in of VIES said" in run("vat", "check", EL).out
    assert json.loads(run("vat", "decide", order.number, "--json").out)["vies"]["valid"] is True
    shop.sandbox.vies.down = {"*"}
    assert "gives no answer" in run("vat", "check", "DE136695976").err
    assert run("vat", "rate", "EUR", "2026-11-19", "4.2713", "--source", "223/A/NBP/2026").code == 0
    assert run("vat", "rate", "EUR", "2026-11-19", "x", "--source", "1").code == 1
    assert not Document.objects.exists()
