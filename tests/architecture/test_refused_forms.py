"""Every form of the access matrix, sent empty: a refused one has an error summary that leads to each wrong field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from people.models import User
from tests.architecture.access.route import FOUND, INVALID, OK, Route
from tests.architecture.test_access import ROUTES
from tests.factories.people import Personas
from tests.factories.people import personas as make_personas

CONTROLS = {"input", "select", "textarea"}
MANY = 30


@dataclass
class RefusedPage(HTMLParser):
    """What the page of a refused form says: its title, the links of its error summary, and its controls by id."""

    title: str = ""
    summaries: int = 0
    links: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    controls: dict[str, Mapping[str, str | None]] = field(default_factory=dict)
    is_in_title: bool = False
    depth: int = 0

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        key = said.get("id") or ""
        self.ids += [key] if key else []
        self.is_in_title = tag == "title" and not self.title
        if tag in CONTROLS and said.get("type") != "hidden":
            self.controls[key] = said
            self.wrong += [said.get("name") or ""] if said.get("aria-invalid") == "true" else []
        if "data-error-summary" in said:
            self.summaries, self.depth = self.summaries + 1, 1
        elif self.depth and tag == "div":
            self.depth += 1
        if self.depth and tag == "a":
            self.links.append((said.get("href") or "").removeprefix("#"))

    def handle_endtag(self, tag: str) -> None:
        self.is_in_title = False
        if self.depth and tag == "div":
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.is_in_title:
            self.title += data

    def faults(self) -> Iterator[str]:
        if self.title.split()[:1] != ["Error:"]:
            yield f"the title is {self.title.strip()!r}"
        if self.summaries != 1:
            yield f"{self.summaries} error summaries"
        for link in self.links:
            if self.ids.count(link) != 1 or link not in self.controls:
                yield f"{link!r} names {self.ids.count(link)} elements"
            elif self.controls[link].get("aria-invalid") != "true":
                yield f"{link!r} leads to a field that isn't wrong"
        led_to = {self.controls[link].get("name") for link in self.links if link in self.controls}
        if unlinked := set(self.wrong) - led_to:
            yield f"no link to {sorted(unlinked)}"


def read(content: bytes) -> RefusedPage:
    page = RefusedPage()
    page.feed(content.decode())
    return page


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def senders() -> Iterator[tuple[Route, str]]:
    """Each route that receives a form, with the first persona who may send it."""
    for route in ROUTES:
        names = [
            name for name in Personas.__dataclass_fields__ if route.expect.get(name, route.otherwise) in {OK, FOUND, INVALID}
        ]
        if route.method == "post" and names:
            yield route, names[0]


def test_each_refused_form_has_a_summary_that_leads_to_its_wrong_fields(db: None) -> None:
    personas = make_personas()
    refused, found = set[str](), dict[str, list[str]]()
    clients = {name: signed_in(user) for name, user in personas}
    for route, name in senders():
        with transaction.atomic():
            url = reverse(route.name, kwargs=dict(route.arrange(personas)))
            # A browser sends at least the key of the form.
            answer = clients[name].post(url, {"key": "", **dict.fromkeys(route.data, "")})
            transaction.set_rollback(True)
        if answer.status_code == INVALID:
            refused.add(route.name)
            found.setdefault(route.name, []).extend(read(answer.content).faults())
    assert {name: faults for name, faults in found.items() if faults} == {}
    assert len(refused) > MANY, "the refused forms were found"


@pytest.mark.parametrize("name", ["feedback:ranking", "feedback:own_card"])
def test_refused_criteria_lead_to_their_fields(name: str, db: None) -> None:
    page = read(signed_in(make_personas().supervisor).get(reverse(name), {"months": "many", "floor_percent": ""}).content)
    assert list(page.faults()) == []
    assert page.links == ["id_months", "id_floor_percent"]
