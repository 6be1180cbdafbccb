"""Saving a team under coverage rules: spots, refusals and the next people to invite."""

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from crisis import actions
from crisis.models import Crisis, Invitation
from people.models import Leave, Membership, Shift, Team, User
from people.queries.organisation import today
from selection import actions as choosing
from selection.coverage import Coverage, Dimension, TeamMaximum
from selection.models import Candidate, Selection
from selection.queries.candidates import costs_of, replay
from selection.queries.coverage_now import coverage_now
from selection.queries.next_people import next_people
from tests.factories import crisis as crises
from tests.factories.people import Personas, TeamFactory
from tests.selection.coverage import least
from tests.selection.test_select_a_team import criteria

SHIFT, LANGUAGE = Dimension.SHIFT, Dimension.LANGUAGE
# Satisfied of 100 responses in each month: all can be told apart, but the fifth and the sixth.
RATES = [99, 96, 92, 88, 84, 84, 80]
LAST_TWO_AT_NIGHT = (5, 6)
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def night() -> Shift:
    return Shift.objects.create(name="Night", starts_at="22:00", ends_at="06:00")


@pytest.fixture
def users(personas: Personas, night: Shift) -> list[User]:
    people = crises.agents(len(RATES))
    for at, (user, satisfied) in enumerate(zip(people, RATES, strict=True)):
        crises.scored(user.person, 100, satisfied)
        user.person.languages = ["nl", "pl"] if at in {4, 6} else ["nl"]
        user.person.shift = night if at in LAST_TWO_AT_NIGHT else None
        user.person.save(update_fields=["languages", "shift"])
    return people


@pytest.fixture
def crisis(personas: Personas, users: list[User]) -> Crisis:
    return crises.draft(personas, team_size=3)


def one_team(users: Collection[User]) -> Team:
    team: Team = TeamFactory.create(name="Harbour")
    for user in users:
        Membership.objects.create(person=user.person, team=team, starts_on="2020-01-01")
    return team


def store(crisis: Crisis, personas: Personas, coverage: Coverage, **details: Any) -> Selection:
    asked = criteria(team_size=3, floor=50.0)
    return choosing.store_selection(actor=personas.supervisor, crisis=crisis, criteria=asked, coverage=coverage, **details)


def standings(selection: Selection, users: Sequence[User]) -> list[tuple[str, list[str]]]:
    rows = {row.person_id: row for row in selection.candidates.all()}
    return [(rows[user.person_id].standing, rows[user.person_id].reasons) for user in users]


def test_person_selected_for_coverage_and_displaced_person_have_the_reason(
    crisis: Crisis, users: list[User], personas: Personas
) -> None:
    selection = store(crisis, personas, Coverage((least(SHIFT, "Night", 1),)))
    assert standings(selection, users) == [
        ("in", []),
        ("in", []),
        ("reserve", ["coverage"]),
        ("reserve", []),
        ("reserve", []),
        ("in", ["coverage"]),
        ("reserve", []),
    ]
    answer = selection.result["coverage"]
    assert answer["team"] == [users[at].person_id for at in (0, 1, 5)]
    found = replay(selection)
    priced = costs_of(found.choice, found.ranking.criteria)
    assert priced is not None
    (price,) = priced.prices
    assert price.points == pytest.approx(answer["mean_without_percent"] - answer["mean_percent"])
    assert price.points > 2
    assert (price.has, price.eligible) == (1, 2)


def test_maximum_per_home_team_is_kept(crisis: Crisis, users: list[User], personas: Personas) -> None:
    one_team(users[:3])
    selection = store(crisis, personas, Coverage(team_maximum=TeamMaximum(2)))
    assert [standing for standing, _reasons in standings(selection, users)] == ["in", "in", "reserve", "in", *["reserve"] * 3]


def test_clash_is_refused_with_the_clashing_rules(crisis: Crisis, users: list[User], personas: Personas) -> None:
    coverage = Coverage((least(LANGUAGE, "nl", 2), least(SHIFT, "Night", 3)))
    with pytest.raises(choosing.NotCovered, match=r"at least 3 on shift Night \(2 eligible\)") as refused:
        store(crisis, personas, coverage)
    assert "Dutch" not in str(refused.value)
    assert not Selection.objects.exists()


