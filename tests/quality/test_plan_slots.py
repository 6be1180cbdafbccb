"""The tick: slots follow programmes and members, find a contact, and find a reviewer."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from core import clock, tick
from core.clock import travel
from journal.actions import JournalClosed, close_journal
from people.models import Organisation, Person, Role, RoleGrant
from quality import actions
from quality.models import Programme, ProgrammeMember, Replacement, Slot
from quality.slot_times import planned_slots
from tests.factories import quality as make
from tests.factories.people import Personas, PersonFactory, user_with

MONDAY = datetime(2026, 5, 4, 8, tzinfo=UTC)  # local 10:00 in Berlin
DAY = timedelta(days=1)


def keys(programme: Programme) -> Counter[tuple[int, int, int, int]]:
    return Counter(programme.slots.values_list("person_id", "iso_year", "iso_week", "number"))


def expected(programme: Programme, person: Person, until: datetime) -> Counter[tuple[int, int, int, int]]:
    zone = Organisation.objects.get().zone
    slots = planned_slots(cadence=programme.cadence, zone=zone, starts_at=programme.starts_at, ends_at=until)
    return Counter((person.pk, slot.iso_year, slot.iso_week, slot.number) for slot in slots)


def test_the_reconciler_is_registered_with_the_tick(personas: Personas) -> None:
    assert "quality.slot_times" in tick.run()


def test_missed_ticks_create_slots_late_with_the_original_due_time(personas: Personas) -> None:
    programme = make.programme(personas.agent.person, cadence=3, at=MONDAY)
    with travel(MONDAY + 9 * DAY):
        actions.reconcile_slots()
    assert keys(programme) == expected(programme, personas.agent.person, MONDAY + 9 * DAY)
    slot = programme.slots.earliest("opens_at")
    assert (slot.opens_at, slot.due_at) == (datetime(2026, 5, 5, 22, tzinfo=UTC), datetime(2026, 5, 7, 22, tzinfo=UTC))


def test_a_tick_that_comes_twice_changes_nothing(personas: Personas) -> None:
    programme = make.programme(personas.agent.person, at=MONDAY)
    make.contacts(personas.agent.person, until=MONDAY + 4 * DAY)
    with travel(MONDAY + 4 * DAY):
        assert actions.reconcile_slots() > 0
        before = list(programme.slots.values())
        assert actions.reconcile_slots() == 0
    assert list(programme.slots.values()) == before


def test_the_cadence_starts_with_the_programme_and_ends_with_it(personas: Personas) -> None:
    programme = make.programme(personas.agent.person, cadence=7, at=MONDAY)
    make.contacts(personas.agent.person, until=MONDAY + 5 * DAY)
    with travel(MONDAY + 3 * DAY):
        actions.reconcile_slots()
        started = actions.start_review(actor=personas.reviewer, slot=programme.slots.earliest("opens_at"))
    with travel(MONDAY + 5 * DAY):  # no tick for two days
        actions.end_programme(actor=personas.supervisor, programme=programme)
        assert actions.end_programme(actor=personas.supervisor, programme=programme).ends_at == MONDAY + 5 * DAY
    with travel(MONDAY + 30 * DAY):
        actions.reconcile_slots()
    assert keys(programme) == expected(programme, personas.agent.person, MONDAY + 5 * DAY)
    assert Counter(programme.slots.values_list("state", flat=True)) == {"started": 1, "cancelled": 4}
    actions.complete_review(actor=personas.reviewer, review=started, answers=make.best_answers(started.version), comment="")
    assert programme.slots.get(state="done").review == started


def test_members_are_reviewed_from_joining_until_leaving(personas: Personas) -> None:
    one, two = personas.agent.person, personas.other_agent.person
    programme = make.programme(one, cadence=7, at=MONDAY)
    with travel(MONDAY + 2 * DAY):
        actions.join_programme(actor=None, programme=programme, person_id=two.pk)
        actions.join_programme(actor=None, programme=programme, person_id=two.pk)
    with travel(MONDAY + 4 * DAY):
        actions.leave_programme(actor=None, programme=programme, person_id=one.pk)
        actions.leave_programme(actor=None, programme=programme, person_id=one.pk)
        assert set(programme.slots.filter(person=one).values_list("state", flat=True)) == {"cancelled"}
    with travel(MONDAY + 6 * DAY):
        actions.reconcile_slots()
    days = {
        person.pk: sorted(slot.opens_at.date().day for slot in programme.slots.filter(person=person)) for person in (one, two)
    }
    # A slot opens at local midnight, which is 22:00 UTC of the day before.
    assert days == {one.pk: [4, 5, 6, 7], two.pk: [6, 7, 8, 9]}
    with travel(MONDAY + 8 * DAY):
        actions.set_members(actor=None, programme=programme, person_ids=[one.pk])
        actions.reconcile_slots()
    assert set(programme.members.filter(left_at=None).values_list("person_id", flat=True)) == {one.pk}
    assert not programme.slots.filter(person=two).open().exists()


def test_ended_programme_takes_no_new_members(personas: Personas) -> None:
    programme = make.programme(personas.agent.person)
    actions.end_programme(actor=None, programme=programme)
    with pytest.raises(actions.ProgrammeOver, match="has ended"):
        actions.join_programme(actor=None, programme=programme, person_id=personas.other_agent.person_id)


def test_nothing_is_planned_for_a_case_that_is_over(personas: Personas) -> None:
    programme = make.programme(personas.agent.person)
    close_journal(programme.journal)
    with pytest.raises(JournalClosed):
        actions.open_programme(actor=None, journal=programme.journal, cadence=1, person_ids=[personas.other_agent.person_id])
    with pytest.raises(JournalClosed):
        actions.join_programme(actor=None, programme=programme, person_id=personas.other_agent.person_id)
    assert programme.members.count() == 1


def test_baseline_members_follow_the_staff(personas: Personas) -> None:
    Person.objects.update(created_at=MONDAY)
    with travel(MONDAY):
        baseline = actions.ensure_baseline(actor=personas.supervisor)
        assert actions.ensure_baseline(actor=personas.administrator) == baseline
        with pytest.raises(actions.BaselineExists, match="1 review a week"):
            actions.ensure_baseline(actor=personas.supervisor, cadence=2)
    newcomer = PersonFactory.create(joined_on=date(2026, 5, 13))
    RoleGrant.objects.create(person=newcomer, role=Role.AGENT)
    Person.objects.filter(pk=personas.other_agent.person_id).update(left_on=date(2026, 5, 20))
    with travel(MONDAY + 28 * DAY):
        actions.reconcile_slots()
    weeks = {
        person.pk: sorted(baseline.slots.filter(person=person).values_list("iso_week", flat=True))
        for person in (personas.agent.person, personas.other_agent.person, newcomer)
    }
    assert weeks[newcomer.pk] == [21, 22, 23]
    assert weeks[personas.other_agent.person_id] == [20, 21]
    assert set(baseline.slots.filter(person=personas.other_agent.person).values_list("state", flat=True)) == {"cancelled"}


def test_returning_person_is_not_reviewed_for_the_time_away(personas: Personas) -> None:
    agent = personas.agent.person
    Person.objects.update(created_at=MONDAY - DAY)
    with travel(MONDAY):
        baseline = actions.ensure_baseline(actor=None)
    RoleGrant.objects.filter(person=agent).delete()
    with travel(MONDAY + 8 * DAY):
        actions.reconcile_slots()
    RoleGrant.objects.create(person=agent, role=Role.AGENT)
    with travel(MONDAY + 22 * DAY):
        actions.reconcile_slots()
    with travel(MONDAY + 29 * DAY):
        actions.reconcile_slots()
    assert ProgrammeMember.objects.filter(programme=baseline, person=agent).count() == 2
    assert sorted(baseline.slots.filter(person=agent).values_list("iso_week", "state")) == [(20, "cancelled"), (23, "waiting")]


def test_a_slot_waits_for_an_interaction(personas: Personas) -> None:
    agent = personas.agent.person
    make.contact(agent, MONDAY - timedelta(hours=1))
    programme = make.programme(agent, cadence=7, at=MONDAY)
    with travel(MONDAY + DAY):
        actions.reconcile_slots()
        assert programme.slots.get().state == "waiting", "extra reviews look at nothing before their start"
    interaction = make.contact(agent, MONDAY + timedelta(hours=2))
    with travel(MONDAY + DAY):
        actions.reconcile_slots()
    slot = programme.slots.get()
    assert (slot.state, slot.interaction, slot.reviewer) == ("assigned", interaction, personas.reviewer.person)


def test_contact_is_reviewed_once_and_only_for_its_own_agent(personas: Personas) -> None:
    agent = personas.agent.person
    make.contacts(agent, until=MONDAY + 7 * DAY, days=7, per_day=2)
    make.contacts(personas.other_agent.person, until=MONDAY + 7 * DAY)
    make.programme(agent, cadence=7, at=MONDAY)
    with travel(MONDAY + 7 * DAY):
        make.baseline(cadence=7, at=MONDAY)
    taken = Slot.objects.filter(person=agent, interaction__isnull=False).values_list("interaction_id", "interaction__person_id")
    assert len(taken) == len({interaction for interaction, _person in taken}) == 14
    assert {person for _interaction, person in taken} == {agent.pk}


def test_choosing_is_the_same_for_the_same_input(personas: Personas) -> None:
    make.contacts(personas.agent.person, until=MONDAY + 7 * DAY)
    programme = make.programme(personas.agent.person, cadence=5, at=MONDAY)
    chosen = []
    for _ in range(2):
        make.forget_slots()
        with travel(MONDAY + 7 * DAY):
            actions.reconcile_slots()
        chosen.append(list(programme.slots.order_by("opens_at").values_list("number", "interaction_id")))
    assert chosen[0] == chosen[1]


def test_reviews_are_shared_by_capacity_and_wait_without_any(personas: Personas) -> None:
    second = user_with(Role.REVIEWER, name="Rolf Reviewer")
    actions.set_capacity(actor=personas.supervisor, person_id=second.person_id, reviews_per_week=2)
    actions.set_capacity(actor=personas.supervisor, person_id=personas.reviewer.person_id, reviews_per_week=4)
    people = [personas.agent.person, personas.other_agent.person]
    for person in people:
        make.contacts(person, until=MONDAY + 5 * DAY)
    programme = make.programme(*people, cadence=7, at=MONDAY)
    with travel(MONDAY + 5 * DAY):
        actions.reconcile_slots()
    assert Counter(programme.slots.values_list("reviewer", "state")) == {
        (second.person_id, "assigned"): 2,
        (personas.reviewer.person_id, "assigned"): 4,
        (None, "waiting"): 4,
    }


def test_former_reviewer_loses_reviews_not_started(personas: Personas) -> None:
    slot = make.assigned_slot(personas.agent.person, personas.reviewer)
    RoleGrant.objects.filter(person=personas.reviewer.person).delete()
    successor = user_with(Role.REVIEWER, name="Rolf Reviewer")
    actions.reconcile_slots()
    slot.refresh_from_db()
    assert slot.reviewer == successor.person


def test_a_reviewer_who_also_serves_customers_never_reviews_themselves(personas: Personas) -> None:
    RoleGrant.objects.create(person=personas.reviewer.person, role=Role.AGENT)
    make.contacts(personas.reviewer.person, until=clock.now())
    make.baseline(at=clock.now() - 8 * DAY)
    own = Slot.objects.filter(person=personas.reviewer.person)
    assert own.exists()
    assert set(own.values_list("state", flat=True)) == {"waiting"}


def test_an_interaction_found_unreviewable_is_not_chosen_again(personas: Personas) -> None:
    slot = make.assigned_slot(personas.agent.person, personas.reviewer)
    gone = slot.interaction
    for _ in range(3):
        slot = actions.replace_interaction(actor=personas.reviewer, slot=slot, reason="The recording is silent.")
        assert slot.interaction != gone
    assert Replacement.objects.filter(slot=slot).values("interaction").distinct().count() == 3
