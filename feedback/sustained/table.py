"""The counts of all CSPs as arrays of CSP by month, which every step of the rule computes on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from feedback.sustained.comparable_months import expected_satisfied
from feedback.sustained.comparable_work import expected_rates
from feedback.sustained.criteria import Criteria
from feedback.sustained.intervals import Counts, Shares
from feedback.sustained.results import CspMonths
from feedback.sustained.versions import CURRENT, Rule
from feedback.sustained.work import WorkCounts, whole_sums, work_counts


@dataclass(frozen=True, slots=True, eq=False)
class CountsTable:
    """One row per CSP, in ascending order of ids, and one column per month of the window, with the sums over the window.

    ``expected`` is the rate that an average CSP would have had on the same work over the window, ``expected_satisfied`` their
    number of satisfied responses by month. Both are as ``rule`` knows them: NaN where it doesn't, and without responses.
    ``work`` is what they come from: everyone's counts, also in a table of some.
    """

    rule: Rule
    csps: Counts
    satisfied: Counts
    responses: Counts
    total_satisfied: Counts
    total_responses: Counts
    expected: Shares
    expected_satisfied: Shares
    work: WorkCounts

    def of(self, csps: Collection[int]) -> "CountsTable":
        """The rows of these CSPs only; a CSP without a row gets one without responses."""
        wanted = np.unique(np.array(list(csps), dtype=np.int64))
        at = np.searchsorted(self.csps, wanted)
        # The last row, of zeros, is for CSPs who have none.
        at = np.where(np.append(self.csps, -1)[at] == wanted, at, self.csps.size)
        satisfied, responses = (np.pad(counts, ((0, 1), (0, 0)))[at] for counts in (self.satisfied, self.responses))
        by_month = np.pad(self.expected_satisfied, ((0, 1), (0, 0)), constant_values=np.nan)[at]
        expected = np.pad(self.expected, (0, 1), constant_values=np.nan)[at]
        totals = satisfied.sum(axis=1), responses.sum(axis=1)
        return CountsTable(self.rule, wanted, satisfied, responses, *totals, expected, by_month, self.work)


def tabulate(people: Sequence[CspMonths], criteria: Criteria, rule: Rule = CURRENT) -> CountsTable:
    """The table of CSPs given one by one; ValueError for invalid counts, which are the caller's mistake."""
    csps = np.array(sorted(person.csp for person in people), dtype=np.int64)
    if np.unique(csps).size != csps.size:
        raise ValueError("Each CSP may be given once only.")
    row = {csp: at for at, csp in enumerate(csps.tolist())}
    position = {month: at for at, month in enumerate(criteria.window)}
    satisfied = np.zeros((csps.size, len(position)), dtype=np.int64)
    responses = np.zeros_like(satisfied)
    for person in people:
        for count in person.months:
            if count.month not in position:
                raise ValueError(f"The month {count.month} is not in the window.")
            at = row[person.csp], position[count.month]
            satisfied[at] += count.satisfied
            responses[at] += count.responses
    counts = [(person.csp, count) for person in people for count in person.work]
    elements = [
        (csp, at, position[count.month] if count.month else 0, count.responses, count.satisfied)
        for at, (csp, count) in enumerate(counts)
    ]
    columns = np.array(elements, dtype=np.int64).reshape(-1, 5).T
    has_months = all(count.month is not None for _csp, count in counts)
    work = work_counts([count.cell for _csp, count in counts], list(columns), has_months=has_months)
    return make_table(csps, satisfied, responses, work, rule)


def tabulate_work(work: WorkCounts, criteria: Criteria, rule: Rule = CURRENT) -> CountsTable:
    """The table of everyone in these counts, which must have months."""
    csps, row = work.by_csp
    months = len(criteria.window)
    flat = row * months + work.months
    satisfied, responses = (
        whole_sums(flat, counts, csps.size * months).reshape(csps.size, months) for counts in (work.satisfied, work.responses)
    )
    return make_table(csps, satisfied, responses, work, rule)


def make_table(csps: Counts, satisfied: Counts, responses: Counts, work: WorkCounts, rule: Rule) -> CountsTable:
    """The table with its sums and comparable work; ids in ascending order, ValueError for invalid counts."""
    if np.any(satisfied < 0) or np.any(satisfied > responses):
        raise ValueError("Satisfied responses must be between 0 and the number of responses.")
    expected, by_month = _expected(work, csps, responses, rule)
    totals = satisfied.sum(axis=1), responses.sum(axis=1)
    return CountsTable(rule, csps, satisfied, responses, *totals, expected, by_month, work)


def _expected(work: WorkCounts, csps: Counts, responses: Counts, rule: Rule) -> tuple[Shares, Shares]:
    """Expected rates over the window and expected numbers of satisfied responses by month, as the rule knows them."""
    unknown = np.full(responses.shape, np.nan)
    if not rule.is_standardised:
        return np.full(csps.shape, np.nan), unknown
    if not rule.knows_months:
        return expected_rates(work, csps), unknown
    by_month = expected_satisfied(work, csps, responses.shape[1])
    total = whole_sums(work.rows_in(csps), work.responses, csps.size)
    rates = np.where(total > 0, by_month.sum(axis=1) / np.maximum(total, 1), np.nan)
    return rates, np.where(total[:, None] > 0, by_month, np.nan)
