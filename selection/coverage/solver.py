"""The best team under the coverage rules, found exactly as an integer program that HiGHS solves through SciPy.

One column of 0 or 1 for each person, adjusted rates as the objective, and rows for the requirements. Ties go to the team with
the people who come first in the ranking.

Sources: Q. Huangfu and J. A. J. Hall, Mathematical Programming Computation 10 (2018), 119-142 (HiGHS); L. A. Wolsey, Integer
Programming, 2nd edition (2020), section 7.4 (fixing columns by their reduced costs).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csc_array, csr_array, vstack

from selection.coverage.requirements import Coverage, CoverageFacts, Minimum, Requirement

# The solver's tolerance is a millionth. In these units that is a millionth of a thousandth of a percent.
UNITS = 1000.0
# Tolerance for rounding in a sum of rates, in the same units.
SPECK = 1e-4
# Number of columns in the first search, and the factor for each further search.
FIRST_LOOK = 200
FURTHER = 4
INFEASIBLE = 2  # a status of SciPy's linprog

Columns: TypeAlias = NDArray[np.float64]
Kept: TypeAlias = NDArray[np.int64]


class Unsolved(RuntimeError):
    """The solver gave up, with its own message. A defect, never caused by user input."""


@dataclass(frozen=True, slots=True)
class Contender:
    """A person who can be chosen, with the adjusted rate in percent."""

    csp: int
    rate_percent: float
    facts: CoverageFacts


@dataclass(frozen=True, slots=True)
class Row:
    """An upper bound on a weighted sum of columns."""

    weights: Columns
    most: float


class Program:
    """An integer program: choose `size` of at least one contender, in the order of the ranking, under the coverage rules.
    `held` have a spot already. In total, up to `lacking` people may be missing for minimums or too many for the maximum.

    The matrix has a column for each contender and, if something may be lacking, one for the shortfall of each row.
    """

    def __init__(
        self,
        contenders: Sequence[Contender],
        size: int,
        coverage: Coverage,
        held: Collection[int] = (),
        lacking: int = 0,
    ) -> None:
        self.contenders = contenders
        self.size = min(size, len(contenders))
        self.coverage = coverage
        rows = [(requirement, row) for requirement in coverage.requirements for row in _rows(requirement, contenders)]
        people, lacks = len(contenders), len(rows) if lacking else 0
        self.losses = np.append([-UNITS * contender.rate_percent for contender in contenders], np.zeros(lacks))
        self.places = np.append(np.arange(people, dtype=np.float64), np.zeros(lacks))
        self.lacks = np.append(np.zeros(people), np.ones(lacks))
        self._rows: list[tuple[Requirement | None, Row]] = [(None, Row(self.lacks, lacking))]
        for at, (requirement, row) in enumerate(rows):
            fill = -np.ones(lacks) * (np.arange(lacks) == at)
            self._rows.append((requirement, Row(np.append(row.weights, fill), row.most)))
        self._matrix = csr_array(np.array([row.weights for _requirement, row in self._rows]))
        self._bounds = np.array([row.most for _requirement, row in self._rows])
        # The most that one column takes off each row.
        self._steepest = self._matrix.min(axis=1).toarray().ravel()
        is_held = [float(contender.csp in held) for contender in contenders]
        # Bounds of the columns. A draw narrows them.
        self.least = np.append(is_held, np.zeros(lacks))
        self.most = np.append(np.ones(people), np.full(lacks, float(lacking)))

    @property
    def facts(self) -> list[CoverageFacts]:
        """Coverage facts of the contenders."""
        return [contender.facts for contender in self.contenders]

    def best_team(self) -> tuple[int, ...] | None:
        """The team with the highest sum of adjusted rates, in the order of the ranking; None if none meets all."""
        found = self.solve(self.losses)
        if found is None:
            return None
        first = self.solve(self.places, further=[self._as_good_as(found)])
        return self._team(found if first is None else first)

    def best_mean_percent(self, *, without: Collection[Requirement] = ()) -> float | None:
        """The mean adjusted rate of the best team that meets all other requirements; None if there is no such team."""
        found = self.solve(self.losses, without=without)
        return None if found is None else float(self.losses @ found) / -UNITS / max(self.size, 1)

    def others_as_good(self, team: Collection[int], most: int) -> list[tuple[int, ...]]:
        """Up to `most` other teams with the same sum of adjusted rates as `team`, the best one."""
        chosen = np.isin([contender.csp for contender in self.contenders], list(team)).astype(np.float64)
        known: list[Columns] = [np.append(chosen, np.zeros(self.lacks.size - chosen.size))]
        while len(known) <= most:
            not_again = [Row(other * (1 - self.lacks), self.size - 1) for other in known]
            found = self.solve(self.places, further=[self._as_good_as(known[0]), *not_again])
            if found is None:
                break
            known.append(found)
        return [self._team(found) for found in known[1:]]

    def team_with(self, column: int) -> Columns | None:
        """A team within the bounds that has this column; None if there is none."""
        if self._is_ruled_out(column):
            return None
        self.least[column] = 1
        found = self.solve(self.places)
        self.least[column] = 0
        return found

    def _is_ruled_out(self, column: int) -> bool:
        """True if the spots that are left after this column are too few for all that is missing in a row. Counting is much
        quicker than solving. Only without shortfalls.
        """
        taken = self.least.copy()
        taken[column] = 1
        left = self.size - int(taken.sum())
        return bool(np.any(self._matrix @ taken + left * self._steepest > self._bounds))

    def solve(
        self, objective: Columns, *, further: Sequence[Row] = (), without: Collection[Requirement] = ()
    ) -> Columns | None:
        """Whole-number columns that minimise the objective; None if no columns meet all rows.

        The relaxed program with fractions is solved first. It is quick and gives the reduced cost of each column: the least
        extra cost of using it. Whole numbers are then searched among the cheapest columns. Once every other column costs at
        least as much as the integer solution, none of them can improve it.
        """
        kept = [at for at, (requirement, _row) in enumerate(self._rows) if requirement not in without]
        added = [csr_array(row.weights.reshape(1, -1)) for row in further]
        matrix = csc_array(vstack([self._matrix[kept], *added]))
        most = np.array([*(self._rows[at][1].most for at in kept), *(row.most for row in further)])
        every = np.flatnonzero(self.most)
        fractions = self._solved(objective, matrix, most, every, whole=False)
        if fractions is None:
            return None
        costs = np.where(self.least[every] > 0, -np.inf, fractions.lower.marginals)
        cheapest = np.argsort(costs, kind="stable")
        look = FIRST_LOOK
        while look < every.size:
            looked_at = np.sort(every[cheapest[:look]])
            answer = self._solved(objective, matrix, most, looked_at, whole=True)
            if answer is not None and answer.fun - SPECK <= fractions.fun + costs[cheapest[look]]:
                return self._whole(answer, looked_at)
            look *= FURTHER
        answer = self._solved(objective, matrix, most, every, whole=True)
        return None if answer is None else self._whole(answer, every)

    def _solved(self, objective: Columns, matrix: csc_array, most: Columns, kept: Kept, *, whole: bool) -> Any | None:
        """SciPy's answer with only these columns, the others being 0; None if they cannot meet all rows."""
        answer = linprog(  # type: ignore[call-overload] # the stubs know of no sparse matrices and no arrays of bounds
            objective[kept],
            A_ub=matrix[:, kept],
            b_ub=most,
            A_eq=(1 - self.lacks[kept]).reshape(1, -1),
            b_eq=[self.size],
            bounds=np.stack([self.least[kept], self.most[kept]], axis=1),
            integrality=int(whole),
            options={"mip_rel_gap": 0} if whole else {},
        )
        if answer.status == INFEASIBLE:
            return None
        if not answer.success:
            raise Unsolved(answer.message)
        return answer

    def _whole(self, answer: Any, kept: Kept) -> Columns:
        columns = np.zeros(self.lacks.size)
        columns[kept] = np.round(answer.x)
        return columns

    def _as_good_as(self, found: Columns) -> Row:
        return Row(self.losses, float(self.losses @ found) + SPECK)

    def _team(self, found: Columns) -> tuple[int, ...]:
        pairs = zip(self.contenders, found, strict=False)
        return tuple(contender.csp for contender, is_chosen in pairs if is_chosen)


