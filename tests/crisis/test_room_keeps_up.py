"""Polling of an open room is cheap, misses no visible change and reveals nothing hidden."""

import re
from collections.abc import Callable
from copy import deepcopy
from datetime import time, timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from crisis import actions
from crisis.models import Crisis, Goal, HelpRequest, Invitation, SupportContact, TeamMember, UpdateEscalation, UpdateSeen
from crisis.queries import version_tokens
from crisis.verbs import Verb
from feedback.models import DailyScore
from journal.models import JournalText
from journal.queries import lines
from notices.models import Delivery
from people.models import Membership, Notification, Person, Role, RoleGrant, Team, User
from people.queries.organisation import today
from quality.models import Programme, Slot
from quality.slot_times import TIME_TO_REVIEW
from scripts_library.models import Script, ScriptVersion
from tests.factories import crisis as crises
from tests.factories import quality, recognition
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas
from tests.factories.people import personas as make_personas
from tests.live import asked_again, version_on
from training.models import Refresher

SignIn = Callable[[User], Client]
MOST_QUERIES = 4


@pytest.fixture(scope="module")
def made(module_db: None) -> tuple[Personas, Crisis]:
    """A room with something in every part: Ana is on the team, Otto has not replied."""
    personas = make_personas()
    crisis = crises.active(personas, team_size=2)
    first, _second = crises.invited(crisis, personas, 2)
    crises.accept(first, personas.agent)
    scripts.published(personas.supervisor, personas.approver, journal=crisis.journal)
    Goal.objects.create(crisis=crisis, measure="Answered within a day", target="90 %", due_on="2027-01-01")
    quality.contacts(personas.agent.person, until=clock.now())
    due_at = clock.now() + timedelta(hours=1)
    Slot.objects.create(
        programme=Programme.objects.get(journal=crisis.journal),
        person=personas.agent.person,
        iso_year=2026,
        iso_week=40,
        number=40,
        opens_at=due_at - TIME_TO_REVIEW,
        due_at=due_at,
    )
    actions.give_update(
        actor=personas.supervisor, crisis=crisis, text="It rains less.", next_update_at=clock.now() + timedelta(hours=1)
    )
    return personas, crisis


@pytest.fixture
def personas(made: tuple[Personas, Crisis], db: None) -> Personas:
    return deepcopy(made[0])


@pytest.fixture
def room(made: tuple[Personas, Crisis], db: None) -> Crisis:
    return Crisis.objects.get(pk=made[1].pk)


def address(crisis: Crisis) -> str:
    return reverse("crisis:detail", args=[crisis.pk])


def open_slots(crisis: Crisis) -> None:
    slot = Slot.objects.filter(programme__journal=crisis.journal).latest("pk")
    slot.pk, slot.number = None, 41
    slot.save()


def reward(crisis: Crisis) -> None:
    nominee = Person.objects.get(display_name="Ana Agent")
    recognition.issued(
        decided_by=Person.objects.get(display_name="Omar Othersupervisor"), journal=crisis.journal, nominee=nominee
    )


def erase(crisis: Crisis) -> None:
    JournalText.objects.filter(entry__journal=crisis.journal).update(text=None, salt=None)


def move(_crisis: Crisis) -> None:
    person = Person.objects.get(display_name="Ana Agent")
    Membership.objects.create(person=person, team=Team.objects.create(name="Rescue"), starts_on="2020-01-01")


def join(crisis: Crisis) -> None:
    person = Person.objects.get(display_name="Otto Otheragent")
    TeamMember.objects.create(crisis=crisis, person=person, joined_at=clock.now())


def score(_crisis: Crisis) -> None:
    DailyScore.objects.create(day_on=today(), channel="phone", instrument="csat", n1=7)


def tell_the_team(crisis: Crisis) -> None:
    lead = User.objects.get(email="sofia.supervisor@example.org")
    actions.give_update(actor=lead, crisis=crisis, text="Dry.", next_update_at=crisis.next_update_at)


def confirm_update(crisis: Crisis) -> None:
    sequence = lines(crisis.journal_id, verbs=[Verb.UPDATE_GIVEN])[-1].sequence
    person = Person.objects.get(display_name="Ana Agent")
    UpdateSeen.objects.create(crisis=crisis, sequence=sequence, person=person, seen_at=clock.now())


def of_anyone(**fields: object) -> Callable[[Crisis], object]:
    return lambda _crisis: Crisis.objects.update(**fields)


