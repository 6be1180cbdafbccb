"""Protocols: compiled when the crisis is resolved, completed by its leads, and reviewed by someone else."""

from collections.abc import Callable
from datetime import UTC, date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core import clock, work
from core.models import Work
from crisis import actions
from crisis.models import Crisis, Goal
from feedback.actions.rollups import catch_up
from people.models import Organisation, User
from protocol import actions as protocols
from protocol import work_kinds
from protocol.assembly import document_of
from protocol.document import Document, ProtocolFacts, ProtocolSection, ProtocolTable
from protocol.models import GoalRating, Protocol
from protocol.queries import obstacles_to_closing
from tests.factories import crisis as make
from tests.factories.people import Personas
from tests.factories.scores import response

SignIn = Callable[[User], Client]


@pytest.fixture
def protocol(personas: Personas) -> Protocol:
    return make.protocol_of(make.active(personas), personas)


def section(document: Document, key: str) -> ProtocolSection:
    return next(section for part in document.parts for section in part.sections if section.key == key)


def test_resolving_asks_for_a_protocol_in_the_same_transaction(personas: Personas) -> None:
    crisis = make.active(personas)
    with transaction.atomic():
        actions.resolve(actor=personas.supervisor, crisis=crisis)
        transaction.set_rollback(True)
    assert work.latest(work_kinds.COMPILE, crisis.pk) is None
    actions.resolve(actor=personas.supervisor, crisis=crisis)
    assert work.latest(work_kinds.COMPILE, crisis.pk) is not None


def test_every_statement_of_the_record_names_its_source(protocol: Protocol) -> None:
    document = document_of(protocol)
    for key in ("identity", "team", "timeline", "selection"):
        for block in section(document, key).blocks:
            if isinstance(block, ProtocolFacts | ProtocolTable):
                assert all(row[-1] for row in block.rows)
    timeline = section(document, "timeline").blocks[1]
    assert isinstance(timeline, ProtocolTable)
    assert timeline.rows[0][-1] == "journal 1"
    assert "Sofia Supervisor opened the crisis" in timeline.rows[0][1]


def test_a_declined_invitation_is_not_in_the_protocol(personas: Personas) -> None:
    crisis = make.active(personas, [personas.agent.person_id, personas.other_agent.person_id])
    first, second = make.invited(crisis, personas, 2)
    users = {user.person_id: user for user in (personas.agent, personas.other_agent)}
    actions.decline(actor=users[first.person_id], invitation=first, reason="my own reasons")
    make.accept(second, users[second.person_id])
    document = str(document_of(make.protocol_of(crisis, personas)).as_json())
    assert users[first.person_id].person.display_name not in document
    assert "my own reasons" not in document
    assert users[second.person_id].person.display_name in document


def test_compiling_again_keeps_what_people_wrote(personas: Personas, protocol: Protocol) -> None:
    make.written(protocol, personas.supervisor, went_well="The scripts.")
    crisis = protocol.crisis
    crisis.refresh_from_db()
    actions.reopen(actor=personas.supervisor, crisis=crisis)
    again = make.protocol_of(crisis, personas)
    assert again.texts["went_well"] == "The scripts."
    assert again.version > protocol.version
    assert again.journal_sequence > protocol.journal_sequence


def test_impact_uses_the_current_time_zone(personas: Personas) -> None:
    crisis = make.active(personas)
    assert crisis.activated_at is not None
    # In the earlier time zone, this response is from the day before activation.
    response(personas.agent.person, crisis.activated_at.astimezone(UTC).replace(hour=11, minute=0), 5)
    Organisation.objects.update(reporting_zone="Etc/GMT+12")
    catch_up()
    Organisation.objects.update(reporting_zone="UTC")
    impact = section(document_of(make.protocol_of(crisis, personas)), "impact").blocks[1]
    assert isinstance(impact, ProtocolTable)
    assert [row[3] for row in impact.rows] == ["0", "1", "0"]


def test_the_same_record_compiles_to_the_same_document(protocol: Protocol) -> None:
    with clock.travel(clock.now()):
        first = document_of(protocol).as_json()
        assert document_of(Protocol.objects.get(pk=protocol.pk)).as_json() == first


def test_only_lead_and_deputy_write(personas: Personas, protocol: Protocol) -> None:
    for user in (personas.other_supervisor, personas.agent, personas.ops):
        with pytest.raises(PermissionDenied):
            make.written(protocol, user)


