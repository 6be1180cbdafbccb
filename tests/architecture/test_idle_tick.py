"""An idle tick reads only open objects: ten times the history doesn't change the number of rows read.

Each table that grows with time is filled here. The test fails if a reconciler lacks an index or loads finished objects.
"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Model
from pytest_django import DjangoDbBlocker

from care.models import Suggestion
from core import tick
from core.clock import travel
from core.models import Work
from feedback.actions import rollups
from feedback.models import Interaction
from intake.models import Import
from journal.actions import house_journal, open_journal, record
from notices.models import ChatChannel, ChatPost, Delivery
from people.models import Membership, Notification, Person, Team
from quality.models import Programme, Replacement, Review, ScorecardVersion, Slot
from quality.slot_times import TIME_TO_REVIEW
from quality.verbs import Verb
from scripts_library.models import ScriptUse, ScriptVersion
from tests.counting import Asked, asked_by, read_by
from tests.factories import quality as make
from tests.factories import suggestions
from tests.factories.notices import channel
from tests.factories.people import Personas
from tests.factories.scripts_library import bare
from training.models import QuestionVersion, Quiz, QuizAttempt, QuizQuestion, QuizReopening, QuizSettlement, RecallQuestion

NOW = datetime(2026, 11, 4, 9, tzinfo=UTC)
WEEK = timedelta(days=7)
WEEKS, TIMES = 4, 10
# Read by the server only, for a hash that shows whether memberships have changed.
COMPARED = {"people_membership", "feedback_countedspan"}


def store(weeks: range, programme: Programme, personas: Personas) -> None:
    """Create history for these half weeks, counted back from five weeks ago; too recent to be deleted."""
    person, reviewer, version = personas.agent.person, personas.reviewer.person, ScorecardVersion.objects.get()
    desk = ChatChannel.objects.first() or channel()
    south = Team.objects.get(name="South")
    script = ScriptVersion.objects.first() or bare(personas, "expired")
    for week in weeks:
        at = NOW - 5 * WEEK - week * WEEK / 2
        done, found_unreviewable = (make.contact(person, at - timedelta(hours=hours), csat=5) for hours in (1, 2))
        slots = [
            Slot(state="done", reviewer=reviewer, assigned_at=at, interaction=done),
            Slot(state="cancelled"),
            Slot(state="lapsed", lapse_reason="no_contact"),
        ]
        for number, slot in enumerate(slots, start=1):
            slot.programme, slot.person, slot.number = programme, person, number
            slot.iso_year, slot.iso_week, slot.opens_at, slot.due_at = 1900 + week, 1, at, at + TIME_TO_REVIEW
            slot.save()
        Replacement.objects.create(
            slot=slots[0], interaction=found_unreviewable, replaced_by=reviewer, reason="No sound", replaced_at=at
        )
        Review.objects.create(
            slot=slots[0],
            version=version,
            reviewer=reviewer,
            person=person,
            interaction=done,
            state="completed",
            score=100,
            started_at=at,
            completed_at=at,
        )
        told = Notification.objects.create(
            person=person, key=f"old:{week}", text="Read", url="/", created_at=at, read_at=at, is_planned=True
        )
        Delivery.objects.create(notification=told, state="sent", posted_at=at, finished_at=at)
        ChatPost.objects.create(channel=desk, key=f"old:{week}", state="sent", next_try_at=at, created_at=at, finished_at=at)
        suggestions.answered(answered_by=reviewer, answered_on=NOW.date())
        suggestions.answered(answered_by=reviewer, answered_on=date(2020, 1, 1), text="")
        Work.objects.create(kind="old", subject_id=week, key=f"old:{week}", state="done", finished_at=at)
        Import.objects.create(state="published", file_name="old.csv", path="old", size_bytes=1, source="old", published_at=at)
        ScriptUse.objects.create(script_id=script.script_id, version=script, person=person, started_at=at, ended_at=at)
        Membership.objects.create(
            person=person,
            team=south,
            starts_on=date(2000, 1, 3) + week * WEEK,
            ends_on=date(2000, 1, 3) + week * WEEK + timedelta(days=6),
        )
        store_training(at, person, reviewer)
        record(house_journal(), Verb.REVIEW_COMPLETED, actor=None, subject=slots[0])


def store_training(at: datetime, person: Person, trainer: Person) -> None:
    """A quiz of an open crisis that was passed at this time, with its recall."""
    quiz = Quiz.objects.first() or Quiz.objects.create(
        title="Storm", owner=trainer, journal=open_journal(title="Storm"), questions_asked=1, pass_percent=50
    )
    question = quiz.questions.first() or QuizQuestion.objects.create(quiz=quiz)
    version, _made = QuestionVersion.objects.get_or_create(
        question=question, number=1, defaults={"kind": "single", "text": "What?", "explanation": "So."}
    )
    common = {"quiz": quiz, "person": person}
    QuizAttempt.objects.create(
        **common, seed="s", rule=1, pass_percent=50, started_at=at, finished_at=at, right_count=1, is_passed=True
    )
    QuizSettlement.objects.create(**common, settled_by=trainer, settled_at=at)
    QuizReopening.objects.create(**common, reason="recall", reopened_at=at)
    RecallQuestion.objects.create(
        **common,
        passed_at=at,
        day=1,
        place=1,
        question_version=version,
        shown=[1],
        due_at=at + timedelta(days=1),
        lapses_at=at + timedelta(days=3),
    )


def rows_read() -> tuple[Counter[str], Asked]:
    """Rows that the server reads in an idle tick, by table, and rows that the tick loads."""
    rollups.rebuild()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        # In small tables the planner may prefer scans, depending on what earlier tests left behind.
        cursor.execute("SET LOCAL enable_seqscan = off")
    with travel(NOW):
        tick.run()
        changed = tick.run()
        loaded = asked_by(tick.run)
        read = read_by(tick.run)
    assert set(changed) == set(tick._reconcilers), "all of them ran"
    return Counter(read), loaded


@pytest.fixture
def _tables_without_dead_rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Remove dead rows of earlier tests, which would lead the planner to other indexes."""
    with django_db_blocker.unblock():
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("VACUUM feedback_interaction, quality_slot, quality_review")
        other.close()


@pytest.mark.usefixtures("_tables_without_dead_rows")
def test_idle_tick_reads_no_more_rows_with_ten_times_the_history(personas: Personas) -> None:
    with travel(NOW - WEEK):
        programme = make.baseline(at=NOW - WEEK)
        make.contacts(personas.agent.person, until=NOW)
    store(range(WEEKS), programme, personas)
    few, few_loaded = rows_read()
    store(range(WEEKS, WEEKS * TIMES), programme, personas)
    many, many_loaded = rows_read()
    assert (many - few).keys() <= COMPARED
    assert few_loaded == many_loaded


def test_history_fills_each_of_these_tables(personas: Personas) -> None:
    """The test above only covers tables that are filled."""
    with travel(NOW - WEEK):
        programme = make.baseline(at=NOW - WEEK)
    filled: list[type[Model]] = [
        Interaction,
        Slot,
        Replacement,
        Review,
        Notification,
        Delivery,
        ChatPost,
        Work,
        Import,
        Membership,
        Suggestion,
        ScriptUse,
        QuizAttempt,
        QuizSettlement,
        QuizReopening,
        RecallQuestion,
    ]
    before = [model.objects.count() for model in filled]  # type: ignore[attr-defined] # every model has it
    store(range(WEEKS), programme, personas)
    assert all(model.objects.count() >= count + WEEKS for model, count in zip(filled, before, strict=True))  # type: ignore[attr-defined]
