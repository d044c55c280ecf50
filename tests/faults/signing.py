"""Run as a process of its own: gives a connection the secret that its webhooks are signed with.

`python -m tests.faults.signing PROGRAM SECRET` prints whether the handshake was seen.
"""

import json
import sys

import django

django.setup()

from mostek.connections.models import Connection  # noqa: E402
from mostek.delivery.webhooks import SECRET_FIELD  # noqa: E402


def main(program: str, secret: str) -> str:
    connection = Connection.objects.get(program=program)
    connection.set_credentials(connection.credentials() | {SECRET_FIELD: secret})
    connection.save()
    return "verified" if connection.webhook_verified_at else "not verified"


if __name__ == "__main__":
    json.dump(main(*sys.argv[1:3]), sys.stdout)
