"""The ranking of sustained CSAT: from the rollup, and the same from the raw rows."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime, time

from django.db import connection
from django.db.models import Case, CharField, Count, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import TruncMonth

from feedback.models import Instrument, LeftOut, MonthlyScore, SurveyResponse
from feedback.sustained import Criteria, LeftOutCounts, MonthRow, Ranking, prior_of, rank_table, tabulate_rows
from people.queries import agent_ids, reporting_zone

SATISFIED_FROM = 4  # the top two of five


def ranking(criteria: Criteria, *, persons: Collection[int] | None = None) -> Ranking:
    """Rank `persons`, or everybody: all agents, and whoever else has counted responses in the window.

    Whoever is ranked, the average and how far it pulls come from everybody. Two queries, both on rollups: the counts by CSP
    and month, and how many responses were left out. Persons without a response are listed, and say so.
    """
    return _ranked(_from_rollup(criteria), _left_out(_left_out_in_rollup(criteria)), criteria, persons)


def ranking_from_rows(criteria: Criteria, *, persons: Collection[int] | None = None) -> Ranking:
    """The same from interactions and responses: slow, and what the rollup is checked against."""
    return _ranked(_from_rows(criteria), _left_out(_left_out_in_rows(criteria)), criteria, persons)


def _ranked(rows: Iterable[MonthRow], left_out: LeftOutCounts, criteria: Criteria, persons: Collection[int] | None) -> Ranking:
    everybody = tabulate_rows(list(rows), criteria)
    wanted = agent_ids() | set(everybody.csps.tolist()) if persons is None else set(persons)
    return rank_table(everybody.of(wanted), criteria, prior=prior_of(everybody), left_out=left_out)


def _from_rollup(criteria: Criteria) -> list[MonthRow]:
    """Counts by person and month."""
    scores = MonthlyScore.objects.filter(
        instrument=Instrument.CSAT, month_on__gte=criteria.starts_on, month_on__lt=criteria.ends_before
    )
    counts = (
        scores.values_list("person_id", "month_on")
        .annotate(responses=Sum(F("n1") + F("n2") + F("n3") + F("n4") + F("n5")), satisfied=Sum(F("n4") + F("n5")))
        .order_by()
    )
    # The ORM's converters take as long as the database's sums, and convert integers to integers.
    with connection.cursor() as cursor:
        cursor.execute(*counts.query.sql_with_params())
        rows: list[MonthRow] = cursor.fetchall()
    return rows


def _left_out_in_rollup(criteria: Criteria) -> Iterable[tuple[str, int]]:
    months = LeftOut.objects.filter(
        instrument=Instrument.CSAT, month_on__gte=criteria.starts_on, month_on__lt=criteria.ends_before
    )
    return months.values_list("reason").annotate(total=Sum("responses")).order_by()


def _csat_rows(criteria: Criteria) -> QuerySet[SurveyResponse]:
    """CSAT responses about interactions of the window, in the organisation's zone, counted or not."""
    zone = reporting_zone()
    first, end = (datetime.combine(day, time(), tzinfo=zone) for day in (criteria.starts_on, criteria.ends_before))
    return SurveyResponse.objects.filter(
        instrument=Instrument.CSAT, interaction__started_at__gte=first, interaction__started_at__lt=end
    )


def _from_rows(criteria: Criteria) -> Iterable[MonthRow]:
    rows = (
        _csat_rows(criteria)
        .filter(state=SurveyResponse.State.COUNTED, interaction__is_drill=False, interaction__person__isnull=False)
        .annotate(month=TruncMonth("interaction__started_at", tzinfo=reporting_zone()))
        .values_list("interaction__person_id", "month")
        .annotate(responses=Count("pk"), satisfied=Count("pk", filter=Q(value__gte=SATISFIED_FROM)))
        .order_by()
    )
    return ((person, month.date(), responses, satisfied) for person, month, responses, satisfied in rows)


def _left_out_in_rows(criteria: Criteria) -> Iterable[tuple[str, int]]:
    """Each response once, by the first reason that applies."""
    reason = Case(
        When(state=SurveyResponse.State.SUPERSEDED, then=Value(LeftOut.Reason.SUPERSEDED)),
        When(state=SurveyResponse.State.SUSPECTED, then=Value(LeftOut.Reason.SUSPECTED)),
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
    )
