"""Assignment of reviewers, coverage of a person's work, and the rule for choosing contacts: coverages, even and seeded."""

import hashlib
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.queries.contact_draws import strata
from feedback.queries.interactions import ReviewableInteraction
from quality.review_coverage import ReviewCoverage, review_coverage
from quality.reviewer_choice import Load, least_loaded
from tests.quality.oracle_of_choosing import choose

UTC_ZONE = ZoneInfo("UTC")
START = datetime(2026, 5, 4, tzinfo=UTC)


@st.composite
def contacts(draw: st.DrawFn) -> ReviewableInteraction:
    hour = draw(st.integers(0, 23))
    return ReviewableInteraction(
        id=draw(st.integers(1, 10**6)),
        person_id=1,
        channel=draw(st.sampled_from(["phone", "chat", "email"])),
        topic=draw(st.sampled_from(["delivery", "billing", "account", ""])),
        hour_band=hour,
        outcome=draw(st.sampled_from(["satisfied", "not", "none"])),
        started_at=START + timedelta(days=draw(st.integers(0, 27)), hours=hour),
    )


many = st.lists(contacts(), min_size=1, max_size=40, unique_by=lambda contact: contact.id)


def taken(candidates: list[ReviewableInteraction], count: int, seed: str = "s") -> list[ReviewableInteraction]:
    seen: list[ReviewableInteraction] = []
    for _ in range(count):
        left = [contact for contact in candidates if contact not in seen]
        chosen = choose(left, seen=seen, seed=seed, zone=UTC_ZONE)
        if chosen is not None:
            seen.append(chosen)
    return seen


@given(many, st.text(max_size=5))
def test_the_choice_is_reproducible_and_does_not_depend_on_the_order(
    candidates: list[ReviewableInteraction], seed: str
) -> None:
    assert taken(candidates, 5, seed) == taken(candidates[::-1], 5, seed)


@given(many)
def test_every_choice_shows_something_new_while_there_is_anything_wholly_new(candidates: list[ReviewableInteraction]) -> None:
    seen = taken(candidates, 1)
    known = strata(seen[0])
    fresh = [c for c in candidates if not strata(c) & known and c.started_at.date() != seen[0].started_at.date()]
    second = taken(candidates, 2)[1:]
    if fresh:
        assert not strata(second[0]) & known


def test_choices_are_spread_over_days_and_outcomes() -> None:
    candidates = [
        ReviewableInteraction(number, 1, "phone", "delivery", 9, outcome, START + timedelta(days=number % 7, hours=9))
        for number, outcome in enumerate(["none"] * 70 + ["satisfied"] * 20 + ["not"] * 10)
    ]
    chosen = taken(candidates, 6)
    assert len({contact.started_at.date() for contact in chosen}) == 6
    assert sorted(contact.outcome for contact in chosen) == ["none", "none", "not", "not", "satisfied", "satisfied"]


def test_another_seed_chooses_otherwise() -> None:
    candidates = [ReviewableInteraction(number, 1, "phone", "", 9, "none", START) for number in range(50)]
    assert len({taken(candidates, 1, str(seed))[0].id for seed in range(20)}) > 10


def test_nothing_to_choose_from() -> None:
    assert choose([], seen=[], seed="s", zone=UTC_ZONE) is None


def test_coverage_is_the_share_of_strata_seen() -> None:
    phone = ReviewableInteraction(1, 1, "phone", "delivery", 9, "none", START)
    chat = ReviewableInteraction(2, 1, "chat", "delivery", 9, "satisfied", START)
    assert review_coverage([phone, chat], {1}) == ReviewCoverage(seen=4, total=6)
    assert review_coverage([phone, chat], {1, 2}).percent == 100
    assert review_coverage([], set()).percent is None
    assert ReviewCoverage(1, 2) + ReviewCoverage(2, 4) == ReviewCoverage(3, 6)


@given(many, st.sets(st.integers(1, 10**6)))
def test_coverage_is_between_zero_and_all_strata(candidates: list[ReviewableInteraction], reviewed: set[int]) -> None:
    measured = review_coverage(candidates, reviewed)
    assert 0 <= measured.seen <= measured.total


def test_reviews_are_assigned_in_proportion_to_capacity() -> None:
    loads = {1: Load(1, 0, 20), 2: Load(2, 0, 10), 3: Load(3, 0, 0)}
    for number in range(30):
        chosen = least_loaded(loads, not_person=9, seed=str(number))
        assert chosen is not None
        loads[chosen] = loads[chosen].with_one_more()
    assert {person: load.taken for person, load in loads.items()} == {1: 20, 2: 10, 3: 0}
    assert least_loaded(loads, not_person=9, seed="x") is None, "no one exceeds their capacity"


@given(st.dictionaries(st.integers(1, 50), st.tuples(st.integers(0, 500), st.integers(0, 500)), max_size=20), st.text())
def test_the_reviewer_is_the_one_with_the_least_share_and_then_the_least_lot(
    weeks: dict[int, tuple[int, int]], seed: str
) -> None:
    loads = {person_id: Load(person_id, *week) for person_id, week in weeks.items()}

    def order(load: Load) -> tuple[Fraction, bytes]:
        return Fraction(load.taken, load.capacity), hashlib.sha256(f"{seed}:{load.person_id}".encode()).digest()

    free = [load for load in loads.values() if load.taken < load.capacity and load.person_id != 7]
    expected = min(free, key=order).person_id if free else None
    assert least_loaded(loads, not_person=7, seed=seed) == expected


@pytest.mark.parametrize("person", [1, 2])
def test_nobody_reviews_themselves(person: int) -> None:
    loads = {1: Load(1, 5, 20), 2: Load(2, 5, 20)}
    assert {least_loaded(loads, not_person=person, seed=str(seed)) for seed in range(10)} == {3 - person}