def test_choice_in_the_band_must_meet_the_coverage_rules(users: list[User], personas: Personas) -> None:
    crisis = crises.draft(personas, team_size=5)
    asked = criteria(team_size=5, floor=50.0)
    coverage = Coverage((least(SHIFT, "Night", 1),))

    def decide(user: User) -> Selection:
        return choosing.store_selection(
            actor=personas.supervisor,
            crisis=crisis,
            criteria=asked,
            coverage=coverage,
            places=[user.person_id],
            reason="Knows the product",
        )

    with pytest.raises(choosing.NotCovered, match="a gap in coverage: at least 1 on shift Night"):
        decide(users[4])
    assert dict(zip(range(7), standings(decide(users[5]), users), strict=True))[5] == ("in", [])


def test_saved_team_replays_with_the_saved_facts(crisis: Crisis, users: list[User], personas: Personas, night: Shift) -> None:
    selection = store(crisis, personas, Coverage((least(SHIFT, "Night", 1),), TeamMaximum(2)))
    for user in users:
        user.person.shift = None
        user.person.save(update_fields=["shift"])
    night.delete()
    selection.refresh_from_db()
    assert replay(selection).holds
    worse = Selection.objects.get()
    worse.result["coverage"]["team"][1] = users[2].person_id
    assert not replay(worse).is_same_answer
    uncovered = Selection.objects.get()
    uncovered.result["coverage"]["team"][2] = users[2].person_id
    assert not replay(uncovered).is_same_answer
    asked_for_less = Selection.objects.get()
    asked_for_less.criteria["coverage"]["minimums"] = []
    assert not replay(asked_for_less).are_inputs_intact


def end(invitation: Invitation) -> None:
    """Decline, and run the tick."""
    with clock.travel(crises.at_work()):
        actions.decline(actor=User.objects.get(person=invitation.person_id), invitation=invitation)
        actions.keep_up_invitations()


def test_next_person_after_a_decline_keeps_the_coverage(crisis: Crisis, users: list[User], personas: Personas) -> None:
    store(crisis, personas, Coverage((least(SHIFT, "Night", 1),)))
    assert next_people(crisis) == [users[at].person_id for at in (0, 1, 5, 2, 3, 4, 6)]
    invitations = {row.person_id: row for row in crises.invited(crisis, personas, 3)}
    end(invitations[users[0].person_id])
    # The place went to the best of the reserve: the night is covered already.
    assert Invitation.objects.open().filter(person=users[2].person_id).exists()
    end(invitations[users[5].person_id])
    assert Invitation.objects.open().filter(person=users[6].person_id).exists()
    # Nobody is left for the night, so the next is the best again.
    end(Invitation.objects.open().get(person=users[6].person_id))
    assert Invitation.objects.open().filter(person=users[3].person_id).exists()


def test_buy_in_shows_current_coverage(
    crisis: Crisis, users: list[User], personas: Personas, sign_in: Callable[[User], Client]
) -> None:
    one_team([users[0], users[5]])
    store(crisis, personas, Coverage((least(SHIFT, "Night", 1),), TeamMaximum(2)))
    assert [(line.in_team, line.with_asked, line.is_met) for line in coverage_now(crisis)] == [(0, 0, False), (0, 0, True)]
    invitations = {row.person_id: row for row in crises.invited(crisis, personas, 3)}
    crises.accept(invitations[users[0].person_id], users[0])
    assert [(line.in_team, line.with_asked, line.is_met) for line in coverage_now(crisis)] == [(0, 1, True), (1, 2, True)]
    page = sign_in(personas.supervisor).get(reverse("crisis:buy_in", args=[crisis.pk])).content.decode()
    assert "at least 1 on shift Night" in page
    assert "Not covered" not in page
    # Who is asked no longer would show in it who said no: for the lead and the deputy alone.
    page = sign_in(personas.other_supervisor).get(reverse("crisis:buy_in", args=[crisis.pk])).content.decode()
    assert "at least 1 on shift Night" not in page


