"""Polling of an open home is cheap and misses no visible change."""

import re
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from crisis.models import Crisis, Invitation, SupportContact, TeamMember, UpdateSeen
from crisis.verbs import Verb
from desk import homes
from feedback.models import DailyScore, Interaction
from intake.actions.uploads import receive_file
from intake.models import Import
from journal.actions import record
from journal.models import JournalText
from journal.queries import lines
from notices.models import Delivery
from people.models import Notification, Person, Role, RoleGrant, User
from people.queries.organisation import today
from quality.models import Review, Slot
from quality.slot_times import TIME_TO_REVIEW
from recognition.models import Award, AwardType, Discretion
from scripts_library.models import Acknowledgement, Script, ScriptVersion
from selection.models import Candidate, LeaderAsked
from tests.architecture.access.quizzes import recalled
from tests.factories import crisis as crises
from tests.factories import quality, recognition, suggestions
from tests.factories import scripts_library as scripts
from tests.factories import training as trained
from tests.factories.people import Personas
from tests.factories.people import personas as make_personas
from tests.factories.quizzes import failed_twice, quiz
from tests.live import asked_again, version_on

SignIn = Callable[[User], Client]
HOME = reverse("desk:home")
MOST_QUERIES = 4


@pytest.fixture(scope="module")
def made(module_db: None) -> Personas:
    """A contact centre with content for every section of every home. The agent is on the crisis team."""
    personas = make_personas()
    crisis = crises.active(personas, team_size=2)
    first, _second = crises.invited(crisis, personas, 2)
    crises.accept(first, personas.agent)
    record(crisis.journal, Verb.UPDATE_GIVEN, actor=personas.supervisor, subject=crisis, texts={"text": "It rains less."})
    scripts.published(personas.supervisor, personas.approver)
    scripts.in_review(personas.supervisor, title="Ferry late")
    quality.contacts(personas.other_agent.person, until=clock.now())
    quality.completed(personas.agent.person, personas.reviewer)
    Slot.objects.filter(person=personas.other_agent.person, state="assigned").update(reviewer=personas.reviewer.person)
    now = clock.now()
    for nominee in (personas.agent, personas.other_agent):
        recognition.AwardFactory.create(nominee=nominee.person, nominator=personas.trainer.person)
        recognition.AwardFactory.create(
            nominee=nominee.person,
            nominator=personas.trainer.person,
            state="issued",
            decided_by=personas.supervisor.person,
            decided_at=now,
            issued_at=now,
        )
    file = SimpleUploadedFile("march.csv", b"date,agent,rating\n2026-03-01,Ana,5\n")
    receive_file(actor=personas.ops, file_name="march.csv", chunks=file.chunks())
    crises.protocol_of(crises.active(personas, title="Storm", team_size=1), personas)
    return personas


@pytest.fixture
def centre(made: Personas, db: None) -> Personas:
    """The people of the contact centre."""
    return deepcopy(made)


def crisis() -> Crisis:
    return Crisis.objects.get(title="Kettle recall")


def tell_the_team(centre: Personas) -> None:
    record(crisis().journal, Verb.UPDATE_GIVEN, actor=centre.supervisor, subject=crisis(), texts={"text": "Dry."})


def confirm_update(centre: Personas) -> None:
    sequence = lines(crisis().journal_id, verbs=[Verb.UPDATE_GIVEN])[-1].sequence
    UpdateSeen.objects.create(crisis=crisis(), sequence=sequence, person=centre.agent.person, seen_at=clock.now())


def give_a_refresher(centre: Personas) -> None:
    refresher = trained.draft(centre, crisis())
    trained.item(centre, refresher)
    trained.published(centre, refresher)


def leave_next_update(**ago: int) -> None:
    Crisis.objects.update(next_update_at=clock.now() - timedelta(**ago))


def invite_again(centre: Personas) -> None:
    Invitation.objects.filter(person=centre.other_agent.person).update(deadline_at=clock.now() + timedelta(days=3))


def fail_to_deliver(_centre: Personas) -> None:
    invitation = Invitation.objects.open().get()
    told = Notification.objects.create(person=invitation.person, key=f"invitation:{invitation.pk}:reply-by:1", text="Reply")
    Delivery.objects.create(notification=told, state="dropped", reason="no_account", finished_at=clock.now())


def join(centre: Personas) -> None:
    TeamMember.objects.create(crisis=crisis(), person=centre.other_agent.person, joined_at=clock.now())


def ask_a_leader(centre: Personas) -> None:
    LeaderAsked.objects.create(crisis=crisis(), leader=centre.supervisor.person, asked_at=clock.now())


def ask_another_leader(centre: Personas) -> None:
    LeaderAsked.objects.create(crisis=crisis(), leader=centre.other_supervisor.person, asked_at=clock.now())


