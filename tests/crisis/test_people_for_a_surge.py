"""Erlang C and A against published figures, exact special cases and a simulation."""

import heapq
import random
from dataclasses import replace
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import pdtrc

from crisis.surge import MOST_PEOPLE, Forecast, ServiceLevel, fewest_possible, people_needed, service_of, team_for
from tests.seeds import seeds


def test_erlang_c_gives_the_figures_of_a_published_example() -> None:
    """200 calls an hour of 3 minutes each: "Erlang C Formula - Made Simple With an Easy Worked Example", Call Centre Helper."""
    forecast = Forecast(contacts_per_hour=200, handle_seconds=180)
    assert forecast.erlangs == 10
    service = service_of(forecast, 14, within_seconds=20)
    assert service.answered_share == pytest.approx(0.888, abs=0.0005)
    assert service.wait_seconds == pytest.approx(7.8, abs=0.05)
    assert service.busy_share == pytest.approx(0.714, abs=0.0005)
    assert people_needed(forecast, 0.8, within_seconds=20) == 14


def test_erlang_a_gives_the_figures_of_a_published_table() -> None:
    """50 agents, 48 calls a minute of 1 minute each, patience of 2 minutes: the table in section 1 of Garnett, Mandelbaum and
    Reiman (2002).
    """
    patient, impatient = (service_of(Forecast(48 * 60, 60, patience), 50, within_seconds=20) for patience in (None, 120))
    assert patient.wait_seconds == pytest.approx(20.8, abs=0.05)
    assert patient.busy_share == pytest.approx(0.96, abs=0.005)
    assert impatient.lost_share == pytest.approx(0.031, abs=0.0005)
    assert impatient.wait_seconds == pytest.approx(3.7, abs=0.05)
    assert impatient.busy_share == pytest.approx(0.93, abs=0.005)


@pytest.mark.parametrize(("per_hour", "people"), [(60, 1), (300, 10), (300, 40), (3000, 100), (20_000, 30)])
def test_patience_as_long_as_a_contact_gives_a_poisson_number_of_contacts(per_hour: int, people: int) -> None:
    """Then each contact leaves at the same rate, waiting or not: E. Brockmeyer, H. L. Halstrøm and A. Jensen (1948)."""
    forecast = Forecast(per_hour, 120, patience_seconds=120)
    counts = np.arange(people, people + 20_000)
    mean_queue = float(pdtrc(counts, forecast.erlangs).sum())
    lost = mean_queue / forecast.erlangs
    service = service_of(forecast, people, within_seconds=0)
    assert service.lost_share == pytest.approx(lost, abs=1e-9)
    # Answered at once are those who find fewer than `people` contacts there.
    assert service.answered_share == pytest.approx(1 - float(pdtrc(people - 1, forecast.erlangs)), abs=1e-9)


@pytest.mark.parametrize(
    ("forecast", "people"), [(Forecast(200, 180), 14), (Forecast(72_000, 5), 112), (Forecast(72_000, 5), 140)]
)
def test_much_patience_comes_close_to_erlang_c(forecast: Forecast, people: int) -> None:
    """In the second case, the incomplete gamma function is too small for a computer although one in eight waits."""
    service, patient = (service_of(replace(forecast, patience_seconds=patience), people, 20) for patience in (1e7, None))
    assert service.answered_share == pytest.approx(patient.answered_share, abs=1e-3)
    assert service.wait_seconds == pytest.approx(patient.wait_seconds, rel=1e-3)


@pytest.mark.parametrize("seed", seeds(2))
@pytest.mark.parametrize(("patience", "people"), [(None, 13), (90.0, 9), (90.0, 12)])
def test_a_simulated_queue_comes_to_the_same(patience: float | None, people: int, seed: int) -> None:
    forecast, batches = Forecast(200, 180, patience), 30
    found = [simulated(forecast, people, within=20, contacts=4_000, seed=seed * batches + batch) for batch in range(batches)]
    expected = service_of(forecast, people, within_seconds=20)
    for name in ("answered_share", "lost_share", "wait_seconds"):
        values = [getattr(one, name) for one in found]
        error = float(np.std(values, ddof=1)) / sqrt(batches)
        assert abs(float(np.mean(values)) - getattr(expected, name)) <= 4 * error + 1e-9


def simulated(forecast: Forecast, people: int, *, within: float, contacts: int, seed: int) -> ServiceLevel:
    """A queue in the order of arrival, after a warm-up of a quarter."""
    chance, warm_up = random.Random(seed), contacts // 4  # noqa: S311 - a simulation
    free_at, now, answered, lost, waits = [0.0] * people, 0.0, 0, 0, 0.0
    for number in range(contacts + warm_up):
        now += chance.expovariate(forecast.contacts_per_hour / 3600)
        wait = max(free_at[0] - now, 0.0)
        patience = chance.expovariate(1 / forecast.patience_seconds) if forecast.patience_seconds else float("inf")
        is_lost = patience < wait
        if not is_lost:
            heapq.heapreplace(free_at, now + wait + chance.expovariate(1 / forecast.handle_seconds))
        if number >= warm_up:
            answered, lost, waits = answered + (not is_lost and wait <= within), lost + is_lost, waits + min(wait, patience)
    return ServiceLevel(people, answered / contacts, lost / contacts, waits / contacts, busy_share=0.0)


LOADS = st.builds(
    Forecast,
    contacts_per_hour=st.integers(1, 400_000),
    handle_seconds=st.integers(5, 7200),
    patience_seconds=st.none() | st.integers(1, 7200),
)


@given(LOADS, st.floats(0.01, 0.99), st.integers(0, 3600))
def test_needed_people_are_the_fewest_who_reach_the_target(forecast: Forecast, target: float, within: int) -> None:
    people = people_needed(forecast, target, within)
    if people is None:
        assert fewest_possible(forecast) > MOST_PEOPLE or service_of(forecast, MOST_PEOPLE, within).answered_share < target
        return
    service = service_of(forecast, people, within)
    assert target <= service.answered_share <= 1 + 1e-9
    assert 0 <= service.lost_share <= 1
    assert 0 <= service.busy_share <= 1
    if people > fewest_possible(forecast):
        assert service_of(forecast, people - 1, within).answered_share < target


def test_too_few_people_for_patient_contacts_are_refused() -> None:
    with pytest.raises(ValueError, match="keep up"):
        service_of(Forecast(200, 180), 10, 20)
    assert service_of(Forecast(200, 180), 11, 20).answered_share > 0


@pytest.mark.parametrize(
    ("people", "away", "team"), [(14, 0.3, 20), (14, 0.0, 14), (1, 0.5, 2), (10, 0.35, 16), (7, 0.3, 10), (3, 0.9, 30)]
)
def test_a_team_is_larger_by_the_time_people_are_away(people: int, away: float, team: int) -> None:
    assert team_for(people, away) == team
