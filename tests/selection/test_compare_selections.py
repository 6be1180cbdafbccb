"""Comparison of two saved selections: changed criteria, changed results and their causes."""

import re
from collections.abc import Callable
from datetime import date
from random import Random

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from crisis.models import Crisis
from feedback.models import MonthlyScore
from feedback.sustained import Criteria
from people.models import Leave, Person, User
from people.queries.organisation import today
from selection import actions as choosing
from selection import serialisation
from selection.candidate_filters import FIRST
from selection.changes import Cause, Selected, Stood, asked_otherwise, moves
from selection.choice import choice_of, listed
from selection.coverage import Coverage, Dimension, Minimum
from selection.models import Selection
from selection.queries.changes import as_compared
from tests.factories import crisis as crises
from tests.factories.people import Personas
from tests.feedback.counts import person, rank
from tests.selection.test_select_a_team import criteria

SignIn = Callable[[User], Client]

# Satisfied of 100 in each month: two who stand out, three alike, one behind, one who dips.
RATES = [98, 97, 90, 90, 90, 84, 60]


@pytest.fixture
def users(personas: Personas) -> list[User]:
    people = crises.agents(len(RATES))
    for user, satisfied in zip(people, RATES, strict=True):
        crises.scored(user.person, 100, satisfied)
    return people


@pytest.fixture
def crisis(personas: Personas, users: list[User]) -> Crisis:
    return crises.draft(personas, team_size=3)


def select(
    personas: Personas, crisis: Crisis, places: list[User], *, asked: Criteria | None = None, reason: str = "They know it."
) -> Selection:
    return choosing.store_selection(
        actor=personas.supervisor,
        crisis=crisis,
        criteria=asked or criteria(team_size=3),
        places=[user.person_id for user in places],
        reason=reason,
    )


def why(before: Selection, after: Selection) -> dict[int, tuple[Cause, ...]]:
    return {move.person_id: move.causes for move in moves(as_compared(before), as_compared(after))}


def test_spots_given_or_taken_by_coverage_have_coverage_as_cause(
    crisis: Crisis, users: list[User], personas: Personas, sign_in: SignIn
) -> None:
    Person.objects.filter(pk=users[5].person_id).update(languages=["pl"])
    coverage = Coverage((Minimum(Dimension.LANGUAGE, "pl", 1),))
    first = choosing.store_selection(actor=personas.supervisor, crisis=crisis, criteria=criteria(team_size=2))
    second = choosing.store_selection(
        actor=personas.supervisor,
        crisis=crisis,
        criteria=criteria(team_size=2),
        coverage=coverage,
        places=[users[0].person_id],
        reason="They know it.",
    )
    found = why(first, second)
    assert found[users[5].person_id] == (Cause.COVERAGE,)
    assert found[users[1].person_id] == (Cause.DECIDED,)
    page = sign_in(personas.supervisor).get(reverse("selection:compare", args=[crisis.pk, 1, 2])).content.decode()
    assert "Coverage rules: at least 1 speaking Polish (was none)" in page


def score(user: User, satisfied: int) -> None:
    MonthlyScore.objects.filter(person=user.person).update(n5=satisfied, n2=100 - satisfied)


def test_identical_selections_have_no_changes(personas: Personas, crisis: Crisis, users: list[User]) -> None:
    before, after = (select(personas, crisis, [users[2]]) for _ in range(2))
    assert why(before, after) == {}
    assert asked_otherwise(as_compared(before), as_compared(after)) == []


def test_changed_choice_of_the_lead_is_a_cause(personas: Personas, crisis: Crisis, users: list[User]) -> None:
    before, after = select(personas, crisis, [users[2]]), select(personas, crisis, [users[4]])
    found = why(before, after)
    assert found[users[4].person_id] == found[users[2].person_id] == (Cause.DECIDED,)
    # Between the two, one more on the reserve list is before them.
    assert found[users[3].person_id] == (Cause.OTHERS,)
    assert set(found) == {users[number].person_id for number in (2, 3, 4)}


