# ruff: noqa: S608 - the SQL is put together from names and fragments of our own, never from what came in
"""SQL of the rollups, shared by the code that updates, rebuilds and checks them.

*Facts* are counted responses, or numbers and times of interactions, by every column a rollup may group by, with a sign:
publishing subtracts the old facts of touched interactions (-1) and adds the new ones (+1), so its cost grows with the change,
not with the table.

A *basis* has the other inputs of a count: the organisation's zone, and team memberships. Each rollup keeps a digest of its zone
and rule, and the memberships it was counted with, so that later changes are found: everything, or some people's days.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from core.locks import take_for_step
from feedback.retention_periods import Start
from intake.instruments import SCALE_POINTS
from people.queries.teams import TeamSpan

COUNTS = [f"n{point}" for point in SCALE_POINTS]

# Every writer of rollups holds this lock until it commits. A large import may hold it for long.
LOCK_NAME = "feedback.publish"
PATIENCE = "SET LOCAL lock_timeout = '480s'"
LOCK = f"SELECT pg_advisory_xact_lock(hashtext('{LOCK_NAME}'))"

# The day of an interaction. After a change of zone, remaining contacts of the day before the first kept day belong to that
# first day, because days before it are not counted again.
DAY = "greatest((i.started_at AT TIME ZONE %(zone)s)::date, %(kept_from_on)s::date)"

# {touched}: a join that narrows the interactions, or nothing. Parameters: the basis.
ANSWERS = f"""
    SELECT i.person_id, {DAY} AS day_on, i.channel, i.topic, i.language,
        r.instrument, r.value,
        CASE WHEN r.state <> 'counted' THEN r.state WHEN i.is_drill THEN 'drill'
            WHEN i.person_id IS NULL THEN 'unassigned' ELSE '' END AS left_out,
        count(*) AS n
    FROM feedback_interaction i {{touched}} JOIN feedback_surveyresponse r ON r.interaction_id = i.id
    WHERE i.started_at >= %(kept_from_at)s::timestamptz
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""
TIMES = f"""
    SELECT i.person_id, {DAY} AS day_on, i.channel, i.topic,
        count(*) AS interactions, count(i.response_seconds) AS answered,
        coalesce(sum(i.response_seconds), 0)::bigint AS response_seconds,
        count(i.handle_seconds) AS handled, coalesce(sum(i.handle_seconds), 0)::bigint AS handle_seconds
    FROM feedback_interaction i {{touched}}
    WHERE i.started_at >= %(kept_from_at)s::timestamptz AND i.person_id IS NOT NULL AND NOT i.is_drill
    GROUP BY 1, 2, 3, 4
"""

# A contact is *rated* if a CSAT response about it counts, and *unrated* if it has no response at all. Contacts whose only
# responses don't count (superseded, suspected, …) are neither, because nobody knows whether the customer would have answered.
CONTACTS = f"""
    SELECT i.person_id, date_trunc('month', {DAY})::date AS month_on, i.source, i.channel,
        count(*) FILTER (WHERE r.instrument = 'csat' AND r.state = 'counted') AS rated,
        count(*) FILTER (WHERE r.id IS NULL) AS unrated
    FROM feedback_interaction i {{touched}} LEFT JOIN feedback_surveyresponse r ON r.interaction_id = i.id
    WHERE i.started_at >= %(kept_from_at)s::timestamptz AND i.person_id IS NOT NULL AND NOT i.is_drill
    GROUP BY 1, 2, 3, 4
"""
# Temporary tables of facts, by name.
FACTS = {"answers": ANSWERS, "times": TIMES, "contacts": CONTACTS}

# The team of a person on a day: of several, the one joined first. Facts are subtracted from the team they were counted in.
TEAM = """LEFT JOIN LATERAL (
        SELECT s.team_id FROM spans s
        WHERE s.sign = f.sign AND s.person_id = f.person_id
            AND s.starts_on <= f.day_on AND (s.ends_on IS NULL OR s.ends_on > f.day_on)
        ORDER BY s.starts_on, s.team_id LIMIT 1
    ) team ON true"""
SPANS = """SELECT * FROM
    unnest(%(signs)s::int[], %(person_ids)s::bigint[], %(team_ids)s::bigint[], %(starts)s::date[], %(ends)s::date[])
    AS spans(sign, person_id, team_id, starts_on, ends_on)"""

_POINTS = ", ".join(f"coalesce(sum(f.sign * f.n) FILTER (WHERE f.value = {point}), 0) AS n{point}" for point in SCALE_POINTS)


