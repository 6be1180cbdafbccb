"""Teams that other ranking rules would select from the same people."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from feedback.sustained import RankedCsp, Ranking
from people.models import User
from selection.coverage import CoverageFacts
from selection.fairness import comparisons
from selection.rule_comparison import Number, agreements, compared
from tests.factories import crisis as crises
from tests.factories.people import Personas
from tests.feedback.counts import criteria, rank, spread
from tests.oracles import wilson

SignIn = Callable[[User], Client]
QUERY = {"until": "2026-11-01", "months": "6", "min_responses": "1", "floor_percent": "0", "team_size": "2"}


def ranking_of(counts: list[tuple[int, int]], team_size: int) -> Ranking:
    """From satisfied and counted responses; everybody with a response is eligible."""
    people = [spread(csp, satisfied, responses, 1) for csp, (satisfied, responses) in enumerate(counts)]
    return rank(people, criteria(months=1, floor_percent=0, min_responses=1, team_size=team_size))


def lower_bound(row: RankedCsp) -> float:
    return wilson(row.satisfied, row.responses)[0]


@given(
    st.lists(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=40),
    st.integers(1, 40),
)
def test_each_rule_selects_the_best_by_its_own_score(counts: list[tuple[int, int]], team_size: int) -> None:
    ranking = ranking_of(counts, team_size)
    by_number = {chosen.number: chosen for chosen in compared(ranking)}
    value: dict[Number, Callable[[RankedCsp], Fraction | float]] = {
        Number.RAW_MEAN: lambda row: Fraction(row.satisfied, row.responses),
        Number.LOWER_BOUND: lower_bound,
        Number.ADJUSTED: lambda row: -float(row.place or 0),
    }
    for number, chosen in by_number.items():
        inside = [value[number](row) for row in ranking.rows if row.csp in chosen.team]
        outside = [value[number](row) for row in ranking.rows if row.csp not in chosen.team]
        assert len(inside) == min(team_size, len(counts))
        # The bounds' z of 1.96 is not the quantile that SciPy takes.
        assert not outside or min(inside) >= max(outside) - (1e-4 if number is Number.LOWER_BOUND else 0)
        assert sorted(chosen.places.values()) == list(range(1, len(counts) + 1))
        assert {csp for csp, place in chosen.places.items() if place <= team_size} == chosen.team
    assert by_number[Number.ADJUSTED].team == {row.csp for row in ranking.rows if row.in_team}


@given(st.lists(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=30))
def test_each_selected_person_is_in_exactly_one_agreement(counts: list[tuple[int, int]]) -> None:
    ranking = ranking_of(counts, 5)
    found = compared(ranking)
    for agreement in (agreed := agreements(ranking, found)):
        for row in agreement.rows:
            assert {chosen.number for chosen in found if row.csp in chosen.team} == agreement.numbers
    everybody = [row.csp for agreement in agreed for row in agreement.rows]
    assert len(everybody) == len(set(everybody))
    assert set(everybody) == {csp for chosen in found for csp in chosen.team}


def test_each_rule_favours_the_groups_that_its_text_names() -> None:
    # The same quality: few answers that luck made perfect, many answers, and those between.
    counts = [(10, 10)] * 4 + [(9, 10)] * 6 + [(85, 100)] * 10 + [(540, 600)] * 10
    raw, bound, adjusted = compared(ranking_of(counts, 8))
    short, long = set(range(10)), set(range(20, 30))
    assert short & raw.team == set(range(4))
    assert bound.team <= long
    assert adjusted.mean_percent >= max(raw.mean_percent, bound.mean_percent)
    assert raw.lowest_percent <= raw.mean_percent <= raw.highest_percent


def test_selection_rates_by_volume_match_those_of_the_selection() -> None:
    ranking = ranking_of([(9 * n // 10, n) for n in (10, 20, 40, 80) for _ in range(6)], 7)
    for chosen in compared(ranking):
        known = {row.csp: CoverageFacts() for row in ranking.rows}
        assert chosen.by_volume == comparisons(ranking.rows, chosen.team, known)[0]
        assert sum(part.chosen for part in chosen.by_volume.parts) == 7


def test_no_one_is_selected_when_no_one_is_eligible() -> None:
    ranking = rank([spread(1, 9, 10, 1)], criteria(months=1, min_responses=50))
    assert compared(ranking) == ()
    assert agreements(ranking, ()) == []


@pytest.mark.django_db
def test_page_groups_people_by_rules_and_links_to_their_cards(personas: Personas, sign_in: SignIn) -> None:
    users = crises.agents(4)
    for user, responses, satisfied in zip(users, (3, 100, 100, 100), (3, 97, 96, 80), strict=True):
        crises.scored(user.person, responses, satisfied)
    crisis = crises.draft(personas, team_size=2)
    client = sign_in(personas.supervisor)
    selection = client.get(reverse("selection:detail", args=[crisis.pk]), QUERY).content.decode()
    url = reverse("selection:rules", args=[crisis.pk])
    assert f'href="{url}?until=2026-11-01' in selection
    page = client.get(url, QUERY).content.decode()
    for said in (
        "Other rules",
        "Raw CSAT",
        "Lower bound",
        "Selected only by",
        "adjusted CSAT of the 2 people selected",
    ):
        assert said in page
    assert reverse("selection:candidate", args=[crisis.pk, users[0].person_id]) in page
    assert "Agent 003" not in page
    assert client.get(url, {**QUERY, "months": "0"}).status_code == 422
    assert "No one to compare" in client.get(url, {**QUERY, "min_responses": "500"}).content.decode()
