"""Each database constraint of the room: valid rows pass and invalid rows are refused."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from journal.actions import house_journal
from quality import actions
from quality.models import (
    Programme,
    ProgrammeMember,
    Question,
    RedFlagSeen,
    Replacement,
    Review,
    ReviewAnswer,
    ReviewerCapacity,
    Scorecard,
    ScorecardVersion,
    Section,
    Slot,
    SupersededReview,
)
from tests.factories import quality as make
from tests.factories.people import Personas

NOW = datetime(2026, 5, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Room:
    """One valid row of each model, and methods that make another valid or invalid one."""

    def __init__(self, personas: Personas) -> None:
        self.reviewer, self.agent, self.other = personas.reviewer.person, personas.agent.person, personas.other_agent.person
        self.scorecard = Scorecard.objects.create(name="One")
        self.version = ScorecardVersion.objects.create(scorecard=self.scorecard, number=1)
        self.section = Section.objects.create(version=self.version, title="Empathy", weight=1, position=0)
        self.question = Question.objects.create(section=self.section, text="Heard?", position=0)
        self.programme = Programme.objects.create(
            kind="extra", journal=house_journal(), scorecard=self.scorecard, cadence=2, starts_at=NOW
        )
        self.contact = make.contact(self.agent, NOW)
        self.slot = self.make_slot(number=9, iso_week=40, state="assigned", reviewer=self.reviewer, interaction=self.contact)
        self.review = self.make_review(slot=self.slot)

    def make_slot(self, **fields: Any) -> Slot:
        values = {"programme": self.programme, "person": self.agent, "iso_year": 2026, "iso_week": 19, "number": 1}
        assigned_at = NOW if fields.get("reviewer") else None
        return Slot.objects.create(
            **{**values, "opens_at": NOW, "due_at": NOW + 48 * HOUR, "assigned_at": assigned_at, **fields}
        )

    def make_review(self, **fields: Any) -> Review:
        values = {"version": self.version, "reviewer": self.reviewer, "person": self.agent, "interaction": self.contact}
        slot = fields.pop("slot", None) or self.make_slot(number=Slot.objects.count() + 10)
        return Review.objects.create(**{**values, "slot": slot, "started_at": NOW, **fields})

    def make_version(self, **fields: Any) -> ScorecardVersion:
        return ScorecardVersion.objects.create(
            **{"scorecard": self.scorecard, "number": 2, "state": "published", "published_at": NOW, **fields}
        )

    def make_section(self, **fields: Any) -> Section:
        return Section.objects.create(**{"version": self.version, "title": "Tone", "weight": 0, "position": 1, **fields})

    def make_question(self, **fields: Any) -> Question:
        return Question.objects.create(**{"section": self.section, "text": "Calm?", "position": 1, **fields})

    def make_programme(self, **fields: Any) -> Programme:
        values = {"kind": "baseline", "journal": house_journal(), "scorecard": self.scorecard, "cadence": 1, "starts_at": NOW}
        return Programme.objects.create(**{**values, **fields})

    def make_member(self, **fields: Any) -> ProgrammeMember:
        return ProgrammeMember.objects.create(**{"programme": self.programme, "person": self.agent, "joined_at": NOW, **fields})

    def make_replacement(self, **fields: Any) -> Replacement:
        values = {"slot": self.slot, "interaction": self.contact, "replaced_by": self.reviewer, "reason": "No sound"}
        return Replacement.objects.create(**{**values, "replaced_at": NOW, **fields})

    def make_capacity(self, **fields: Any) -> ReviewerCapacity:
        return ReviewerCapacity.objects.create(**{"person": self.reviewer, "reviews_per_week": 500, **fields})

    def make_answer(self, **fields: Any) -> ReviewAnswer:
        return ReviewAnswer.objects.create(**{"review": self.review, "question": self.question, "value": 5, **fields})

    def make_superseded(self, **fields: Any) -> SupersededReview:
        values = {"review": self.review, "number": 1, "answers": {}, "score": 0, "bonus": 0, "is_red_flagged": False}
        times = {"written_at": NOW, "superseded_at": NOW, "reason": "Wrong question."}
        return SupersededReview.objects.create(**{**values, **times, **fields})

    def make_red_flag_seen(self) -> RedFlagSeen:
        return RedFlagSeen.objects.create(review=self.review, person=self.reviewer, seen_at=NOW)


@pytest.fixture
def room(personas: Personas) -> Room:
    return Room(personas)


Make = Callable[[Room], models.Model]

ALLOWED: dict[str, Make] = {
    "a published version beside a draft": lambda room: room.make_version(),
    "an archived version": lambda room: room.make_version(state="archived", archived_at=NOW),
    "a section of weight 0": lambda room: room.make_section(),
    "a superseded version": lambda room: room.make_superseded(),
    "a red flag that was seen": lambda room: room.make_red_flag_seen(),
    "a bonus question": lambda room: room.make_question(is_bonus=True),
    "a red flag": lambda room: room.make_question(is_red_flag=True, scale=5),
    "a baseline": lambda room: room.make_programme(),
    "an ended programme": lambda room: room.make_programme(ends_at=NOW),
    "a member": lambda room: room.make_member(),
    "a member who left at once": lambda room: room.make_member(left_at=NOW),
    "a waiting slot": lambda room: room.make_slot(),
    "a waiting slot with an interaction": lambda room: room.make_slot(interaction=make.contact(room.agent, NOW)),
    "an assigned slot": lambda room: room.make_slot(
        state="assigned", reviewer=room.reviewer, interaction=make.contact(room.agent, NOW)
    ),
    "a cancelled slot": lambda room: room.make_slot(state="cancelled"),
    "a slot that found no contact": lambda room: room.make_slot(state="lapsed", lapse_reason="no_contact"),
    "a slot that found no reviewer": lambda room: room.make_slot(state="lapsed", lapse_reason="no_reviewer"),
    "a draft": lambda room: room.make_review(),
    "a completed review": lambda room: room.make_review(state="completed", score=100, bonus=5, completed_at=NOW),
    "an acknowledged review": lambda room: room.make_review(state="completed", score=0, completed_at=NOW, acknowledged_at=NOW),
    "a red flag of 0": lambda room: room.make_review(state="completed", score=0, is_red_flagged=True, completed_at=NOW),
    "a replacement": lambda room: room.make_replacement(),
    "a capacity": lambda room: room.make_capacity(),
    "an answer": lambda room: room.make_answer(),
    "not applicable": lambda room: room.make_answer(value=None),
}

REFUSED: list[tuple[str, Make]] = [
    ("scorecard_name_unique", lambda _room: Scorecard.objects.create(name="One")),
    ("scorecard_has_a_name", lambda _room: Scorecard.objects.create(name="")),
    ("scorecard_version_number_unique", lambda room: room.make_version(number=1)),
    ("scorecard_one_draft", lambda room: room.make_version(state="draft", published_at=None)),
    ("scorecard_one_published", lambda room: (room.make_version(), room.make_version(number=3))[1]),
    ("scorecard_mode_known", lambda room: room.make_version(mode="stars")),
    ("scorecard_version_times_match_state", lambda room: room.make_version(published_at=None)),
    ("scorecard_version_times_match_state", lambda room: room.make_version(state="archived")),
    ("section_weight_not_negative", lambda room: room.make_section(weight=-1)),
    ("section_has_a_title", lambda room: room.make_section(title="")),
    ("section_aspect_known", lambda room: room.make_section(aspect="charm")),
    ("question_scale_known", lambda room: room.make_question(scale=6)),
    ("question_weight_positive", lambda room: room.make_question(weight=0)),
    ("question_has_a_text", lambda room: room.make_question(text="")),
    ("question_bonus_fails_nothing", lambda room: room.make_question(is_bonus=True, is_red_flag=True)),
    ("programme_kind_known", lambda room: room.make_programme(kind="sometimes")),
    ("programme_cadence_possible", lambda room: room.make_programme(cadence=0)),
    ("programme_cadence_possible", lambda room: room.make_programme(cadence=51)),
    ("programme_ends_after_start", lambda room: room.make_programme(ends_at=NOW - HOUR)),
    ("programme_one_baseline", lambda room: (room.make_programme(), room.make_programme())[1]),
    ("member_leaves_after_joining", lambda room: room.make_member(left_at=NOW - HOUR)),
    ("member_once_at_a_time", lambda room: (room.make_member(), room.make_member(joined_at=NOW + HOUR))[1]),
    ("slot_once", lambda room: (room.make_slot(), room.make_slot())[1]),
    ("slot_interaction_once_in_a_programme", lambda room: room.make_slot(interaction=room.contact)),
    ("slot_reviewer_and_interaction_match_state", lambda room: room.make_slot(state="assigned", interaction=None)),
    ("slot_reviewer_and_interaction_match_state", lambda room: room.make_slot(reviewer=room.reviewer)),
    ("slot_reviewer_and_interaction_match_state", lambda room: room.make_slot(state="lost")),
    (
        "slot_reviewer_and_interaction_match_state",
        lambda room: room.make_slot(state="lapsed", lapse_reason="no_reviewer", interaction=make.contact(room.agent, NOW)),
    ),
    ("slot_lapse_has_a_reason", lambda room: room.make_slot(state="lapsed")),
    ("slot_lapse_has_a_reason", lambda room: room.make_slot(state="lapsed", lapse_reason="rain")),
    ("slot_lapse_has_a_reason", lambda room: room.make_slot(state="waiting", lapse_reason="no_contact")),
    (
        "slot_not_reviewed_by_oneself",
        lambda room: room.make_slot(state="assigned", reviewer=room.agent, interaction=make.contact(room.agent, NOW)),
    ),
    (
        "slot_assigned_at_with_reviewer",
        lambda room: room.make_slot(
            state="assigned", reviewer=room.reviewer, interaction=make.contact(room.agent, NOW), assigned_at=None
        ),
    ),
    ("slot_assigned_at_with_reviewer", lambda room: room.make_slot(assigned_at=NOW)),
    ("slot_due_after_48_hours", lambda room: room.make_slot(due_at=NOW + 47 * HOUR)),
    ("slot_week_and_number_possible", lambda room: room.make_slot(iso_week=54)),
    ("replacement_once", lambda room: (room.make_replacement(), room.make_replacement())[1]),
    ("replacement_has_a_reason", lambda room: room.make_replacement(reason="")),
    ("capacity_possible", lambda room: room.make_capacity(reviews_per_week=501)),
    ("review_score_matches_state", lambda room: room.make_review(score=5)),
    ("review_score_matches_state", lambda room: room.make_review(state="completed", completed_at=NOW)),
    ("review_score_on_scale", lambda room: room.make_review(state="completed", completed_at=NOW, score="100.01")),
    ("review_bonus_not_negative", lambda room: room.make_review(bonus=-1)),
    (
        "review_red_flag_scores_zero",
        lambda room: room.make_review(state="completed", completed_at=NOW, score=1, is_red_flagged=True),
    ),
    ("review_red_flag_scores_zero", lambda room: room.make_review(is_red_flagged=True)),
    ("review_acknowledged_after_completion", lambda room: room.make_review(acknowledged_at=NOW)),
    ("superseded_review_number_unique", lambda room: (room.make_superseded(), room.make_superseded())[1]),
    ("superseded_review_numbers_from_one", lambda room: room.make_superseded(number=0)),
    ("superseded_review_score_on_scale", lambda room: room.make_superseded(score=101)),
    ("superseded_review_has_a_reason", lambda room: room.make_superseded(reason="")),
    ("superseded_review_times_in_order", lambda room: room.make_superseded(written_at=NOW + HOUR)),
    ("red_flag_seen_once", lambda room: (room.make_red_flag_seen(), room.make_red_flag_seen())[1]),
    ("review_not_of_oneself", lambda room: room.make_review(reviewer=room.agent)),
    ("review_answer_once", lambda room: (room.make_answer(), room.make_answer())[1]),
    ("review_answer_on_scale", lambda room: room.make_answer(value=6)),
]


@pytest.mark.parametrize("create", ALLOWED.values(), ids=ALLOWED.keys())
def test_valid_rows_are_stored(room: Room, create: Make) -> None:
    assert create(room).pk


@pytest.mark.parametrize(("name", "create"), REFUSED)
def test_invalid_rows_are_refused_by_the_database(room: Room, name: str, create: Make) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        create(room)


def test_every_constraint_is_tried() -> None:
    named = {
        constraint.name
        for model in (
            Scorecard,
            ScorecardVersion,
            Section,
            Question,
            Programme,
            ProgrammeMember,
            Slot,
            Replacement,
            ReviewerCapacity,
            Review,
            ReviewAnswer,
            SupersededReview,
            RedFlagSeen,
        )
        for constraint in model._meta.constraints
    }
    assert named == {name for name, _create in REFUSED}


def test_a_slot_has_one_review(room: Room) -> None:
    with pytest.raises(IntegrityError, match="slot_id"), transaction.atomic():
        room.make_review(slot=room.slot)


def test_the_default_scorecard_satisfies_them_all(db: None) -> None:
    assert actions.create_default_scorecard(actor=None).versions.get().state == "published"
