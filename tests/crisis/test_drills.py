"""Drills are fixed at opening, marked everywhere, visible to participants only, and never block a real crisis."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from core import clock
from crisis import actions
from crisis.models import Crisis, Invitation, TeamMember
from crisis.queries.unavailable_people import unavailable
from journal.actions import open_journal
from journal.drills import circle_of, drills_of, hearers_of
from people.actions import notify
from people.identity import User
from people.models import Notification
from protocol.assembly import document_of
from tests.architecture.access import crisis as access
from tests.architecture.access import protocols as access_to_protocols
from tests.architecture.access.route import OK, Route, nothing
from tests.factories import crisis as crises
from tests.factories.people import Personas

SignIn = Callable[[User], Client]


@pytest.fixture
def only_drills(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every crisis that the factories make is a drill."""
    monkeypatch.setattr(crises, "draft", partial(crises.draft, is_drill=True))


def drill_and_real(personas: Personas) -> tuple[Crisis, Invitation, Crisis, Invitation]:
    """Ana is on the team of a drill, and invited to a real crisis."""
    drill = crises.active(personas, [personas.agent.person_id, personas.other_agent.person_id], is_drill=True, team_size=1)
    [practice] = crises.invited(drill, personas, 1)
    crises.accept(practice, personas.agent)
    real = crises.active(personas, [personas.agent.person_id], title="Storm", team_size=1)
    [earnest] = crises.invited(real, personas, 1)
    return drill, practice, real, earnest


def messages_of(user: User) -> list[str]:
    return list(Notification.objects.filter(person=user.person_id).order_by("pk").values_list("text", flat=True))


def update(rows: QuerySet[Any], **values: Any) -> None:
    rows.update(**values)
    # Deferred foreign keys, checked when the transaction commits.
    connection.check_constraints()


def test_journal_of_a_drill_is_marked(personas: Personas) -> None:
    assert crises.draft(personas, is_drill=True).journal.is_drill
    assert not crises.draft(personas).journal.is_drill


@pytest.mark.parametrize("was_drill", [True, False])
def test_a_draft_never_becomes_or_stops_being_a_drill(was_drill: bool, personas: Personas, sign_in: SignIn) -> None:
    crisis = crises.draft(personas, is_drill=was_drill)
    with pytest.raises(actions.StillNeeded, match="whether this is a drill"):
        actions.edit_crisis(actor=personas.supervisor, crisis=crisis, is_drill=not was_drill)
    form = {**access.NEW, **({} if was_drill else {"is_drill": "on"})}
    assert sign_in(personas.supervisor).post(reverse("crisis:setup", args=[crisis.pk]), form).status_code == 302
    crisis.refresh_from_db()
    assert (crisis.is_drill, crisis.title) == (was_drill, "Storm")


def test_drill_marks_of_crisis_journal_and_team_are_equal(personas: Personas) -> None:
    drill, users = crises.team(personas, is_drill=True)
    assert TeamMember.objects.get(person=users[0].person).is_drill
    with pytest.raises(IntegrityError, match="crisis_drill_mark_of_its_journal"), transaction.atomic():
        update(Crisis.objects.filter(pk=crises.draft(personas).pk), is_drill=True)
    with pytest.raises(IntegrityError, match="member_drill_mark_of_its_crisis"), transaction.atomic():
        update(TeamMember.objects.filter(crisis=drill), is_drill=False)
    with pytest.raises(IntegrityError, match="crisis_drill_mark_of_its_journal"), transaction.atomic():
        update(Crisis.objects.filter(pk=drill.pk), journal_id=open_journal(title="Real").pk)


def test_member_of_a_drill_can_join_a_real_crisis(personas: Personas) -> None:
    drill, practice, real, earnest = drill_and_real(personas)
    assert personas.agent.person_id not in unavailable(real)
    crises.accept(earnest, personas.agent)
    with clock.travel(crises.at_work()):
        actions.keep_up_invitations()
    assert real.members.filter(person=personas.agent.person_id, left_at=None).exists()
    assert not drill.members.filter(left_at=None).exists()
    practice.refresh_from_db()
    assert practice.state == Invitation.State.RELEASED
    assert "Drill: You joined the team of a real crisis, so you've left the team for “Kettle recall”." in messages_of(
        personas.agent
    )
    # The spot goes to the next person on the list.
    assert drill.invitations.open().get().person_id == personas.other_agent.person_id


