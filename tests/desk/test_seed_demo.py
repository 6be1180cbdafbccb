"""The demo: created through actions, repeatable by seed and day, and only in an empty database."""

import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from core import clock
from crisis.models import Crisis, Invitation
from crisis.queries.invitations import counts_of, own_invitations
from crisis.queries.room import room_of
from crisis.queries.satisfaction import satisfaction_course
from crisis.queries.scripts import crisis_scripts
from desk.demo import NotEmpty, Size, seed, sign_ins
from desk.demo.schedule import Story
from feedback.audit_kinds import AuditKind
from feedback.models import SurveyResponse
from feedback.queries.audit import totals
from feedback.queries.ranking import ranking
from feedback.sustained import Criteria
from intake.models import Import
from intake.needs import imports_to_check
from intake.queries.staff import staff_preview
from journal.models import Entry
from journal.queries import damages
from people.models import Person, User
from people.queries.persons import names
from protocol.assembly import document_of
from protocol.models import Protocol
from quality.models import Review, Slot
from quality.queries import pace
from recognition.models import Award
from scripts_library.models import ScriptVersion
from selection.models import Candidate
from selection.presentation.own_cards import own_card
from selection.queries.candidates import replay
from selection.queries.leader_input import Heard, heard, leader_input_at, open_questions
from selection.queries.own_cards import own_candidate, reply_of
from training.models import QuizAttempt
from training.needs import conversations_to_have

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 20)
SMALL = Size(people_in_a_team=6, places=5, past_places=3, weeks_of_baseline=1, readers_share=0.1)
END = Story(1, DAY, SMALL, print).ends_at


@dataclass(frozen=True)
class Told:
    """The folder with the note, and the figures of an earlier run."""

    folder: Path
    earlier: dict[str, Any]


