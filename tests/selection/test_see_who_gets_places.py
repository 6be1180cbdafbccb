from collections.abc import Callable
from random import Random

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from feedback.sustained import RankedCsp
from people.models import Membership, Person, Shift, User
from selection import actions as choosing
from selection.coverage import CoverageFacts
from selection.fairness import FEWEST, Comparison, comparisons
from selection.models import Selection
from tests.factories import crisis as crises
from tests.factories.people import Personas, TeamFactory
from tests.feedback.counts import criteria, rank, spread
from tests.oracles import wilson
from tests.selection.test_select_a_team import criteria as asked

SignIn = Callable[[User], Client]


def somebody(*, hours: float | None = 40, shift: str = "Day", site: str = "Utrecht") -> CoverageFacts:
    return CoverageFacts(shift, sites=(site,) if site else (), contract_hours=hours)


def eligible(volumes: list[int]) -> list[RankedCsp]:
    """CSPs of these volumes, all satisfied nine times of ten."""
    people = [spread(csp, responses * 9 // 10, responses, 3) for csp, responses in enumerate(volumes)]
    return [row for row in rank(people, criteria(months=3, floor_percent=0, min_responses=1)).rows if row.eligible]


def figures(comparison: Comparison) -> list[tuple[str, int, int]]:
    return [(part.name, part.chosen, part.eligible) for part in comparison.parts]


def test_selection_rates_by_volume_hours_shift_and_site() -> None:
    rows = eligible([30] * 6 + [60] * 6 + [120] * 6 + [300] * 6)
    known = {
        csp: somebody(hours=16 if csp < 12 else 40, shift="Night" if csp % 2 else "Day", site="Delft" if csp < 9 else "Utrecht")
        for csp in range(24)
    }
    found = {str(comparison.title): figures(comparison) for comparison in comparisons(rows, range(12, 24), known)}
    assert found == {
        "By number of responses": [
            ("30 responses", 0, 6),
            ("60 responses", 0, 6),
            ("120 responses", 6, 6),
            ("300 responses", 6, 6),
        ],
        "By contract hours": [("16 hours", 0, 12), ("40 hours", 12, 12)],
        "By shift": [("Day", 6, 12), ("Night", 6, 12)],
        "By site": [("Utrecht", 12, 15), ("Delft", 0, 9)],
    }


def test_each_selection_rate_has_its_interval() -> None:
    rows = eligible([100] * 20)
    (by_shift,) = comparisons(rows, range(5), {csp: somebody(shift="Night" if csp < 8 else "Day") for csp in range(20)})
    night = by_shift.parts[1]
    assert (night.name, night.chosen, night.eligible) == ("Night", 5, 8)
    bounds = [100 * bound for bound in wilson(5, 8)]
    assert [night.lower_bound_percent, night.upper_bound_percent] == pytest.approx(bounds, abs=0.01)


def test_groups_of_fewer_than_five_are_merged() -> None:
    rows = eligible([100] * 17)
    sites = ["Utrecht"] * 9 + ["Delft"] * 4 + ["Assen"] * 2 + ["Breda", ""]
    hours = [16.0] * 2 + [20.0] * 3 + [32.0] * 6 + [40.0] * 4 + [None] * 2
    known = {csp: somebody(site=site, hours=hour) for csp, (site, hour) in enumerate(zip(sites, hours, strict=True))}
    by_hours, by_site = comparisons(rows, [0], known)
    assert figures(by_hours) == [("16 to 20 hours", 1, 5), ("32 hours", 0, 6), ("40 hours or unknown", 0, 6)]
    assert figures(by_site) == [("Utrecht", 1, 9), ("Assen, Breda, Delft and 1 more", 0, 8)]


def test_no_comparison_with_fewer_than_ten_people() -> None:
    rows = eligible([30, 60, 90, 120, 150, 180, 210, 240, 270])
    assert comparisons(rows, [0], {csp: somebody(shift=f"S{csp}", hours=csp + 1) for csp in range(9)}) == ()
    assert comparisons([], [], {}) == ()


@given(st.integers(0, 10_000))
def test_each_person_is_in_one_group_and_no_group_is_small(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - a seeded test
    rows = eligible([chance.choice([30, 60, 61, 200]) for _ in range(chance.randint(0, 40))])
    known = {
        row.csp: somebody(
            hours=chance.choice([None, 8, 16, 36]), shift=chance.choice(["", "A", "B"]), site=chance.choice("UVWXYZ")
        )
        for row in rows
    }
    chosen = {row.csp for row in rows if chance.random() < 0.3}
    for comparison in comparisons(rows, chosen, known):
        assert sum(part.eligible for part in comparison.parts) == len(rows)
        assert sum(part.chosen for part in comparison.parts) == len(chosen)
        assert min(part.eligible for part in comparison.parts) >= FEWEST


@pytest.mark.django_db
def test_selection_page_and_saved_selection_show_fairness(personas: Personas, sign_in: SignIn) -> None:
    crisis = crises.draft(personas)
    users = crises.agents(14)
    night, far = Shift.objects.create(name="Night", starts_at="22:00", ends_at="06:00"), TeamFactory.create(site="Far away")
    for at, user in enumerate(users):
        crises.scored(user.person, 100, 90)
        if at % 2:
            user.person.shift = night
            user.person.save(update_fields=["shift"])
            Membership.objects.create(person=user.person, team=far, starts_on="2020-01-01")
    lead = sign_in(personas.supervisor)
    page = lead.get(reverse("selection:fairness", args=[crisis.pk]), {"until": "2026-11-01"}).content.decode()
    for said in ("Fairness", "By shift", "Night", "By site", "Far away"):
        assert said in page
    choosing.store_selection(actor=personas.supervisor, crisis=crisis, criteria=asked(team_size=14))
    Person.objects.update(shift=None, contract_hours=8)
    stored = lead.get(reverse("selection:stored_fairness", args=[crisis.pk, Selection.objects.get().number])).content.decode()
    # As it was when it was stored.
    assert "Night" in stored
    assert "7 of 7" in stored