def test_changed_responses_and_changed_comparison_are_different_causes(
    personas: Personas, crisis: Crisis, users: list[User]
) -> None:
    before = select(personas, crisis, [users[2]])
    score(users[1], 99)
    found = why(before, select(personas, crisis, [users[2]]))
    assert found == {users[1].person_id: (Cause.FIGURES,), users[0].person_id: (Cause.COMPARISON,)}


def test_move_with_the_same_counts_has_comparison_as_cause(
    personas: Personas, crisis: Crisis, users: list[User], sign_in: SignIn
) -> None:
    before = select(personas, crisis, [users[2]])
    score(users[0], 96)
    found = why(before, select(personas, crisis, [users[2]]))
    assert found == {users[0].person_id: (Cause.FIGURES,), users[1].person_id: (Cause.COMPARISON,)}
    page = sign_in(personas.supervisor).get(reverse("selection:compare", args=[crisis.pk, 1, 2])).content.decode()
    assert "Their own responses are the same, but the comparison changed." in page
    assert "Their own score is the same" not in page


def test_changed_mix_of_work_with_the_same_counts_has_comparison_as_cause() -> None:
    def selected(position: int, adjusted: float, expected: dict[str, float | None]) -> Selected:
        counts = {"satisfied": 90, "responses": 100, "reasons": [], "place": position, "in_band": False}
        stood = Stood("in", position, "", by_coverage=False, figures={"adjusted_rate_percent": adjusted, **expected, **counts})
        return Selected({"team_size": 2}, "2", {1: stood})

    def found(adjusted: float, expected: dict[str, float | None]) -> tuple[Cause, ...]:
        [move] = moves(selected(1, 90.0, {"expected_rate_percent": 88.0}), selected(2, adjusted, expected))
        return move.causes

    assert found(90.0, {"expected_rate_percent": 88.0}) == (Cause.OTHERS,)
    # Another order of summing is no other comparison.
    assert found(90.0 + 1e-12, {"expected_rate_percent": 88.0}) == (Cause.OTHERS,)
    assert found(90.0, {"expected_rate_percent": 89.0}) == (Cause.COMPARISON,)
    assert found(91.0, {"expected_rate_percent": 88.0}) == (Cause.COMPARISON,)
    # The first rule expected nothing of anybody.
    assert found(90.0, {}) == (Cause.COMPARISON,)


def test_changed_team_size_takes_precedence_over_comparison(personas: Personas, crisis: Crisis, users: list[User]) -> None:
    before = select(personas, crisis, [users[2]])
    score(users[6], 61)
    after = select(personas, crisis, [], asked=criteria(team_size=5))
    assert why(before, after) == {users[3].person_id: (Cause.PLACES,), users[4].person_id: (Cause.PLACES,)}


def test_availability_and_eligibility(personas: Personas, crisis: Crisis, users: list[User]) -> None:
    before = select(personas, crisis, [users[2]])
    Leave.objects.create(person=users[0].person, first_on=today(), last_on=today())
    score(users[6], 99)
    after = select(personas, crisis, [users[2]])
    found = why(before, after)
    assert found[users[0].person_id] == (Cause.AVAILABILITY,)
    assert found[users[6].person_id] == (Cause.ELIGIBILITY, Cause.FIGURES)
    assert why(after, before)[users[0].person_id] == (Cause.AVAILABILITY,)


def test_larger_team_and_changed_criteria_are_listed(personas: Personas, crisis: Crisis, users: list[User]) -> None:
    before = select(personas, crisis, [users[2]])
    after = select(personas, crisis, [], asked=criteria(team_size=5, floor=70.0))
    assert why(before, after) == {users[3].person_id: (Cause.PLACES,), users[4].person_id: (Cause.PLACES,)}
    assert asked_otherwise(as_compared(before), as_compared(after)) == [("floor_percent", 80.0, 70.0), ("team_size", 3, 5)]