def test_member_of_a_real_crisis_cannot_join_a_drill(personas: Personas) -> None:
    _real, [user] = crises.team(personas, title="Storm")
    drill = crises.ready(personas, [user.person_id], is_drill=True, team_size=1)
    assert user.person_id in unavailable(drill)
    with pytest.raises(actions.NobodyLeft):
        crises.invited(drill, personas, 1)
    invitation = Invitation.objects.create(crisis=drill, person=user.person, deadline_at=datetime(2100, 1, 1, tzinfo=UTC))
    drill.terms.create(version=1, solution=drill.solution, review_factor=3)
    with pytest.raises(actions.AlreadyServing, match="real crisis"):
        crises.accept(invitation, user)
    assert not drill.members.exists()


def test_a_person_serves_once_in_a_drill_and_in_one_real_crisis(personas: Personas) -> None:
    drill, [user] = crises.team(personas, is_drill=True)
    with pytest.raises(IntegrityError, match="member_once_in_a_team"), transaction.atomic():
        TeamMember.objects.create(crisis=drill, person=user.person, is_drill=True)
    TeamMember.objects.create(crisis=crises.draft(personas), person=user.person)
    with pytest.raises(IntegrityError, match="member_of_one_crisis_at_a_time"), transaction.atomic():
        TeamMember.objects.create(crisis=crises.draft(personas), person=user.person)


def test_participants_of_a_drill_are_found_both_ways(personas: Personas) -> None:
    drill = crises.ready(personas, is_drill=True, deputy_id=personas.other_supervisor.person_id)
    [invitation] = crises.invited(drill, personas, 1)
    part = {personas.supervisor.person_id, personas.other_supervisor.person_id}
    for joined in (False, True):
        if joined:
            crises.accept(invitation, personas.agent)
            part.add(personas.agent.person_id)
        assert circle_of(drill.journal_id) == part
        for _name, user in personas:
            assert drills_of(user.person_id) == ({drill.journal_id} if user.person_id in part else set())
        assert personas.agent.person_id in hearers_of(drill.journal_id)
        assert personas.other_agent.person_id not in hearers_of(drill.journal_id)


def test_messages_about_a_drill_reach_participants_only_and_say_so(personas: Personas) -> None:
    with clock.travel(crises.at_work()):
        drill = crises.ready(personas, is_drill=True)
        crises.invited(drill, personas, 1)
        assert all(text.startswith("Drill: ") for text in messages_of(personas.agent))
        assert len(messages_of(personas.agent)) == 1
        for user in (personas.agent, personas.other_agent):
            notify(person_id=user.person_id, key="more", text="More.", journal=drill.journal)
        assert messages_of(personas.agent)[-1] == "Drill: More."
        assert messages_of(personas.other_agent) == []


def _pages() -> list[Any]:
    routes = [*access.ROUTES, *access_to_protocols.ROUTES]
    shown = [
        route
        for route in routes
        if route.method == "get" and route.arrange is not nothing and OK in {*route.expect.values(), route.otherwise}
    ]
    return [pytest.param(route, id=f"{route.name}-{number}") for number, route in enumerate(shown)]


@pytest.mark.usefixtures("only_drills")
@pytest.mark.parametrize("route", _pages())
def test_every_page_of_a_drill_says_so(route: Route, personas: Personas, sign_in: SignIn) -> None:
    name = next((name for name, status in route.expect.items() if status == OK), "agent")
    arguments = route.arrange(personas)
    url = reverse(route.name, kwargs=dict(arguments))
    answer = sign_in(getattr(personas, name)).get(url, dict(route.data))
    assert answer.status_code == OK
    if answer.headers["Content-Type"].startswith("text/html"):
        assert ("This is a drill." if arguments else "Drill") in answer.content.decode()


def test_pages_of_a_real_crisis_have_no_drill_mark(personas: Personas, sign_in: SignIn) -> None:
    crisis = crises.ready(personas)
    page = sign_in(personas.supervisor).get(reverse("crisis:detail", args=[crisis.pk])).content.decode()
    assert "drill" not in page.lower()


def test_exports_of_a_drill_say_so(personas: Personas, sign_in: SignIn) -> None:
    crises.scored(personas.agent.person, 100, 95)
    drill = crises.draft(personas, is_drill=True)
    stored = crises.stored(drill, personas)
    url = reverse("selection:export", args=[drill.pk, stored.number])
    assert json.loads(sign_in(personas.supervisor).get(url).content)["is_drill"] is True
    protocol = crises.protocol_of(crises.active(personas, is_drill=True), personas)
    assert document_of(protocol).title == "Drill: Protocol: Kettle recall"


def test_home_marks_needs_of_a_drill(personas: Personas, sign_in: SignIn) -> None:
    drill = crises.ready(personas, is_drill=True)
    crises.invited(drill, personas, 1)
    home = sign_in(personas.agent).get(reverse("desk:home")).content.decode()
    assert "Drill: You&#x27;re invited to the team for “Kettle recall”" in home
