"""Repeated forms with the same key and content do nothing and get the first answer."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from core import clock, sent_forms
from core.models import SentForm
from crisis.models import Crisis, Invitation
from journal.queries import head
from people.models import Team, User
from tests.factories import crisis as crises
from tests.factories.people import Personas
from tests.threads import at_once

SignIn = Callable[[User], Client]
KEY = {"one_time_key": "4a7d"}


def post(client: Client, url: str, said: dict[str, str], *, follow: bool = False) -> HttpResponse:
    """Post a form as a browser does, without files."""
    return client.post(url, urlencode(said), content_type=sent_forms.PLAIN_FORM, follow=follow)  # type: ignore[return-value]


def invite(client: Client, crisis: Crisis, **fields: str) -> str:
    answer = post(client, reverse("crisis:invite", args=[crisis.pk]), {**KEY, **fields}, follow=True)
    return " ".join(answer.content.decode().split())


@pytest.fixture
def crisis(personas: Personas) -> Crisis:
    return crises.ready(personas, [user.person_id for user in crises.agents(8)], team_size=2)


def test_form_sent_six_times_invites_three_people(personas: Personas, sign_in: SignIn, crisis: Crisis) -> None:
    client = sign_in(personas.supervisor)
    assert "3 invitations sent." in invite(client, crisis, count="3")
    recorded = head(crisis.journal_id)
    for _again in range(5):
        told = invite(client, crisis, count="3")
        assert "You sent this twice. It was only counted once." in told
        assert "3 invitations sent." in told
    assert (Invitation.objects.count(), head(crisis.journal_id)) == (3, recorded)


def test_changed_content_or_new_rendering_is_another_form(personas: Personas, sign_in: SignIn, crisis: Crisis) -> None:
    client = sign_in(personas.supervisor)
    invite(client, crisis, count="1")
    assert "2 invitations sent." in invite(client, crisis, count="2")
    assert "1 invitation sent." in invite(client, crisis, count="1", one_time_key="another")
    assert Invitation.objects.count() == 4


def test_refused_form_can_be_sent_again(personas: Personas, sign_in: SignIn, crisis: Crisis) -> None:
    client = sign_in(personas.supervisor)
    Crisis.objects.filter(pk=crisis.pk).update(solution="")
    url = reverse("crisis:invite", args=[crisis.pk])
    assert post(client, url, {**KEY, "count": "1"}).status_code == 409
    assert post(client, url, {**KEY, "count": ""}).status_code == 422
    assert not SentForm.objects.exists()
    Crisis.objects.filter(pk=crisis.pk).update(solution="We pay.")
    assert "1 invitation sent." in invite(client, crisis, count="1")


def test_key_belongs_to_one_person(personas: Personas, sign_in: SignIn) -> None:
    """Two people with the same key don't see each other's answer."""
    for user in (personas.agent, personas.other_agent):
        post(sign_in(user), reverse("people:read"), KEY)
    assert SentForm.objects.count() == 2


def test_every_form_carries_a_key_of_its_own(personas: Personas, sign_in: SignIn) -> None:
    html = sign_in(personas.administrator).get(reverse("people:detail", args=[personas.agent.person_id])).content.decode()
    keys = re.findall(r'name="one_time_key" value="(\w+)"', html)
    assert len(keys) == html.count('method="post"')
    assert len(set(keys)) == len(keys)


def test_sent_forms_are_forgotten_after_a_day(personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.agent)
    post(client, reverse("people:read"), KEY)
    assert sent_forms.forget() == 0
    SentForm.objects.update(sent_at=clock.now() - timedelta(hours=25))
    assert (sent_forms.forget(), sent_forms.forget()) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_concurrent_forms_count_once(personas: Personas, sign_in: SignIn) -> None:
    clients = [sign_in(personas.administrator) for _number in range(4)]
    statuses = []

    def send(client: Client) -> Callable[[], None]:
        said = {**KEY, "name": "East", "site": "Porto"}
        return lambda: statuses.append(post(client, reverse("people:teams"), said).status_code)

    assert at_once(*map(send, clients)) == [None] * 4
    assert statuses == [302] * 4
    assert (Team.objects.filter(name="East").count(), SentForm.objects.count()) == (1, 1)