def test_selected_people_are_invited_before_the_reserve_list(users: list[User], personas: Personas) -> None:
    crisis = crises.draft(personas, team_size=5)
    choosing.store_selection(
        actor=personas.supervisor,
        crisis=crisis,
        criteria=criteria(team_size=5, floor=50.0),
        coverage=Coverage((least(LANGUAGE, "nl", 1),)),
        places=[users[5].person_id],
        reason="Knows the product",
    )
    assert next_people(crisis) == [users[at].person_id for at in (0, 1, 2, 3, 5, 4, 6)]


def test_released_people_look_like_withdrawn_ones_and_are_not_invited_again(personas: Personas) -> None:
    crisis, members = crises.team(personas, 2, team_size=2)
    for user in members:
        crises.scored(user.person, 100, 95)
    invitation = Invitation.objects.get(person=members[1].person_id)
    actions.release(actor=personas.supervisor, crisis=crisis, person_id=members[0].person_id)
    actions.withdraw(actor=members[1], invitation=invitation, reason="")
    asked = criteria(team_size=2)
    selection = choosing.store_selection(actor=personas.supervisor, crisis=crisis, criteria=asked)
    assert standings(selection, members) == [("in", [])] * 2
    assert next_people(crisis) == []
    actions.resolve(actor=personas.supervisor, crisis=crisis)
    actions.reopen(actor=personas.supervisor, crisis=crisis)
    asked_again = Invitation.objects.open().values_list("person_id", flat=True)
    assert set(asked_again) == {user.person_id for user in members}


def test_people_in_the_band_can_be_selected_for_coverage(personas: Personas) -> None:
    people = crises.agents(6)
    for user, satisfied in zip(people, [99, 96, 92, 88, 84, 84], strict=True):
        crises.scored(user.person, 100, satisfied)
    one_team(people[:3])
    crisis = crises.draft(personas, team_size=5)
    asked = criteria(team_size=5, floor=50.0)
    # One of the last two is in by the figures; with two of the first three everybody else has a place, and nobody decides.
    selection = choosing.store_selection(
        actor=personas.supervisor, crisis=crisis, criteria=asked, coverage=Coverage(team_maximum=TeamMaximum(2))
    )
    assert standings(selection, people) == [
        ("in", []),
        ("in", []),
        ("reserve", ["coverage"]),
        ("in", []),
        ("in", []),
        ("in", ["coverage"]),
    ]
    assert replay(selection).holds


def test_team_member_missing_in_the_latest_selection_holds_a_spot(
    crisis: Crisis, users: list[User], personas: Personas
) -> None:
    guest = personas.reviewer
    Invitation.objects.create(crisis=crisis, person=guest.person, invited_at=NOON, deadline_at=NOON + timedelta(days=1))
    store(crisis, personas, Coverage((least(SHIFT, "Night", 1),)))
    crises.invited(crisis, personas, 1)
    for user in (users[1], users[5]):
        Leave.objects.create(person=user.person, first_on=today(), last_on=today())
    # One place is free, and the night is not covered.
    assert next_people(crisis)[0] == users[6].person_id


def test_changed_lists_and_an_unknown_team_do_not_replay(crisis: Crisis, users: list[User], personas: Personas) -> None:
    selection = store(crisis, personas, Coverage((least(SHIFT, "Night", 1),)))
    strange = Selection.objects.get()
    strange.result["coverage"]["team"][0] = 10**9
    assert not replay(strange).is_same_answer
    cheap = Selection.objects.get()
    cheap.result["coverage"]["mean_without_percent"] -= 1
    assert not replay(cheap).is_same_answer
    assert replay(selection).holds
    last = selection.candidates.filter(standing="in").last()
    assert last is not None
    Candidate.objects.filter(pk=last.pk).update(standing="reserve")
    assert not replay(selection).is_same_answer