def be_late(_centre: Personas) -> None:
    due_at, unassigned = clock.now() - timedelta(hours=1), {"state": "waiting", "reviewer": None, "assigned_at": None}
    Slot.objects.exclude(state="done").update(due_at=due_at, opens_at=due_at - TIME_TO_REVIEW, **unassigned)


def raise_a_red_flag(_centre: Personas) -> None:
    Review.objects.update(is_red_flagged=True, score=0, bonus=0)


def bring_in(centre: Personas) -> None:
    receive_file(actor=centre.ops, file_name="april.csv", chunks=[b"date,agent,rating\n2026-04-01,Ana,5\n"])


def acknowledge(centre: Personas) -> None:
    version = ScriptVersion.objects.get(state="published")
    Acknowledgement.objects.create(version=version, person=centre.agent.person, what="read", acknowledged_at=clock.now())


def call_off(_centre: Personas) -> None:
    Crisis.objects.filter(pk=crisis().pk).update(state="cancelled", cancelled_at=clock.now(), activated_at=None)


def let_the_approver_write(centre: Personas) -> None:
    writers = [centre.supervisor.person_id, centre.approver.person_id]
    ScriptVersion.objects.filter(state="in_review").update(writer_ids=writers)


def nominate(centre: Personas) -> None:
    recognition.AwardFactory.create(nominee=centre.other_agent.person, nominator=centre.agent.person)


# The home's owner, and the change. Rows are written directly, since no writer has to know about homes.
SHOWN: dict[str, tuple[str, Callable[[Personas], object]]] = {
    "crisis title": ("agent", lambda _: Crisis.objects.update(title="Renamed")),
    "crisis severity": ("agent", lambda _: Crisis.objects.update(severity="moderate")),
    "crisis over": (
        "supervisor",
        call_off,
    ),
    "next update": ("agent", lambda _: leave_next_update(minutes=-90)),
    "lead": ("agent", lambda c: Crisis.objects.update(lead=c.other_supervisor.person)),
    "lead's name": ("agent", lambda c: Person.objects.filter(pk=c.supervisor.person_id).update(display_name="Zoë")),
    "refresher": ("agent", give_a_refresher),
    "people who aren't ready": ("trainer", give_a_refresher),
    "support contact": ("agent", lambda _: SupportContact.objects.update(reach="extension 1")),
    "team": ("supervisor", join),
    "satisfaction": (
        "supervisor",
        lambda _: DailyScore.objects.create(day_on=today(), channel="phone", instrument="csat", n1=7),
    ),
    "steps": ("supervisor", lambda _: Script.objects.filter(title="Ferry cancelled").update(journal=crisis().journal)),
    "needs of the crisis": ("supervisor", lambda _: leave_next_update(minutes=-30)),
    "update": ("agent", tell_the_team),
    "update confirmed": ("agent", confirm_update),
    "update erased": ("agent", lambda _: JournalText.objects.update(text=None, salt=None)),
    "invitation": ("other_agent", invite_again),
    "undelivered invitation": ("supervisor", fail_to_deliver),
    "question to a leader": ("supervisor", ask_a_leader),
    "leader who has not answered": ("supervisor", ask_another_leader),
    "script to publish": ("supervisor", lambda c: scripts.approved(c.supervisor, c.approver, title="Ferry back")),
    "review without a reviewer": ("supervisor", be_late),
    "stored selection": ("other_agent", lambda _: Candidate.objects.update(standing="out", position=None, rank=None)),
    "script title": ("agent", lambda _: Script.objects.update(title="Other words")),
    "script situation": ("agent", lambda _: ScriptVersion.objects.update(situation="Another situation")),
    "script to approve": (
        "approver",
        lambda c: ScriptVersion.objects.filter(state="in_review").update(
            writer_ids=[c.supervisor.person_id, c.approver.person_id]
        ),
    ),
    "script confirmed": ("agent", acknowledge),
    "result confirmed": ("agent", lambda _: Review.objects.update(acknowledged_at=clock.now())),
    "result's score": ("agent", lambda _: Review.objects.update(score=12)),
    "result's topic": ("agent", lambda _: Interaction.objects.update(topic="kettles")),
    "red flag": ("supervisor", raise_a_red_flag),
    "queue": ("reviewer", lambda c: Slot.objects.filter(state="assigned").update(reviewer=c.other_supervisor.person)),
    "queue's topic": ("reviewer", lambda _: Interaction.objects.update(topic="kettles")),
    "queue's person": ("reviewer", lambda c: Person.objects.filter(pk=c.other_agent.person_id).update(display_name="Zoë")),
    "award received": ("agent", lambda _: Award.objects.filter(state="issued").update(reason="For something else")),
    "award's name": ("agent", lambda _: AwardType.objects.update(name=Concat("name", Value("!")))),
    "question to recall": ("agent", recalled),
    "conversation about a quiz": ("trainer", lambda c: failed_twice(c.agent, quiz(c.trainer))),
    "nomination to decide": ("other_supervisor", nominate),
    "suggestion to look at": ("other_supervisor", lambda _: suggestions.SuggestionFactory.create()),
    "wall": ("trainer", lambda c: Discretion.objects.create(person=c.agent.person)),
    "protocol": ("ops", lambda _: Crisis.objects.filter(title="Storm").update(title="Flood")),
    "import's name": ("ops", lambda _: Import.objects.update(file_name="may.csv")),
    "new import": ("ops", bring_in),
    "roles": ("agent", lambda c: RoleGrant.objects.create(person=c.agent.person, role=Role.OPS)),
}


