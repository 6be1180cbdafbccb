"""The counts of all CSPs as arrays of CSP by month, which every step of the rule computes on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from feedback.sustained.criteria import Criteria
from feedback.sustained.intervals import Counts
from feedback.sustained.results import CspMonths


@dataclass(frozen=True, slots=True)
class Table:
    """One row per CSP and one column per month of the window, with the sums over the window."""

    csps: Counts
    satisfied: Counts
    responses: Counts
    total_satisfied: Counts
    total_responses: Counts


def tabulate(people: Sequence[CspMonths], criteria: Criteria) -> Table:
    """Lay the counts out; refuse what cannot be counted (ValueError: the caller's mistake)."""
    positions = {month: position for position, month in enumerate(criteria.window)}
    csps = np.array([person.csp for person in people], dtype=np.int64)
    if np.unique(csps).size != csps.size:
        raise ValueError("Each CSP may be given once only.")
    satisfied = np.zeros((len(people), criteria.months), dtype=np.int64)
    responses = np.zeros_like(satisfied)
    for row, person in enumerate(people):
        for count in person.months:
            if count.month not in positions:
                raise ValueError(f"The month {count.month} is not in the window.")
            satisfied[row, positions[count.month]] += count.satisfied
            responses[row, positions[count.month]] += count.responses
    if np.any(satisfied < 0) or np.any(satisfied > responses):
        raise ValueError("Satisfied responses must be between 0 and the number of responses.")
    return Table(csps, satisfied, responses, satisfied.sum(axis=1), responses.sum(axis=1))
