"""Counted responses of a window as arrays, by person, kind of work and month: from the rollup, or from the raw rows."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TypeAlias
from uuid import UUID

import numpy as np
from django.db import connection
from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When
from django.db.models.functions import TruncMonth
from numpy.typing import NDArray

from feedback.models import LeftOut, SurveyResponse
from feedback.sustained import Cell, Criteria, LeftOutCounts, WorkCounts, work_counts
from intake.instruments import SATISFIED_FROM, Instrument
from people.queries.organisation import reporting_zone

# Cached years per process: some 6 MB each with 5,000 CSPs.
REMEMBERED = 2

Groups: TypeAlias = Mapping[tuple[Cell, date], NDArray[np.void]]

# One line of a packed group: the person, and the counted and the satisfied responses, as PostgreSQL's `…send` write them.
LINE = np.dtype([("person", ">i8"), ("responses", ">i4"), ("satisfied", ">i4")])

# The database packs everyone with the same kind of work in a month into one value, which numpy reads as it is: hundreds of rows
# instead of hundreds of thousands. One query, so that all parts are from the same moment; responses that don't count have no
# kind of work, and their reason in the channel's column.
ROLLED_UP = """
    SELECT month_on, channel, topic, language, NULL::bigint,
        string_agg(int8send(person_id) || int4send(n1 + n2 + n3 + n4 + n5) || int4send(n4 + n5), '')
    FROM feedback_monthlyscore WHERE instrument = %(instrument)s AND month_on = ANY(%(months)s) GROUP BY 1, 2, 3, 4
    UNION ALL
    SELECT month_on, reason, NULL, NULL, responses, NULL FROM feedback_leftout
    WHERE instrument = %(instrument)s AND month_on = ANY(%(months)s)
"""


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """Counted responses of a window, and those not counted."""

    work: WorkCounts
    left_out: LeftOutCounts


def from_rollup(version_token: UUID | None, criteria: Criteria) -> Counted:
    """The counts of the months of these criteria. One query, or none if other months of the same years were counted before in
    this version of the scores.
    """
    groups, left_out = _rolled_up(version_token, criteria.whole_years)
    window = set(criteria.window)
    of_window = {group: lines for group, lines in groups.items() if group[1] in window}
    totals = Counter[str]()
    for month, reason, responses in left_out:
        totals[reason] += responses if month in window else 0
    return Counted(_joined(of_window, criteria), _left_out(totals))


@lru_cache(maxsize=REMEMBERED)
def _rolled_up(_version_token: UUID | None, months: tuple[date, ...]) -> tuple[Groups, list[tuple[date, str, int]]]:
    """The lines of each kind of work and month, and the months, reasons and numbers of responses that don't count."""
    with connection.cursor() as cursor:
        cursor.execute(ROLLED_UP, {"months": list(months), "instrument": Instrument.CSAT})
        rows = cursor.fetchall()
    groups = {(Cell(*row[1:4]), row[0]): np.frombuffer(row[5], LINE) for row in rows if row[5] is not None}
    return groups, [(row[0], row[1], row[4]) for row in rows if row[5] is None]


def from_rows(criteria: Criteria) -> Counted:
    """The same counts from interactions and responses: slow, to check the rollup against."""
    counted = (
        _csat_rows(criteria)
        .filter(state=SurveyResponse.State.COUNTED, interaction__is_drill=False, interaction__person__isnull=False)
        .annotate(month=TruncMonth("interaction__started_at", tzinfo=reporting_zone()))
        .values_list("month", "interaction__channel", "interaction__topic", "interaction__language", "interaction__person_id")
        .annotate(responses=Count("pk"), satisfied=Count("pk", filter=Q(value__gte=SATISFIED_FROM)))
        .order_by()
    )
    lines = defaultdict[tuple[Cell, date], list[tuple[int, int, int]]](list)
    for month, channel, topic, language, *line in counted:
        lines[Cell(channel, topic, language), month.date()].append(tuple(line))
    groups = {group: np.array(of_group, LINE) for group, of_group in lines.items()}
    return Counted(_joined(groups, criteria), _left_out(Counter(dict(_left_out_in_rows(criteria)))))


def _joined(groups: Groups, criteria: Criteria) -> WorkCounts:
    """The lines of all groups in one, in the order of kind of work and month."""
    position = {month: at for at, month in enumerate(criteria.window)}
    ordered = sorted(groups)
    sizes = [groups[group].size for group in ordered]
    lines = np.concatenate([np.array([], LINE), *(groups[group] for group in ordered)])
    csp, responses, satisfied = (lines[column].astype(np.int64) for column in ("person", "responses", "satisfied"))
    group = np.repeat(np.arange(len(ordered)), sizes)
    month = np.array([position[month] for _cell, month in ordered], dtype=np.int64)[group]
    return work_counts([cell for cell, _month in ordered], (csp, group, month, responses, satisfied), has_months=True)


def _csat_rows(criteria: Criteria) -> QuerySet[SurveyResponse]:
    """CSAT responses about interactions of the window, in the organisation's zone, counted or not."""
    zone = reporting_zone()
    first, end = (datetime.combine(day, time(), tzinfo=zone) for day in (criteria.starts_on, criteria.ends_before))
    rows = SurveyResponse.objects.filter(
        instrument=Instrument.CSAT, interaction__started_at__gte=first, interaction__started_at__lt=end
    )
    for month in criteria.left_out_months:
        # 32 days after the first of a month it is the next one.
        days = month, (month + timedelta(days=32)).replace(day=1)
        first, end = (datetime.combine(day, time(), tzinfo=zone) for day in days)
        rows = rows.exclude(interaction__started_at__gte=first, interaction__started_at__lt=end)
    return rows


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


def _left_out(by_reason: Counter[str]) -> LeftOutCounts:
    return LeftOutCounts(
        superseded=by_reason[LeftOut.Reason.SUPERSEDED],
        scanner_suspected=by_reason[LeftOut.Reason.SUSPECTED],
        drill=by_reason[LeftOut.Reason.DRILL],
        unassigned=by_reason[LeftOut.Reason.UNASSIGNED],
        duplicate=by_reason[LeftOut.Reason.DUPLICATE],
        by_decision=by_reason[LeftOut.Reason.EXCLUDED],
    )