def escalate(crisis: Crisis) -> None:
    at = crisis.next_update_at
    assert at is not None
    UpdateEscalation.objects.create(crisis=crisis, due_at=at, level="lead", told_at=at)


def fail_to_deliver(crisis: Crisis) -> None:
    invitation = Invitation.objects.open().get()
    told = Notification.objects.create(person=invitation.person, key=f"invitation:{invitation.pk}:reply-by:1", text="Reply")
    Delivery.objects.create(notification=told, state="dropped", reason="no_account", finished_at=clock.now())


def ask_for_help(crisis: Crisis) -> None:
    member = crisis.members.earliest("pk")
    HelpRequest.objects.create(crisis=crisis, person_id=member.person_id, asked_at=clock.now())


# Parts of the lead's room. Rows are written directly, since no writer has to know about the room.
def publish_a_refresher(room: Crisis) -> None:
    """A refresher without items, for which everyone is ready."""
    Refresher.objects.create(
        journal=room.journal,
        title="Kettles",
        trainer=room.opened_by,
        due_on=today(),
        state="published",
        published_at=clock.now(),
    )


SHOWN: dict[str, Callable[[Crisis], object]] = {
    "solution": of_anyone(solution="A refund"),
    "cause": of_anyone(cause="Rain"),
    "expectations": of_anyone(expectations="Patience"),
    "reward": of_anyone(reward="A day off"),
    "team size": of_anyone(team_size=9),
    "next update": lambda _: Crisis.objects.update(next_update_at=F("next_update_at") + timedelta(hours=3)),
    "escalation": escalate,
    "no deputy": lambda _: Crisis.objects.update(deputy=Person.objects.get(display_name="Omar Othersupervisor")),
    "hours of a support contact": lambda _: SupportContact.objects.update(
        days=[1, 2, 3, 4, 5, 6, 7], starts_at=time(8), ends_at=time(8), time_zone="UTC"
    ),
    "people who are ready": publish_a_refresher,
    "request for help": ask_for_help,
    "support contact": lambda _: SupportContact.objects.update(reach="extension 1"),
    "goal": lambda _: Goal.objects.update(target="99 %"),
    "answer": lambda _: Invitation.objects.open().update(state="declined", answered_at=clock.now(), ended_at=clock.now()),
    "undelivered invitation": fail_to_deliver,
    "team": join,
    "on the line": lambda crisis: crisis.line_shifts.create(person=Person.objects.get(display_name="Ana Agent")),
    "team's names": lambda _: Person.objects.filter(display_name="Ana Agent").update(display_name="Zoë"),
    "team's teams": move,
    "selection": lambda crisis: crisis.selections.all().delete(),
    "script": lambda _: Script.objects.update(title="Other words"),
    "script over": lambda _: ScriptVersion.objects.update(state="expired", ended_at=F("ends_at")),
    "reviews planned": open_slots,
    "reviews cancelled": lambda _: Slot.objects.all().delete(),
    "award": reward,
    "satisfaction": score,
    "timeline": tell_the_team,
    "confirmed update": confirm_update,
    "erased text": erase,
}


@pytest.mark.parametrize("fact", SHOWN)
def test_the_room_shows_each_change(fact: str, room: Crisis, personas: Personas, sign_in: SignIn) -> None:
    client, url = sign_in(personas.supervisor), address(room)
    version = version_on(client, url)
    with CaptureQueriesContext(connection) as asked:
        assert asked_again(client, url, version).status_code == 204
    assert len(asked) <= MOST_QUERIES
    SHOWN[fact](room)
    assert asked_again(client, url, version).status_code == 200


def test_the_room_shows_that_an_undelivered_invitation_was_read(room: Crisis, personas: Personas, sign_in: SignIn) -> None:
    fail_to_deliver(room)
    client, url = sign_in(personas.supervisor), address(room)
    version = version_on(client, url)
    Notification.objects.filter(key__startswith="invitation:").update(read_at=clock.now())
    assert asked_again(client, url, version).status_code == 200


def test_the_room_shows_that_a_review_and_an_update_are_overdue(room: Crisis, personas: Personas, sign_in: SignIn) -> None:
    client, url = sign_in(personas.supervisor), address(room)
    version = version_on(client, url)
    with clock.travel(clock.now() + timedelta(hours=1, minutes=1)):
        late = asked_again(client, url, version)
    assert late.status_code == 200
    assert "1 overdue" in late.content.decode()
    assert "The next update is overdue" in late.content.decode()


