"""Red flags in crisis reviews are reported to lead, deputy and team leader, with a link each may open."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from crisis.models import Crisis
from people.identity import Role, User
from people.models import Notification
from people.needs import needs_of
from quality.models import Programme, Review
from tests.factories import crisis as crises
from tests.factories import quality
from tests.factories.people import Personas, TeamFactory, user_with

SignIn = Callable[[User], Client]


@pytest.fixture
def lead(personas: Personas) -> User:
    return user_with(Role.SUPERVISOR, name="Lena Lead")


@pytest.fixture
def flagged(personas: Personas, lead: User) -> Review:
    """A review of Otto in a crisis with Lena as lead and Sofia as deputy. Omar leads Otto's team."""
    crisis = crises.active(personas, [personas.other_agent.person_id], team_size=1, deputy_id=lead.person_id)
    (invitation,) = crises.invited(crisis, personas)
    crises.accept(invitation, personas.other_agent)
    programme = Programme.objects.get(journal=crisis.journal)
    return quality.flagged(personas.reviewer, quality.given_slot(programme, personas.other_agent.person, personas.reviewer))


def told(user: User) -> list[str]:
    return list(Notification.objects.filter(person=user.person, text__contains="Red flag").values_list("url", flat=True))


def waiting(user: User) -> list[str]:
    return [need.url for need in needs_of(user) if need.title == "Red flag: Otto Otheragent"]


def test_lead_deputy_and_team_leader_are_told_at_once(flagged: Review, lead: User, personas: Personas, sign_in: SignIn) -> None:
    crisis_page = reverse("crisis:review", args=[Crisis.objects.get().pk, flagged.pk])
    for user, url in (
        (lead, crisis_page),
        (personas.supervisor, crisis_page),
        (personas.other_supervisor, reverse("quality:result", args=[flagged.pk])),
    ):
        assert told(user) == waiting(user) == [url]
        client = sign_in(user)
        assert url in client.get(reverse("desk:home")).content.decode()
        page = client.get(url).content.decode()
        assert reverse("quality:see_red_flag", args=[flagged.pk]) in page
        assert client.post(reverse("quality:see_red_flag", args=[flagged.pk]))["Location"] == url
        assert waiting(user) == []
    for user in (personas.other_agent, personas.reviewer, personas.agent, personas.trainer):
        assert told(user) == waiting(user) == []


def test_a_deputy_who_leads_the_team_too_is_told_once(flagged: Review, personas: Personas, lead: User) -> None:
    team = TeamFactory.create(name="Third")
    for person, leads in ((lead.person, True), (personas.other_agent.person, False)):
        team.memberships.create(person=person, is_lead=leads, starts_on="2020-01-01")
    assert waiting(lead) == [reverse("quality:result", args=[flagged.pk])]


def test_a_new_lead_finds_the_red_flag_and_a_closed_crisis_asks_no_one(flagged: Review, personas: Personas, lead: User) -> None:
    newcomer = user_with(Role.SUPERVISOR, name="Nils Newcomer")
    Crisis.objects.update(lead=newcomer.person)
    assert len(waiting(newcomer)) == 1
    assert waiting(personas.supervisor) == []
    crisis = Crisis.objects.get()
    Crisis.objects.update(
        state="closed",
        resolved_at=crisis.activated_at,
        review_began_at=crisis.activated_at,
        closed_at=crisis.activated_at,
    )
    assert waiting(newcomer) == waiting(lead) == []
    assert len(waiting(personas.other_supervisor)) == 1


def test_red_flags_outside_the_crisis_are_the_team_leaders_alone(personas: Personas, lead: User) -> None:
    crises.active(personas, deputy_id=lead.person_id)
    review = quality.flagged(personas.reviewer, quality.assigned_slot(personas.other_agent.person, personas.reviewer))
    assert told(personas.other_supervisor) == [reverse("quality:result", args=[review.pk])]
    assert told(lead) == told(personas.supervisor) == []
