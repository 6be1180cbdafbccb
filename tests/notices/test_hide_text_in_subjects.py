"""People can hide the text in the subjects of their own e-mails, and see how many emergencies came in their quiet hours."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from config.settings.mail import mail_settings
from core import clock
from notices import actions
from notices.models import Delivery, ShortSubjects
from people.actions import erase_person, notify, record_leaving
from people.models import User
from people.own_data import copy_of
from people.queries.organisation import today
from tests.constraints import refused_by
from tests.factories.people import Personas, PersonFactory
from tests.mail_server import MailServer, mail_server
from tests.mailbox import delivered

SignIn = Callable[[User], Client]
URL = "/notices/preferences/"
NOON = datetime(2026, 11, 25, 11, tzinfo=UTC)
NIGHT = datetime(2026, 11, 25, 22, tzinfo=UTC)
LABEL = "Hide the text in subjects"


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running, override_settings(**mail_settings(f"smtp://localhost:{running.port}")):
        yield running


@pytest.mark.parametrize(
    ("is_short", "hides_text", "subject"),
    [
        (False, False, "A contact was reviewed."),
        (False, True, "Review result (Extreme Customer Service)"),
        (True, False, "Review result (Extreme Customer Service)"),
        (True, True, "Review result (Extreme Customer Service)"),
    ],
)
def test_subject_has_the_text_if_installation_and_person_want_it(
    is_short: bool, hides_text: bool, subject: str, personas: Personas, server: MailServer
) -> None:
    if hides_text:
        ShortSubjects.objects.create(person=personas.agent.person)
    # The choice of another person doesn't matter.
    ShortSubjects.objects.create(person=personas.other_agent.person)
    notify(person_id=personas.agent.person_id, key="review:1", text="A contact was reviewed.")
    with override_settings(NOTICES_SHORT_SUBJECTS=is_short), clock.travel(NOON):
        actions.plan()
        delivered()
    assert [mail.message["Subject"] for mail in server.received] == [subject]


def test_choice_is_saved_and_shown_again(personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.agent)
    with override_settings(NOTICES_SHORT_SUBJECTS=False):
        for _twice in range(2):
            assert client.post(URL, {"hides_text": "on"}).status_code == 302
        assert ShortSubjects.objects.get().person == personas.agent.person
        page = client.get(URL).content.decode()
        assert LABEL in page
        assert re.search(r'<input[^>]*name="hides_text"[^>]* checked', page)
        client.post(URL, {})
        assert not ShortSubjects.objects.exists()


def test_choice_is_not_offered_and_kept_while_all_subjects_are_short(personas: Personas, sign_in: SignIn) -> None:
    ShortSubjects.objects.create(person=personas.agent.person)
    client = sign_in(personas.agent)
    with override_settings(NOTICES_SHORT_SUBJECTS=True):
        assert LABEL not in client.get(URL).content.decode()
        assert client.post(URL, {}).status_code == 302
    assert ShortSubjects.objects.exists()


@pytest.mark.django_db
def test_one_choice_for_each_person() -> None:
    person = PersonFactory.create()
    ShortSubjects.objects.create(person=person)
    ShortSubjects.objects.create(person=PersonFactory.create())
    with refused_by("short_subjects_once"):
        ShortSubjects.objects.create(person=person)


def test_choice_is_in_the_copy_of_own_data_and_erased(personas: Personas) -> None:
    person = personas.agent.person
    assert '"hides_text_in_subjects": true' not in copy_of(person.pk)
    ShortSubjects.objects.create(person=person)
    assert '"hides_text_in_subjects": true' in copy_of(person.pk)
    record_leaving(actor=personas.administrator, person=person, left_on=today())
    erase_person(actor=personas.administrator, person=person)
    assert not ShortSubjects.objects.exists()


def test_people_see_their_own_emergencies_in_quiet_hours(personas: Personas, sign_in: SignIn) -> None:
    def shown(user: User) -> list[bool]:
        client = sign_in(user)
        pages = [client.get(url).content.decode() for url in (URL, reverse("people:notifications"))]
        return ["in your quiet hours in the last 30 days" in page for page in pages]

    with clock.travel(NIGHT):
        for key in ("second-factor-reset:1", "second-factor-reset:2", "review:1"):
            notify(person_id=personas.agent.person_id, key=key, text="Look.")
        actions.plan()
    with clock.travel(NOON):
        notify(person_id=personas.other_agent.person_id, key="second-factor-reset:3", text="Look.")
        actions.plan()
    night = Delivery.objects.filter(is_in_quiet_hours=True)
    assert night.count() == 2
    with clock.travel(NIGHT + timedelta(days=1)):
        assert shown(personas.agent) == [False, False]
        night.update(state="failed", finished_at=NIGHT)
        assert shown(personas.agent) == [False, False]
    night.update(state="sent")
    with clock.travel(NIGHT + timedelta(days=29)):
        assert shown(personas.agent) == [True, True]
        assert "2 e-mails about emergencies came in your quiet hours" in sign_in(personas.agent).get(URL).content.decode()
        assert shown(personas.other_agent) == [False, False]
    with clock.travel(NIGHT + timedelta(days=31)):
        assert shown(personas.agent) == [False, False]
