"""Credentials: encrypted at rest, and nowhere else to be read."""

import logging
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.apps import apps

from mostek.connections import vault, verifying
from mostek.connections.models import Connection
from mostek.connections.resealing import reseal_all
from mostek.delivery.webhooks import SECRET_FIELD
from mostek.kernel.problems import ProblemError
from tests.delivery.crew import Crew, deliver_all
from tests.delivery.shop import ACTOR, Shop, story

PROGRAMS = ("infakt", "ifirma")
every_program = pytest.mark.parametrize("program", PROGRAMS)


def secrets_of(connection: Connection) -> list[str]:
    names = [field.name for field in connection.connector.manifest.credentials if field.secret]
    return [value for name, value in connection.credentials().items() if name in names and value]


def whole_database() -> str:
    rows = [str(row) for model in apps.get_models() for row in model._default_manager.values()]
    return "\n".join(rows)


@every_program
def test_no_secret_stands_in_database_or_log(
    shop: Shop, program: str, caplog: pytest.LogCaptureFixture
) -> None:
    """After documents that arrived, were lost, turned down and refused, and credentials that changed."""
    caplog.set_level(logging.DEBUG)
    connection = shop.connect(program)
    connection.set_credentials(connection.credentials() | {SECRET_FIELD: "tajny-webhook-123"})
    connection.save()
    series = shop.series(connection)
    documents = [shop.issue(series) for _ in range(3)]
    shop.faults(program).creates_only = True
    shop.faults(program).upcoming |= {"timeout_after_create": 1, "server_error": 1}
    deliver_all()
    good = secrets_of(connection)
    wrong = {name: "dead" * 10 for name in connection.credentials() if name != "login"}
    with pytest.raises(ProblemError):
        verifying.replace_credentials(connection, connection.credentials() | wrong, ACTOR)
    Connection.objects.update(sealed=vault.seal(connection.credentials() | wrong))
    refused = shop.issue(series)
    with Crew() as crew:
        crew.until(lambda: story(refused))
    written = whole_database() + caplog.text
    assert all(len(story(document)) > 2 for document in documents)
    for secret in [*good, "dead" * 10]:
        assert secret not in written


def test_what_is_shown_of_a_connection_holds_no_secret(shop: Shop) -> None:
    connection = shop.connect("infakt")
    (secret,) = secrets_of(connection)
    assert secret not in repr(connection) + str(connection) + str(vars(connection))


def test_sealed_and_opened() -> None:
    secrets = {"api_key": "zażółć", "login": "ja@sklep.example"}
    sealed = vault.seal(secrets)
    assert vault.unseal(sealed) == secrets
    assert "api_key" not in sealed
    assert vault.seal(secrets) != sealed, "the same credentials never look the same"
    assert vault.unseal("") == {}


def test_a_new_key_opens_what_the_old_one_sealed(settings: Any) -> None:
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    settings.ENCRYPTION_KEYS = [old]
    sealed = vault.seal({"api_key": "1"})
    settings.ENCRYPTION_KEYS = [new, old]
    resealed = vault.reseal(sealed)
    settings.ENCRYPTION_KEYS = [new]
    assert vault.unseal(resealed) == {"api_key": "1"}
    with pytest.raises(vault.Unreadable):
        vault.unseal(sealed)


@pytest.mark.parametrize("sealed", ["x", "gAAAAA", "zażółć", "{}"])
def test_what_no_key_opens(sealed: str) -> None:
    with pytest.raises(vault.Unreadable):
        vault.unseal(sealed)
    with pytest.raises(vault.Unreadable):
        vault.reseal(sealed)


def test_resealing_all_names_those_that_cannot_be_opened(shop: Shop, settings: Any) -> None:
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    settings.ENCRYPTION_KEYS = [old]
    sound, broken = shop.connect("infakt", name="Zdrowe"), shop.connect("ifirma", name="Zepsute")
    credentials = sound.credentials()
    Connection.objects.filter(pk=broken.pk).update(sealed="from another installation")
    settings.ENCRYPTION_KEYS = [new, old]
    assert reseal_all() == (1, ["Zepsute"])
    settings.ENCRYPTION_KEYS = [new]
    assert Connection.objects.get(pk=sound.pk).credentials() == credentials
    assert Connection.objects.get(pk=broken.pk).sealed == "from another installation"


def test_a_connection_that_cannot_be_opened_says_so(shop: Shop) -> None:
    connection = shop.connect("infakt")
    connection.sealed = "from another installation"
    with pytest.raises(ProblemError) as raised:
        verifying.reverify(connection, ACTOR)
    assert raised.value.problems[0].key == "connections.unreadable"
