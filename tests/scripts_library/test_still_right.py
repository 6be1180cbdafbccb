"""Reviews of live scripts: one click, reminders to the owner, and never past the end."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core import clock
from journal.queries import lines
from people.models import Notification, User
from people.queries.organisation import reporting_zone, today
from scripts_library import actions
from scripts_library.actions.reviews import EndsAnyway
from scripts_library.actions.transitions import ChangedMeanwhile
from scripts_library.lifecycle import NotInThatState
from scripts_library.models import ScriptVersion
from scripts_library.needs import scripts_to_review
from scripts_library.review_days import reminded_from, working_days_after
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

SignIn = Callable[[User], Client]
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


def live(personas: Personas, *, days: int = 400, review_in: int = 90, title: str = "Ferry cancelled") -> ScriptVersion:
    version = scripts.approved(personas.supervisor, personas.approver, title=title)
    review = today() + timedelta(days=review_in)
    ends_at = clock.now() + timedelta(days=days)
    return actions.publish(actor=personas.supervisor, version=version, ends_at=ends_at, review_by_on=review)


def reminders(user: User) -> list[str]:
    sent = Notification.objects.filter(person=user.person_id, key__startswith="script-review:").order_by("pk")
    return list(sent.values_list("key", flat=True))


def test_one_click_moves_the_review_by_the_days_of_the_kind(personas: Personas) -> None:
    version = live(personas, review_in=3)
    confirmed = actions.confirm_still_right(actor=personas.supervisor, version=version, read=version.review_by_on)
    assert confirmed.review_by_on == today() + timedelta(days=90)
    assert len(lines(version.script.journal_id, verbs=["scripts.still_right"])) == 1
    with pytest.raises(ChangedMeanwhile):
        actions.confirm_still_right(actor=personas.approver, version=version, read=version.review_by_on)


def test_the_review_is_never_after_the_end(personas: Personas) -> None:
    version = live(personas, days=20, review_in=3)
    assert version.ends_at is not None
    confirmed = actions.confirm_still_right(actor=personas.supervisor, version=version, read=version.review_by_on)
    assert confirmed.review_by_on == version.ends_at.astimezone(reporting_zone()).date()
    with pytest.raises(EndsAnyway):
        actions.confirm_still_right(actor=personas.supervisor, version=confirmed, read=confirmed.review_by_on)
    with clock.travel(version.ends_at), pytest.raises(EndsAnyway):
        actions.confirm_still_right(actor=personas.supervisor, version=confirmed, read=confirmed.review_by_on)


def test_only_live_versions_are_confirmed_by_people_who_keep_scripts(personas: Personas) -> None:
    version = live(personas)
    with pytest.raises(PermissionDenied):
        actions.confirm_still_right(actor=personas.agent, version=version, read=version.review_by_on)
    for other in (scripts.approved, scripts.withdrawn):
        ended = other(personas.supervisor, personas.approver, title="Other")
        with pytest.raises(NotInThatState):
            actions.confirm_still_right(actor=personas.supervisor, version=ended, read=ended.review_by_on)


def test_the_owner_is_reminded_before_the_review_and_once_it_is_overdue(personas: Personas) -> None:
    version, now = live(personas, review_in=30), clock.now()
    due = version.review_by_on
    assert due is not None
    first = reminded_from(due, 5)
    for day in range(40):
        with clock.travel(now + timedelta(days=day)):
            actions.remind_of_reviews()
            actions.remind_of_reviews()
            soon, late = today() >= first, today() > due
        assert reminders(personas.supervisor) == [
            *([f"script-review:{version.pk}:{due}:soon"] if soon else []),
            *([f"script-review:{version.pk}:{due}:late"] if late else []),
        ]
    assert reminders(personas.approver) == []


def test_a_confirmed_review_is_reminded_of_again(personas: Personas) -> None:
    version, now = live(personas, review_in=1), clock.now()
    assert actions.remind_of_reviews() == 1
    confirmed = actions.confirm_still_right(actor=personas.supervisor, version=version, read=version.review_by_on)
    assert not Notification.objects.filter(key__startswith="script-review:", read_at=None).exists()
    assert actions.remind_of_reviews() == 0
    with clock.travel(now + timedelta(days=91)):
        assert actions.remind_of_reviews() == 1
    assert reminders(personas.supervisor)[-1] == f"script-review:{version.pk}:{confirmed.review_by_on}:late"


def test_home_of_the_owner_shows_what_is_due_and_overdue(personas: Personas) -> None:
    live(personas, review_in=30, title="Later")
    version, now = live(personas, review_in=6, title="Soon"), clock.now()
    assert [(need.title, need.sign) for need in scripts_to_review(personas.supervisor)] == [("Soon", "To review")]
    assert scripts_to_review(personas.approver) == scripts_to_review(personas.agent) == []
    with clock.travel(now + timedelta(days=8)):
        assert [(need.title, need.sign) for need in scripts_to_review(personas.supervisor)] == [("Soon", "Overdue")]
    actions.withdraw(actor=personas.supervisor, version=version, reason="Wrong.")
    assert scripts_to_review(personas.supervisor) == []


def test_the_page_confirms_what_the_user_saw(personas: Personas, sign_in: SignIn) -> None:
    version, client = live(personas, review_in=3), sign_in(personas.supervisor)
    url = reverse("scripts_library:confirm", args=[version.pk])
    page = client.get(reverse("scripts_library:version", args=[version.pk])).content.decode()
    assert f'value="{version.review_by_on}"' in page
    for wrong in ("", "x", "2020-13-45", "2020-01-01"):
        assert client.post(url, {"read": wrong}).status_code == 409
    assert client.post(url, {"read": str(version.review_by_on)}).status_code == 302


@given(day=DAYS, days=st.integers(0, 15))
def test_reminders_come_so_many_working_days_before(day: date, days: int) -> None:
    first = reminded_from(day, days)
    between = [first + timedelta(days=number) for number in range((day - first).days)]
    assert sum(each.weekday() < 5 for each in between) == days


@given(day=DAYS, hour=st.integers(0, 23), days=st.integers(1, 10), zone=st.sampled_from(["UTC", "Asia/Tokyo", "America/Lima"]))
def test_working_days_end_at_midnight_of_a_working_day(day: date, hour: int, days: int, zone: str) -> None:
    place = ZoneInfo(zone)
    begins = datetime(day.year, day.month, day.day, hour, tzinfo=place)
    ends = working_days_after(begins, days, place)
    last = ends.date() - timedelta(days=1)
    assert (ends.hour, ends.minute) == (0, 0)
    assert last.weekday() < 5
    between = [day + timedelta(days=number) for number in range(1, (last - day).days + 1)]
    assert sum(each.weekday() < 5 for each in between) == days
