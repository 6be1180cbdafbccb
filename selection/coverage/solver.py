"""The best team that covers what is asked, found exactly: an integer program, solved by HiGHS through SciPy.

One column of 0 or 1 for each person, their adjusted rates as the objective, and rows for the requirements. Of teams that are
equally good, the one whose people stand first in the ranking is taken.

Sources: Q. Huangfu and J. A. J. Hall, Mathematical Programming Computation 10 (2018), 119-142 (HiGHS); L. A. Wolsey, Integer
Programming, 2nd edition (2020), section 7.4 (fixing columns by their reduced costs).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csc_array, csr_array, vstack

from selection.coverage.requirements import Coverage, CoverageFacts, Minimum, Requirement

# The solver calls a team the best if no other is better by a millionth: of a thousandth of a percent, in these units.
UNITS = 1000.0
# What rounding may do to a sum of rates, in the same units.
SPECK = 1e-4
# So many columns are looked at first, and so many times more if these do not suffice.
FIRST_LOOK = 200
FURTHER = 4
INFEASIBLE = 2  # a status of SciPy's linprog

Columns: TypeAlias = NDArray[np.float64]
Kept: TypeAlias = NDArray[np.int64]


class Unsolved(RuntimeError):
    """The solver gave up, with its own message: a defect, and never what a user asked for."""


@dataclass(frozen=True, slots=True)
class Contender:
    """Somebody who may be chosen, with the adjusted rate in percent."""

    csp: int
    rate_percent: float
    facts: CoverageFacts


@dataclass(frozen=True, slots=True)
class Row:
    """A weighted sum of columns, and the most it may be."""

    weights: Columns
    most: float


class Program:
    """Choose `size` of the contenders (of one at least), who come in the order of the ranking, under the coverage. `held` have
    a place already. Up to `lacking` people may be missing from the minimums, or too many of their home teams, all together.

    As a matrix: a column for each contender and, where something may be lacking, one for how much each row lacks.
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
        is_held = [float(contender.csp in held) for contender in contenders]
        self._least = np.append(is_held, np.zeros(lacks))
        self._most = np.append(np.ones(people), np.full(lacks, float(lacking)))

    @property
    def facts(self) -> list[CoverageFacts]:
        """What each contender covers."""
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
        """Up to `most` other teams with the same sum of adjusted rates as `team`, which is the best."""
        chosen = np.isin([contender.csp for contender in self.contenders], list(team)).astype(np.float64)
        known: list[Columns] = [np.append(chosen, np.zeros(self.lacks.size - chosen.size))]
        while len(known) <= most:
            not_again = [Row(other * (1 - self.lacks), self.size - 1) for other in known]
            found = self.solve(self.places, further=[self._as_good_as(known[0]), *not_again])
            if found is None:
                break
            known.append(found)
        return [self._team(found) for found in known[1:]]

    def solve(
        self, objective: Columns, *, further: Sequence[Row] = (), without: Collection[Requirement] = ()
    ) -> Columns | None:
        """The columns that make the objective least, each a whole number; None if no columns meet all rows.

        First they may be fractions, which is quick, and says how much it costs at least to give a column one more than its
        least (its reduced cost). Whole numbers are then looked for among the columns that cost little; the others
        are in no better answer once each of them costs as much as whole numbers do.
        """
        kept = [at for at, (requirement, _row) in enumerate(self._rows) if requirement not in without]
        added = [csr_array(row.weights.reshape(1, -1)) for row in further]
        matrix = csc_array(vstack([self._matrix[kept], *added]))
        most = np.array([*(self._rows[at][1].most for at in kept), *(row.most for row in further)])
        every = np.arange(objective.size)
        fractions = self._solved(objective, matrix, most, every, whole=False)
        if fractions is None:
            return None
        costs = np.where(self._least > 0, -np.inf, fractions.lower.marginals)
        cheapest = np.argsort(costs, kind="stable")
        look = FIRST_LOOK
        while look < objective.size:
            looked_at = np.sort(cheapest[:look])
            answer = self._solved(objective, matrix, most, looked_at, whole=True)
            if answer is not None and answer.fun - SPECK <= fractions.fun + costs[cheapest[look]]:
                return self._whole(answer, looked_at)
            look *= FURTHER
        answer = self._solved(objective, matrix, most, every, whole=True)
        return None if answer is None else self._whole(answer, every)

    def _solved(self, objective: Columns, matrix: csc_array, most: Columns, kept: Kept, *, whole: bool) -> Any | None:
        """SciPy's answer with these columns alone, the others being nothing; None if they cannot meet all rows."""
        answer = linprog(  # type: ignore[call-overload] # the stubs know of no sparse matrices and no arrays of bounds
            objective[kept],
            A_ub=matrix[:, kept],
            b_ub=most,
            A_eq=(1 - self.lacks[kept]).reshape(1, -1),
            b_eq=[self.size],
            bounds=np.stack([self._least[kept], self._most[kept]], axis=1),
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
    """The best of the teams, those who are held included, that lack as little as possible of what is asked."""
    most = sum(minimum.count for minimum in coverage.minimums) + size * len(contenders)
    program = Program(contenders, size, coverage, held, lacking=most)
    found = program.solve(program.lacks)
    lacking = 0 if found is None else round(float(program.lacks @ found))
    return Program(contenders, size, coverage, held, lacking).best_team() or ()


def _rows(requirement: Requirement, contenders: Sequence[Contender]) -> Iterator[Row]:
    """One row for a minimum (as many less than nothing), and one for each home team that could send too many."""
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
