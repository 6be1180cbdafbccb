"""The versions of the rule, as data: each saved selection names its version and is replayed with it.

Any change of a figure in the results needs a new version.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """A version of the rule. ``is_standardised`` if CSPs are compared with comparable work, ``knows_months`` if the month
    belongs to comparable work, so that drops and trends are judged by what those months allowed. ``knows_chance`` if people
    have a chance of being among the true best, which is part of what makes scores too close to call.
    """

    version: str
    is_standardised: bool
    knows_months: bool
    knows_chance: bool


RULES: Mapping[str, Rule] = {
    rule.version: rule
    for rule in (
        Rule("1", is_standardised=False, knows_months=False, knows_chance=False),
        Rule("2", is_standardised=True, knows_months=False, knows_chance=False),
        Rule("3", is_standardised=True, knows_months=True, knows_chance=True),
    )
}
CURRENT = RULES["3"]
