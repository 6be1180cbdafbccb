"""Query counts of pages don't grow with the number of rows."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from journal.actions import house_journal
from people.models import Role, User
from scripts_library import actions, queries
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas, user_with

MOST = 21


def grow(personas: Personas, name: str) -> None:
    for number in range(3):
        title = f"Script {name} {number}"
        live = scripts.published(personas.supervisor, personas.approver, title=title)
        reader = user_with(Role.AGENT, name=f"Reader {name} {number}")
        actions.acknowledge(actor=reader, version=live)
        actions.acknowledge(actor=personas.agent, version=live)
        if number:
            actions.withdraw(actor=personas.supervisor, version=live, reason="Wrong.")
        scripts.draft(personas.supervisor, title=f"{title} draft")
        actions.add_phrase(actor=personas.supervisor, pattern=title, better="Other words.")


PAGES = ["library", "library?shelf=draft", "library?shelf=ended", "library?q=script", "news", "phrases"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["agent", "supervisor"])
def test_lists(personas: Personas, sign_in: Callable[[User], Client], page: str, name: str) -> None:
    route, _, query = page.partition("?")
    url, client = f"{reverse(f'scripts_library:{route}')}?{query}", sign_in(getattr(personas, name))
    counts = []
    for growth in ("first", "second"):
        grow(personas, growth)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code in {200, 403}
        counts.append(len(captured))
    assert counts[0] == counts[1] <= MOST


@pytest.mark.parametrize("route", ["script", "version", "readers"])
def test_one_script(personas: Personas, sign_in: Callable[[User], Client], route: str) -> None:
    client, version = sign_in(personas.supervisor), scripts.published(personas.supervisor, personas.approver)
    url = reverse(f"scripts_library:{route}", args=[version.script_id if route == "script" else version.pk])
    counts = []
    for growth in ("first", "second"):
        for number in range(3):
            actions.acknowledge(actor=user_with(Role.AGENT, name=f"{growth} {number}"), version=version)
        scripts.next_version(personas.supervisor, personas.approver, version)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= MOST


def test_what_other_rooms_ask(personas: Personas) -> None:
    counts = []
    for growth in ("first", "second"):
        grow(personas, growth)
        with CaptureQueriesContext(connection) as captured:
            queries.scripts_of(house_journal().pk)
            queries.published_for(personas.agent)
            queries.open_acknowledgements(personas.agent.person_id)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= MOST
