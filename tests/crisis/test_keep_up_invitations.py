"""Due work on invitations: reminders in working hours, expiry at the deadline, and the reserve list."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from core import clock, tick
from crisis import actions
from crisis.models import Crisis, Invitation, TeamMember
from crisis.reminders import reminder_moments
from people.actions import mark_read
from people.actions.notifications import forget_notifications
from people.models import Leave, Notification, User
from people.working_hours import WorkingHours
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
    """A crisis with two spots and four people on the list."""
    with clock.travel(MORNING):
        return crises.ready(personas, [user.person_id for user in users], team_size=2)


def test_the_tick_keeps_invitations_up() -> None:
    assert "crisis.invitations" in tick._reconcilers


def test_tick_invites_nobody_before_the_first_invitations(crisis: Crisis) -> None:
    assert actions.keep_up_invitations() == 0
    assert asked_people(crisis) == set()


def test_declining_invites_the_next_person(crisis: Crisis, users: list[User], personas: Personas) -> None:
    with clock.travel(MORNING):
        first, _second = crises.invited(crisis, personas, 2)
        actions.decline(actor=users[0], invitation=first)
        assert actions.keep_up_invitations() == 1
        assert asked_people(crisis) == {users[1].person_id, users[2].person_id}
        assert actions.keep_up_invitations() == 0


def test_invitation_expires_after_its_working_hours_and_the_next_person_is_invited_at_work(
    crisis: Crisis, users: list[User], personas: Personas
) -> None:
    """Eight hours from Tuesday at 14:00 end on Wednesday at 12:00: work ends at 18:00 and begins at 8:00."""
    with clock.travel(MORNING + timedelta(hours=5)):
        crises.invited(crisis, personas, 2)
    noon = MORNING + timedelta(hours=27)
    with clock.travel(noon - timedelta(minutes=1)):
        actions.keep_up_invitations()
        assert asked_people(crisis) == {users[0].person_id, users[1].person_id}
    with clock.travel(noon):
        actions.keep_up_invitations()
        assert asked_people(crisis) == {users[2].person_id, users[3].person_id}
    states = list(Invitation.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["expired", "expired", "invited", "invited"]


# Saturday, the 28th, at 23:09.
SATURDAY_NIGHT = datetime(2026, 11, 28, 23, 9, tzinfo=BERLIN)
MONDAY = datetime(2026, 11, 30, 8, 0, tzinfo=BERLIN)


def test_reserve_is_not_invited_at_night_and_the_deadline_counts_working_hours(
    crisis: Crisis, users: list[User], personas: Personas
) -> None:
    actions.edit_crisis(actor=personas.supervisor, crisis=crisis, answer_hours=4)
    with clock.travel(SATURDAY_NIGHT):
        first, _second = crises.invited(crisis, personas, 2)
        actions.decline(actor=users[0], invitation=first)
        actions.keep_up_invitations()
        assert asked_people(crisis) == {users[1].person_id}
    for moment in (SATURDAY_NIGHT + timedelta(hours=12), MONDAY - timedelta(minutes=1)):
        with clock.travel(moment):
            assert actions.keep_up_invitations() == 0
    with clock.travel(MONDAY):
        actions.keep_up_invitations()
        assert asked_people(crisis) == {users[1].person_id, users[2].person_id}
    deadlines = Invitation.objects.open().order_by("pk").values_list("deadline_at", flat=True)
    assert list(deadlines) == [MONDAY + timedelta(hours=4)] * 2


def test_next_person_keeps_their_turn_until_their_working_hours_begin(
    crisis: Crisis, users: list[User], personas: Personas
) -> None:
    """The third person works in New York, the fourth here: the spot waits for the third."""
    users[2].person.time_zone = "America/New_York"
    users[2].person.save()
    with clock.travel(MORNING):
        first, second = crises.invited(crisis, personas, 2)
        crises.accept(second, users[1])
        actions.decline(actor=users[0], invitation=first)
        actions.keep_up_invitations()
        assert asked_people(crisis) == set()
    with clock.travel(MORNING + timedelta(hours=5)):
        actions.keep_up_invitations()
        assert asked_people(crisis) == {users[2].person_id}
    assert Invitation.objects.open().get().deadline_at == MORNING + timedelta(hours=13)


def test_message_waits_for_working_hours_and_names_the_deadline_with_its_zone(
    crisis: Crisis, users: list[User], personas: Personas
) -> None:
    users[0].person.time_zone = "Asia/Kolkata"
    users[0].person.save()
    with clock.travel(SATURDAY_NIGHT):
        [invitation] = crises.invited(crisis, personas, 1)
        actions.keep_up_invitations()
    told = Notification.objects.filter(key__startswith=f"invitation:{invitation.pk}:reply-by")
    assert not told.exists()
    monday = datetime(2026, 11, 30, 8, 0, tzinfo=ZoneInfo("Asia/Kolkata"))
    with clock.travel(monday):
        assert actions.keep_up_invitations() == 1
        assert actions.keep_up_invitations() == 0
    assert "Please reply by 30 Nov 2026, 16:00 IST" in told.get().text


def test_reopening_at_night_invites_at_once_and_tells_people_in_the_morning(
    crisis: Crisis, users: list[User], personas: Personas
) -> None:
    with clock.travel(MORNING):
        actions.activate(actor=personas.supervisor, crisis=crisis)
        actions.resolve(actor=personas.supervisor, crisis=crisis)
    with clock.travel(SATURDAY_NIGHT):
        actions.reopen(actor=personas.supervisor, crisis=crisis)
        actions.keep_up_invitations()
    assert asked_people(crisis) == {users[0].person_id, users[1].person_id}
    told = Notification.objects.filter(key__startswith="invitation:")
    assert not told.exists()
    with clock.travel(MONDAY):
        actions.keep_up_invitations()
    assert told.count() == 2


def test_list_is_not_used_up_while_the_next_person_waits_for_the_morning(
    crisis: Crisis, users: list[User], personas: Personas
) -> None:
    with clock.travel(SATURDAY_NIGHT):
        for invitation, user in zip(crises.invited(crisis, personas, 2), users, strict=False):
            actions.decline(actor=user, invitation=invitation)
        actions.keep_up_invitations()
    assert not Notification.objects.filter(key__endswith="used-up").exists()


def test_full_team_invites_nobody_else(crisis: Crisis, users: list[User], personas: Personas) -> None:
    with clock.travel(MORNING):
        for invitation, user in zip(crises.invited(crisis, personas, 2), users, strict=False):
            crises.accept(invitation, user)
        assert actions.keep_up_invitations() == 0
        assert asked_people(crisis) == set()


def test_freed_spot_goes_to_the_next_person(crisis: Crisis, users: list[User], personas: Personas) -> None:
    with clock.travel(MORNING):
        first, second = crises.invited(crisis, personas, 2)
        crises.accept(first, users[0])
        crises.accept(second, users[1])
        actions.withdraw(actor=users[0], invitation=first)
        actions.keep_up_invitations()
        assert asked_people(crisis) == {users[2].person_id}


def test_unavailable_people_are_skipped(crisis: Crisis, users: list[User], personas: Personas) -> None:
    Leave.objects.create(person=users[0].person, first_on=MORNING.date(), last_on=MORNING.date())
    other = crises.draft(personas, title="Storm")
    TeamMember.objects.create(crisis=other, person=users[1].person, joined_at=MORNING)
    with clock.travel(MORNING):
        crises.invited(crisis, personas, 2)
    assert asked_people(crisis) == {users[2].person_id, users[3].person_id}


def test_former_members_of_another_team_rest(crisis: Crisis, users: list[User], personas: Personas) -> None:
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
def test_drills_and_crises_without_rest_days_exclude_nobody(
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
    """Eight hours from Tuesday at 16:00: half of them are over on Wednesday at 10:00, four fifths at 12:24."""
    with clock.travel(MORNING + timedelta(hours=7)):
        [invitation] = crises.invited(crisis, personas, 1)

    def reminders() -> int:
        return Notification.objects.filter(key__startswith=f"invitation:{invitation.pk}:reminder").count()

    for hours, expected in ((12, 0), (24.9, 0), (25, 1), (27.3, 1), (27.4, 2), (28.9, 2)):
        with clock.travel(MORNING + timedelta(hours=hours)):
            actions.keep_up_invitations()
            actions.keep_up_invitations()
        assert reminders() == expected, hours


def test_a_tick_that_comes_after_hours_waits_until_morning(crisis: Crisis, users: list[User], personas: Personas) -> None:
    actions.edit_crisis(actor=personas.supervisor, crisis=crisis, answer_hours=16)
    with clock.travel(MORNING):
        [invitation] = crises.invited(crisis, personas, 1)
    sent = Notification.objects.filter(key__startswith=f"invitation:{invitation.pk}:reminder")
    # Due on Tuesday at 17:00; the first tick after that comes at 20:00.
    with clock.travel(MORNING + timedelta(hours=11)):
        actions.keep_up_invitations()
        assert not sent.exists()
    with clock.travel(MORNING + timedelta(hours=23)):
        actions.keep_up_invitations()
        assert sent.count() == 1


def test_no_reminder_comes_at_the_deadline_or_where_nobody_works_before_it() -> None:
    invited_at = datetime(2026, 11, 27, 17, 30, tzinfo=BERLIN)
    assert reminder_moments(invited_at, datetime(2026, 11, 30, 8, tzinfo=BERLIN), NINE_TO_FIVE) == ()
    deadline_at = datetime(2026, 11, 30, 13, tzinfo=BERLIN)
    assert reminder_moments(invited_at, deadline_at, NINE_TO_FIVE) == (
        datetime(2026, 11, 30, 11, tzinfo=BERLIN),
        datetime(2026, 11, 30, 12, 12, tzinfo=BERLIN),
    )
