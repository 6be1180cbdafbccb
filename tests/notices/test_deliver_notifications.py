"""Notifications become e-mails: now, later, together, or not at all, and each at most once."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import override_settings

from config.settings.mail import mail_settings
from core import clock, mail_outbox, mail_runs, tick
from core.models import OutgoingMail
from notices import actions
from notices.models import Delivery, Preference, QuietHours
from people.actions import erase_person, mark_read, notify, record_leaving
from people.models import Notification, Person, User
from people.queries.organisation import today
from tests.constraints import refused_by
from tests.counting import asked_by
from tests.factories import crisis as crises
from tests.factories import people as make
from tests.factories.people import Personas, PersonFactory
from tests.mail_server import MailServer, mail_server
from tests.mailbox import delivered

# In Berlin, where the tests' organisation is and works from 08:00 to 18:00: Wednesday noon, Friday evening, Monday morning.
NOON = datetime(2026, 11, 25, 11, tzinfo=UTC)
FRIDAY_EVENING = datetime(2026, 11, 27, 18, tzinfo=UTC)
MONDAY = datetime(2026, 11, 30, 7, tzinfo=UTC)


@pytest.fixture(autouse=True)
def only_these_reconcilers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tick, "_reconcilers", {})
    tick.register("notices.plan", actions.plan, commits=True)
    tick.register("notices.release", actions.release, commits=True)
    tick.register("core.mail_outbox", mail_outbox.reconcile)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running, override_settings(**mail_settings(f"smtp://localhost:{running.port}")):
        yield running


def tell(user: User, key: str, text: str = "Come and see.") -> Notification:
    notify(person_id=user.person_id, key=key, text=text, url="/scripts/")
    return Notification.objects.get(person=user.person_id, key=key)


def at(moment: datetime) -> None:
    with clock.travel(moment):
        tick.run()
        delivered()


def delivery_of(told: Notification) -> Delivery:
    return Delivery.objects.get(notification=told)


def state_of(told: Notification) -> tuple[str, str]:
    found = delivery_of(told)
    return found.state, found.reason


def test_notification_arrives_by_email(personas: Personas, server: MailServer) -> None:
    told = tell(personas.agent, "invitation:7:reply-by:1", "You're invited to the team for “Kettle recall”.")
    at(NOON)
    (mail,) = server.received
    assert mail.recipients == [personas.agent.email]
    assert mail.message["Subject"] == "Invitation (Extreme Customer Service)"
    assert mail.text.splitlines() == [
        "Invitation. Open it here:",
        "https://crisis.example.org/scripts/",
        "",
        "You get this because you are invited to join a crisis team. It's fine to say no.",
        "",
        "You're invited to the team for “Kettle recall”.",
        "",
        "Choose which e-mails you get, and when:",
        "https://crisis.example.org/notices/preferences/",
    ]
    delivery = delivery_of(told)
    assert (delivery.state, delivery.posted_at, delivery.finished_at) == ("sent", NOON, NOON)
    assert OutgoingMail.objects.get().data == {}


def test_each_notification_is_emailed_once(personas: Personas, server: MailServer) -> None:
    tell(personas.agent, "review:1")
    for _twice in range(2):
        tell(personas.agent, "review:1")
        at(NOON)
    assert len(server.received) == 1


def test_weekend_is_collected_in_one_email_on_monday(personas: Personas, server: MailServer) -> None:
    first, second = tell(personas.agent, "review:1", "First."), tell(personas.agent, "invitation:2:reply-by:1", "Second.")
    at(FRIDAY_EVENING)
    assert state_of(first) == state_of(second) == ("held", "quiet")
    assert delivery_of(first).release_at == MONDAY
    at(MONDAY - timedelta(seconds=1))
    assert server.received == []
    at(MONDAY)
    (mail,) = server.received
    assert mail.message["Subject"] == "2 messages (Extreme Customer Service)"
    assert mail.text.index("First.") < mail.text.index("Second.")
    assert state_of(first) == state_of(second) == ("sent", "")


def test_emergency_does_not_wait_and_is_counted(personas: Personas, server: MailServer) -> None:
    told = tell(personas.agent, "second-factor-reset:1", "Your second factors were removed.")
    at(FRIDAY_EVENING)
    assert len(server.received) == 1
    assert delivery_of(told).is_in_quiet_hours


def test_emergencies_do_not_count_for_the_daily_limit(personas: Personas, server: MailServer) -> None:
    for number in range(6):
        tell(personas.agent, f"second-factor-reset:{number}")
    told = tell(personas.agent, "review:1")
    at(NOON)
    assert state_of(told) == ("sent", "")
    assert len(server.received) == 7


@pytest.mark.parametrize(
    ("key", "moment"), [("review:1", NOON), ("second-factor-reset:1", FRIDAY_EVENING)], ids=["at noon", "emergency at night"]
)
def test_email_goes_to_an_address_that_was_changed_while_it_waited(
    personas: Personas, server: MailServer, key: str, moment: datetime
) -> None:
    told = tell(personas.agent, key)
    with clock.travel(moment):
        actions.plan()
    User.objects.filter(pk=personas.agent.pk).update(email="new.address@example.org")
    with clock.travel(moment):
        delivered()
    assert (*state_of(told), server.received) == ("held", "moved", [])
    at(moment)
    (mail,) = server.received
    assert mail.recipients == ["new.address@example.org"]
    assert state_of(told) == ("sent", "")


def test_emergency_overtakes_other_emails(personas: Personas, server: MailServer) -> None:
    tell(personas.agent, "review:1")
    tell(personas.agent, "second-factor-reset:1")
    at(NOON)
    assert [str(mail.message["Subject"]).partition(" (")[0] for mail in server.received] == [
        "Sign-in security",
        "Review result",
    ]


def test_many_notifications_are_planned_and_written_with_as_many_queries_as_few(personas: Personas, server: MailServer) -> None:
    """Sending has its own statements for each e-mail: a transaction with the outcome of the e-mail and of its notification."""
    asked = []
    for numbers in (range(2), range(2, 6)):
        for number in numbers:
            tell(personas.agent, f"review:{number}")
        with clock.travel(NOON):
            planning = asked_by(actions.plan).statements
            asked.append((planning, asked_by(mail_runs.run).statements - 4 * len(numbers)))
    assert asked[0] == asked[1]
    assert len(server.received) == 6


def test_messages_above_the_daily_limit_come_in_one_email_the_next_day(personas: Personas, server: MailServer) -> None:
    for number in range(1, 10):
        tell(personas.agent, f"review:{number}", f"Review {number}.")
    tell(personas.other_agent, "review:1")
    at(NOON)
    assert len(server.received) == 6 + 1
    at(NOON + timedelta(hours=12))
    assert len(server.received) == 7
    at(NOON + timedelta(hours=20))
    together = server.received[-1]
    assert together.message["Subject"] == "3 messages (Extreme Customer Service)"
    assert all(f"Review {number}." in together.text for number in (7, 8, 9))
    # They count as one of the new day.
    for number in range(10, 16):
        tell(personas.agent, f"review:{number}")
    at(NOON + timedelta(hours=21))
    assert Delivery.objects.filter(state="held").count() == 1


def test_timely_messages_above_the_limit_bring_the_others_along(personas: Personas, server: MailServer) -> None:
    for number in range(7):
        tell(personas.agent, f"review:{number}")
    at(NOON)
    tell(personas.agent, "invitation:1:reply-by:1")
    at(NOON + timedelta(minutes=30))
    assert len(server.received) == 6
    at(NOON + timedelta(minutes=60))
    assert server.received[-1].message["Subject"] == "2 messages (Extreme Customer Service)"
    assert not Delivery.objects.filter(state="held").exists()


def test_held_message_that_was_read_is_dropped(personas: Personas, server: MailServer) -> None:
    told = tell(personas.agent, "review:1")
    at(FRIDAY_EVENING)
    mark_read(actor=personas.agent)
    at(MONDAY)
    assert state_of(told) == ("dropped", "read")
    assert server.received == []


def test_held_message_of_a_person_who_left_is_dropped(personas: Personas, server: MailServer) -> None:
    told, other = tell(personas.agent, "review:1"), tell(personas.other_agent, "review:2")
    at(FRIDAY_EVENING)
    personas.agent.person.left_on = FRIDAY_EVENING.date()
    personas.agent.person.save()
    personas.other_agent.is_active = False
    personas.other_agent.save()
    at(MONDAY)
    assert state_of(told) == state_of(other) == ("dropped", "no_account")
    assert server.received == []


def test_message_read_while_the_mail_server_was_down_is_dropped(personas: Personas, server: MailServer) -> None:
    told = tell(personas.agent, "review:1")
    server.answer = "451 Later"
    at(NOON)
    assert state_of(told) == ("posted", "")
    mark_read(actor=personas.agent)
    server.answer = "250 OK"
    at(NOON + timedelta(minutes=2))
    assert state_of(told) == ("dropped", "read")
    assert (OutgoingMail.objects.get().state, server.received) == ("dropped", [])


def test_refused_email_is_a_failed_delivery(personas: Personas, server: MailServer) -> None:
    told = tell(personas.agent, "review:1")
    server.answer = "550 5.1.1 No such user"
    at(NOON)
    assert state_of(told) == ("failed", "")


def test_people_without_an_account_get_no_email(personas: Personas, server: MailServer) -> None:
    person = PersonFactory.create(email="someone@example.org")
    notify(person_id=person.pk, key="review:1", text="Hello.")
    at(NOON)
    assert state_of(Notification.objects.get()) == ("dropped", "no_account")
    assert server.received == []


def test_own_choices_and_quiet_hours_apply(personas: Personas, server: MailServer) -> None:
    Preference.objects.create(person=personas.agent.person, topic="reviews", is_by_email=False)
    QuietHours.objects.create(person=personas.agent.person, starts_at=time(22), ends_at=time(6), with_weekends=False)
    off, late = tell(personas.agent, "review:1"), tell(personas.agent, "invitation:1:reply-by:1")
    at(FRIDAY_EVENING)
    assert state_of(off) == ("dropped", "off")
    assert state_of(late) == ("sent", "")


def test_quiet_hours_are_in_the_zone_of_the_person(personas: Personas, server: MailServer) -> None:
    personas.agent.person.time_zone = "America/New_York"
    personas.agent.person.save()
    told = tell(personas.agent, "review:1")
    at(NOON)  # six in the morning there
    assert delivery_of(told).release_at == NOON + timedelta(hours=2)


def test_quiet_hours_that_changed_while_a_message_was_held_apply(personas: Personas, server: MailServer) -> None:
    told = tell(personas.agent, "review:1")
    at(FRIDAY_EVENING)
    QuietHours.objects.create(person=personas.agent.person, starts_at=time(6), ends_at=time(11), with_weekends=True)
    at(MONDAY)
    assert state_of(told) == ("held", "quiet")
    at(MONDAY + timedelta(hours=3))
    assert state_of(told) == ("sent", "")


def test_subject_has_the_text_if_the_installation_wants_it(personas: Personas, server: MailServer) -> None:
    tell(personas.agent, "review:1", "A contact of\nyours was reviewed.")
    with override_settings(NOTICES_SHORT_SUBJECTS=False):
        at(NOON)
    assert server.received[0].message["Subject"] == "A contact of yours was reviewed."


def test_notification_without_a_topic_is_only_shown(personas: Personas, server: MailServer) -> None:
    told = tell(personas.agent, "something:else:entirely")
    at(NOON)
    assert state_of(told) == ("dropped", "no_topic")


def test_deleted_notification_takes_its_delivery_along(personas: Personas, server: MailServer) -> None:
    told = tell(personas.agent, "review:1")
    at(FRIDAY_EVENING)
    told.delete()
    at(MONDAY)
    assert (Delivery.objects.count(), server.received) == (0, [])


def test_constraints_of_deliveries(personas: Personas) -> None:
    told = tell(personas.agent, "review:1")
    held = Delivery.objects.create(notification=told, state="held", reason="quiet", release_at=NOON)
    for changes, name in (
        ({"release_at": None}, "delivery_held_until_a_time"),
        ({"state": "posted", "posted_at": NOON}, "delivery_held_until_a_time"),
        ({"posted_at": NOON}, "delivery_posted_at_matches_state"),
        ({"state": "posted", "release_at": None}, "delivery_posted_at_matches_state"),
        ({"finished_at": NOON}, "delivery_finished_at_matches_state"),
        ({"state": "dropped", "release_at": None}, "delivery_finished_at_matches_state"),
        ({"reason": ""}, "delivery_says_why_it_was_not_sent"),
    ):
        with refused_by(name):
            Delivery.objects.filter(pk=held.pk).update(**changes)
    Delivery.objects.filter(pk=held.pk).update(state="posted", release_at=None, posted_at=NOON, reason="")
    Delivery.objects.filter(pk=held.pk).update(state="sent", finished_at=NOON)
    Delivery.objects.filter(pk=held.pk).update(state="dropped", reason="read")


@pytest.mark.django_db
def test_constraints_of_choices() -> None:
    person = make.PersonFactory.create()
    Preference.objects.create(person=person, topic="reviews", is_by_email=False)
    with refused_by("preference_once_per_topic"):
        Preference.objects.create(person=person, topic="reviews", is_by_email=True)
    with refused_by("quiet_hours_leave_time"):
        QuietHours.objects.create(person=person, starts_at=time(8), ends_at=time(8), with_weekends=False)
    QuietHours.objects.create(person=person, starts_at=time(22), ends_at=time(6), with_weekends=False)
    with refused_by("quiet_hours_once"):
        QuietHours.objects.create(person=person, starts_at=time(8), ends_at=time(9), with_weekends=False)


def test_email_about_an_invitation_names_nobody_else(personas: Personas, server: MailServer) -> None:
    crisis = crises.active(personas, [personas.agent.person_id])
    with clock.travel(NOON):
        crises.invited(crisis, personas)
    Notification.objects.exclude(person=personas.agent.person).delete()
    at(NOON)
    (mail,) = server.received
    assert mail.message["Subject"] == "Invitation (Extreme Customer Service)"
    assert crisis.title in mail.text
    names = Person.objects.exclude(pk=personas.agent.person_id).values_list("display_name", flat=True)
    assert not [name for name in names if name in str(mail.message)]
    assert not [name for name in names if set(name.split()) & set(mail.text.split())]


def test_erasure_deletes_choices_and_deliveries(personas: Personas) -> None:
    person = personas.agent.person
    Preference.objects.create(person=person, topic="reviews", is_by_email=False)
    QuietHours.objects.create(person=person, starts_at=time(22), ends_at=time(6), with_weekends=False)
    tell(personas.agent, "invitation:1:reply-by:1")
    at(FRIDAY_EVENING)
    record_leaving(actor=personas.administrator, person=person, left_on=today())
    erase_person(actor=personas.administrator, person=person)
    assert not any(model.objects.exists() for model in (Preference, QuietHours, Delivery))
