"""Open pages show changes within seconds, and get a 204 while nothing has changed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from people.models import User
from scripts_library import actions
from scripts_library.models import ScriptVersion
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

SignIn = Callable[[User], Client]
HTMX: Any = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def version(personas: Personas) -> ScriptVersion:
    return scripts.published(personas.supervisor, personas.approver)


def poll(client: Client, url: str, seen: str) -> Any:
    return client.get(url, {"seen": seen}, **HTMX)


def urls(version: ScriptVersion) -> list[str]:
    return [
        reverse("scripts_library:script", args=[version.script_id]),
        reverse("scripts_library:library"),
        reverse("scripts_library:news"),
    ]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_open_page_is_told_of_a_withdrawal_and_of_nothing_else(
    personas: Personas, version: ScriptVersion, sign_in: SignIn, place: int
) -> None:
    actions.acknowledge(actor=personas.agent, version=version)
    client, url = sign_in(personas.agent), urls(version)[place]
    page = client.get(url)
    assert "<html" in page.content.decode()
    seen = page.context["stamp"]
    assert f"seen={seen}" in page.content.decode()
    scripts.draft(personas.supervisor, title="Something else")
    unchanged = poll(client, url, seen)
    assert (unchanged.status_code, unchanged.content) == (204, b"")
    actions.withdraw(actor=personas.supervisor, version=version, reason="The date was wrong.")
    told = poll(client, url, seen)
    assert told.status_code == 200
    assert "<html" not in told.content.decode()
    assert "Withdrawn" in told.content.decode()
    assert poll(client, url, told.context["stamp"]).status_code == 204


@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_open_page_is_told_of_a_new_version(personas: Personas, version: ScriptVersion, sign_in: SignIn, place: int) -> None:
    client, url = sign_in(personas.agent), urls(version)[place]
    seen = client.get(url).context["stamp"]
    newer = scripts.next_version(personas.supervisor, personas.approver, version, what_to_say="Newer words.")
    assert poll(client, url, seen).status_code == 204
    actions.publish(actor=personas.supervisor, version=newer, ends_at=clock.now() + timedelta(days=1))
    assert poll(client, url, seen).status_code == 200


@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_open_page_is_told_of_the_end_before_the_tick_is(
    personas: Personas, version: ScriptVersion, sign_in: SignIn, place: int
) -> None:
    client, url = sign_in(personas.agent), urls(version)[place]
    seen = client.get(url).context["stamp"]
    with clock.travel(clock.now() + timedelta(days=31)):
        assert poll(client, url, seen).status_code == 200


def test_polling_needs_few_queries(personas: Personas, version: ScriptVersion, sign_in: SignIn) -> None:
    client = sign_in(personas.agent)
    for url in urls(version):
        seen = client.get(url).context["stamp"]
        with CaptureQueriesContext(connection) as queries:
            assert poll(client, url, seen).status_code == 204
        # Every page first reads the session, the user, the time zone and the roles.
        assert len(queries) <= 8
        assert not any("what_to_say" in query["sql"] for query in queries)


def test_page_without_htmx_is_complete(personas: Personas, version: ScriptVersion, sign_in: SignIn) -> None:
    client = sign_in(personas.agent)
    for url in urls(version):
        seen = client.get(url).context["stamp"]
        assert "<html" in client.get(url, {"seen": seen}).content.decode()


def test_reader_sees_large_text_with_marked_placeholders(personas: Personas, version: ScriptVersion, sign_in: SignIn) -> None:
    page = sign_in(personas.agent).get(urls(version)[0]).content.decode()
    assert '<mark class="fill-in">{name of the customer}</mark>' in page
    assert "I've read this" in page
    actions.acknowledge(actor=personas.agent, version=version)
    assert "You've read version 1" in sign_in(personas.agent).get(urls(version)[0]).content.decode()


def test_every_page_of_an_agent_learns_of_a_withdrawal(personas: Personas, version: ScriptVersion, sign_in: SignIn) -> None:
    actions.acknowledge(actor=personas.agent, version=version)
    client, url = sign_in(personas.agent), reverse("scripts_library:withdrawals")
    home = client.get(reverse("desk:home")).content.decode()
    assert f'hx-get="{url}?seen="' in home
    assert poll(client, url, "").status_code == 204
    actions.withdraw(actor=personas.supervisor, version=version, reason="The date was wrong.")
    told = poll(client, url, "")
    assert "stop using" in told.content.decode()
    assert poll(client, url, told.context["stamp"]).status_code == 204
    actions.acknowledge_withdrawal(actor=personas.agent, version=version)
    assert "stop using" not in poll(client, url, told.context["stamp"]).content.decode()


def test_withdrawals_are_on_every_page_of_agents_only(personas: Personas, sign_in: SignIn) -> None:
    home = sign_in(personas.supervisor).get(reverse("desk:home")).content.decode()
    assert reverse("scripts_library:withdrawals") not in home
