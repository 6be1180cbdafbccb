"""People needed on the line for a forecast, if contacts come at random and wait in one queue for the next free person.

Without patience: Erlang C, in which everyone waits until they are answered. With patience: Erlang A, in which contacts give up
after a random time of this mean. Times are exponentially distributed, and figures are those of a long steady period.

Sources: A. K. Erlang, Elektroteknikeren 13 (1917), 5-13, for B and C; C. Palm, Tele 1957 (1), 1-107, and O. Garnett,
A. Mandelbaum and M. Reiman, Manufacturing & Service Operations Management 4 (2002), 208-227, for A. The share answered in time
is the integral of their density of the wait that a patient contact would have, times the share that is still there.
"""

from bisect import bisect_left
from dataclasses import dataclass
from math import ceil, exp, floor, log

import numpy as np
from scipy.special import gammainc, gammaln

MOST_PEOPLE = 2_000
TERMS = 10_000


@dataclass(frozen=True, slots=True)
class Forecast:
    """Contacts per hour, the mean handle time in seconds, and the mean patience in seconds (None if nobody gives up)."""

    contacts_per_hour: float
    handle_seconds: float
    patience_seconds: float | None = None

    @property
    def erlangs(self) -> float:
        """The number of people who would be busy all the time."""
        return self.contacts_per_hour * self.handle_seconds / 3600


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    """Service level of so many people on the line: shares of all contacts that are answered in time, and that give up; the mean
    wait in seconds, of those who give up too; and the share of time that people are busy.
    """

    people: int
    answered_share: float
    lost_share: float
    wait_seconds: float
    busy_share: float


def service_of(forecast: Forecast, people: int, within_seconds: float) -> ServiceLevel:
    """Service level of `people` on the line. ValueError if they can't keep up: without patience, more of them than erlangs are
    needed, or the queue grows without end.
    """
    if forecast.patience_seconds is not None:
        return _erlang_a(forecast, forecast.patience_seconds, people, within_seconds)
    if people <= forecast.erlangs:
        raise ValueError("So few people can't keep up with the contacts.")
    return _erlang_c(forecast, people, within_seconds)


def people_needed(forecast: Forecast, target_share: float, within_seconds: float) -> int | None:
    """The fewest people who answer the target share of contacts within so many seconds; None if even the most are too few."""
    fewest = fewest_possible(forecast)
    possible = range(fewest, MOST_PEOPLE + 1)
    at = bisect_left(possible, target_share, key=lambda people: service_of(forecast, people, within_seconds).answered_share)
    return possible[at] if at < len(possible) else None


def fewest_possible(forecast: Forecast) -> int:
    """The fewest people for whom `service_of` has an answer."""
    return 1 if forecast.patience_seconds is not None else floor(forecast.erlangs) + 1


def team_for(people: int, away_share: float) -> int:
    """The size of a team in which so many are on the line while this share of their time goes to other things."""
    # Rounding first, because 14 / 0.7 is a little more than 20 for a computer.
    return ceil(round(people / (1 - away_share), 9))


def _erlang_b(erlangs: float, people: int) -> float:
    """The share of contacts lost if nobody waits: 1 / Σ n! / (n - k)! / aᵏ over k from 0 to n."""
    with np.errstate(over="ignore"):
        return float(1 / (1 + np.cumprod((people - np.arange(people)) / erlangs).sum()))


def _erlang_c(forecast: Forecast, people: int, within_seconds: float) -> ServiceLevel:
    load_share, lost = forecast.erlangs / people, _erlang_b(forecast.erlangs, people)
    waiting = lost / (1 - load_share * (1 - lost))
    spare = (people - forecast.erlangs) / forecast.handle_seconds
    answered = 1 - waiting * exp(-spare * within_seconds)
    return ServiceLevel(people, answered, 0.0, waiting / spare, load_share)


def _erlang_a(forecast: Forecast, patience: float, people: int, within_seconds: float) -> ServiceLevel:
    x, y = forecast.contacts_per_hour / 3600 * patience, people * patience / forecast.handle_seconds
    load_share, log_a = forecast.erlangs / people, _log_a(x, y)
    # 1 / A, because A can be too large for a computer.
    inverse, lost_if_nobody_waits = exp(-log_a), _erlang_b(forecast.erlangs, people)
    waiting = lost_if_nobody_waits / (inverse + (1 - inverse) * lost_if_nobody_waits)
    lost = max(waiting * (inverse / load_share + 1 - 1 / load_share), 0.0)
    x_late = x * exp(-within_seconds / patience)
    log_late = _log_a(x_late, y + 1) - log_a + x - x_late - (y + 1) * within_seconds / patience
    late = waiting * y / (y + 1) * exp(log_late)
    return ServiceLevel(people, 1 - lost - late, lost, lost * patience, min(load_share * (1 - lost), 1.0))


def _log_a(x: float, y: float) -> float:
    """The logarithm of A(x, y) = 1 + x / (y + 1) + x² / ((y + 1)(y + 2)) + …, which is y·eˣ·γ(y, x) / xʸ."""
    inside = float(gammainc(y, x))
    if inside > 0:
        return log(y) + x - y * log(x) + float(gammaln(y)) + log(inside)
    # Too small for a computer only if x is so far below y that the terms soon vanish.
    return log(1 + float(np.cumprod(x / (y + np.arange(1, TERMS + 1))).sum()))
