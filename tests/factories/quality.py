"""Reviewing for tests: contacts to review, a scorecard, programmes, slots and reviews, made by the real actions."""

from datetime import date, datetime, timedelta
from itertools import count, cycle

from core import clock
from feedback.models import Interaction, SurveyResponse
from intake.instruments import Instrument
from journal.actions import open_journal
from people.models import Person, User
from quality import actions
from quality.models import Programme, Question, Review, Scorecard, ScorecardVersion, Slot
from quality.slot_times import TIME_TO_REVIEW

_numbers = count()
_channels, _topics, _values = cycle(["phone", "chat", "email"]), cycle(["delivery", "billing"]), cycle([5, None, 2, None])


def contact(
    person: Person,
    started_at: datetime,
    *,
    channel: str = "phone",
    topic: str = "delivery",
    csat: int | None = None,
    called: str = "",
    source: str = "test",
) -> Interaction:
    """One interaction of a person, answered by the customer if `csat` is given."""
    interaction = Interaction.objects.create(
        source=source,
        external_id=called or str(next(_numbers)),
        person=person,
        channel=channel,
        topic=topic,
        started_at=started_at,
        hour_band=started_at.hour,
        handle_seconds=240,
    )
    if csat is not None:
        SurveyResponse.objects.create(
            interaction=interaction, instrument=Instrument.CSAT, value=csat, responded_at=started_at, comment="Thank you."
        )
    return interaction


def contacts(person: Person, *, until: datetime, days: int = 14, per_day: int = 4) -> list[Interaction]:
    """Contacts over the days before `until`, mixed in channel, topic, hour and outcome."""
    return [
        contact(
            person,
            until - timedelta(days=day, hours=5 * number + 1),
            channel=next(_channels),
            topic=next(_topics),
            csat=next(_values),
        )
        for day in range(days)
        for number in range(per_day)
    ]


def programme(*people: Person, cadence: int = 2, at: datetime | None = None) -> Programme:
    """An extra programme for the sake of a journal of its own."""
    journal = open_journal(title="Storm")
    return actions.open_programme(
        actor=None, journal=journal, cadence=cadence, person_ids=[person.pk for person in people], at=at
    )


def baseline(*, at: datetime, cadence: int = 1) -> Programme:
    """The baseline, of people who have been here for long, as the next tick leaves it."""
    Person.objects.filter(joined_on=None).update(joined_on=date(2020, 1, 1))
    programme = actions.ensure_baseline(actor=None, cadence=cadence, at=at)
    actions.reconcile_slots()
    return programme


def slot(programme: Programme, person: Person, opens_at: datetime) -> Slot:
    """A slot as planning inserts it, of any day."""
    week = opens_at.isocalendar()
    return Slot.objects.create(
        programme=programme,
        person=person,
        iso_year=week.year,
        iso_week=week.week,
        number=week.weekday,
        opens_at=opens_at,
        due_at=opens_at + TIME_TO_REVIEW,
    )


def forget_slots() -> None:
    """Delete all slots and the record of planning them, so that the next tick starts from nothing."""
    Slot.objects.all().delete()
    Programme.objects.update(planned_on=None)


def assigned_slot(person: Person, reviewer: User, *, at: datetime | None = None) -> Slot:
    """A slot whose review the reviewer can begin: made by the tick, from a baseline begun eight days ago."""
    now = at or clock.now()
    contacts(person, until=now)
    baseline(at=now - timedelta(days=8))
    slot = Slot.objects.filter(person=person, state=Slot.State.ASSIGNED).earliest("due_at")
    if slot.reviewer_id != reviewer.person_id:
        slot.reviewer = reviewer.person
        slot.save(update_fields=["reviewer"])
    return slot


def draft(person: Person, reviewer: User) -> Review:
    """A review that has been begun."""
    return actions.start_review(actor=reviewer, slot=assigned_slot(person, reviewer))


def best_answers(version: ScorecardVersion) -> dict[int, int | None]:
    return {question.pk: question.answers[-1] for question in Question.objects.filter(section__version=version)}


def failing_answers(version: ScorecardVersion) -> dict[int, int | None]:
    """The best answers, but for one red flag."""
    flag = Question.objects.filter(section__version=version, is_red_flag=True).earliest("pk")
    return {**best_answers(version), flag.pk: flag.answers[0]}


def given_slot(programme: Programme, person: Person, reviewer: User) -> Slot:
    """A slot of a programme, with a contact and a reviewer who can begin."""
    now = clock.now()
    row = slot(programme, person, now)
    row.state, row.interaction, row.reviewer, row.assigned_at = Slot.State.ASSIGNED, contact(person, now), reviewer.person, now
    row.save()
    return row


def reviewed(programme: Programme, person: Person, reviewer: User, *, is_flagged: bool = False) -> Review:
    """A completed review of a programme, with full marks or with a red flag."""
    given = given_slot(programme, person, reviewer)
    if is_flagged:
        return flagged(reviewer, given)
    review = actions.start_review(actor=reviewer, slot=given)
    return actions.complete_review(actor=reviewer, review=review, answers=best_answers(review.version), comment="Calm.")


def flagged(reviewer: User, given: Slot) -> Review:
    """A completed review with a red flag."""
    review = actions.start_review(actor=reviewer, slot=given)
    answers = failing_answers(review.version)
    return actions.complete_review(actor=reviewer, review=review, answers=answers, comment="Hung up.")


def completed(person: Person, reviewer: User, *, comment: str = "Well done.") -> Review:
    """A completed review with full marks."""
    review = draft(person, reviewer)
    return actions.complete_review(actor=reviewer, review=review, answers=best_answers(review.version), comment=comment)


def scorecard_draft() -> ScorecardVersion:
    """A draft of the default scorecard, which stays published."""
    scorecard: Scorecard = actions.create_default_scorecard(actor=None)
    version = ScorecardVersion.objects.create(scorecard=scorecard, number=2)
    section = version.sections.create(title="Empathy", aspect="empathy", weight=10, position=0)
    section.questions.create(text="Was the customer heard?", position=0)
    return version
