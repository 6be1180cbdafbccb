"""Known limits of the ranking rule by version: the share of the true best that it finds in the simulation of ADR 32.

`python -m bench.simulation` computes them again. Each new version of the rule needs its own figures here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class KnownLimit:
    """How many of 100 true best a version finds in one kind of contact centre, with its standard error, and how many the best
    possible method finds that knows how the contact centre was drawn.
    """

    situation: str | Promise
    found: float
    standard_error: float
    best_possible: float


_CRISIS = _("A crisis in two of six months, and 40 % of people come or go")
# Situation, the best possible share, and by version the share and its standard error, in percent.
_SITUATIONS: tuple[tuple[Promise, float, Mapping[str, tuple[float, float]]], ...] = (
    (_("No month is worse than others"), 55.6, {"1": (51.3, 2.2), "2": (55.8, 2.3), "3": (55.4, 2.3)}),
    (_("Few responses"), 36.5, {"1": (35.4, 1.1), "2": (36.5, 1.3), "3": (36.7, 1.5)}),
    (_("A crisis in two of six months"), 61.7, {"1": (55.0, 2.3), "2": (58.3, 2.2), "3": (61.7, 2.1)}),
    (_CRISIS, 56.9, {"1": (31.9, 1.9), "2": (31.2, 1.9), "3": (55.2, 2.7)}),
    (_("Such a crisis, part-timers only"), 50.4, {"1": (32.5, 1.8), "2": (33.5, 2.1), "3": (47.7, 2.1)}),
    (_("Such a crisis, one in five chooses whom to survey"), 33.3, {"1": (25.0, 2.2), "2": (25.8, 2.2), "3": (32.1, 2.2)}),
    (_("Such a crisis in an organisation of 40"), 55.2, {"1": (31.9, 2.0), "2": (30.8, 2.0), "3": (54.8, 2.1)}),
    (_("Such a crisis in an organisation of 12"), 72.4, {"1": (57.4, 1.0), "2": (60.6, 1.0), "3": (70.3, 1.0)}),
)


def known_limits(version: str) -> tuple[KnownLimit, ...]:
    """The limits of a rule version; none if it was never simulated."""
    return tuple(
        KnownLimit(situation, *figures[version], best) for situation, best, figures in _SITUATIONS if version in figures
    )
