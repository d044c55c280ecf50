"""Who sees what, screen by screen; what holds for every address stands in `test_walls.py`."""

import pytest
from django.test import Client
from django.urls import reverse

from mostek.companies.models import Company, Role
from mostek.delivery.models import Job
from mostek.documents.models import Document, Series
from mostek.orders.models import Order, OrderStatus
from tests.factories import make_user
from tests.panel.conftest import MakeClient
from tests.panel.reading import page

LISTS = ("dashboard", "search", "orders", "documents", "documents_live", "attention", "series_list")


@pytest.mark.parametrize("name", LISTS)
def test_lists_need_a_log_in(client: Client, db: None, name: str) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/login/")


def test_a_part_of_a_page_loads_the_page_anew_once_the_session_is_over(client: Client, order: Order) -> None:
    part = client.get(reverse("order_documents", args=[order.pk]), headers={"hx-request": "true"})
    assert part.headers["HX-Refresh"] == "true"
    assert part.content == b""


@pytest.mark.parametrize("name", LISTS)
def test_lists_show_nothing_of_another_company(stranger: Client, document: Document, name: str) -> None:
    text = page(stranger, f"{reverse(name)}?q={document.number}&ids={document.pk}")
    assert text.count(document.number) <= 1, "only what was typed into the search"
    assert document.buyer_name not in text


def test_changes_do_not_cross_companies(
    stranger: Client, order: Order, document: Document, series: Series, company: Company
) -> None:
    status = OrderStatus.objects.create(company=company, name="Sent")
    stranger.post(reverse("orders_bulk"), {"action": "status", "order": [order.pk], "status_to": status.pk})
    answer = stranger.post(
        reverse("orders_bulk"), {"action": "issue", "order": [order.pk], "series": series.pk}
    )
    assert answer.status_code == 302
    assert stranger.post(reverse("order_issue", args=[order.pk]), {"series": series.pk}).status_code == 404
    assert stranger.post(reverse("document_act", args=[document.pk, "resend"])).status_code == 404
    order.refresh_from_db()
    assert order.status is None
    assert not order.documents.exists()
    assert not Job.objects.exists()


def test_a_reader_sees_no_dead_buttons(reader: Client, order: Order, document: Document) -> None:
    assert "Issue a sales document" not in page(reader, reverse("order", args=[order.pk]))
    assert "Issue documents" not in page(reader, reverse("orders"))
    assert "Compare and fetch again" not in page(reader, reverse("document", args=[document.pk]))
    assert "New series" not in page(reader, reverse("series_list"))
    assert "API settings" not in page(reader, reverse("dashboard"))


def test_an_operator_issues_but_does_not_configure(operator: Client, order: Order, series: Series) -> None:
    answer = operator.get(reverse("series_edit", args=[series.pk]))
    assert answer.status_code == 403
    assert "Only an owner or an administrator" in answer.content.decode()
    operator.post(reverse("order_issue", args=[order.pk]), {"series": series.pk})
    assert order.documents.get().number == "FV/1/" + order.documents.get().issue_date.strftime("%m/%Y")


def test_a_person_of_no_company_is_told_whom_to_ask(client: Client, company: Company) -> None:
    user = make_user(company, Role.OWNER)
    user.memberships.all().delete()
    client.force_login(user)
    answer = client.get(reverse("dashboard"), headers={"accept-language": "en"})
    assert answer.status_code == 403
    assert "You belong to no company yet" in answer.content.decode()


def test_only_the_operator_of_the_installation_pauses_everybody(
    boss: Client, as_role: MakeClient, company: Company
) -> None:
    assert boss.post(reverse("pause_all")).status_code == 403
    root = Client(headers={"accept-language": "en"})
    user = make_user(company, Role.OWNER, "root@shop.example")
    user.is_superuser = True
    user.save()
    root.force_login(user)
    root.post(reverse("pause_all"))
    assert "All sending is paused" in page(boss, reverse("orders"))
    root.post(reverse("resume_all"))
    assert "All sending is paused" not in page(boss, reverse("orders"))
