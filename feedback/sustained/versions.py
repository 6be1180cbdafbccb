"""The versions of the rule, as data: each saved selection names its version and is replayed with it.

Any change of a figure in the results needs a new version.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """A version of the rule. ``is_standardised`` if CSPs are compared with comparable work, ``knows_months`` if the month
    belongs to comparable work, so that drops and trends are judged by what those months allowed.
    """

    version: str
    is_standardised: bool
    knows_months: bool


RULES: Mapping[str, Rule] = {
    rule.version: rule
    for rule in (
        Rule("1", is_standardised=False, knows_months=False),
        Rule("2", is_standardised=True, knows_months=False),
        Rule("3", is_standardised=True, knows_months=True),
    )
}
CURRENT = RULES["3"]