@given(st.integers(0, 10_000))
def test_unlisted_people_did_not_move_and_others_is_only_a_cause_without_own_changes(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - a seeded test

    def selected() -> Selected:
        size = chance.randint(1, 4)
        asked = Criteria(until=date(2021, 4, 1), months=3, min_responses=5, floor_percent=60, team_size=size)
        ranking = rank([person(csp, [(chance.randint(5, 10), 10)] * 3) for csp in range(8)], asked)
        choice = choice_of(ranking)
        band = [row.csp for row in choice.band]
        team, reserve = listed(choice, chance.sample(band, choice.places))
        position = {row.csp: at for at, row in enumerate([*team, *reserve], start=1)}
        inside = {row.csp for row in team}
        result = {row["csp"]: row for row in serialisation.result_as_json(ranking)["rows"]}
        return Selected(
            serialisation.criteria_as_json(asked, Coverage()),
            ranking.rule_version,
            {
                csp: Stood(
                    "in" if csp in inside else "reserve" if csp in position else "out",
                    position.get(csp),
                    "",
                    by_coverage=False,
                    figures=row,
                )
                for csp, row in result.items()
            },
        )

    before, after = selected(), selected()
    found = {move.person_id: move for move in moves(before, after)}
    for csp in range(8):
        was, now = before.people[csp], after.people[csp]
        assert (csp not in found) == ((was.standing, was.position) == (now.standing, now.position))
        if csp in found and Cause.OTHERS in found[csp].causes:
            assert found[csp].causes == (Cause.OTHERS,)
            assert (was.counts, was.rates) == (now.counts, now.rates)
    assert {move.causes for move in moves(after, before)} == {move.causes for move in found.values()}


def test_saved_selection_links_to_the_page_of_changes(
    personas: Personas, crisis: Crisis, users: list[User], sign_in: SignIn
) -> None:
    client = sign_in(personas.supervisor)
    before = select(personas, crisis, [users[2]])
    stored_page = reverse("selection:stored", args=[crisis.pk, before.number])
    url = reverse("selection:compare", args=[crisis.pk, 1, 2])
    assert url not in client.get(stored_page).content.decode()
    score(users[6], 99)
    Leave.objects.create(person=users[0].person, first_on=today(), last_on=today())
    select(personas, crisis, [users[2], users[3]], asked=criteria(team_size=4))
    assert url in client.get(stored_page).content.decode()
    page = client.get(url).content.decode()
    for said in (
        "Team size: 4 (was 3)",
        "Newly selected",
        "No longer selected",
        "on leave today (was: available)",
        "eligible (was: a CSAT drop)",
        "Their own responses changed.",
        "360 of 600",
        "594 of 600",
    ):
        assert said in page
    assert reverse("selection:candidate", args=[crisis.pk, users[6].person_id]) in page
    for wrong in ((1, 1), (1, 3)):
        assert client.get(reverse("selection:compare", args=[crisis.pk, *wrong])).status_code == 404


def test_other_supervisors_see_no_people_in_a_comparison(
    personas: Personas, crisis: Crisis, users: list[User], sign_in: SignIn
) -> None:
    crises.scored(personas.other_agent.person, 100, 99)
    select(personas, crisis, [users[2]])
    score(users[6], 99)
    score(personas.other_agent, 85)
    select(personas, crisis, [users[2]])
    page = sign_in(personas.other_supervisor).get(reverse("selection:compare", args=[crisis.pk, 1, 2])).content.decode()
    assert "Changed criteria" in page or "Both selections used the same criteria." in page
    assert "Otto Otheragent" not in page
    assert "Agent 00" not in page


def test_long_group_shows_its_first_rows_and_a_link_to_more(personas: Personas, sign_in: SignIn) -> None:
    people = crises.alike(FIRST + 10)
    crisis = crises.draft(personas, team_size=1)
    for chosen in (people[0], people[-1]):
        choosing.store_selection(
            actor=personas.supervisor,
            crisis=crisis,
            criteria=criteria(team_size=1),
            places=[chosen.pk],
            reason="They know the harbour.",
        )
    url = reverse("selection:compare", args=[crisis.pk, 1, 2])
    client = sign_in(personas.supervisor)
    page = client.get(url).content.decode()
    # Two changed places, and everybody between them moved by one.
    assert page.count(">Person ") == 2 + FIRST
    link = re.search(r'<a[^>]*id="more-position"[^>]*href="([^"]+)"', page)
    assert link
    assert client.get(link[1].replace("&amp;", "&")).content.decode().count(">Person ") == len(people)
