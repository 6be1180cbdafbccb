# ruff: noqa: S608 - the SQL is put together from names and fragments of our own, never from what came in
"""Checks of the rollups against their rows and their basis."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from core.version_tokens import Rows
from feedback.models import CountedSpan, RollupBasis, ScoresVersion
from feedback.queries.retention import horizon
from feedback.sql.rollups import FACTS, ROLLUPS, SPANS, Basis, Rollup
from feedback.sql.team_changes import moves
from people.queries.organisation import organisation
from people.queries.teams import TeamSpan, digest_of_spans, team_spans


@dataclass(frozen=True, slots=True)
class Difference:
    """A line that is only in the rollup (`kept`) or only in the recount (`counted`)."""

    table: str
    side: str
    line: dict[str, Any]


def current_basis() -> Basis:
    """The current basis: the organisation's zone, everyone's teams, and the first contact that is kept."""
    return Basis(zone=organisation().reporting_zone, spans=tuple(team_spans()), kept=horizon())


def stale_rollups(basis: Basis) -> list[Rollup]:
    """Rollups counted with another zone or rule, or an unknown one."""
    kept = dict(RollupBasis.objects.values_list("table", "digest"))
    return [rollup for rollup in ROLLUPS if kept.get(rollup.table) != basis.digest_for(rollup)]


def counted_spans() -> tuple[TeamSpan, ...]:
    """Team memberships that the rollups were counted with."""
    return tuple(TeamSpan(*row) for row in CountedSpan.objects.values_list("person_id", "team_id", "starts_on", "ends_on"))


def are_rollups_current() -> bool:
    """True if no recount is due, neither for the zone or rule nor for changed memberships."""
    if stale_rollups(Basis(zone=organisation().reporting_zone, spans=())):
        return False
    if digest_of_spans() == digest_of_spans(CountedSpan._meta.db_table):  # noqa: SLF001 - Django's documented Model._meta
        return True
    return not moves(counted_spans(), team_spans())


# The row that changes with daily and monthly scores, for `core.version_tokens`.
SCORES = Rows(ScoresVersion)


def scores_version() -> UUID | None:
    """Version of monthly scores and responses not counted. Changes with every write; None before the first."""
    return ScoresVersion.objects.values_list("token", flat=True).first()


def are_scores_current() -> bool:
    """True if the scores that rankings read use the current zone and rule. Two small queries."""
    basis = Basis(zone=organisation().reporting_zone, spans=())
    return all(rollup.is_by_team for rollup in stale_rollups(basis))


def rollup_differences() -> list[Difference]:
    """Every line in which a rollup differs from the rows it is made of, in months whose rows are kept. Reads all rows:
    for checks, not for pages.
    """
    parameters = current_basis().parameters
    return [difference for rollup in ROLLUPS for difference in _differences(rollup, parameters)]


def _differences(rollup: Rollup, parameters: dict[str, Any]) -> list[Difference]:
    columns = (*rollup.keys, *rollup.sums)
    listed = ", ".join(columns)
    gathered = ", ".join(f"{name} AS (SELECT 1 AS sign, * FROM ({sql.format(touched='')}) f)" for name, sql in FACTS.items())
    facts = f"""WITH spans AS ({SPANS}), {gathered},
        counted AS (SELECT {listed} FROM ({rollup.sql}) computed),
        kept AS (SELECT {listed} FROM {rollup.table} WHERE {rollup.counted_again})"""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""{facts} SELECT 'kept', * FROM (TABLE kept EXCEPT ALL TABLE counted) only_kept
            UNION ALL SELECT 'counted', * FROM (TABLE counted EXCEPT ALL TABLE kept) only_counted""",
            parameters,
        )
        return [Difference(rollup.table, side, dict(zip(columns, line, strict=True))) for side, *line in cursor.fetchall()]
