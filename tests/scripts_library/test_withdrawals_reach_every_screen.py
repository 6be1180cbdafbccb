"""Withdrawals show on every open screen of an agent, even for scripts they never confirmed, with the replacement."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from people.identity import User
from people.needs import needs_of
from scripts_library import actions, queries
from scripts_library.models import ScriptVersion
from tests.factories import crisis as crises
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

SignIn = Callable[[User], Client]
HTMX: Any = {"HTTP_HX_REQUEST": "true"}
BANNER = reverse("scripts_library:withdrawals")


@pytest.fixture
def version(personas: Personas) -> ScriptVersion:
    return scripts.published(personas.supervisor, personas.approver)


@pytest.fixture
def other(personas: Personas) -> ScriptVersion:
    return scripts.published(personas.supervisor, personas.approver, title="Ferry refunds")


def withdraw(version: ScriptVersion, personas: Personas, replacement: ScriptVersion | None = None) -> None:
    instead = replacement.script if replacement else None
    actions.withdraw(actor=personas.supervisor, version=version, reason="The date was wrong.", replacement=instead)


def page_of(client: Client, url: str) -> str:
    return re.sub(r"\s+", " ", client.get(url, **HTMX).content.decode())


def test_withdrawal_reaches_agents_who_never_confirmed(version: ScriptVersion, personas: Personas, sign_in: SignIn) -> None:
    crisis = crises.active(personas, [personas.agent.person_id])
    (invitation,) = crises.invited(crisis, personas)
    crises.accept(invitation, personas.agent)
    client = sign_in(personas.agent)
    screens = [reverse("desk:home"), reverse("crisis:detail", args=[crisis.pk]), reverse("people:notifications")]
    for url in screens:
        page = client.get(url).content.decode()
        assert f'hx-get="{BANNER}?seen="' in page
        assert 'hx-trigger="load, every 4s"' in page
    withdraw(version, personas)
    told = client.get(BANNER, {"seen": ""}, **HTMX)
    assert "stop using “Ferry cancelled”" in told.content.decode()
    assert told["HX-Trigger"] == "withdrawn"
    for url in (reverse("scripts_library:library"), reverse("scripts_library:news")):
        assert "stop using “Ferry cancelled”" in client.get(url).content.decode()
    assert "Withdrawn. Stop using this script." in page_of(client, reverse("scripts_library:script", args=[version.script_id]))
    assert "Ferry cancelled" in {need.title for need in needs_of(personas.agent)}


@pytest.mark.parametrize("url_name", ["desk:home", "crisis:detail"])
def test_live_script_lists_refresh_after_a_withdrawal(url_name: str, personas: Personas, sign_in: SignIn) -> None:
    crisis = crises.active(personas)
    url = reverse(url_name, args=[crisis.pk] if url_name == "crisis:detail" else [])
    assert re.search(r'hx-trigger="every \d+s, withdrawn from:body"', sign_in(personas.supervisor).get(url).content.decode())


def test_the_room_says_that_a_script_is_withdrawn(personas: Personas, sign_in: SignIn) -> None:
    crisis, (member,) = crises.team(personas)
    version = scripts.published(personas.supervisor, personas.approver, journal=crisis.journal)
    client, room = sign_in(member), reverse("crisis:detail", args=[crisis.pk])
    assert "Withdrawn" not in page_of(client, room)
    withdraw(version, personas)
    page = page_of(client, room)
    assert "Withdrawn" in page
    assert "(not published yet)" not in page
    actions.publish(
        actor=personas.supervisor,
        version=scripts.next_version(personas.supervisor, personas.approver, version),
        ends_at=clock.now() + timedelta(days=1),
    )
    assert [script.is_withdrawn for script in queries.titles_of(crisis.journal_id)] == [False]


def test_the_replacement_is_named_while_it_is_live(
    version: ScriptVersion, other: ScriptVersion, personas: Personas, sign_in: SignIn
) -> None:
    withdraw(version, personas, other)
    client, link = sign_in(personas.agent), reverse("scripts_library:script", args=[other.script_id])
    own_page = reverse("scripts_library:script", args=[version.script_id])
    instead = f'Use <a href="{link}" class="alert-link">“Ferry refunds”</a> instead.'
    for url in (BANNER, reverse("scripts_library:library")):
        assert instead in page_of(client, url)
    page = client.get(own_page)
    assert "Use “Ferry refunds” instead" in page.content.decode()
    seen = page.context["stamp"]
    withdraw(other, personas)
    assert client.get(own_page, {"seen": seen}, **HTMX).status_code == 200
    assert "Use “Ferry refunds” instead" not in page_of(client, own_page)
    assert page_of(client, BANNER).count("There is no replacement yet. Ask Sofia Supervisor.") == 2


def test_the_form_offers_other_live_scripts(
    version: ScriptVersion, other: ScriptVersion, personas: Personas, sign_in: SignIn
) -> None:
    client, url = sign_in(personas.trainer), reverse("scripts_library:withdraw", args=[version.pk])
    page = client.get(url).content.decode()
    assert f'<option value="{other.script_id}">Ferry refunds</option>' in page
    assert f'<option value="{version.script_id}">' not in page
    for wrong in (version.script_id, 10**12, "x"):
        assert client.post(url, {"reason": "Wrong.", "replacement": wrong}).status_code == 422
    assert client.post(url, {"reason": "Wrong.", "replacement": other.script_id}).status_code == 302
    version.refresh_from_db()
    assert (version.state, version.replacement_id) == ("withdrawn", other.script_id)


def test_replacement_must_be_another_live_script(version: ScriptVersion, personas: Personas) -> None:
    unfinished = scripts.draft(personas.supervisor, title="Later")
    for wrong in (version, unfinished):
        with pytest.raises(actions.ReplacementNotLive):
            withdraw(version, personas, wrong)
    version.refresh_from_db()
    assert version.state == "published"


def test_withdrawal_is_shown_for_a_day_or_until_it_is_confirmed(version: ScriptVersion, personas: Personas) -> None:
    def is_told(user: User) -> bool:
        return bool(queries.unknown_withdrawals(user.person_id))

    actions.acknowledge(actor=personas.agent, version=version)
    withdraw(version, personas)
    assert is_told(personas.agent)
    assert is_told(personas.other_agent)
    with clock.travel(clock.now() + timedelta(days=1, minutes=1)):
        assert is_told(personas.agent)
        assert not is_told(personas.other_agent)
    for user in (personas.agent, personas.other_agent):
        actions.acknowledge_withdrawal(actor=user, version=version)
        assert not is_told(user)


def test_script_page_shows_other_withdrawals_and_its_own_once(
    version: ScriptVersion, other: ScriptVersion, personas: Personas, sign_in: SignIn
) -> None:
    client = sign_in(personas.agent)
    page = client.get(reverse("scripts_library:script", args=[version.script_id])).content.decode()
    assert f'hx-get="{BANNER}?seen=&amp;here={version.script_id}"' in page
    withdraw(version, personas)
    assert client.get(BANNER, {"seen": "", "here": str(version.script_id)}, **HTMX).status_code == 204
    withdraw(other, personas)
    told = client.get(BANNER, {"seen": "", "here": str(version.script_id)}, **HTMX).content.decode()
    assert "Ferry refunds" in told
    assert "Ferry cancelled" not in told
    assert "Ferry cancelled" in client.get(BANNER, {"seen": "", "here": "x" * 99}, **HTMX).content.decode()


def test_notice_on_other_pages_says_what_to_say_instead(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    version = scripts.published(personas.supervisor, personas.approver)
    instead = "The ferry sails at *nine*. <b>Sorry</b>."
    actions.withdraw(actor=personas.supervisor, version=version, reason="Wrong.", say_instead=instead)
    page = sign_in(personas.agent).get(reverse("scripts_library:withdrawals")).content.decode()
    assert "The ferry sails at <em>nine</em>" in page
    assert "<b>" not in page
