"""Live parts in tests: what a page carries, and what it gets when it asks again."""

import re
from html import unescape
from typing import Any

from django.test import Client


def version_on(client: Client, url: str) -> str:
    """The version that the live part of this page asks again with."""
    html = client.get(url).content.decode()
    found = re.search(rf'hx-get="{re.escape(url)}\?([^"]*)"', html)
    assert found, f"{url} has no live part"
    asked = dict(part.split("=") for part in unescape(found[1]).split("&"))
    return asked["seen"]


def asked_again(client: Client, url: str, version: str, **query: str) -> Any:
    return client.get(url, {**query, "seen": version}, headers={"HX-Request": "true"})
