"""Coverage rules of a team, and the best team that meets them. Nothing here reads a database."""

from selection.coverage.costs import Clash, Costs, Covered, Price, Swap, costs, cover, follower
from selection.coverage.requirements import (
    Coverage,
    CoverageFacts,
    Dimension,
    Minimum,
    Requirement,
    TeamMaximum,
    coverable,
    coverage_as_json,
    coverage_from_json,
    covering,
    facts_as_json,
    facts_from_json,
    missing,
)
from selection.coverage.solver import Contender, Program, nearest_addition, nearest_team

__all__ = [
    "Clash",
    "Contender",
    "Costs",
    "Coverage",
    "CoverageFacts",
    "Covered",
    "Dimension",
    "Minimum",
    "Price",
    "Program",
    "Requirement",
    "Swap",
    "TeamMaximum",
    "costs",
    "cover",
    "coverable",
    "coverage_as_json",
    "coverage_from_json",
    "covering",
    "facts_as_json",
    "facts_from_json",
    "follower",
    "missing",
    "nearest_addition",
    "nearest_team",
]
