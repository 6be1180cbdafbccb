"""The ranking of sustained CSAT, from the rollup or from the raw rows."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When
from django.db.models.functions import TruncMonth

from feedback.models import LeftOut, SurveyResponse
from feedback.queries.rollups import scores_version
from feedback.sustained import (
    CountsTable,
    Criteria,
    LeftOutCounts,
    MonthRow,
    Prior,
    Ranking,
    WorkRow,
    prior_of,
    rank_table,
    tabulate_rows,
)
from intake.instruments import SATISFIED_FROM, Instrument
from people.queries.organisation import reporting_zone
from people.queries.roles import agent_ids

# Cached windows per process, and half the number of cached rankings: some 20 MB each with 5,000 CSPs.
REMEMBERED = 3

# Plain SQL, because the ORM's converters take as long as the database's sums. One query, so that all parts are from the same
# moment: counts by month, counts by kind of work (no month), and responses not counted (no person, and the reason in the
# channel's column).
ROLLED_UP = """
    SELECT person_id, channel, topic, language, sum(n1 + n2 + n3 + n4 + n5), sum(n4 + n5), month_on FROM feedback_monthlyscore
    WHERE instrument = %(instrument)s AND month_on >= %(first)s AND month_on < %(end)s
    GROUP BY GROUPING SETS ((person_id, month_on), (person_id, channel, topic, language))
    UNION ALL
    SELECT NULL, reason, NULL, NULL, sum(responses), NULL, NULL FROM feedback_leftout
    WHERE instrument = %(instrument)s AND month_on >= %(first)s AND month_on < %(end)s GROUP BY reason
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """Counted responses of a window, by person and month and by person and kind of work, and those not counted."""

    months: Collection[MonthRow]
    work: Collection[WorkRow]
    left_out: LeftOutCounts


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
    everybody = _laid_out(_from_rows(criteria), criteria)
    return _ranked(everybody, criteria, _wanted(everybody, persons))


def _everybody(criteria: Criteria) -> Everybody:
    """Everyone's counts, cached by months only, so that another minimum or team size does not count again."""
    return _counted(
        scores_version(), replace(criteria, until=criteria.ends_before, min_responses=1, floor_percent=0, team_size=1)
    )


@lru_cache(maxsize=REMEMBERED)
def _counted(_version_token: UUID | None, criteria: Criteria) -> Everybody:
    return _laid_out(_from_rollups(criteria), criteria)


@lru_cache(maxsize=2 * REMEMBERED)
def _remembered(everybody: Everybody, criteria: Criteria, persons: frozenset[int]) -> Ranking:
    """The ranking of these counts, cached by their identity."""
    return _ranked(everybody, criteria, persons)


def _laid_out(counted: Counted, criteria: Criteria) -> Everybody:
    table = tabulate_rows(counted.months, criteria, counted.work)
    return Everybody(table, prior_of(table), counted.left_out)


def _wanted(everybody: Everybody, persons: Collection[int] | None) -> Collection[int]:
    return agent_ids() | set(everybody.table.csps.tolist()) if persons is None else persons


def _ranked(everybody: Everybody, criteria: Criteria, persons: Collection[int]) -> Ranking:
    return rank_table(everybody.table.of(set(persons)), criteria, prior=everybody.prior, left_out=everybody.left_out)


def _from_rollups(criteria: Criteria) -> Counted:
    window = {"first": criteria.starts_on, "end": criteria.ends_before}
    with connection.cursor() as cursor:
        cursor.execute(ROLLED_UP, {**window, "instrument": Instrument.CSAT})
        rows = cursor.fetchall()
    return Counted(
        months=[(row[0], row[6], row[4], row[5]) for row in rows if row[6] is not None],
        work=[row[:6] for row in rows if row[6] is None and row[0] is not None],
        left_out=_left_out((row[1], row[4]) for row in rows if row[0] is None),
    )


def _csat_rows(criteria: Criteria) -> QuerySet[SurveyResponse]:
    """CSAT responses about interactions of the window, in the organisation's zone, counted or not."""
    zone = reporting_zone()
    first, end = (datetime.combine(day, time(), tzinfo=zone) for day in (criteria.starts_on, criteria.ends_before))
    return SurveyResponse.objects.filter(
        instrument=Instrument.CSAT, interaction__started_at__gte=first, interaction__started_at__lt=end
    )


def _from_rows(criteria: Criteria) -> Counted:
    counted = _csat_rows(criteria).filter(
        state=SurveyResponse.State.COUNTED, interaction__is_drill=False, interaction__person__isnull=False
    )
    by_month = _summed(counted.annotate(month=TruncMonth("interaction__started_at", tzinfo=reporting_zone())), "month")
    by_work = _summed(counted, "interaction__channel", "interaction__topic", "interaction__language")
    return Counted(
        months=[(person, month.date(), n, s) for person, month, n, s in by_month],
        work=list(by_work),
        left_out=_left_out(_left_out_in_rows(criteria)),
    )


def _summed(counted: QuerySet[SurveyResponse], *by: str) -> QuerySet[SurveyResponse, tuple[Any, ...]]:
    """Counts of responses and satisfied ones, by person and these columns."""
    return (
        counted.values_list("interaction__person_id", *by)
        .annotate(responses=Count("pk"), satisfied=Count("pk", filter=Q(value__gte=SATISFIED_FROM)))
        .order_by()
    )


def _left_out_in_rows(criteria: Criteria) -> Iterable[tuple[str, int]]:
    """Counts of responses that do not count, each by the first reason that applies."""
    reason = Case(
        When(state=SurveyResponse.State.SUPERSEDED, then=Value(LeftOut.Reason.SUPERSEDED)),
        When(state=SurveyResponse.State.SUSPECTED, then=Value(LeftOut.Reason.SUSPECTED)),
        When(state=SurveyResponse.State.DUPLICATE, then=Value(LeftOut.Reason.DUPLICATE)),
        When(state=SurveyResponse.State.EXCLUDED, then=Value(LeftOut.Reason.EXCLUDED)),
        When(interaction__is_drill=True, then=Value(LeftOut.Reason.DRILL)),
        When(interaction__person=None, then=Value(LeftOut.Reason.UNASSIGNED)),
        output_field=CharField(),
    )
    rows = _csat_rows(criteria).annotate(reason=reason).exclude(reason=None)
    return rows.values_list("reason").annotate(total=Count("pk")).order_by()


def _left_out(totals: Iterable[tuple[str, int]]) -> LeftOutCounts:
    by_reason = Counter(dict(totals))
    return LeftOutCounts(
        superseded=by_reason[LeftOut.Reason.SUPERSEDED],
        scanner_suspected=by_reason[LeftOut.Reason.SUSPECTED],
        drill=by_reason[LeftOut.Reason.DRILL],
        unassigned=by_reason[LeftOut.Reason.UNASSIGNED],
        duplicate=by_reason[LeftOut.Reason.DUPLICATE],
        by_decision=by_reason[LeftOut.Reason.EXCLUDED],
    )
