"""The tick deletes expired sessions and old notifications in batches, and creates no notification a second time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse

from core import clock, deletion, tick
from people.actions import mark_read, notify
from people.actions.notifications import forget_notifications
from people.actions.sessions import forget_sessions
from people.models import Notification, User
from tests.factories.people import Personas

DAY = timedelta(days=1)


def tell(user: User, key: str, since: datetime | None = None) -> None:
    notify(person_id=user.person_id, key=key, text="Well done.", since=since)


def keys() -> set[str]:
    return set(Notification.objects.values_list("key", flat=True))


def test_only_expired_sessions_are_deleted(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    client, gone = sign_in(personas.agent), Session.objects.create(session_key="gone", expire_date=clock.now() - DAY)
    assert (forget_sessions(), forget_sessions()) == (1, 0)
    assert not Session.objects.filter(pk=gone.pk).exists()
    assert client.get(reverse("people:notifications")).status_code == 200


@pytest.mark.django_db
def test_sessions_are_deleted_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deletion, "AT_ONCE", 2)
    for number in range(3):
        Session.objects.create(session_key=f"s{number}", expire_date=clock.now() - (3 - number) * DAY)
    assert forget_sessions() == 2
    assert Session.objects.get().session_key == "s2"


def test_read_notifications_are_deleted_after_90_days_and_unread_ones_after_a_year(personas: Personas) -> None:
    now = clock.now()
    for key, age in (("unread and old", 366), ("unread", 364)):
        with clock.travel(now - age * DAY):
            tell(personas.agent, key)
    for key, age in (("read and old", 91), ("read", 89)):
        with clock.travel(now - age * DAY):
            tell(personas.other_agent, key)
            mark_read(actor=personas.other_agent)
    assert (forget_notifications(), forget_notifications()) == (2, 0)
    assert keys() == {"unread", "read"}


def test_zero_days_keep_notifications(personas: Personas, settings: Any) -> None:
    settings.RETENTION_READ_NOTIFICATIONS_DAYS = settings.RETENTION_UNREAD_NOTIFICATIONS_DAYS = 0
    with clock.travel(clock.now() - 4000 * DAY):
        tell(personas.agent, "old")
        tell(personas.other_agent, "read")
        mark_read(actor=personas.other_agent)
    assert forget_notifications() == 0
    tell(personas.agent, "always so", since=clock.now() - 4000 * DAY)
    assert keys() == {"old", "read", "always so"}


def test_deleted_notification_is_not_created_again_by_the_tick(personas: Personas) -> None:
    since = clock.now()
    for days in (0, 1, 89, 91, 180, 500):
        with clock.travel(since + days * DAY + timedelta(seconds=1)):
            tell(personas.agent, "names", since=since)
            if days == 0:
                mark_read(actor=personas.agent)
            forget_notifications()
            assert keys() == ({"names"} if days < 90 else set())


@pytest.mark.parametrize(
    ("old", "index"),
    [
        (Notification.objects.filter(read_at__lt="2020-01-01T00:00Z").order_by("read_at"), "notification_read_time"),
        (
            Notification.objects.filter(read_at=None, created_at__lt="2020-01-01T00:00Z").order_by("created_at"),
            "notification_unread_time",
        ),
        (Session.objects.filter(expire_date__lt="2020-01-01T00:00Z").order_by("expire_date"), "django_session_expire_date"),
    ],
)
def test_tick_with_nothing_to_delete_scans_no_table(old: Any, index: str, personas: Personas) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO people_notification (person_id, key, text, url, read_at)
            SELECT %s, n, 'text', '', CASE WHEN n %% 2 = 0 THEN now() END FROM generate_series(1, 10000) n""",
            [personas.agent.person_id],
        )
        cursor.execute("""
            INSERT INTO django_session (session_key, session_data, expire_date)
            SELECT n, '', now() + interval '1 day' FROM generate_series(1, 10000) n
        """)
        cursor.execute("ANALYZE people_notification, django_session")
    plan = old.select_for_update(skip_locked=True)[:5000].explain(analyze=True)
    assert index in plan
    assert "Seq Scan" not in plan


def test_tick_includes_sessions_and_notifications() -> None:
    assert {"people.sessions", "people.notifications"} <= tick._reconcilers.keys()