def test_a_new_role_brings_links_to_the_steps(room: Crisis, personas: Personas, sign_in: SignIn) -> None:
    client, url = sign_in(personas.agent), address(room)
    version = version_on(client, url)
    RoleGrant.objects.create(person=personas.agent.person, role=Role.SUPERVISOR)
    assert asked_again(client, url, version).status_code == 200


def test_the_whole_timeline_has_a_version_of_its_own(room: Crisis, personas: Personas, sign_in: SignIn) -> None:
    client, url = sign_in(personas.supervisor), address(room)
    short = version_on(client, url)
    assert asked_again(client, url, short, all="1").status_code == 200
    assert asked_again(client, url, short).status_code == 204


def lose_the_role(reader: User) -> None:
    RoleGrant.objects.filter(person=reader.person).delete()


def leave_the_team(reader: User) -> None:
    TeamMember.objects.filter(person=reader.person).update(left_at=clock.now())


def hand_over(_reader: User) -> None:
    Crisis.objects.update(lead=Person.objects.get(display_name="Omar Othersupervisor"))


@pytest.mark.parametrize(
    ("persona", "ways"), [("agent", [leave_the_team]), ("supervisor", [lose_the_role, hand_over]), ("reviewer", [])]
)
def test_forbidden_room_is_never_reported_as_unchanged(
    persona: str, ways: list[Callable[[User], None]], room: Crisis, personas: Personas, sign_in: SignIn
) -> None:
    reader, url = getattr(personas, persona), address(room)
    client = sign_in(reader)
    version = version_on(client if ways else sign_in(personas.supervisor), url)
    for lose in ways:
        lose(reader)
    assert asked_again(client, url, version).status_code == 404


def test_hidden_changes_do_not_change_the_version(room: Crisis, personas: Personas, sign_in: SignIn) -> None:
    """Team members can't tell a declined invitation from an open one by the version."""
    client, url = sign_in(personas.agent), address(room)
    Invitation.objects.open().update(state="declined", answered_at=clock.now(), ended_at=clock.now())
    version, version_token = version_on(client, url), version_tokens.room_version_token(room.pk, personas.agent)
    Invitation.objects.filter(state="declined").update(state="expired", answered_at=None)
    assert version_tokens.room_version_token(room.pk, personas.agent) != version_token
    assert version_on(client, url) == version
    assert asked_again(client, url, version).status_code == 204


def test_roles_are_read_after_the_version_token(room: Crisis, personas: Personas, sign_in: SignIn) -> None:
    """Otherwise the token would cover a role granted in between that the page doesn't show."""
    client = sign_in(personas.supervisor)
    with CaptureQueriesContext(connection) as page:
        client.get(address(room))
    asked = [query["sql"] for query in page.captured_queries]
    version_token = next(number for number, sql in enumerate(asked) if "UNION ALL" in sql)
    roles = [number for number, sql in enumerate(asked) if 'FROM "people_rolegrant"' in sql]
    assert roles
    assert min(roles) > version_token


def tables(queries: CaptureQueriesContext) -> set[str]:
    sql = " ".join(query["sql"] for query in queries.captured_queries)
    return set(re.findall(r'(?:FROM|JOIN) "?([a-z]+_[a-z_]+)"?', sql))


@pytest.mark.parametrize("state", ["draft", "active", "in_review"])
def test_the_version_token_covers_every_table_that_the_room_is_read_from(
    state: str, personas: Personas, sign_in: SignIn
) -> None:
    crisis = crises.ready(personas) if state == "draft" else crises.active(personas)
    if state == "in_review":
        crises.protocol_of(crisis, personas)
        crisis = actions.begin_review(actor=personas.supervisor, crisis=Crisis.objects.get(pk=crisis.pk))
    with CaptureQueriesContext(connection) as version_token:
        version_tokens.room_version_token(crisis.pk, User.objects.get(pk=personas.supervisor.pk))
    client = sign_in(personas.supervisor)
    with CaptureQueriesContext(connection) as page:
        client.get(address(crisis))
    signing_in_and_frame = {"django_session", "people_notification"}
    by_triggers = {"feedback_dailyscore"}
    # A saved selection never changes, nor do its candidates.
    saved = {"selection_candidate"}
    beside_the_live_part = {"people_formdraft"}
    assert tables(page) - signing_in_and_frame - by_triggers - saved - beside_the_live_part <= tables(version_token)
