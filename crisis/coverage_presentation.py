"""What coverage costs, as pages show it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from crisis.coverage import Costs, Price, Swap
from crisis.coverage_wording import requirement_name


@dataclass(frozen=True, slots=True)
class CostLine:
    """A requirement, how many of the team and of the eligible cover it, and its price in points of percent."""

    name: str
    has: int
    eligible: int
    points: float


@dataclass(frozen=True, slots=True)
class CostTable:
    """`swaps` are sentences; who may not read every candidate's figures is told only how many there are."""

    lines: tuple[CostLine, ...]
    swaps: tuple[str, ...]
    are_teams_as_good: bool


def cost_table(costs: Costs, name_of: Mapping[int, str] | None) -> CostTable:
    """The prices and, with names, the teams that are as good."""
    swaps = tuple(_sentence(swap, name_of) for swap in costs.swaps) if name_of is not None else ()
    return CostTable(tuple(map(_line, costs.prices)), swaps, are_teams_as_good=bool(costs.swaps))


def _line(price: Price) -> CostLine:
    return CostLine(requirement_name(price.requirement), price.has, price.eligible, price.points)


def _sentence(swap: Swap, name_of: Mapping[int, str]) -> str:
    leave, come = (", ".join(name_of[csp] for csp in csps) for csps in (swap.leave, swap.come))
    return _("%(come)s instead of %(leave)s") % {"come": come, "leave": leave}
