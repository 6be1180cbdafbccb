"""The costs of coverage as pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from selection.coverage import Costs, Price, Swap
from selection.coverage_wording import requirement_name


@dataclass(frozen=True, slots=True)
class CostLine:
    """A requirement, how many of the team and of the eligible people cover it, and its cost in percentage points."""

    name: str
    has: int
    eligible: int
    points: float


@dataclass(frozen=True, slots=True)
class CostTable:
    """The cost of each requirement, and sentences about other teams that are as good."""

    lines: tuple[CostLine, ...]
    swaps: tuple[str, ...]


def cost_table(costs: Costs, name_of: Mapping[int, str]) -> CostTable:
    """The table for readers who may see every candidate's figures."""
    return CostTable(tuple(map(_line, costs.prices)), tuple(_sentence(swap, name_of) for swap in costs.swaps))


def _line(price: Price) -> CostLine:
    return CostLine(requirement_name(price.requirement), price.has, price.eligible, price.points)


def _sentence(swap: Swap, name_of: Mapping[int, str]) -> str:
    leave, come = (", ".join(name_of[csp] for csp in csps) for csps in (swap.leave, swap.come))
    return _("%(come)s instead of %(leave)s") % {"come": come, "leave": leave}