@pytest.fixture(scope="module")
def told(module_db: None, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """A small demo, created twice: once for its figures and once for all tests of this file."""
    folder = tmp_path_factory.mktemp("data")
    before = sequences()
    with transaction.atomic():
        seed_into(folder)
        earlier = figures()
        transaction.set_rollback(True)
    set_back(before)
    seed_into(folder)
    return Told(folder, earlier)


def seed_into(folder: Path, number: int = 1) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.DATA_DIR", folder)
        patch.setattr("django.conf.settings.MEDIA_ROOT", folder / "uploads")
        seed(number=number, day=DAY, size=SMALL)


@pytest.fixture
def demo(told: Told) -> Iterator[Path]:
    """The finished demo. Changes by a test are rolled back."""
    with clock.travel(END):
        yield told.folder


def signed_in(desk: str) -> User:
    return User.objects.get(email=f"{desk}@demo.example")


def figures() -> dict[str, Any]:
    """Contents of the demo, with names instead of ids."""
    called = names(Person.objects.values_list("pk", flat=True))
    ranked = ranking(Criteria(until=DAY, team_size=SMALL.places))
    document = document_of(Protocol.objects.get()).as_json()
    return {
        "ranking": [(called[row.csp], row.rank, row.responses, row.satisfied, row.in_band) for row in ranked.rows],
        "protocol": [
            [[_without_source(block) for block in section["blocks"]] for section in part["sections"]]
            for part in document["parts"]
        ],
        "journal": list(Entry.objects.order_by("journal", "sequence").values_list("verb", "occurred_at")),
        "reviews": sorted(
            (called[person], called[reviewer], at, str(score))
            for person, reviewer, at, score in Review.objects.values_list("person", "reviewer", "completed_at", "score")
        ),
        "answers": Counter(Invitation.objects.values_list("state", flat=True)),
    }


def _without_source(block: dict[str, Any]) -> Any:
    """A source without ids, which differ between runs."""
    return block.get("text") or [row[:-1] for row in block["rows"]]


def sequences() -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences WHERE schemaname = 'public'")
        return [(name, last) for name, last in cursor.fetchall()]


def set_back(before: list[tuple[str, int]]) -> None:
    """Reset all sequences, because random draws depend on ids and a rollback doesn't reset them."""
    with connection.cursor() as cursor:
        for name, last in before:
            cursor.execute("SELECT setval(%s::regclass, %s, %s)", [name, max(last, 1), last > 0])


def test_same_seed_and_day_make_the_same_demo(demo: Path, told: Told) -> None:
    assert figures() == told.earlier
    assert len(told.earlier["reviews"]) > 20


def test_journals_are_intact(demo: Path) -> None:
    assert list(damages()) == []
    by_journal: dict[int, list[datetime]] = {}
    for journal, occurred_at in Entry.objects.order_by("journal", "sequence").values_list("journal", "occurred_at"):
        by_journal.setdefault(journal, []).append(occurred_at)
    assert len(by_journal) == 3
    # Entries are in order of time, and none is in the future.
    assert all(times == sorted(times) and times[-1] <= END for times in by_journal.values())


def test_reviewers_and_approvers_do_not_judge_their_own_work(demo: Path) -> None:
    assert not any(version.approver_id in version.writer_ids for version in ScriptVersion.objects.all())
    assert not any(review.reviewer_id == review.person_id for review in Review.objects.all())
    awards = Award.objects.exclude(decided_by=None)
    assert awards.exists()
    assert not any(award.decided_by_id in {award.nominee_id, award.nominator_id} for award in awards)
    protocol = Protocol.objects.get()
    assert protocol.reviewed_by_id not in {None, protocol.written_by_id}


def test_feedback_is_imported_from_files_with_every_name_matched(demo: Path) -> None:
    published = Import.objects.filter(state=Import.State.PUBLISHED)
    assert published.count() == Import.objects.count() - 3
    assert not any(imported.counts["rejected"] or imported.counts.get("new_people") for imported in Import.objects.all())
    assert SurveyResponse.objects.filter(interaction__person=None).count() == 2


def test_imports_wait_for_operations_and_the_administrator(demo: Path) -> None:
    ops, administrator = signed_in("ops"), signed_in("admin")
    assert {need.sign for need in imports_to_check(ops)} == {"Needs a look", "Names to match"}
    assert [need.title for need in imports_to_check(administrator) if need.sign == "Ready to publish"] == ["staff-list.csv"]
    handover = Import.objects.get(state=Import.State.NEEDS_LOOK)
    finding = handover.findings.get()
    assert (finding.kind, finding.count, len(finding.about["examples"])) == ("reassigned", 5, 5)
    assert Import.objects.get(state=Import.State.NEEDS_PEOPLE).counts["unknown_names"] == 4
    preview = staff_preview(Import.objects.get(kind="people"))
    assert preview is not None
    assert len(preview.people) == 3


def test_the_audit_has_something_to_show(demo: Path) -> None:
    found = totals()
    assert (found[AuditKind.UNASSIGNED], found[AuditKind.SUPERSEDED], found[AuditKind.OUT_OF_WINDOW]) == (2, 1, 1)
    assert found[AuditKind.SUSPECTED] == 13


def test_the_closed_crisis_is_complete(demo: Path) -> None:
    closed = Crisis.objects.get(state=Crisis.State.CLOSED)
    document = document_of(closed.protocol)
    assert "Not written yet." not in str(document.as_json())
    assert "not rated" not in str(document.as_json())
    assert set(closed.invitations.values_list("state", flat=True)) == {Invitation.State.RELEASED}
    assert Slot.objects.filter(programme__journal=closed.journal, state=Slot.State.DONE).exists()


def test_active_crisis_fills_every_part_of_its_room(demo: Path) -> None:
    crisis = Crisis.objects.get(state=Crisis.State.ACTIVE)
    supervisor, agent, invited = (signed_in(desk) for desk in ("supervisor", "agent", "agent2"))
    room = room_of(crisis, supervisor)
    assert (counts_of(crisis).taken, counts_of(crisis).open) == (SMALL.places - 1, 1)
    assert crisis.members.filter(person=agent.person_id, left_at=None).exists()
    assert [invitation.state for invitation in own_invitations(invited)] == [Invitation.State.INVITED]
    assert crisis.next_update_at is not None
    assert crisis.next_update_at > END
    course = satisfaction_course(crisis, END)
    assert course.before is not None
    assert course.before.responses > 0
    assert course.current.responses > 0
    reviews = pace(crisis.journal_id)
    assert reviews is not None
    assert reviews.slots.done > 0
    assert reviews.slots.overdue == 1
    assert reviews.slots.open > reviews.slots.overdue
    assert any(script.is_published for script in room.scripts)
    published = [script.published for script in crisis_scripts(crisis) if script.published]
    assert any(version.acknowledged_count > 0 for version in published)
    assert Award.objects.filter(journal=crisis.journal, state=Award.State.NOMINATED).count() == 1


def test_leaders_gave_input_and_an_agent_replied_to_their_card(demo: Path) -> None:
    crisis = Crisis.objects.get(state=Crisis.State.ACTIVE)
    assert heard(crisis) == Heard(asked=3, answered=2)
    assert [question.crisis for question in open_questions(signed_in("lead"))] == [crisis]
    said = Counter(
        one.kind for of_person in leader_input_at(crisis.selections.earliest("number")).values() for one in of_person
    )
    assert said == {"nomination": 2, "objection": 1}
    agent = signed_in("agent3")
    candidate = own_candidate(agent, crisis)
    assert candidate is not None
    card = own_card(candidate, crisis)
    assert card.holds
    assert [one.leader_name for one in card.said] == ["Marloes Dijkgraaf"]
    assert reply_of(crisis, agent.person_id) is not None
    assert heard(Crisis.objects.get(state=Crisis.State.CLOSED)) == Heard(asked=2, answered=2)


def test_agents_took_a_quiz_and_one_conversation_waits_for_the_trainer(demo: Path) -> None:
    assert QuizAttempt.objects.filter(is_passed=True).count() > 5
    assert len(conversations_to_have(signed_in("trainer"))) == 1


def test_the_selection_is_the_rule_s_and_can_be_replayed(demo: Path) -> None:
    for selection in Crisis.objects.get(state=Crisis.State.ACTIVE).selections.all():
        assert replay(selection).holds
        chosen = selection.candidates.filter(standing=Candidate.Standing.IN)
        assert chosen.count() == selection.criteria["team_size"]
    ranked = ranking(Criteria(until=DAY, team_size=SMALL.places))
    team = [row for row in ranked.rows if row.in_team]
    assert len(team) == SMALL.places
    assert not ranked.nobody_stands_out
    assert any(row.reasons for row in ranked.rows)


def test_password_opens_the_accounts_named_in_the_note(demo: Path) -> None:
    note = demo / sign_ins.FILE
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    password = note.read_text().splitlines()[0].split()[-1]
    for desk in sign_ins.WHO:
        assert signed_in(desk).check_password(password)
    assert not User.objects.exclude(email__in=[f"{desk}@demo.example" for desk in sign_ins.WHO]).first().has_usable_password()  # type: ignore[union-attr]


def test_database_with_people_is_left_alone(demo: Path) -> None:
    before = Entry.objects.count()
    with pytest.raises(NotEmpty):
        seed(day=DAY, size=SMALL)
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("seed_demo")
    assert Entry.objects.count() == before
