"""A company with a sender at a mail server of one's own, and a document to send."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mostek.companies.models import Company
from mostek.mail.models import Sender, Tls
from tests.mail.server import MailServer, mail_server
from tests.panel.conftest import (
    as_role,
    boss,
    connection,
    document,
    make_document,
    make_order,
    operator,
    order,
    reader,
    series,
    stranger,
)

__all__ = [
    "as_role",
    "boss",
    "connection",
    "document",
    "make_document",
    "make_order",
    "operator",
    "order",
    "reader",
    "series",
    "stranger",
]
MakeSender = Callable[..., Sender]


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    settings.ALLOW_PRIVATE_ADDRESSES = True
    with mail_server() as running:
        yield running


@pytest.fixture
def make_sender(company: Company) -> MakeSender:
    """Unsaved: at that server, without encryption unless said otherwise."""

    def make(server: MailServer, **fields: Any) -> Sender:
        values = {
            "company": company,
            "host": "localhost",
            "port": server.port,
            "tls": Tls.NONE,
            "from_name": "Pracownia Mostowa",
            "from_address": "biuro@pracownia.example",
        }
        password = fields.pop("password", "")
        made = Sender(**(values | fields))
        made.set_password(password)
        return made

    return make


@pytest.fixture
def sender(server: MailServer, make_sender: MakeSender) -> Sender:
    made = make_sender(server)
    made.save()
    return made
