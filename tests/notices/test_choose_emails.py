"""Pages: own choices about e-mails, what became of each notification, and outgoing e-mails for administrators."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from django.core.mail import EmailMessage, get_connection
from django.test import Client, override_settings
from django.urls import reverse

from core import clock, mail_outbox
from core.models import OutgoingMail
from notices import actions
from notices.models import Delivery, Preference, QuietHours
from notices.topics import all_topics, choices, offered_to
from people.actions import notify
from people.models import User
from tests.factories.people import Personas
from tests.mailbox import delivered

SignIn = Callable[[User], Client]
URL = "/notices/preferences/"
OWN_HOURS = {"has_own_hours": "on", "starts_at": "22:00", "ends_at": "06:30"}
NOON = datetime(2026, 11, 25, 11, tzinfo=UTC)


def test_page_offers_each_topic_with_its_reason(personas: Personas, sign_in: SignIn) -> None:
    page = sign_in(personas.agent).get(URL).content.decode()
    for topic in offered_to(personas.agent):
        assert f'value="{topic.name}"' in page
    assert 'value="merges"' not in page
    assert 'value="merges"' in sign_in(personas.administrator).get(URL).content.decode()
    assert "Monday to Friday, 08:00 to 18:00, Europe/Berlin" in page
    assert "invited to join a crisis team" in page


def test_emergencies_cannot_be_turned_off(personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.agent)
    client.post(URL, {})
    assert set(Preference.objects.values_list("topic", flat=True)) == {topic.name for topic in offered_to(personas.agent)}
    assert "second-factor-reset" in {topic.name for topic in all_topics()} - {topic.name for topic in choices()}
    assert client.post(URL, {"timely": ["second-factor-reset"]}).status_code == 422


def test_choices_are_saved_and_shown_again(personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.agent)
    for _twice in range(2):
        assert client.post(URL, {"timely": ["invitations"], **OWN_HOURS, "with_weekends": "on"}).status_code == 302
    on = Preference.objects.filter(person=personas.agent.person, is_by_email=True)
    assert list(on.values_list("topic", flat=True)) == ["invitations"]
    hours = QuietHours.objects.get()
    assert (hours.person, hours.starts_at, hours.ends_at, hours.with_weekends) == (
        personas.agent.person, time(22), time(6, 30), True,
    )  # fmt: skip
    page = client.get(URL).content.decode()
    assert 'value="22:00"' in page
    assert re.findall(r'<input[^>]*name="(\w+)"[^>]* checked', page) == ["timely", "has_own_hours", "with_weekends"]
    client.post(URL, {"timely": ["invitations"]})
    assert not QuietHours.objects.exists()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"ends_at": ""}, "Enter a time, such as 22:00."),
        ({"starts_at": "", "ends_at": ""}, "Enter a time, such as 22:00."),
        ({"ends_at": "22:00"}, "Quiet hours must end at another time than they start."),
        ({"starts_at": "late"}, "Enter a valid time."),
    ],
)
def test_impossible_quiet_hours_are_refused(changes: dict[str, str], error: str, personas: Personas, sign_in: SignIn) -> None:
    answer = sign_in(personas.agent).post(URL, {**OWN_HOURS, **changes})
    assert answer.status_code == 422
    assert error in answer.content.decode()
    assert not QuietHours.objects.exists()


def test_times_do_not_matter_without_own_quiet_hours(personas: Personas, sign_in: SignIn) -> None:
    assert sign_in(personas.agent).post(URL, {"starts_at": "22:00", "ends_at": "22:00"}).status_code == 302


def test_notifications_say_why_and_whether_they_were_emailed(personas: Personas, sign_in: SignIn) -> None:
    for key in ("invitation:1:reply-by:1", "review:1", "second-factors:x"):
        notify(person_id=personas.agent.person_id, key=key, text=f"About {key}")
    Preference.objects.create(person=personas.agent.person, topic="reviews", is_by_email=False)
    client = sign_in(personas.agent)
    before = client.get(reverse("people:notifications")).content.decode()
    assert "You get this because you are invited to join a crisis team." in before
    with clock.travel(NOON):
        actions.plan()
        waiting = client.get(reverse("people:notifications")).content.decode()
        delivered()
    assert "E-mail is being sent" in waiting
    after = client.get(reverse("people:notifications")).content.decode()
    for note in (
        "E-mailed 25 Nov 2026, 12:00 CET",
        "Not e-mailed: you turned these e-mails off",
        "Not e-mailed: a separate e-mail was sent",
    ):
        assert note in after
    Delivery.objects.filter(state="sent").update(state="failed")
    assert "E-mail failed: the mail server refused it" in client.get(reverse("people:notifications")).content.decode()


def test_held_notification_says_until_when(personas: Personas, sign_in: SignIn) -> None:
    notify(person_id=personas.agent.person_id, key="review:1", text="Reviewed.")
    with clock.travel(datetime(2026, 11, 27, 20, tzinfo=UTC)):
        actions.plan()
    page = sign_in(personas.agent).get(reverse("people:notifications")).content.decode()
    assert "Held until 30 Nov 2026, 08:00 CET: quiet hours" in page


def test_administrator_sees_errors_without_person_and_subject(personas: Personas, sign_in: SignIn) -> None:
    mail = mail_outbox.post(recipient="ana@example.org", data={"subject": "Secret", "text": "Text"})
    OutgoingMail.objects.filter(pk=mail.pk).update(error="550 <ana@example.org>: no such user Ana", tries=1)
    client = sign_in(personas.administrator)
    page = client.get("/notices/mail/")
    file = b"".join(client.get("/notices/mail/?download=csv"))
    for shown in (page.content.decode(), file.decode()):
        assert "no such user" in shown
        assert "ana@" not in shown
        assert "user …" in shown
        assert "Secret" not in shown


def test_demo_shows_the_text_of_its_emails(personas: Personas, sign_in: SignIn, tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    backend = {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": str(folder)}
    with override_settings(DEMO_MAIL_DIR=folder, **backend):
        client = sign_in(personas.administrator)
        assert "No e-mails yet." in client.get("/notices/mail/").content.decode()
        for number in range(2):
            message = EmailMessage(f"Subject {number}", f"Größe {number} <b>\n\nEnd.", to=["ana@example.org"])
            get_connection().send_messages([message])
        page = client.get("/notices/mail/").content.decode()
    assert page.count("ana@example.org") == 2
    assert "Größe 1 &lt;b&gt;\n\nEnd." in page
    assert "Subject 0" in page
