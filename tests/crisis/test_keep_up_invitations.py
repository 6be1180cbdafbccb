"""What time brings: reminders within working hours, expiry at the deadline, and the next on the reserve list."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import clock, tick
from crisis import actions
from crisis.models import Crisis, Invitation, TeamMember
from crisis.reminders import is_working_moment, next_working_moment, reminder_moments
from people.actions import mark_read
from people.actions.notifications import forget_notifications
from people.models import Leave, Notification, User
from people.queries import WorkingHours
from tests.factories import crisis as crises
from tests.factories.people import Personas

BERLIN = ZoneInfo("Europe/Berlin")
NINE_TO_FIVE = WorkingHours(zone=BERLIN, starts_at=time(9), ends_at=time(17))

# A Tuesday morning in the organisation's zone, well after the personas joined.
MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=BERLIN)


def asked_people(crisis: Crisis) -> set[int]:
    return set(Invitation.objects.filter(crisis=crisis).open().values_list("person_id", flat=True))


@pytest.fixture
def users(personas: Personas) -> list[User]:
    return crises.agents(4)


@pytest.fixture
def crisis(personas: Personas, users: list[User]) -> Crisis:
    """Two places; four people on the list."""
    with clock.travel(MORNING):
        return crises.ready(personas, [user.person_id for user in users], team_size=2)


def test_the_tick_keeps_invitations_up() -> None:
    assert "crisis.invitations" in tick._reconcilers


def test_nobody_is_invited_before_the_lead_says_so(crisis: Crisis) -> None:
    assert actions.keep_up_invitations() == 0
    assert asked_people(crisis) == set()


def test_a_no_lets_the_next_one_be_asked(crisis: Crisis, users: list[User], personas: Personas) -> None:
    with clock.travel(MORNING):
        first, _second = crises.invited(crisis, personas, 2)
        actions.decline(actor=users[0], invitation=first)
        assert actions.keep_up_invitations() == 1
        assert asked_people(crisis) == {users[1].person_id, users[2].person_id}
        assert actions.keep_up_invitations() == 0


def test_who_does_not_answer_in_time_makes_room_for_the_next(crisis: Crisis, users: list[User], personas: Personas) -> None:
    with clock.travel(MORNING):
        crises.invited(crisis, personas, 2)
    with clock.travel(MORNING + timedelta(hours=23, minutes=59)):
        actions.keep_up_invitations()
        assert asked_people(crisis) == {users[0].person_id, users[1].person_id}
    with clock.travel(MORNING + timedelta(hours=24)):
        actions.keep_up_invitations()
        assert asked_people(crisis) == {users[2].person_id, users[3].person_id}
    states = list(Invitation.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["expired", "expired", "invited", "invited"]


def test_a_full_team_asks_nobody_else(crisis: Crisis, users: list[User], personas: Personas) -> None:
    with clock.travel(MORNING):
        for invitation, user in zip(crises.invited(crisis, personas, 2), users, strict=False):
            crises.accept(invitation, user)
        assert actions.keep_up_invitations() == 0
        assert asked_people(crisis) == set()


def test_a_place_that_becomes_free_goes_to_the_next(crisis: Crisis, users: list[User], personas: Personas) -> None:
    with clock.travel(MORNING):
        first, second = crises.invited(crisis, personas, 2)
        crises.accept(first, users[0])
        crises.accept(second, users[1])
        actions.withdraw(actor=users[0], invitation=first)
        actions.keep_up_invitations()
        assert asked_people(crisis) == {users[2].person_id}


def test_who_is_not_available_is_passed_over(crisis: Crisis, users: list[User], personas: Personas) -> None:
    Leave.objects.create(person=users[0].person, first_on=MORNING.date(), last_on=MORNING.date())
    other = crises.draft(personas, title="Storm")
    TeamMember.objects.create(crisis=other, person=users[1].person, joined_at=MORNING)
    with clock.travel(MORNING):
        crises.invited(crisis, personas, 2)
    assert asked_people(crisis) == {users[2].person_id, users[3].person_id}


def test_who_served_elsewhere_rests(crisis: Crisis, users: list[User], personas: Personas) -> None:
    other = crises.draft(personas, title="Storm", rest_days=14)
    left_at = MORNING - timedelta(days=13)
    TeamMember.objects.create(crisis=other, person=users[0].person, joined_at=left_at, left_at=left_at)
    with clock.travel(MORNING):
        crises.invited(crisis, personas, 1)
    assert asked_people(crisis) == {users[1].person_id}
    with clock.travel(MORNING + timedelta(days=2)):
        crises.invited(crisis, personas, 1)
        assert users[0].person_id in asked_people(crisis)


@pytest.mark.parametrize("details", [{"is_drill": True}, {"rest_days": 0}])
def test_drills_and_crises_without_rest_tire_nobody(
    details: dict[str, object], crisis: Crisis, users: list[User], personas: Personas
) -> None:
    other = crises.draft(personas, title="Storm", **details)
    left_at = MORNING - timedelta(hours=1)
    TeamMember.objects.create(crisis=other, person=users[0].person, joined_at=left_at, left_at=left_at, is_drill=other.is_drill)
    with clock.travel(MORNING):
        crises.invited(crisis, personas, 1)
    assert asked_people(crisis) == {users[0].person_id}


def test_the_lead_is_told_once_that_the_list_is_used_up(crisis: Crisis, users: list[User], personas: Personas) -> None:
    with clock.travel(MORNING):
        for invitation in crises.invited(crisis, personas, 4):
            user = next(user for user in users if user.person_id == invitation.person_id)
            actions.decline(actor=user, invitation=invitation)
        actions.keep_up_invitations()
        actions.keep_up_invitations()
    assert Notification.objects.filter(person=personas.supervisor.person_id, key__endswith="used-up").count() == 1


def test_the_lead_is_not_told_again_after_the_message_was_deleted_for_its_age(
    crisis: Crisis, users: list[User], personas: Personas
) -> None:
    told = Notification.objects.filter(person=personas.supervisor.person_id, key__endswith="used-up")
    with clock.travel(MORNING):
        for invitation in crises.invited(crisis, personas, 4):
            actions.decline(actor=next(one for one in users if one.person_id == invitation.person_id), invitation=invitation)
        actions.keep_up_invitations()
        mark_read(actor=personas.supervisor)
    assert told.count() == 1
    with clock.travel(MORNING + timedelta(days=100)):
        forget_notifications()
        assert not told.exists()
        actions.keep_up_invitations()
        assert not told.exists()


def test_reminders_come_within_working_hours_and_once(crisis: Crisis, personas: Personas) -> None:
    """24 hours from 9 in the morning: half is at 21:00, so the next morning; 80 % is at 4:12, so the same moment."""
    with clock.travel(MORNING):
        [invitation] = crises.invited(crisis, personas, 1)

    def reminders() -> int:
        return Notification.objects.filter(key__startswith=f"invitation:{invitation.pk}:reminder").count()

    for hours, expected in ((11, 0), (12, 0), (22, 0), (23, 1), (23.5, 1)):
        with clock.travel(MORNING + timedelta(hours=hours)):
            actions.keep_up_invitations()
            actions.keep_up_invitations()
        assert reminders() == expected, hours


def test_a_tick_that_comes_after_hours_waits_until_morning(crisis: Crisis, users: list[User], personas: Personas) -> None:
    actions.edit_crisis(actor=personas.supervisor, crisis=crisis, answer_hours=48)
    with clock.travel(MORNING):
        [invitation] = crises.invited(crisis, personas, 1)
    sent = Notification.objects.filter(key__startswith=f"invitation:{invitation.pk}:reminder")
    # Due at 9:00 the next morning; no tick all day, and the first one comes at 20:00.
    with clock.travel(MORNING + timedelta(hours=35)):
        actions.keep_up_invitations()
        assert not sent.exists()
    with clock.travel(MORNING + timedelta(hours=47, minutes=30)):
        actions.keep_up_invitations()
        assert sent.count() == 1


moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(ZoneInfo("UTC")))  # noqa: DTZ001 - bounds
zones = st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Auckland"])


@given(moment=moments, zone=zones)
def test_the_next_working_moment_is_a_working_one_and_the_earliest(moment: datetime, zone: str) -> None:
    hours = WorkingHours(zone=ZoneInfo(zone), starts_at=time(9), ends_at=time(17))
    found = next_working_moment(moment, hours)
    assert found >= moment
    assert is_working_moment(found, hours)
    # An independent search in steps of a minute finds nothing earlier.
    step = moment
    while step < found - timedelta(minutes=1):
        assert not is_working_moment(step, hours)
        step += timedelta(minutes=17)


def test_no_reminder_comes_at_the_deadline_or_later() -> None:
    invited_at = datetime(2026, 11, 24, 16, 30, tzinfo=BERLIN)
    assert reminder_moments(invited_at, invited_at + timedelta(hours=12), NINE_TO_FIVE) == ()
    assert reminder_moments(invited_at, invited_at + timedelta(hours=24), NINE_TO_FIVE) == (
        datetime.combine(date(2026, 11, 25), time(9), BERLIN),
        datetime(2026, 11, 25, 11, 42, tzinfo=BERLIN),
    )
