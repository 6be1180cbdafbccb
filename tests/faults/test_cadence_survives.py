"""The cadence ends where the pure function says, whatever happens to the tick: 0 slots lost, 0 doubled."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count

import pytest
from django.db import OperationalError, connection, transaction

from core import clock, faults
from core.clock import travel
from journal.actions import open_journal
from journal.models import Journal
from people.models import Organisation, Role, User
from quality import actions
from quality.models import Programme, Slot
from quality.slot_times import planned_slots
from tests.factories import quality as make
from tests.factories.people import PersonFactory, organisation, user_with
from tests.faults.processes import KILLED, tick_in_a_process
from tests.threads import at_once, wait_until_somebody_waits_for_a_lock

DAY = timedelta(days=1)
Key = tuple[int, int, int, int]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def programme(transactional_db: None) -> Programme:
    """Three people, one of them without contacts, a review a day for twenty days, and not one tick yet."""
    organisation()
    people = PersonFactory.create_batch(3)
    for person in people[:2]:
        make.contacts(person, until=clock.now(), days=10, per_day=2)
    return make.programme(*people, cadence=7, at=clock.now() - 20 * DAY)


@pytest.fixture
def reviewer(programme: Programme) -> User:
    """With capacity for everything."""
    user = user_with(Role.REVIEWER, name="Rita Reviewer")
    actions.set_capacity(actor=None, person_id=user.person_id, reviews_per_week=500)
    return user


def planned(programme: Programme, until: datetime) -> Counter[Key]:
    """What the pure function says there should be."""
    zone = Organisation.objects.get().zone
    slots = list(planned_slots(cadence=7, zone=zone, starts_at=programme.starts_at, ends_at=until))
    people = programme.members.values_list("person_id", flat=True)
    return Counter((person, slot.iso_year, slot.iso_week, slot.number) for person in people for slot in slots)


def lost_and_doubled(programme: Programme, until: datetime) -> tuple[int, int]:
    """How many slots are missing, and how many are there too often or should not be."""
    stored = Counter(Slot.objects.filter(programme=programme).values_list("person_id", "iso_year", "iso_week", "number"))
    wanted = planned(programme, until)
    return (wanted - stored).total(), (stored - wanted).total()


def test_ticks_at_once_leave_each_slot_once(programme: Programme) -> None:
    assert at_once(*[actions.reconcile_slots] * 4) == [None] * 4
    assert lost_and_doubled(programme, clock.now()) == (0, 0)
    taken = Counter(Slot.objects.filter(interaction__isnull=False).values_list("interaction_id", flat=True))
    assert taken
    assert set(taken.values()) == {1}


def test_ticks_in_two_processes_at_once_leave_each_slot_once(programme: Programme) -> None:
    ticks = [tick_in_a_process() for _process in range(2)]
    assert [tick.wait() for tick in ticks] == [0, 0]
    assert lost_and_doubled(programme, clock.now()) == (0, 0)


def outcome() -> list[tuple[object, ...]]:
    """All that a tick decides, without the ids of slots."""
    decided = "person", "opens_at", "state", "interaction", "reviewer", "lapse_reason"
    return list(Slot.objects.order_by("person", "opens_at").values_list(*decided))


@pytest.mark.parametrize(
    "place",
    [
        "slots.planned",
        "slots.contacts_chosen",
        "slots.assigned",
        "slots.lapsed",
        "tick.between_reconcilers:2",
    ],
)
def test_a_tick_that_is_killed_halfway_is_healed_by_the_next(programme: Programme, reviewer: User, place: str) -> None:
    assert tick_in_a_process(place).wait() == KILLED
    actions.reconcile_slots()
    assert lost_and_doubled(programme, clock.now()) == (0, 0)
    killed = outcome()
    assert {state for _person, _opens_at, state, *_rest in killed} == {"assigned", "waiting", "lapsed"}
    make.forget_slots()
    actions.reconcile_slots()
    assert [row[:4] for row in outcome()] == [row[:4] for row in killed]


def test_a_day_without_ticks_is_made_up_for_with_the_original_times(programme: Programme) -> None:
    now = clock.now()
    regular = [now - 20 * DAY + number * DAY / 2 for number in range(41)]
    for moment in (*regular[:20], *regular[22:]):  # a day is missing
        with travel(moment):
            actions.reconcile_slots()
    assert lost_and_doubled(programme, regular[-1]) == (0, 0)
    assert {due_at - opens_at for opens_at, due_at in Slot.objects.values_list("opens_at", "due_at")} == {2 * DAY}


def in_the_middle(monkeypatch: pytest.MonkeyPatch, place: str, deed: Callable[[], object]) -> None:
    """Do something in a thread when the tick comes to the place for the first time, in whatever transaction it is then."""
    passes = count()

    def point(name: str) -> None:
        if name == place and next(passes) == 0:
            deed()

    monkeypatch.setattr(faults, "point", point)


@pytest.mark.parametrize("place", ["slots.contacts_chosen", "slots.assigned"])
def test_an_ending_in_the_middle_of_a_tick_leaves_nothing_open(
    programme: Programme, reviewer: User, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ending waits for the slots that the tick holds, and then cancels them too."""

    def end() -> None:
        actions.end_programme(actor=None, programme=programme)
        connection.close()

    ending = threading.Thread(target=end)

    def begin_to_end() -> None:
        ending.start()
        wait_until_somebody_waits_for_a_lock()

    in_the_middle(monkeypatch, place, begin_to_end)
    actions.reconcile_slots()
    ending.join(20)
    programme.refresh_from_db()
    assert programme.ends_at is not None
    assert not Slot.objects.open().exists()
    assert Slot.objects.filter(state="cancelled").exists()
    assert lost_and_doubled(programme, programme.ends_at) == (0, 0)


