"""A new update is announced in one line on every page of the team, its lead and its deputy.

It ends when they open the update from there, confirm it or mark it as read.
"""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from crisis import actions
from crisis.models import Crisis, TeamMember
from crisis.queries.updates import latest_update
from people.actions import notify
from people.identity import User
from people.models import Notification
from tests.factories import crisis as crises
from tests.factories.people import Personas

SignIn = Callable[[User], Client]

HOME, LIBRARY = reverse("desk:home"), reverse("scripts_library:library")
BELL, OPEN = reverse("people:bell"), reverse("people:open")
LINE = "New update in “Kettle recall”"


@pytest.fixture
def told(personas: Personas) -> tuple[Crisis, list[User]]:
    """A crisis with a team of two and an update."""
    crisis, users = crises.team(personas, 2)
    post(crisis, personas, "Trucks are on the way.")
    return crisis, users


def post(crisis: Crisis, personas: Personas, text: str) -> None:
    actions.give_update(actor=personas.supervisor, crisis=crisis, text=text, next_update_at=None)


def shows(client: Client, url: str = LIBRARY) -> bool:
    return LINE in client.get(url).content.decode()


def polled(client: Client, seen: str, path: str = LIBRARY) -> str | None:
    """The answer to a poll of the bell on a page, or None if nothing is new."""
    headers = {"HX-Request": "true", "HX-Current-URL": f"https://testserver{path}?page=1"}
    answer = client.get(BELL, {"seen": seen}, headers=headers)
    return None if answer.status_code == 204 else answer.content.decode()


def test_team_lead_and_deputy_see_it_and_nobody_else(
    told: tuple[Crisis, list[User]], personas: Personas, sign_in: SignIn
) -> None:
    _crisis, users = told
    for user, is_told in (
        (users[0], True),
        (users[1], True),
        (crises.deputy(), True),
        (personas.supervisor, False),  # wrote it
        (personas.other_supervisor, False),
        (personas.agent, False),
    ):
        assert shows(sign_in(user)) is is_told, user


def test_home_and_room_show_the_update_itself(told: tuple[Crisis, list[User]], sign_in: SignIn) -> None:
    crisis, (reader, _other) = told
    client, room = sign_in(reader), reverse("crisis:detail", args=[crisis.pk])
    for url in (HOME, room):
        assert not shows(client, url)
        assert "Trucks are on the way." in client.get(url).content.decode()
        assert LINE not in (polled(client, "0", url) or "")
    assert shows(client, reverse("people:notifications"))


def test_open_page_gets_it_with_the_next_poll_of_the_bell(
    told: tuple[Crisis, list[User]], personas: Personas, sign_in: SignIn
) -> None:
    crisis, (reader, _other) = told
    client = sign_in(reader)
    before = Notification.objects.filter(person=reader.person, read_at=None).count() - 1
    answer = polled(client, str(before))
    assert answer is not None
    assert LINE in answer
    assert 'id="page-news"' in answer
    assert "hx-swap-oob" in answer
    key = Notification.objects.get(person=reader.person, text__contains="Trucks").key
    version = f"{before + 1}.{key}"
    assert f"seen={version}" in answer
    assert polled(client, version) is None
    post(crisis, personas, "It is dry.")
    newer = polled(client, version)
    assert newer is not None
    assert newer.count(LINE) == 2  # in sight and for screen readers


def test_opening_it_leads_to_the_room_and_removes_the_line(told: tuple[Crisis, list[User]], sign_in: SignIn) -> None:
    crisis, (reader, other) = told
    client = sign_in(reader)
    key = Notification.objects.get(person=reader.person, text__contains="Trucks").key
    answer = client.post(OPEN, {"key": key})
    assert (answer.status_code, answer["Location"]) == (302, reverse("crisis:detail", args=[crisis.pk]))
    assert not shows(client)
    assert shows(sign_in(other))
    for forged in ("", "made up", "\x00"):
        assert client.post(OPEN, {"key": forged}).status_code == 404


def test_confirming_the_latest_update_removes_the_line_also_if_an_older_one_is_unread(
    told: tuple[Crisis, list[User]], personas: Personas, sign_in: SignIn
) -> None:
    crisis, (reader, _other) = told
    post(crisis, personas, "It is dry.")
    found = latest_update(crisis, reader)
    assert found is not None
    actions.confirm_update(actor=reader, crisis=crisis, sequence=found.sequence)
    assert Notification.objects.filter(person=reader.person, text__contains="Trucks", read_at=None).exists()
    assert not shows(sign_in(reader))


def test_people_who_left_the_team_and_teams_of_crises_that_are_over_see_no_line(
    told: tuple[Crisis, list[User]], sign_in: SignIn
) -> None:
    _crisis, (left, reader) = told
    TeamMember.objects.filter(person=left.person).update(left_at=clock.now())
    assert not shows(sign_in(left))
    assert shows(sign_in(reader))
    now = clock.now()
    Crisis.objects.update(state="closed", resolved_at=now, review_began_at=now, closed_at=now)
    assert not shows(sign_in(reader))


def test_line_of_a_drill_says_so(personas: Personas, sign_in: SignIn) -> None:
    crisis, users = crises.team(personas, 1, is_drill=True)
    post(crisis, personas, "Trucks are on the way.")
    assert f"Drill: {LINE}" in sign_in(users[0]).get(LIBRARY).content.decode()


def test_poll_without_news_reads_notifications_once(personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.agent)
    for key in ("review:1", "crisis:1:leaders:1:2"):
        notify(person_id=personas.agent.person_id, key=key, text="Look.")
    with CaptureQueriesContext(connection) as asked:
        assert polled(client, "2") is None
    assert sum("people_notification" in query["sql"] for query in asked.captured_queries) == 1
    assert not any("crisis_crisis" in query["sql"] for query in asked.captured_queries)