@dataclass(frozen=True, slots=True)
class Rollup:
    """A rollup: its table, group and sum columns, and the SQL that computes it from signed facts."""

    table: str
    keys: tuple[str, ...]
    sums: tuple[str, ...]
    sql: str

    @property
    def is_by_team(self) -> bool:
        return "team_id" in self.keys

    @property
    def counted_again(self) -> str:
        """SQL condition for lines that can be recounted, because their interactions are kept."""
        return f"{'month_on' if 'month_on' in self.keys else 'day_on'} >= %(kept_from_on)s::date"


ROLLUPS = (
    Rollup(
        table="feedback_monthlyscore",
        keys=("person_id", "month_on", "channel", "topic", "language", "instrument"),
        sums=tuple(COUNTS),
        sql=f"""SELECT f.person_id, date_trunc('month', f.day_on)::date AS month_on, f.channel, f.topic, f.language,
            f.instrument, {_POINTS} FROM answers f WHERE f.left_out = '' GROUP BY 1, 2, 3, 4, 5, 6""",
    ),
    Rollup(
        table="feedback_dailyscore",
        keys=("day_on", "team_id", "channel", "topic", "instrument"),
        sums=tuple(COUNTS),
        sql=f"""SELECT f.day_on, team.team_id, f.channel, f.topic, f.instrument, {_POINTS}
            FROM answers f {TEAM} WHERE f.left_out = '' GROUP BY 1, 2, 3, 4, 5""",
    ),
    Rollup(
        table="feedback_leftout",
        keys=("month_on", "instrument", "reason"),
        sums=("responses",),
        sql="""SELECT date_trunc('month', f.day_on)::date AS month_on, f.instrument, f.left_out AS reason,
            sum(f.sign * f.n) AS responses FROM answers f WHERE f.left_out <> '' GROUP BY 1, 2, 3""",
    ),
    Rollup(
        table="feedback_dailytimes",
        keys=("day_on", "team_id", "channel", "topic"),
        sums=("interactions", "answered", "response_seconds", "handled", "handle_seconds"),
        sql=f"""SELECT f.day_on, team.team_id, f.channel, f.topic, sum(f.sign * f.interactions) AS interactions,
            sum(f.sign * f.answered) AS answered, sum(f.sign * f.response_seconds) AS response_seconds,
            sum(f.sign * f.handled) AS handled, sum(f.sign * f.handle_seconds) AS handle_seconds
            FROM times f {TEAM} GROUP BY 1, 2, 3, 4""",
    ),
    Rollup(
        table="feedback_monthlycontacts",
        keys=("person_id", "month_on", "source", "channel"),
        sums=("rated", "unrated"),
        sql="""SELECT f.person_id, f.month_on, f.source, f.channel, sum(f.sign * f.rated) AS rated,
            sum(f.sign * f.unrated) AS unrated FROM contacts f WHERE f.rated > 0 OR f.unrated > 0
            GROUP BY 1, 2, 3, 4""",
    ),
)


@dataclass(frozen=True, slots=True)
class Basis:
    """The organisation's zone, and who was in which team when. Read once for each count, so that no two parts of it differ.

    `kept` is the first day whose interactions are kept, if older ones were deleted. `before` is who was in which team as
    the rollups have it, where that is not the same.
    """

    zone: str
    spans: tuple[TeamSpan, ...]
    kept: Start | None = None
    before: tuple[TeamSpan, ...] | None = None

    @property
    def parameters(self) -> dict[str, Any]:
        """Parameters of the SQL above."""
        before = self.spans if self.before is None else self.before
        spans = [(-1, span) for span in before] + [(1, span) for span in self.spans]
        return {
            "zone": self.zone,
            "kept_from_on": self.kept.on if self.kept else "-infinity",
            "kept_from_at": self.kept.at if self.kept else "-infinity",
            "signs": [sign for sign, _span in spans],
            "person_ids": [span.person_id for _sign, span in spans],
            "team_ids": [span.team_id for _sign, span in spans],
            "starts": [span.starts_on for _sign, span in spans],
            "ends": [span.ends_on for _sign, span in spans],
        }

    def digest_for(self, rollup: Rollup) -> str:
        """Digest of the zone and the rule."""
        return sha256(json.dumps([FACTS, rollup.sql, self.zone]).encode()).hexdigest()


def write_alone(*, may_wait: bool) -> None:
    """Take the lock of all writers of rollups. A command may wait for it; a step of background work is postponed."""
    execute(PATIENCE)
    if may_wait:
        execute(LOCK)
    else:
        take_for_step(LOCK_NAME, _("Waiting for another import or change to the scores. This continues automatically."))


def execute(sql: str, values: Mapping[str, Any] | None = None) -> int:
    """Run one statement; returns the number of affected rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)