def test_a_tick_in_the_middle_of_an_ending_plans_and_opens_nothing(programme: Programme) -> None:
    with transaction.atomic():
        ended = actions.end_programme(actor=None, programme=programme)
        assert at_once(actions.reconcile_slots) == [None], "it does not even wait"
    assert ended.ends_at is not None
    assert set(Slot.objects.values_list("state", flat=True)) == {"cancelled"}
    assert lost_and_doubled(programme, ended.ends_at) == (0, 0)


def join_and_open(programme: Programme, journal: Journal) -> None:
    """What accepting an invitation and activating a crisis do to programmes; it gives up where it has to wait for a lock."""
    newcomers = PersonFactory.create_batch(2)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
    actions.join_programme(actor=None, programme=programme, person_id=newcomers[0].pk)
    actions.open_programme(actor=None, journal=journal, cadence=2, person_ids=[newcomers[1].pk])


@pytest.mark.parametrize(
    ("place", "must_wait"),
    [("slots.contacts_chosen", False), ("slots.assigned", False), ("slots.lapsed", False), ("slots.planned", True)],
)
def test_people_join_and_crises_begin_while_the_tick_chooses(
    programme: Programme, reviewer: User, place: str, must_wait: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only while the tick plans this programme do they have to wait, which shows that the test would notice."""
    journal, raised = open_journal(title="Flood"), list[BaseException | None]()
    in_the_middle(monkeypatch, place, lambda: raised.extend(at_once(lambda: join_and_open(programme, journal))))
    actions.reconcile_slots()
    assert [isinstance(error, OperationalError) for error in raised] == [must_wait]
    assert Programme.objects.filter(journal=journal).exists() != must_wait


def test_two_ticks_never_choose_the_same_contact(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    """One has chosen a person's only contact and not committed; meanwhile the person comes into another programme, for which
    the other one would choose it too.
    """
    person = PersonFactory.create()
    contact = make.contact(person, clock.now() - timedelta(hours=1))
    make.programme(person, cadence=7, at=clock.now() - DAY)

    def begin_another() -> None:
        make.programme(person, cadence=7, at=clock.now() - DAY)
        actions.reconcile_slots()

    raised = list[BaseException | None]()
    in_the_middle(monkeypatch, "slots.contacts_chosen", lambda: raised.extend(at_once(begin_another)))
    actions.reconcile_slots()
    actions.reconcile_slots()
    assert raised == [None]
    assert Slot.objects.filter(person=person).values("programme").distinct().count() == 2
    assert Slot.objects.filter(interaction=contact).count() == 1


@pytest.fixture
def without_the_key(programme: Programme) -> Iterator[Programme]:
    """The database without the constraint that makes a slot exist once."""
    key = next(constraint for constraint in Slot._meta.constraints if constraint.name == "slot_once")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Slot, key)
    yield programme
    Slot.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(Slot, key)


def plan_again(programme: Programme) -> None:
    """As a tick does that does not know of the one before."""
    actions.reconcile_slots()
    Programme.objects.update(planned_on=None)
    actions.reconcile_slots()


def test_days_that_are_planned_again_leave_each_slot_once(programme: Programme) -> None:
    plan_again(programme)
    assert lost_and_doubled(programme, clock.now()) == (0, 0)


def test_without_the_key_they_double_slots_so_these_tests_would_see_it(without_the_key: Programme) -> None:
    plan_again(without_the_key)
    lost, doubled = lost_and_doubled(without_the_key, clock.now())
    assert lost == 0
    assert doubled > 0
