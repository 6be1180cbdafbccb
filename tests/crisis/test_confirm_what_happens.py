"""Irreversible actions on people state their effect and its size first."""

import re
from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from crisis.models import Invitation
from people.models import Membership, User
from tests.factories import crisis as crises
from tests.factories.people import Personas

SignIn = Callable[[User], Client]


def text_of(client: Client, url: str, **query: str) -> str:
    return " ".join(client.get(url, query).content.decode().split())


def test_invitations_are_shown_by_name_before_they_are_sent(personas: Personas, sign_in: SignIn) -> None:
    users = crises.agents(3)
    crisis = crises.ready(personas, [user.person_id for user in users], team_size=2)
    client, url = sign_in(personas.supervisor), reverse("crisis:invite", args=[crisis.pk])
    told = text_of(client, url, count="2")
    assert "This invites 2 people now." in told
    assert "Send 2 invitations" in told
    assert [user.person.display_name in told for user in users] == [True, True, False]
    assert not Invitation.objects.exists()
    # Fewer people are left than requested, and the button has the real number.
    assert "Send 3 invitations" in text_of(client, url, count="30")
    assert client.get(url, {"count": "none"}).status_code == 422
    client.post(url, {"count": "3"})
    told = text_of(client, url, count="1")
    assert "Everyone on the list has already been invited" in told
    assert 'name="count"' not in told


def test_invitations_are_refused_when_the_previewed_list_has_changed(personas: Personas, sign_in: SignIn) -> None:
    users = crises.agents(4)
    crisis = crises.ready(personas, [user.person_id for user in users], team_size=4)
    client, url = sign_in(personas.supervisor), reverse("crisis:invite", args=[crisis.pk])
    page = client.get(url, {"count": "2"}).content.decode()
    named = re.findall(r'name="named" value="(\d+)"', page)
    assert [int(each) for each in named] == [user.person_id for user in users[:2]]
    # Someone else sends the same two first.
    crises.invited(crisis, personas, 2)
    answer = client.post(url, {"count": "2", "named": named})
    assert answer.status_code == 409
    assert "the list has changed" in answer.content.decode()
    assert Invitation.objects.count() == 2


def test_release_names_the_person_before_it_happens(personas: Personas, sign_in: SignIn) -> None:
    crisis, [member] = crises.team(personas, 1)
    client, url = sign_in(personas.supervisor), reverse("crisis:release", args=[crisis.pk, member.person_id])
    assert url in client.get(reverse("crisis:buy_in", args=[crisis.pk])).content.decode()
    told = text_of(client, url)
    assert f"Release {member.person.display_name} from the team" in told
    assert f"{member.person.display_name} leaves the team now and gets a message." in told


def test_leaving_names_its_effect_and_stays_open_with_an_error(personas: Personas, sign_in: SignIn) -> None:
    client, person = sign_in(personas.administrator), personas.agent.person
    url = reverse("people:detail", args=[person.pk])
    told = text_of(client, url)
    assert "This deactivates their account and ends their membership of 1 team." in told
    # Past memberships don't end again.
    Membership.objects.filter(person=person).update(starts_on="2020-01-01", ends_on="2020-02-01")
    assert "This deactivates their account. Everything they did is kept." in text_of(client, url)
    answer = client.post(reverse("people:leaving", args=[person.pk]), {"last_on": ""})
    assert answer.status_code == 422
    assert '<details class="confirm" open>' in answer.content.decode()
