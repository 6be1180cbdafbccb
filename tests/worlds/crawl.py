"""A crawl that follows every link, live part and download that a person can open, and reads the same each time."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import parse_qsl, urlsplit

from django.contrib.auth import SESSION_KEY
from django.test import Client

from people.identity import User

LINKS = re.compile(r'(href|hx-get)="(/[^"]*)"')
# Links that change the query alone, as those of a table do.
QUERIES = re.compile(r'href="\?([^"#]*)')
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
    # Chance in the copy of the person's own consents.
    re.compile(r'"(salt|digest)": "[0-9a-f]{64}"'),
    # The crawl has just signed in.
    re.compile(r'"last_login": "[^"]*"'),
)
LEFT_OUT = ("/static/", "/accounts/")
MOST_PAGES = 500

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
        links = [*_links(found[url]), *_orders(url, found[url])]
        waiting += [link for link in links if link not in found and follows.match(link.removeprefix(LIVE))]
    return found


def _read(client: Client, url: str) -> str:
    headers = {"HX-Request": "true"} if url.startswith(LIVE) else {}
    answer = client.get(url.removeprefix(LIVE), headers=headers)
    text = answer.getvalue().decode(errors="replace")
    for passing in PASSING:
        text = passing.sub("", text)
    where = answer.get("Location", "")
    return f"{answer.status_code} {where}\n{text}"


def _links(text: str) -> Iterator[str]:
    """Paths alone: a filter shows no more than the page does, and a version would make a live part say nothing."""
    for attribute, link in LINKS.findall(text):
        path = urlsplit(unescape(link)).path
        if not path.startswith(LEFT_OUT):
            yield path if attribute == "href" else f"{LIVE}{path}"


def _orders(url: str, text: str) -> Iterator[str]:
    """The tables of a page: what is downloaded, and the page for a table that isn't, sorted by each column.

    A download has all rows, so the other direction would say no more; a page may show others then.
    """
    if "?" in url or url.startswith(LIVE):
        return
    fields = [field for query in QUERIES.findall(text) for field in parse_qsl(unescape(query))]
    # By the prefix that tells the tables of a page apart.
    downloads = {name.removesuffix("download"): f"{name}={value}" for name, value in fields if name.endswith("download")}
    yield from (f"{url}?{download}" for download in downloads.values())
    for name, value in fields:
        column, download = value.removeprefix("-"), downloads.get(name.removesuffix("sort"))
        if name.endswith("sort") and download:
            yield f"{url}?{name}={column}&{download}"
        elif name.endswith("sort"):
            yield from (f"{url}?{name}={column}", f"{url}?{name}=-{column}")