def nearest_team(contenders: Sequence[Contender], size: int, coverage: Coverage, held: Collection[int]) -> tuple[int, ...]:
    """The best team among those with the smallest shortfall in coverage, including everyone in `held`."""
    most = sum(minimum.count for minimum in coverage.minimums) + size * len(contenders)
    program = Program(contenders, size, coverage, held, lacking=most)
    found = program.solve(program.lacks)
    lacking = 0 if found is None else round(float(program.lacks @ found))
    return Program(contenders, size, coverage, held, lacking).best_team() or ()


def nearest_addition(
    contenders: Sequence[Contender], size: int, coverage: Coverage, held: Collection[int], cell: Minimum
) -> int | None:
    """The first contender who covers the cell's value and whose team can come as close to the minimums as the team of any other
    such contender. People whose home team has reached its maximum among those in `held` are left out. None if nobody is left.
    """
    helpers = [column for column, one in enumerate(contenders) if one.csp not in held and cell.is_covered_by(one.facts)]
    helpers = _within_the_maximum(contenders, helpers, coverage, held)
    if not helpers:
        return None
    most = sum(minimum.count for minimum in coverage.minimums) + size * len(contenders)
    program = Program(contenders, size, coverage, held, lacking=most)
    chosen = -np.isin(np.arange(program.lacks.size), helpers).astype(np.float64)
    found = program.solve(program.lacks, further=[Row(chosen, -1)])
    exact = Program(contenders, size, coverage, held, lacking=0 if found is None else round(float(program.lacks @ found)))
    tried: set[CoverageFacts] = set()
    for column in helpers:
        # People with the same facts lead to equally good teams.
        facts = replace(contenders[column].facts, contract_hours=None)
        if facts in tried:
            continue
        tried.add(facts)
        exact.least[column] = 1
        if exact.solve(exact.places) is not None:
            return contenders[column].csp
        exact.least[column] = 0
    return contenders[helpers[0]].csp


def _within_the_maximum(
    contenders: Sequence[Contender], columns: Sequence[int], coverage: Coverage, held: Collection[int]
) -> list[int]:
    """The columns of people whose home teams have not reached the maximum."""
    if coverage.team_maximum is None:
        return list(columns)
    sizes = Counter(team for contender in contenders if contender.csp in held for team in contender.facts.teams)
    most = coverage.team_maximum.count
    return [column for column in columns if all(sizes[team] < most for team in contenders[column].facts.teams)]


def _rows(requirement: Requirement, contenders: Sequence[Contender]) -> Iterator[Row]:
    """One row for a minimum (negated), and one for each home team with more people than the maximum."""
    if isinstance(requirement, Minimum):
        yield Row(
            -np.array([float(requirement.is_covered_by(contender.facts)) for contender in contenders]), -requirement.count
        )
        return
    members: defaultdict[str, list[int]] = defaultdict(list)
    for at, contender in enumerate(contenders):
        for team in contender.facts.teams:
            members[team].append(at)
    for positions in members.values():
        if len(positions) > requirement.count:
            weights = np.zeros(len(contenders))
            weights[positions] = 1
            yield Row(weights, requirement.count)
