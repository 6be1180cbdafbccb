"""Notifications: created once per key, visible only to their owner."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from people.actions import mark_read, notify
from people.models import Notification, User
from people.queries.notifications import unread_count
from tests.factories.people import Personas


def tell(user: User, key: str, text: str = "Well done.") -> None:
    notify(person_id=user.person_id, key=key, text=text, url="/")


def test_key_prevents_duplicate_notifications(personas: Personas) -> None:
    for _twice in range(2):
        tell(personas.agent, "award:1")
    tell(personas.other_agent, "award:1")
    assert (unread_count(personas.agent), unread_count(personas.other_agent)) == (1, 1)


def test_long_texts_are_truncated(personas: Personas) -> None:
    tell(personas.agent, "long", "x" * 5000)
    assert Notification.objects.get().text == "x" * 299 + "…"


def test_users_see_and_mark_only_their_own_notifications(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    for number in range(3):
        tell(personas.agent, f"a:{number}", f"Message {number}.")
    tell(personas.other_agent, "b", "Not for Ana.")
    client, foreign = sign_in(personas.agent), Notification.objects.get(key="b")
    page = client.get(reverse("people:notifications")).content.decode()
    assert "Message 2." in page
    assert "Not for Ana." not in page
    client.post(reverse("people:read"), {"id": Notification.objects.get(key="a:0").pk})
    assert unread_count(personas.agent) == 2
    client.post(reverse("people:read"), {"id": foreign.pk})
    assert unread_count(personas.other_agent) == 1, "a forged id changes nothing"
    assert client.post(reverse("people:read"), {"id": "9" * 40}).status_code == 404
    client.post(reverse("people:read"))
    assert unread_count(personas.agent) == 0
    assert unread_count(personas.other_agent) == 1


def test_reading_twice_keeps_the_first_time(personas: Personas) -> None:
    tell(personas.agent, "a")
    assert (mark_read(actor=personas.agent), mark_read(actor=personas.agent)) == (1, 0)


def test_bell_answers_polls_with_the_number_of_unread_notifications(
    personas: Personas, sign_in: Callable[[User], Client]
) -> None:
    client, url = sign_in(personas.agent), "/people/notifications/bell/"
    assert client.get(url, {"seen": "0"}).status_code == 204
    tell(personas.agent, "a")
    bell = client.get(url, {"seen": "0"}).content.decode()
    assert '<span class="topbar-count" data-news="1 unread notification">1</span>' in bell
    assert f'hx-get="{url}?seen=1"' in bell
    assert client.get(url, {"seen": "1"}).status_code == 204
    tell(personas.agent, "b")
    assert "2 unread notifications" in client.get(url, {"seen": "1"}).content.decode()
