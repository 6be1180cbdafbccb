"""The choice of contacts in the database, in batches of people, equals the oracle in plain Python."""

from datetime import UTC, datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import event, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core.clock import travel
from feedback.models import Interaction, SurveyResponse
from people.models import Person
from quality import actions
from quality.actions import contacts, slots
from quality.actions.contacts import choose_contacts
from quality.models import Programme, Replacement, Review, ScorecardVersion, Slot
from quality.slot_times import TIME_TO_REVIEW
from tests.factories import quality as make
from tests.factories.people import Personas, PersonFactory, organisation
from tests.quality.oracle_of_choosing import chosen_by_the_rule

NOW = datetime(2026, 10, 28, 9, tzinfo=UTC)  # three days after clocks went back in Berlin
BERLIN = ZoneInfo("Europe/Berlin")
DAY = timedelta(days=1)
MINUTES_OF_A_MONTH = 31 * 24 * 60

# Each example fills and empties tables, which is slow.
PART_OF_EXAMPLES = 4

# Person, minutes ago, channel, topic, hour, answer, and whether it belongs to a drill.
Contact = tuple[int, int, str, str, int, int | None, bool]
# Person, programme, and how many days ago the slot opened.
Place = tuple[int, int, int]

some_contacts = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.integers(-600, MINUTES_OF_A_MONTH),
        st.sampled_from(["phone", "chat", "email"]),
        st.sampled_from(["delivery", "billing", 'l\'été "1:2"', ""]),
        st.integers(0, 23),
        st.sampled_from([None, None, 1, 3, 4, 5]),
        st.sampled_from([False, False, False, True]),
    ),
    max_size=40,
)
some_slots = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1), st.integers(0, 13)), max_size=12, unique=True)
fates = st.lists(st.sampled_from(["waits for a reviewer", "is done", "is replaced"]), min_size=12, max_size=12)


def store_contacts(people: list[Person], drawn: list[Contact]) -> None:
    rows = [
        Interaction(
            source="test",
            external_id=str(number),
            person=people[person],
            channel=channel,
            topic=topic,
            hour_band=hour,
            started_at=NOW - timedelta(minutes=minutes),
            is_drill=is_drill,
        )
        for number, (person, minutes, channel, topic, hour, _csat, is_drill) in enumerate(drawn)
    ]
    Interaction.objects.bulk_create(rows)
    SurveyResponse.objects.bulk_create(
        SurveyResponse(interaction=row, instrument="csat", value=csat, responded_at=row.started_at)
        for row, (*_rest, csat, _is_drill) in zip(rows, drawn, strict=True)
        if csat is not None
    )


def store_slots(people: list[Person], programmes: list[Programme], drawn: list[Place], at: datetime) -> None:
    Slot.objects.bulk_create(
        Slot(
            programme=programmes[programme],
            person=people[person],
            iso_year=at.year,
            iso_week=at.isocalendar().week,
            number=days + 1,
            opens_at=at - days * DAY,
            due_at=at - days * DAY + TIME_TO_REVIEW,
        )
        for person, programme, days in drawn
    )


def meet(slots: list[Slot], drawn: list[str], reviewer: Person) -> None:
    """The outcome for the slots that have a contact until the second round."""
    version = ScorecardVersion.objects.get()
    for slot, fate in zip(slots, drawn, strict=False):
        assert slot.interaction is not None
        if fate == "is done":
            Review.objects.create(
                slot=slot,
                version=version,
                reviewer=reviewer,
                person=slot.person,
                interaction=slot.interaction,
                state="completed",
                score=100,
                started_at=NOW - 6 * DAY,
                completed_at=NOW - 6 * DAY,
            )
            Slot.objects.filter(pk=slot.pk).update(state="done", reviewer=reviewer, assigned_at=NOW - 6 * DAY)
        elif fate == "is replaced":
            Replacement.objects.create(
                slot=slot, interaction=slot.interaction, replaced_by=reviewer, reason="No sound", replaced_at=NOW - 6 * DAY
            )
            Slot.objects.filter(pk=slot.pk).update(interaction=None)


def round_at(moment: datetime) -> list[Slot]:
    """Choose contacts at that moment, compare with the oracle, and return the slots that have one."""
    with travel(moment):
        expected = chosen_by_the_rule(moment, BERLIN)
        before = set(Slot.objects.filter(interaction__isnull=False).values_list("pk", flat=True))
        assert choose_contacts(BERLIN) == len(expected)
    chosen = Slot.objects.filter(interaction__isnull=False)
    assert dict(chosen.exclude(pk__in=before).values_list("pk", "interaction_id")) == expected
    return list(chosen.exclude(state="done").order_by("pk"))