def test_newer_version_is_not_overwritten(personas: Personas, protocol: Protocol, sign_in: SignIn) -> None:
    opened = protocol.version
    make.written(protocol, personas.supervisor, went_well="First.")
    url = reverse("protocol:edit", args=[protocol.crisis_id])
    response = sign_in(personas.supervisor).post(url, {"version": opened, "went_well": "Second."})
    assert response.status_code == 422
    assert "Second." in response.content.decode()
    protocol.refresh_from_db()
    assert protocol.texts["went_well"] == "First."


def test_last_editor_cannot_review(personas: Personas, protocol: Protocol) -> None:
    mine = make.written(protocol, personas.supervisor)
    with pytest.raises(PermissionDenied):
        protocols.review_protocol(actor=personas.supervisor, protocol=mine, version=mine.version)
    with pytest.raises(IntegrityError, match="protocol_not_reviewed_by_its_writer"), transaction.atomic():
        Protocol.objects.filter(pk=mine.pk).update(
            state="reviewed", reviewed_by=personas.supervisor.person_id, reviewed_at=clock.now()
        )
    reviewed = protocols.review_protocol(actor=personas.other_supervisor, protocol=mine, version=mine.version)
    assert reviewed.state == Protocol.State.REVIEWED


def test_review_is_not_offered_while_the_protocol_is_compiled_again(
    personas: Personas, protocol: Protocol, sign_in: SignIn
) -> None:
    make.written(protocol, personas.supervisor)

    def offered() -> bool:
        page = sign_in(personas.other_supervisor).get(reverse("protocol:detail", args=[protocol.crisis_id])).content.decode()
        return "Mark as reviewed" in page

    assert offered()
    again = work.enqueue(kind=work_kinds.COMPILE, subject_id=protocol.crisis_id, key="again")
    assert not offered()
    work.run_here(again)
    assert offered()


def test_review_has_a_reviewer_and_a_time(protocol: Protocol) -> None:
    with pytest.raises(IntegrityError, match="protocol_reviewed_by_somebody"), transaction.atomic():
        Protocol.objects.filter(pk=protocol.pk).update(state="reviewed")


def test_protocol_without_a_summary_cannot_be_reviewed(personas: Personas, protocol: Protocol) -> None:
    with pytest.raises(protocols.NothingWritten):
        protocols.review_protocol(actor=personas.other_supervisor, protocol=protocol, version=protocol.version)


def test_an_edit_makes_a_reviewed_protocol_a_draft_again(personas: Personas, protocol: Protocol) -> None:
    mine = make.written(protocol, personas.supervisor)
    reviewed = protocols.review_protocol(actor=personas.other_supervisor, protocol=mine, version=mine.version)
    assert make.written(reviewed, personas.supervisor).state == Protocol.State.DRAFT


def test_closing_needs_a_review_owners_and_dates(personas: Personas, protocol: Protocol) -> None:
    crisis = protocol.crisis
    crisis.refresh_from_db()
    actions.begin_review(actor=personas.supervisor, crisis=crisis)
    row = work.latest(work_kinds.COMPILE, crisis.pk)
    assert row is not None
    work.run_here(row)
    protocol.refresh_from_db()
    with pytest.raises(actions.NotReady, match="review of the protocol"):
        actions.close(actor=personas.supervisor, crisis=crisis)
    improvement = protocols.plan_improvement(
        actor=personas.supervisor, protocol=protocol, version=protocol.version, action="Call back", owner_id=None, due_on=None
    )
    protocol.refresh_from_db()
    mine = make.written(protocol, personas.supervisor)
    mine = protocols.review_protocol(actor=personas.other_supervisor, protocol=mine, version=mine.version)
    with pytest.raises(actions.NotReady, match="an owner and a due date"):
        actions.close(actor=personas.supervisor, crisis=crisis)
    protocols.change_improvement(
        actor=personas.supervisor,
        improvement=improvement,
        version=mine.version,
        owner_id=personas.ops.person_id,
        due_on=date(2027, 1, 31),
    )
    protocol.refresh_from_db()
    protocols.review_protocol(actor=personas.other_supervisor, protocol=protocol, version=protocol.version)
    assert obstacles_to_closing(crisis) == []
    assert actions.close(actor=personas.supervisor, crisis=crisis).state == "closed"


def test_rated_goals_are_validated_and_shown(personas: Personas, protocol: Protocol, sign_in: SignIn) -> None:
    goal = Goal.objects.create(crisis=protocol.crisis, measure="CSAT", target="85 %", due_on=date(2026, 12, 1))
    url = reverse("protocol:goals", args=[protocol.crisis_id])
    data = {"version": protocol.version, f"goal_{goal.pk}": "partly"}
    assert sign_in(personas.supervisor).post(url, data).status_code == 302
    protocol.refresh_from_db()
    goals = section(document_of(protocol), "goals").blocks[0]
    assert isinstance(goals, ProtocolTable)
    assert goals.rows[0][5] == "Partly reached"
    with pytest.raises(IntegrityError, match="goal_rating_known"), transaction.atomic():
        GoalRating.objects.update(rating="splendid")


