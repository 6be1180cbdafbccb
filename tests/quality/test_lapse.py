"""Slots that wait too long lapse with a reason: they are shown, never come back, and aren't overdue."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from core.clock import travel
from people.models import User
from people.queries.organisation import reporting_zone
from quality import actions
from quality.actions import lapses
from quality.models import Programme, Replacement, Slot
from quality.queries import programme_summary
from quality.queries.board import board
from tests.factories import quality as make
from tests.factories.people import Personas

MONDAY = datetime(2026, 5, 4, 8, tzinfo=UTC)  # local 10:00 in Berlin
DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)
SignIn = Callable[[User], Client]


def ticked(programme: Programme, moment: datetime) -> list[tuple[str, str]]:
    """State and reason of the programme's slots in order, after a tick at that moment."""
    with travel(moment):
        actions.reconcile_slots()
    return list(programme.slots.order_by("opens_at").values_list("state", "lapse_reason"))


@pytest.fixture
def opened(personas: Personas) -> Slot:
    """The first slot of an extra programme without contacts."""
    programme = make.programme(personas.agent.person, cadence=3, at=MONDAY)
    ticked(programme, MONDAY + 2 * DAY)
    return programme.slots.get()


def test_a_slot_without_a_contact_lapses_two_weeks_after_its_opening(opened: Slot) -> None:
    over = opened.opens_at + 14 * DAY
    assert ticked(opened.programme, over - MOMENT)[0] == ("waiting", "")
    assert ticked(opened.programme, over)[0] == ("lapsed", "no_contact")


def test_a_contact_that_is_imported_late_but_in_time_is_reviewed(opened: Slot, personas: Personas) -> None:
    make.contact(personas.agent.person, opened.opens_at - timedelta(hours=5))
    late = opened.opens_at + 13 * DAY
    assert ticked(opened.programme, late)[0] == ("assigned", "")


def test_slot_without_a_reviewer_lapses_after_four_weeks_and_frees_its_contact(opened: Slot, personas: Personas) -> None:
    contact = make.contact(personas.agent.person, opened.opens_at - timedelta(hours=5))
    actions.set_capacity(actor=None, person_id=personas.reviewer.person_id, reviews_per_week=0)
    over = opened.opens_at + 28 * DAY
    assert ticked(opened.programme, over - MOMENT)[0] == ("waiting", "")
    opened.refresh_from_db()
    assert opened.interaction == contact
    assert ticked(opened.programme, over)[0] == ("lapsed", "no_reviewer")
    assert not Slot.objects.filter(interaction=contact).exists()


def test_assigned_slot_never_lapses(opened: Slot, personas: Personas) -> None:
    make.contact(personas.agent.person, opened.opens_at - timedelta(hours=5))
    ticked(opened.programme, opened.opens_at + DAY)
    assert ticked(opened.programme, opened.opens_at + 100 * DAY)[0] == ("assigned", "")


def test_a_lapsed_slot_never_comes_back(opened: Slot, personas: Personas) -> None:
    ticked(opened.programme, opened.opens_at + 14 * DAY)
    make.contacts(personas.agent.person, until=opened.opens_at + 14 * DAY)
    assert ticked(opened.programme, opened.opens_at + 15 * DAY)[0] == ("lapsed", "no_contact")
    Programme.objects.update(planned_on=None)
    assert ticked(opened.programme, opened.opens_at + 15 * DAY)[0] == ("lapsed", "no_contact")
    opened.refresh_from_db()
    with travel(opened.opens_at + 15 * DAY):
        actions.end_programme(actor=None, programme=opened.programme)
    opened.refresh_from_db()
    assert opened.state == "lapsed", "with its reason, although the programme has ended"


def test_late_tick_looks_for_contacts_before_slots_lapse(personas: Personas) -> None:
    programme = make.programme(personas.agent.person, cadence=7, at=MONDAY)
    make.contacts(personas.agent.person, until=MONDAY + 9 * DAY, days=7, per_day=1)
    states = ticked(programme, MONDAY + 30 * DAY)
    assert states[:7] == [("assigned", "")] * 7
    assert ("lapsed", "no_contact") in states


def test_a_year_of_waiting_slots_lapses_in_batches(personas: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lapses, "AT_ONCE", 10)
    programme = make.programme(personas.agent.person, at=MONDAY)
    for days in range(365):
        make.slot(programme, personas.agent.person, MONDAY + days * DAY)
    with travel(MONDAY + 364 * DAY):
        assert lapses.lapse_slots() == 351
    assert programme.slots.filter(state="waiting").count() == 14


def test_slots_that_lapsed_long_ago_are_deleted_unless_a_contact_was_replaced_in_them(personas: Personas) -> None:
    agent = personas.agent.person
    programme = make.programme(agent, at=MONDAY)
    old, with_a_record, recent = (make.slot(programme, agent, MONDAY + days * DAY) for days in (0, 1, 30))
    Slot.objects.update(state="lapsed", lapse_reason="no_contact")
    gone = make.contact(agent, MONDAY)
    Replacement.objects.create(
        slot=with_a_record, interaction=gone, replaced_by=personas.reviewer.person, reason="No sound", replaced_at=MONDAY
    )
    with travel(MONDAY + 402 * DAY):
        assert lapses.lapse_slots() == 1
    assert set(Slot.objects.all()) == {with_a_record, recent}
    assert not Slot.objects.filter(pk=old.pk).exists()


def test_lapsed_slots_are_counted_apart_and_are_not_overdue(opened: Slot, personas: Personas, sign_in: SignIn) -> None:
    programme = opened.programme
    ticked(programme, opened.opens_at + 14 * DAY)
    Slot.objects.filter(pk=programme.slots.filter(state="waiting").latest("opens_at").pk).update(
        state="lapsed", lapse_reason="no_reviewer"
    )
    with travel(opened.opens_at + 14 * DAY):
        [row] = board(personas.supervisor, clock.now(), reporting_zone()).programmes
        page = sign_in(personas.supervisor).get(reverse("quality:board")).content.decode()
        summary = programme_summary(programme.journal_id)
    counts = row.slots
    assert (counts.lapsed, counts.lapsed_without_contact, counts.lapsed_without_reviewer) == (2, 1, 1)
    assert counts.planned == counts.open + counts.lapsed
    assert counts.overdue < counts.open
    assert summary is not None
    assert summary.slots == counts
    for text in ("1 without a contact", "1 without a reviewer", "within 14 days", "within 28 days"):
        assert text in page
