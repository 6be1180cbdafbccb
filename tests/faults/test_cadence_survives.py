"""The cadence ends where the pure function says, whatever happens to the tick: 0 slots lost, 0 doubled."""

import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from core import clock
from core.clock import travel
from people.models import Organisation
from quality import actions
from quality.models import Programme, Slot
from quality.slots import planned_slots
from tests.conftest import environment_of_processes
from tests.factories import quality as make
from tests.factories.people import PersonFactory, organisation
from tests.threads import at_once, wait_until_somebody_waits_for_a_lock

DAY = timedelta(days=1)
Key = tuple[int, int, int, int]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def programme(transactional_db: None) -> Programme:
    """Three people, a review a day, for twenty days, and not one tick yet."""
    organisation()
    people = PersonFactory.create_batch(3)
    for person in people:
        make.contacts(person, until=clock.now(), days=10, per_day=2)
    return make.programme(*people, cadence=7, at=clock.now() - 20 * DAY)


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


def tick_in_a_process(fault: str = "") -> int:
    """`manage.py tick` as a process of its own, killed at the named place; its exit status."""
    environment = {**environment_of_processes(), "ECS_FAULT": fault}
    return subprocess.run([sys.executable, "manage.py", "tick"], env=environment, check=False, capture_output=True).returncode


def test_ticks_at_once_leave_each_slot_once(programme: Programme) -> None:
    assert at_once(*[actions.reconcile_slots] * 4) == [None] * 4
    assert lost_and_doubled(programme, clock.now()) == (0, 0)
    taken = Counter(Slot.objects.filter(interaction__isnull=False).values_list("interaction_id", flat=True))
    assert taken
    assert set(taken.values()) == {1}


def test_ticks_in_two_processes_at_once_leave_each_slot_once(programme: Programme) -> None:
    statuses: list[int] = []
    assert at_once(*[lambda: statuses.append(tick_in_a_process())] * 2) == [None] * 2
    assert statuses == [0, 0]
    assert lost_and_doubled(programme, clock.now()) == (0, 0)


@pytest.mark.parametrize("place", ["slots.planned", "slots.interactions_chosen", "tick.between_reconcilers:2"])
def test_a_tick_that_is_killed_halfway_is_healed_by_the_next(programme: Programme, place: str) -> None:
    assert tick_in_a_process(place) == -signal.SIGKILL
    actions.reconcile_slots()
    assert lost_and_doubled(programme, clock.now()) == (0, 0)
    killed = list(Slot.objects.order_by("person", "opens_at").values_list("person", "opens_at", "state", "interaction"))
    Slot.objects.all().delete()
    actions.reconcile_slots()
    undisturbed = list(Slot.objects.order_by("person", "opens_at").values_list("person", "opens_at", "state", "interaction"))
    assert killed == undisturbed


def test_a_day_without_ticks_is_made_up_for_with_the_original_times(programme: Programme) -> None:
    now = clock.now()
    regular = [now - 20 * DAY + number * DAY / 2 for number in range(41)]
    for moment in (*regular[:20], *regular[22:]):  # a day is missing
        with travel(moment):
            actions.reconcile_slots()
    assert lost_and_doubled(programme, regular[-1]) == (0, 0)
    assert {due_at - opens_at for opens_at, due_at in Slot.objects.values_list("opens_at", "due_at")} == {2 * DAY}


def test_an_ending_that_overtakes_a_tick_leaves_nothing_open(programme: Programme) -> None:
    def run() -> None:
        actions.reconcile_slots()
        connection.close()

    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=programme.pk)
        tick = threading.Thread(target=run)
        tick.start()
        wait_until_somebody_waits_for_a_lock()
        ended = actions.end_programme(actor=None, programme=programme)
    tick.join(20)
    assert ended.ends_at is not None
    assert set(Slot.objects.values_list("state", flat=True)) == {"cancelled"}
    assert lost_and_doubled(programme, ended.ends_at) == (0, 0)


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


def test_without_the_key_two_ticks_double_slots_so_these_tests_would_see_it(without_the_key: Programme) -> None:
    assert at_once(*[actions.reconcile_slots] * 2) == [None] * 2
    lost, doubled = lost_and_doubled(without_the_key, clock.now())
    assert lost == 0
    assert doubled > 0