class TestTheChoice(TestCase):
    """Two people, a baseline and an extra programme, and two rounds a week apart with reviews and replacements between them."""

    people: ClassVar[list[Person]]
    programmes: ClassVar[list[Programme]]
    reviewer: ClassVar[Person]

    @classmethod
    def setUpTestData(cls) -> None:
        organisation()
        *cls.people, cls.reviewer = PersonFactory.create_batch(3)
        with travel(NOW - 20 * DAY):
            baseline = actions.ensure_baseline(actor=None)
        cls.programmes = [baseline, make.programme(*cls.people, at=NOW - 10 * DAY)]

    @settings(max_examples=settings().max_examples // PART_OF_EXAMPLES)
    @given(some_contacts, some_slots, some_slots, fates)
    def test_is_that_of_the_rule(
        self, contacts: list[Contact], first: list[Place], second: list[Place], drawn: list[str]
    ) -> None:
        store_contacts(self.people, contacts)
        store_slots(self.people, self.programmes, first, NOW - 7 * DAY)
        meet(round_at(NOW - 7 * DAY), drawn, self.reviewer)
        store_slots(self.people, self.programmes, second, NOW)
        round_at(NOW)
        event(f"chosen: {Slot.objects.filter(interaction__isnull=False).count()}")


def test_choice_in_batches_gives_the_same_result(personas: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contacts, "PEOPLE_AT_ONCE", 2)
    people = PersonFactory.create_batch(5)
    for person in people:
        make.contacts(person, until=NOW, days=3)
    programme = make.programme(*people, cadence=7, at=NOW - 3 * DAY)
    with travel(NOW):
        slots.keep_up(programme, now=NOW, zone=BERLIN)
        expected = chosen_by_the_rule(NOW, BERLIN)
        with CaptureQueriesContext(connection) as queries:
            assert choose_contacts(BERLIN) == len(expected) == 15
    assert dict(Slot.objects.values_list("pk", "interaction_id")) == expected
    assert sum("SAVEPOINT" in query["sql"] and "RELEASE" not in query["sql"] for query in queries) >= 3


def test_a_contact_that_an_import_gave_to_someone_else_is_not_chosen_again(personas: Personas) -> None:
    """One person's contact was reviewed; an import then makes it the other person's only contact."""
    one, two = personas.agent.person, personas.other_agent.person
    contact = make.contact(one, NOW - timedelta(hours=2))
    programme = make.programme(one, two, cadence=7, at=NOW - DAY)
    with travel(NOW):
        slots.keep_up(programme, now=NOW, zone=BERLIN)
        assert choose_contacts(BERLIN) == 1
        Interaction.objects.filter(pk=contact.pk).update(person=two)
        assert choose_contacts(BERLIN) == 0
        newer = make.contact(two, NOW - timedelta(hours=1))
        assert choose_contacts(BERLIN) == 1
    assert set(Slot.objects.exclude(interaction=None).values_list("person", "interaction")) == {
        (one.pk, contact.pk),
        (two.pk, newer.pk),
    }


def test_idle_person_does_not_extend_the_period_of_others(personas: Personas) -> None:
    """An old slot of one person doesn't make another person's old contacts count as seen."""
    idle, busy = personas.agent.person, personas.other_agent.person
    old, seen = make.contact(busy, NOW - 40 * DAY, channel="phone"), make.contact(busy, NOW - 20 * DAY, channel="chat")
    programme = make.programme(idle, busy, cadence=7, at=NOW - 60 * DAY)
    slots = {days: make.slot(programme, busy, NOW - days * DAY) for days in (39, 19, 0)}
    make.slot(programme, idle, NOW - 50 * DAY)
    Slot.objects.filter(pk=slots[39].pk).update(interaction=old)
    Slot.objects.filter(pk=slots[19].pk).update(interaction=seen)
    phone, _chat = make.contact(busy, NOW - DAY, channel="phone"), make.contact(busy, NOW - DAY, channel="chat")
    with travel(NOW):
        assert choose_contacts(BERLIN) == 1
    slots[0].refresh_from_db()
    assert slots[0].interaction == phone, "of the two, the channel that four weeks have not seen"
