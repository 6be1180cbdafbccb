"""The ranking of sustained CSAT, from the rollup or from the raw rows."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache
from uuid import UUID

from feedback.queries.rollups import scores_version
from feedback.queries.work_counts import Counted, from_rollup, from_rows
from feedback.sustained import CountsTable, Criteria, LeftOutCounts, Prior, Ranking, prior_of, rank_table, tabulate_work
from people.queries.roles import agent_ids

# Cached windows per process, and half the number of cached rankings: some 20 MB each with 5,000 CSPs.
REMEMBERED = 3


@dataclass(frozen=True, slots=True, eq=False)
class Everybody:
    """Everyone's counts as a table, with the rates of comparable work."""

    table: CountsTable
    prior: Prior
    left_out: LeftOutCounts


def ranking(criteria: Criteria, *, persons: Collection[int] | None = None) -> Ranking:
    """Rank `persons`, or everyone: all agents and other people with counted responses in the window.

    The average and the prior strength always come from everyone. One query on rollups, so that the result never mixes scores
    from before and after an import. People without responses are included. Cached by the version of the scores, because
    a page asks again with every filter and tick.
    """
    everybody = _everybody(criteria)
    return _remembered(everybody, criteria, frozenset(_wanted(everybody, persons)))


def rankings(criteria: Criteria, *, absent: Collection[int]) -> tuple[Ranking, Ranking]:
    """The ranking of everyone, and that of people who are not absent, from the same counts."""
    everybody = _everybody(criteria)
    wanted = frozenset(_wanted(everybody, None))
    return _remembered(everybody, criteria, wanted), _remembered(everybody, criteria, wanted - frozenset(absent))


def ranking_from_rows(criteria: Criteria, *, persons: Collection[int] | None = None) -> Ranking:
    """The same ranking from interactions and responses: slow, to check the rollup against."""
    everybody = _laid_out(from_rows(criteria), criteria)
    return _ranked(everybody, criteria, _wanted(everybody, persons))


def _everybody(criteria: Criteria) -> Everybody:
    """Everyone's counts, cached by months only, so that another minimum or team size does not count again."""
    return _counted(
        scores_version(), replace(criteria, until=criteria.ends_before, min_responses=1, floor_percent=0, team_size=1)
    )


@lru_cache(maxsize=REMEMBERED)
def _counted(version_token: UUID | None, criteria: Criteria) -> Everybody:
    return _laid_out(from_rollup(version_token, criteria), criteria)


@lru_cache(maxsize=2 * REMEMBERED)
def _remembered(everybody: Everybody, criteria: Criteria, persons: frozenset[int]) -> Ranking:
    """The ranking of these counts, cached by their identity."""
    return _ranked(everybody, criteria, persons)


def _laid_out(counted: Counted, criteria: Criteria) -> Everybody:
    table = tabulate_work(counted.work, criteria)
    return Everybody(table, prior_of(table), counted.left_out)


def _wanted(everybody: Everybody, persons: Collection[int] | None) -> Collection[int]:
    return agent_ids() | set(everybody.table.csps.tolist()) if persons is None else persons


def _ranked(everybody: Everybody, criteria: Criteria, persons: Collection[int]) -> Ranking:
    return rank_table(everybody.table.of(set(persons)), criteria, prior=everybody.prior, left_out=everybody.left_out)
