"""The counts of all CSPs as arrays of CSP by month, which every step of the rule computes on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np

from feedback.sustained.comparable_work import WorkRow, expected_rates
from feedback.sustained.criteria import Criteria
from feedback.sustained.intervals import Counts, Shares
from feedback.sustained.results import CspMonths

# A CSP, the first day of a month, and the counted and the satisfied responses.
MonthRow: TypeAlias = tuple[int, date, int, int]


@dataclass(frozen=True, slots=True)
class CountsTable:
    """One row per CSP and one column per month of the window, with the sums over the window, and what an average CSP would
    have scored on the same mix of work (`feedback.sustained.comparable_work`; NaN where that is not known). ``work`` is what
    that comes from: everybody's, also in a table of some.
    """

    csps: Counts
    satisfied: Counts
    responses: Counts
    total_satisfied: Counts
    total_responses: Counts
    expected: Shares
    work: Collection[WorkRow]

    def of(self, csps: Collection[int]) -> "CountsTable":
        """The rows of these CSPs only; a CSP without a row gets one without responses."""
        wanted = np.array(sorted(csps), dtype=np.int64)
        position = {csp: row for row, csp in enumerate(self.csps.tolist())}
        found = [position.get(csp, -1) for csp in wanted.tolist()]
        # Position -1 is the row of zeros that is put at the end.
        satisfied, responses = (np.pad(counts, ((0, 1), (0, 0)))[found] for counts in (self.satisfied, self.responses))
        expected = np.pad(self.expected, (0, 1), constant_values=np.nan)[found]
        return make_table(wanted, satisfied, responses, expected, self.work)


def make_table(csps: Counts, satisfied: Counts, responses: Counts, expected: Shares, work: Collection[WorkRow]) -> CountsTable:
    """The table with its sums; ValueError for invalid counts, which are the caller's mistake."""
    if np.unique(csps).size != csps.size:
        raise ValueError("Each CSP may be given once only.")
    if np.any(satisfied < 0) or np.any(satisfied > responses):
        raise ValueError("Satisfied responses must be between 0 and the number of responses.")
    return CountsTable(csps, satisfied, responses, satisfied.sum(axis=1), responses.sum(axis=1), expected, work)


def tabulate(people: Sequence[CspMonths], criteria: Criteria) -> CountsTable:
    """The table of CSPs given one by one."""
    rows = [(person.csp, count.month, count.responses, count.satisfied) for person in people for count in person.months]
    work = [(person.csp, *count.cell, count.responses, count.satisfied) for person in people for count in person.work]
    table = tabulate_rows(rows, criteria, work)
    if len({person.csp for person in people}) != len(people):
        raise ValueError("Each CSP may be given once only.")
    return table.of([person.csp for person in people])


def tabulate_rows(rows: Collection[MonthRow], criteria: Criteria, work: Collection[WorkRow] = ()) -> CountsTable:
    """Lay out the counts of CSPs and months that come as rows, as a query brings them; repeated rows are added up.

    `work` are the same responses by kind of work, everybody's; without it nothing is known of who does comparable work.
    """
    positions = {month: position for position, month in enumerate(criteria.window)}
    csp_of, month_of, responses_of, satisfied_of = zip(*rows, strict=True) if rows else ((), (), (), ())
    if outside := set(month_of) - positions.keys():
        raise ValueError(f"The month {min(outside)} is not in the window.")
    csps, row_of = np.unique(np.array(csp_of, dtype=np.int64), return_inverse=True)
    cells = (row_of, np.array([positions[month] for month in month_of], dtype=np.int64))
    satisfied = np.zeros((csps.size, criteria.months), dtype=np.int64)
    responses = np.zeros_like(satisfied)
    np.add.at(satisfied, cells, np.array(satisfied_of, dtype=np.int64))
    np.add.at(responses, cells, np.array(responses_of, dtype=np.int64))
    return make_table(csps, satisfied, responses, expected_rates(work, csps), work)
