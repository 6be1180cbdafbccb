"""Database constraints on people, with accepted and refused rows."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from people.models import (
    Leave,
    Membership,
    Notification,
    Organisation,
    Person,
    RoleGrant,
    RosteredShift,
    SourceIdentity,
    StaffChange,
    StaffUpdate,
)
from tests.constraints import refused_by
from tests.factories.people import PersonFactory, ShiftFactory, TeamFactory, UserFactory, organisation

pytestmark = pytest.mark.django_db


def test_there_is_one_organisation_with_hours_in_order() -> None:
    organisation(work_starts_at=time(8), work_ends_at=time(8, 1))
    with refused_by("organisation_only_one"):
        Organisation.objects.create(pk=2, name="Another")
    with refused_by("organisation_hours_in_order"):
        organisation(work_starts_at=time(8), work_ends_at=time(8))


def test_team_and_shift_names_are_unique_in_any_case() -> None:
    TeamFactory.create(name="East")
    TeamFactory.create(name="West")
    ShiftFactory.create(name="East")
    with refused_by("team_name_unique"):
        TeamFactory.create(name="EAST")
    with refused_by("shift_name_unique"):
        ShiftFactory.create(name="east")


def test_shift_is_not_empty_and_may_pass_midnight() -> None:
    ShiftFactory.create(starts_at="22:00", ends_at="06:00")
    with refused_by("shift_not_empty"):
        ShiftFactory.create(starts_at="22:00", ends_at="22:00")


def test_person_has_a_name_and_a_unique_address() -> None:
    PersonFactory.create(email="ana@example.org")
    PersonFactory.create(email=None)
    PersonFactory.create(email=None)
    with refused_by("person_email_unique"):
        PersonFactory.create(email="ANA@example.org")
    with refused_by("person_has_a_name"):
        PersonFactory.create(display_name="")


@pytest.mark.parametrize(
    ("constraint", "good", "bad"),
    [
        ("person_hours_possible", {"contract_hours": Decimal("0.5")}, {"contract_hours": Decimal(0)}),
        ("person_hours_possible", {"contract_hours": Decimal(60)}, {"contract_hours": Decimal("60.1")}),
        (
            "person_joined_before_leaving",
            {"joined_on": date(2026, 3, 1), "left_on": date(2026, 3, 1)},
            {"joined_on": date(2026, 3, 2), "left_on": date(2026, 3, 1)},
        ),
        ("person_joined_before_leaving", {"left_on": date(2026, 3, 1)}, {"joined_on": "2026-03-02", "left_on": "2026-03-01"}),
        (
            "person_working_hours_in_order",
            {"work_starts_at": time(8), "work_ends_at": time(9)},
            {"work_starts_at": time(9), "work_ends_at": time(9)},
        ),
        ("person_working_hours_in_order", {}, {"work_starts_at": time(9)}),
        ("person_working_hours_in_order", {}, {"work_ends_at": time(9)}),
    ],
)
def test_database_refuses_impossible_records(constraint: str, good: dict[str, Any], bad: dict[str, Any]) -> None:
    PersonFactory.create(**good)
    with refused_by(constraint):
        PersonFactory.create(**bad)


def test_membership_lasts_at_least_a_day() -> None:
    person, team = PersonFactory.create(), TeamFactory.create()
    Membership.objects.create(person=person, team=team, starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 2))
    with refused_by("membership_not_empty"):
        Membership.objects.create(person=person, team=team, starts_on=date(2026, 4, 1), ends_on=date(2026, 4, 1))


def test_memberships_in_a_team_do_not_overlap() -> None:
    person, team = PersonFactory.create(), TeamFactory.create()
    Membership.objects.create(person=person, team=team, starts_on=date(2026, 3, 1), ends_on=date(2026, 4, 1))
    Membership.objects.create(person=person, team=team, starts_on=date(2026, 4, 1))
    Membership.objects.create(person=person, team=TeamFactory.create(), starts_on=date(2026, 3, 1))
    Membership.objects.create(person=PersonFactory.create(), team=team, starts_on=date(2026, 3, 1))
    for starts_on in (date(2026, 3, 31), date(2027, 1, 1)):
        with refused_by("membership_once_at_a_time"):
            Membership.objects.create(person=person, team=team, starts_on=starts_on)


def test_leave_is_in_order_and_does_not_overlap() -> None:
    person = PersonFactory.create()
    Leave.objects.create(person=person, first_on=date(2026, 3, 1), last_on=date(2026, 3, 1))
    Leave.objects.create(person=person, first_on=date(2026, 3, 2), last_on=date(2026, 3, 9))
    Leave.objects.create(person=PersonFactory.create(), first_on=date(2026, 3, 9), last_on=date(2026, 3, 9))
    with refused_by("leave_days_in_order"):
        Leave.objects.create(person=person, first_on=date(2026, 5, 2), last_on=date(2026, 5, 1))
    with refused_by("leave_does_not_overlap"):
        Leave.objects.create(person=person, first_on=date(2026, 3, 9), last_on=date(2026, 3, 12))


def test_role_is_known_and_granted_once() -> None:
    person = PersonFactory.create()
    RoleGrant.objects.create(person=person, role="agent")
    RoleGrant.objects.create(person=person, role="reviewer")
    with refused_by("role_granted_once"):
        RoleGrant.objects.create(person=person, role="agent")
    with refused_by("role_known"):
        RoleGrant.objects.create(person=person, role="emperor")


def test_user_has_a_unique_address_and_person() -> None:
    user = UserFactory.create(email="ana@example.org")
    UserFactory.create(email="otto@example.org")
    with refused_by("user_email_unique"):
        UserFactory.create(email="ANA@example.org")
    with refused_by("people_user_person_id_key"):
        UserFactory.create(person=Person.objects.get(pk=user.person_id))


def test_label_of_a_source_is_matched_to_one_person() -> None:
    ana, otto = PersonFactory.create_batch(2)
    SourceIdentity.objects.create(source="calls", label="A. Agent", person=ana)
    SourceIdentity.objects.create(source="chats", label="A. Agent", person=otto)
    with refused_by("source_label_unique"):
        SourceIdentity.objects.create(source="calls", label="A. Agent", person=otto)


def test_notification_with_a_key_exists_once() -> None:
    ana, otto = PersonFactory.create_batch(2)
    for person in (ana, otto):
        Notification.objects.create(person=person, key="award:1", text="Well done.")
    with refused_by("notification_once"):
        Notification.objects.create(person=ana, key="award:1", text="Well done.")


def test_rostered_shifts_last_at_most_a_day_and_do_not_overlap() -> None:
    person, start = PersonFactory.create(), datetime(2026, 3, 2, 22, tzinfo=UTC)
    shifts = RosteredShift.objects
    shifts.create(person=person, starts_at=start, ends_at=start + timedelta(hours=24))
    shifts.create(person=person, starts_at=start + timedelta(hours=24), ends_at=start + timedelta(hours=25))
    shifts.create(person=PersonFactory.create(), starts_at=start, ends_at=start + timedelta(hours=1))
    with refused_by("rostered_shift_does_not_overlap"):
        shifts.create(person=person, starts_at=start + timedelta(hours=23), ends_at=start + timedelta(hours=24))
    with refused_by("rostered_shift_at_most_a_day"):
        shifts.create(person=person, starts_at=start + timedelta(days=9), ends_at=start + timedelta(days=10, seconds=1))
    with refused_by("rostered_shift_not_empty"):
        shifts.create(person=person, starts_at=start + timedelta(days=9), ends_at=start + timedelta(days=9))


def test_changes_from_files_name_their_person_or_field() -> None:
    update, person = StaffUpdate.objects.create(), PersonFactory.create()
    changes, kind = StaffChange.objects, StaffChange.Kind
    changes.create(update=update, kind=kind.TEAM, row=1)
    changes.create(update=update, kind=kind.FIELD, person=person, field="contract_hours")
    about: tuple[dict[str, Any], ...] = ({"kind": kind.TEAM, "person": person}, {"kind": kind.LEAVE})
    for values in about:
        with refused_by("staff_change_is_about_a_person"):
            changes.create(update=update, row=1, **values)
    fields: tuple[dict[str, Any], ...] = ({"kind": kind.FIELD}, {"kind": kind.LEAVE, "field": "shift"})
    for values in fields:
        with refused_by("staff_change_names_its_field"):
            changes.create(update=update, person=person, **values)
