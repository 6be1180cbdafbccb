"""Extra reviews begin with activation, follow the team, and end with resolution."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from crisis import actions
from people.models import User
from quality.actions import ensure_baseline
from quality.models import Programme
from tests.factories import crisis as crises
from tests.factories import quality
from tests.factories.people import Personas


def extra() -> Programme:
    return Programme.objects.filter(kind=Programme.Kind.EXTRA).latest("pk")


def reviewed() -> set[int]:
    return set(extra().members.filter(left_at=None).values_list("person_id", flat=True))


def test_the_team_is_reviewed_factor_times_the_baseline(personas: Personas) -> None:
    ensure_baseline(actor=None, cadence=2)
    crisis = crises.ready(personas, review_factor=4)
    [invitation] = crises.invited(crisis, personas)
    crises.accept(invitation, personas.agent)
    assert not Programme.objects.filter(kind=Programme.Kind.EXTRA).exists()
    crisis = actions.activate(actor=personas.supervisor, crisis=crisis)
    assert extra().journal_id == crisis.journal_id
    assert extra().cadence == 6
    assert reviewed() == {personas.agent.person_id}


def test_extra_reviews_follow_the_team(personas: Personas) -> None:
    crisis, users = crises.team(personas, 3, team_size=3)
    people = [user.person_id for user in users]
    assert reviewed() == set(people)
    actions.release(actor=personas.supervisor, crisis=crisis, person_id=people[0])
    invitation = crisis.invitations.get(person=people[1])
    actions.withdraw(actor=users[1], invitation=invitation)
    assert reviewed() == {people[2]}


def test_resolving_ends_extra_reviews_and_reopening_begins_new_ones(personas: Personas) -> None:
    crisis, _users = crises.team(personas, 1, team_size=1)
    first = extra()
    crisis = actions.resolve(actor=personas.supervisor, crisis=crisis)
    first.refresh_from_db()
    assert first.ends_at is not None
    actions.reopen(actor=personas.supervisor, crisis=crisis)
    assert extra() != first
    assert extra().ends_at is None


def test_factor_of_one_adds_no_extra_reviews(personas: Personas) -> None:
    crises.team(personas, 1, team_size=1, review_factor=1)
    assert not Programme.objects.filter(kind=Programme.Kind.EXTRA).exists()


def test_changing_the_factor_of_an_active_crisis_changes_the_cadence(personas: Personas) -> None:
    crisis, users = crises.team(personas, 1, team_size=1)
    before = extra()
    actions.edit_crisis(actor=personas.supervisor, crisis=crisis, review_factor=5)
    before.refresh_from_db()
    assert before.ends_at is not None
    assert extra().cadence == 4
    assert reviewed() == {users[0].person_id}


def test_the_lead_reads_reviews_of_the_crisis_and_no_others(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    crisis, [member] = crises.team(personas, 1, team_size=1)
    review = quality.completed(member.person, personas.reviewer)
    page = reverse("crisis:review", args=[crisis.pk, review.pk])
    # Baseline reviews are for the team leader.
    assert sign_in(personas.supervisor).get(page).status_code == 404
    Programme.objects.filter(pk=review.slot.programme_id).update(kind="extra", journal=crisis.journal_id)
    client = sign_in(personas.supervisor)
    listed = client.get(reverse("crisis:reviews", args=[crisis.pk])).content.decode()
    assert page in listed
    assert client.get(page).status_code == 200
    mate = sign_in(personas.other_supervisor).get(reverse("crisis:reviews", args=[crisis.pk])).content.decode()
    assert "Agent 000" not in mate