@pytest.mark.parametrize("fact", SHOWN)
def test_a_home_shows_each_change(fact: str, centre: Personas, sign_in: SignIn) -> None:
    persona, write = SHOWN[fact]
    client = sign_in(getattr(centre, persona))
    version = version_on(client, HOME)
    with CaptureQueriesContext(connection) as asked:
        assert asked_again(client, HOME, version).status_code == 204
    assert len(asked) <= MOST_QUERIES
    write(centre)
    answer = asked_again(client, HOME, version)
    assert answer.status_code == 200
    assert f"seen={version}" not in answer.content.decode()


def test_a_home_shows_that_an_undelivered_invitation_was_read(centre: Personas, sign_in: SignIn) -> None:
    fail_to_deliver(centre)
    client = sign_in(centre.supervisor)
    version = version_on(client, HOME)
    Notification.objects.filter(key__startswith="invitation:").update(read_at=clock.now())
    assert asked_again(client, HOME, version).status_code == 200


# Changes through the passing of time.
PASSED: dict[str, tuple[str, timedelta]] = {
    "update overdue": ("supervisor", timedelta(hours=1, minutes=1)),
    "review overdue": ("reviewer", timedelta(hours=2)),
    "script over": ("agent", timedelta(days=31)),
}


@pytest.mark.parametrize("fact", PASSED)
def test_a_home_shows_that_time_has_passed(fact: str, centre: Personas, sign_in: SignIn) -> None:
    persona, later = PASSED[fact]
    leave_next_update(hours=-1)
    due_at = clock.now() + timedelta(hours=1)
    Slot.objects.update(due_at=due_at, opens_at=due_at - TIME_TO_REVIEW)
    client = sign_in(getattr(centre, persona))
    version = version_on(client, HOME)
    with clock.travel(clock.now() + later):
        assert asked_again(client, HOME, version).status_code == 200


def test_changes_of_others_do_not_change_a_home(centre: Personas, sign_in: SignIn) -> None:
    client = sign_in(centre.agent)
    version = version_on(client, HOME)
    Crisis.objects.update(rest_days=99)
    assert asked_again(client, HOME, version).status_code == 204
    with CaptureQueriesContext(connection) as asked:
        assert asked_again(client, HOME, version).status_code == 204
    assert len(asked) <= MOST_QUERIES


def test_version_tokens_differ_between_readers(centre: Personas, sign_in: SignIn) -> None:
    version = version_on(sign_in(centre.agent), HOME)
    assert asked_again(sign_in(centre.other_agent), HOME, version).status_code == 200


def test_roles_are_read_after_the_version_token(centre: Personas, sign_in: SignIn) -> None:
    """Otherwise the token would cover a role granted in between that the page doesn't show."""
    client = sign_in(centre.agent)
    with CaptureQueriesContext(connection) as page:
        client.get(HOME)
    asked = [query["sql"] for query in page.captured_queries]
    version_token = next(number for number, sql in enumerate(asked) if "UNION ALL" in sql)
    roles = [number for number, sql in enumerate(asked) if 'FROM "people_rolegrant"' in sql]
    assert roles
    assert min(roles) > version_token


def tables(queries: CaptureQueriesContext) -> set[str]:
    sql = " ".join(query["sql"] for query in queries.captured_queries)
    return set(re.findall(r'(?:FROM|JOIN) "?([a-z]+_[a-z_]+)"?', sql))


@pytest.mark.parametrize(
    "persona", ["supervisor", "agent", "other_agent", "reviewer", "approver", "trainer", "ops", "administrator"]
)
def test_the_version_token_covers_every_table_that_a_home_is_read_from(persona: str, centre: Personas) -> None:
    user = getattr(centre, persona)
    with CaptureQueriesContext(connection) as version_token:
        homes.version_token(User.objects.get(pk=user.pk))
    with CaptureQueriesContext(connection) as home:
        homes.home_of(User.objects.get(pk=user.pk))
    by_triggers = {"feedback_dailyscore"}
    assert tables(home) - by_triggers <= tables(version_token)
