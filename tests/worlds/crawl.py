"""A crawl that follows every link and live part which a person can open, and reads the same each time."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import urlsplit

from django.contrib.auth import SESSION_KEY
from django.test import Client

from people.identity import User

LINKS = re.compile(r'(href|hx-get)="(/[^"]*)"')
# Before the address of a live part, which htmx asks for.
LIVE = "live part "
# Chance and the request's own marks; everything else is compared.
PASSING = (
    re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"'),
    re.compile(r'name="one_time_key" value="[^"]*"'),
    re.compile(r'name="form_draft" value="[^"]*"'),
    re.compile(r'"X-CSRFToken": ?"[^"]*"'),
    re.compile(r"(?:&quot;|\\u0022)X-CSRFToken.*?}"),
    re.compile(r'nonce="[^"]*"'),
    # The crawl has just signed in.
    re.compile(r'"last_login": "[^"]*"'),
)
LEFT_OUT = ("/static/", "/accounts/")
MOST_PAGES = 400

Pages = dict[str, str]


def pages_of(user: User, seeds: Iterable[str], *, follows: re.Pattern[str]) -> Pages:
    """What the user gets at each of these addresses, and at every address found there that the pattern matches."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert SESSION_KEY in client.session
    found: Pages = {}
    waiting = list(dict.fromkeys(["/", *seeds]))
    while waiting:
        url = waiting.pop(0)
        if url in found:
            continue
        assert len(found) < MOST_PAGES, "the crawl does not end"
        found[url] = _read(client, url)
        waiting += [link for link in _links(found[url]) if link not in found and follows.match(link.removeprefix(LIVE))]
    return found


def _read(client: Client, url: str) -> str:
    headers = {"HX-Request": "true"} if url.startswith(LIVE) else {}
    answer = client.get(url.removeprefix(LIVE), headers=headers)
    text = answer.content.decode(errors="replace")
    for passing in PASSING:
        text = passing.sub("", text)
    where = answer.get("Location", "")
    return f"{answer.status_code} {where}\n{text}"


def _links(text: str) -> Iterator[str]:
    """Paths alone: a query sorts and filters what the page shows anyway, and a version would make a live part say nothing."""
    for attribute, link in LINKS.findall(text):
        path = urlsplit(unescape(link)).path
        if not path.startswith(LEFT_OUT):
            yield path if attribute == "href" else f"{LIVE}{path}"