def test_the_pages_work(personas: Personas, protocol: Protocol, sign_in: SignIn) -> None:
    client = sign_in(personas.supervisor)
    args = [protocol.crisis_id]
    for name in ("protocol:detail", "protocol:edit", "protocol:goals", "protocol:improvements"):
        assert client.get(reverse(name, args=args)).status_code == 200
    data = {"version": protocol.version, "action": "Print the plan", "changes": "risks"}
    assert client.post(reverse("protocol:improvements", args=args), data).status_code == 302
    protocol.refresh_from_db()
    row = protocol.improvements.get()
    url = reverse("protocol:improvement", args=[protocol.crisis_id, row.pk])
    data = {f"i{row.pk}-version": str(protocol.version), "drop": "1"}
    assert client.post(url, data).status_code == 302
    assert not protocol.improvements.exists()


def test_an_edit_without_a_version_saves_nothing(personas: Personas, protocol: Protocol, sign_in: SignIn) -> None:
    url = reverse("protocol:edit", args=[protocol.crisis_id])
    assert sign_in(personas.supervisor).post(url, {"summary": "x"}).status_code == 422
    protocol.refresh_from_db()
    assert protocol.texts == {}


def test_late_compilation_changes_nothing(personas: Personas, protocol: Protocol) -> None:
    crisis = protocol.crisis
    crisis.refresh_from_db()
    actions.begin_review(actor=personas.supervisor, crisis=crisis)
    row = work.latest(work_kinds.COMPILE, crisis.pk)
    assert row is not None
    mine = make.written(protocol, personas.supervisor)
    protocols.review_protocol(actor=personas.other_supervisor, protocol=mine, version=mine.version)
    with pytest.raises(actions.NotReady, match="still being prepared"):
        actions.close(actor=personas.supervisor, crisis=crisis)
    # Closed anyway, as may happen in the database of an earlier version.
    Crisis.objects.filter(pk=crisis.pk).update(state="closed", closed_at=clock.now())
    assert work.run(row.pk)
    protocol.refresh_from_db()
    assert protocol.state == Protocol.State.REVIEWED


def test_everyone_who_served_is_listed_with_dates(personas: Personas) -> None:
    crisis, users = make.team(personas, 2)
    leaver = users[0]
    ended_at = clock.now() - timedelta(hours=1)
    crisis.line_shifts.create(person=users[1].person, starts_at=ended_at - timedelta(minutes=125), ends_at=ended_at)
    invitation = crisis.invitations.get(person=leaver.person_id)
    actions.withdraw(actor=leaver, invitation=invitation)
    team = section(document_of(make.protocol_of(crisis, personas)), "team")
    facts, table = team.blocks
    assert isinstance(facts, ProtocolFacts)
    assert isinstance(table, ProtocolTable)
    assert [row[0] for row in facts.rows] == ["Spots"]
    assert [row[0] for row in table.rows] == [user.person.display_name for user in users]
    assert all("–" not in row[2:4] for row in table.rows)
    assert [row[4] for row in table.rows] == ["–", "2 h 05 min"]


def test_goals_are_fixed_once_the_crisis_is_resolved(personas: Personas, protocol: Protocol) -> None:
    goal = Goal.objects.create(crisis=protocol.crisis, measure="CSAT", target="85 %", due_on=date(2026, 12, 1))
    with pytest.raises(actions.CrisisIsOver):
        actions.drop_goal(actor=personas.supervisor, goal=goal)


def test_failed_compilation_is_retried_by_a_reader(personas: Personas, sign_in: SignIn, protocol: Protocol) -> None:
    def is_open() -> bool:
        row = work.latest(work_kinds.COMPILE, protocol.crisis_id)
        return row is not None and row.is_open

    Work.objects.filter(kind=work_kinds.COMPILE, subject_id=protocol.crisis_id).update(state="failed", error="It stopped.")
    with pytest.raises(PermissionDenied):
        protocols.retry_compilation(actor=personas.agent, crisis=protocol.crisis)
    assert not is_open()
    assert sign_in(personas.supervisor).post(reverse("protocol:retry", args=[protocol.crisis_id])).status_code == 302
    assert is_open()
