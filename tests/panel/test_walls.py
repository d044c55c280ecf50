"""What holds for every address of the panel, also for those that are added some day: nobody gets in
without log-in, nothing crosses from one company to another, nobody does more than their role allows."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from mostek.companies.models import Company, Role
from tests.everything import Everything, Page, furnish, pages
from tests.factories import make_user
from tests.panel.forms_read import Form, read
from tests.walls import crossings, rows_of, undone

OURS, THEIRS = "Bobrek", "Wilga"
FOR_EVERYBODY = {"join", "choose_language"}
SEEING = FOR_EVERYBODY | {"choose_company", "documents_bulk", "mail_template"}
"""Forms that a reader may send: they show something, or change what concerns this person alone."""
WORK_THERE = {
    *("connection_fetch", "connection_adopt", "connection_test_send"),
    *("archive_begin", "vat_rate_add", "mail_template"),
}
"""Daily work that is done on a screen of the set-up; a template is only tried."""
METHODS = ("get", "post")

pytestmark = pytest.mark.any_database


@pytest.fixture(autouse=True)
def nothing_answers(settings: Any) -> None:
    settings.SANDBOX_URL = "http://127.0.0.1:9"


@pytest.fixture
def ours(company: Company) -> Everything:
    return furnish(company, OURS)


@pytest.fixture
def theirs(other_company: Company) -> Everything:
    return furnish(other_company, THEIRS)


def person(of: Everything, role: Role) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user(of.company, role, f"{role.value}.{of.word}@people.example"))
    return client


def ask(client: Client, method: str, address: str, body: Any = None) -> HttpResponse:
    with undone():
        answer: HttpResponse = getattr(client, method)(address, body or {})
    return answer


def test_nobody_gets_in_without_log_in(ours: Everything) -> None:
    def is_let_in(page: Page, method: str) -> bool:
        answer = ask(Client(), method, page.address(ours.rows))
        to_log_in = answer.headers.get("Location", "").startswith("/account/login/")
        return answer.status_code != 405 and not to_log_in

    let_in = {page.name for page in pages() for method in METHODS if is_let_in(page, method)}
    assert let_in == FOR_EVERYBODY


def test_rows_of_another_company_do_not_exist(ours: Everything, theirs: Everything) -> None:
    """Alone, and below one's own rows: their order with our file."""
    stranger = person(theirs, Role.OWNER)
    for page in pages():
        for key in page.keys:
            if ours.rows[key] == theirs.rows[key]:  # a word, not a row
                continue
            for rows in (ours.rows, theirs.rows | {key: ours.rows[key]}):
                for method in METHODS:
                    with undone() as written:
                        answer = getattr(stranger, method)(page.address(rows))
                    assert answer.status_code >= 400 or answer.status_code == 302, (page.name, method)
                    assert not written, (page.name, method)
                    assert OURS.encode() not in answer.content, (page.name, method)


def test_no_page_shows_a_word_of_another_company(ours: Everything, theirs: Everything) -> None:
    stranger = person(theirs, Role.OWNER)
    named = {key.rpartition("<")[2].strip(">"): value for key, value in ours.rows.items()}
    query = {"q": "a", "series": ours.rows["series/<pk>"], "ids": ours.rows["documents/<pk>"]} | named
    for page in pages():
        answer = ask(stranger, "get", page.address(theirs.rows), query)
        shown = b"".join(answer) if answer.streaming else answer.content
        assert OURS.encode() not in shown, page.name


def test_a_form_filled_with_rows_of_another_company_changes_nothing_of_it(
    ours: Everything, theirs: Everything
) -> None:
    """Every form of the panel, as its own company fills it in, sent by somebody of another one."""
    stranger = person(theirs, Role.OWNER)
    forms = every_form(person(ours, Role.OWNER), ours)
    before = rows_of(ours.company)
    assert len(forms) > 70
    for page, form in forms:
        body = {name: [each.replace(OURS, THEIRS) for each in all_] for name, all_ in form.fields.items()}
        with undone() as written:
            answer = stranger.post(page.address(theirs.rows), body)
            assert OURS.encode() not in answer.content, (page.name, body)
            if written:
                assert crossings() == [], (page.name, body)
                assert rows_of(ours.company) == before, (page.name, body)


@pytest.mark.parametrize("role", [Role.READER, Role.OPERATOR])
def test_nobody_is_shown_a_button_or_link_that_their_role_forbids(ours: Everything, role: Role) -> None:
    client = person(ours, role)
    asked: dict[tuple[str, str], tuple[str, dict[str, list[str]]]] = {}
    for page in pages():
        answer = ask(client, "get", page.address(ours.rows))
        found = read(answer.content.decode() if is_page(answer) else "")
        asked |= {("get", path_of(link)): (page.name, {}) for link in found.links}
        for form in found.forms:
            if form.method == "post" and form.has_button:
                asked["post", path_of(form.action) or page.address(ours.rows)] = (page.name, form.fields)
    dead = {
        f"{page}: {method} {path}"
        for (method, path), (page, body) in asked.items()
        if is_of_panel(path) and ask(client, method, path, body).status_code == 403
    }
    assert dead == set()


def test_forms_are_refused_to_those_who_may_not(ours: Everything) -> None:
    """Filled in well, as an owner fills them in: a reader sends none, an operator sets nothing up."""
    forms = every_form(person(ours, Role.OWNER), ours)
    reader, operator = person(ours, Role.READER), person(ours, Role.OPERATOR)
    places = (
        "settings/",
        "connections/",
        "programs/",
        "series/",
        "rules/",
        "mail/sender/",
        "mail/templates/",
    )
    read_on, set_up = set(), set()
    for page, form in forms:
        if ask(reader, "post", page.address(ours.rows), form.fields).status_code != 403:
            read_on.add(page.name)
        if page.route.startswith(places):
            answer = ask(operator, "post", page.address(ours.rows), form.fields)
            set_up |= {page.name} if answer.status_code != 403 else set()
    assert read_on == SEEING - {"join", "choose_company"}
    assert set_up == WORK_THERE
    for page in pages():
        if page.name not in SEEING:
            with undone() as written:
                reader.post(page.address(ours.rows))
            assert not written, page.name


def path_of(address: str) -> str:
    return address.partition("#")[0].partition("?")[0]


def is_page(answer: HttpResponse) -> bool:
    return answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")


def is_of_panel(path: str) -> bool:
    try:
        return path.startswith("/") and resolve(path).url_name in {page.name for page in pages()}
    except Resolver404:
        return False


def every_form(client: Client, of: Everything) -> list[tuple[Page, Form]]:
    """Every form that posts, once, with the page it is sent to."""
    by_name = {page.name: page for page in pages()}
    found: dict[tuple[str, tuple[str, ...]], tuple[Page, Form]] = {}
    for page in pages():
        answer = ask(client, "get", page.address(of.rows))
        for form in read(answer.content.decode()).forms if is_page(answer) else ():
            path = path_of(form.action) or page.address(of.rows)
            if form.method == "post" and is_of_panel(path):
                target = by_name[str(resolve(path).url_name)]
                found[target.name, tuple(sorted(form.fields))] = (target, form)
    return list(found.values())
