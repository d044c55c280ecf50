"""What stands on a page, without its markup."""

import html
import re

from django.test import Client


def page(client: Client, address: str, **headers: str) -> str:
    """The page's text. Fails when it is not there."""
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, answer.status_code
    return text_of(answer.content.decode())


def text_of(markup: str) -> str:
    plain = re.sub(r"<[^>]+>", " ", re.sub(r"<(script|style)[^>]*>.*?</\1>", "", markup, flags=re.S))
    return re.sub(r"\s+", " ", html.unescape(plain))


def followed(client: Client, address: str, **posted: object) -> str:
    """The page to which a form leads."""
    answer = client.post(address, posted, follow=True)
    assert answer.status_code == 200, answer.status_code
    return text_of(answer.content.decode())
