# ruff: noqa: S608 - the SQL is put together from fragments of our own, never from what came in
"""SQL that decides which responses count, shared by actions that change rows and pages that explain the result.

The state of a response depends only on rows and on people's decisions, so every change of these recomputes the affected
states (`feedback.actions.counting_state`). The first of these applies:

- a person decided: it counts, or it is *excluded*;
- *suspected*: it came within seconds of the survey, or together with many others from its source. Only times precise to the
  second are checked. In chats customers do answer within seconds, so only the second check applies;
- *duplicate*: another source sent the same answer before, about the same person at the same time. Answers to different
  questions aren't the same. The question is that of the response's import, and API and webhooks name none;
- otherwise one response counts per contact and instrument: the one a person decided for (the last decision wins), or else
  the latest. The others are *superseded*.

*Out of window* (before the contact, or long after it) is only a note and does not change the state.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings

from feedback.sql.precedence import by_precedence
from intake.reading.precision import DAY, MINUTE, SECOND, UNKNOWN


@dataclass(frozen=True, slots=True)
class Figures:
    """Thresholds of the audit: seconds after the survey, answers in one second, days after the contact."""

    seconds: int
    many: int
    days: int

    @property
    def parameters(self) -> Mapping[str, Any]:
        return asdict(self)


def figures() -> Figures:
    """Thresholds from this installation's settings (`AUDIT_SECONDS_AFTER_ASKING`, …)."""
    return Figures(
        seconds=settings.AUDIT_SECONDS_AFTER_ASKING,
        many=settings.AUDIT_ANSWERS_AT_ONE_MOMENT,
        days=settings.AUDIT_DAYS_AFTER_CONTACT,
    )


# The channel whose surveys are not sent by e-mail, so no scanner can open them. It includes messaging.
IN_A_WINDOW = "chat"
# `r` is the response, `i` its interaction.
IS_SOON = f"""(i.channel <> '{IN_A_WINDOW}' AND r.precision = {SECOND} AND i.survey_sent_precision = {SECOND}
    AND r.responded_at >= i.survey_sent_at AND r.responded_at <= i.survey_sent_at + make_interval(secs => %(seconds)s))"""
# A day has 25 hours where clocks are set back.
_SLACK = f"""CASE r.precision WHEN {DAY} THEN interval '25 hours' WHEN {MINUTE} THEN interval '1 minute'
    ELSE interval '0' END"""
_START_SLACK = f"CASE WHEN i.started_precision <= {DAY} THEN interval '25 hours' ELSE interval '0' END"
IS_EARLY = f"(r.precision > {UNKNOWN} AND r.responded_at < i.started_at AND r.responded_at + {_SLACK} <= i.started_at)"
IS_LATE = f"""(r.precision > {UNKNOWN}
    AND r.responded_at > coalesce(i.ended_at, i.started_at) + make_interval(hours => 24 * %(days)s) + {_START_SLACK})"""
IS_OUT_OF_WINDOW = f"(coalesce({IS_EARLY} OR {IS_LATE}, false))"
SECOND_OF = "date_trunc('second', {alias}.responded_at)"


def question_of(response: str) -> str:
    """Number of the question that this response answers. Null if that isn't known."""
    return f"(%(questions)s::jsonb ->> {response}.file_id::text)"


def are_apart(one: str, other: str) -> str:
    """SQL condition: these are numbers of different questions."""
    return f"(({one} || ':' || {other}) = ANY(%(apart)s::text[])) IS TRUE"


def crowded(moments: str) -> str:
    """Moments (source, instrument, second) with many answers.

    One lateral query per moment: the planner cannot estimate rows per second, and would read all responses for one join.
    """
    return f"SELECT source, instrument, second FROM ({counted_at(moments)}) crowd WHERE answers >= %(many)s"


def counted_at(moments: str) -> str:
    """Moments (source, instrument, second) with their numbers of answers."""
    return f"""
        SELECT m.source, m.instrument, m.second, found.answers FROM ({moments}) m CROSS JOIN LATERAL (
            SELECT count(*) AS answers FROM ({answers_at("m")}) o
        ) found
    """


def answers_at(moment: str) -> str:
    """Answers of a source to an instrument within one second, if precise to the second; for a lateral join with `moment`.

    The OFFSETs keep the planner from starting with all contacts of the source for each moment.
    """
    return f"""
        SELECT o.interaction_id FROM (
            SELECT interaction_id FROM feedback_surveyresponse
            WHERE responded_at >= {moment}.second AND responded_at < {moment}.second + interval '1 second'
                AND instrument = {moment}.instrument AND precision = {SECOND} OFFSET 0
        ) o CROSS JOIN LATERAL (SELECT source FROM feedback_interaction WHERE id = o.interaction_id OFFSET 0) c
        WHERE c.source = {moment}.source
    """


def moments_of(among: str) -> str:
    """Moments of the answers to these interactions, if precise to the second."""
    return f"""
        SELECT DISTINCT i.source, r.instrument, {SECOND_OF.format(alias="r")} AS second
        FROM ({among}) t JOIN feedback_interaction i ON i.id = t.id JOIN feedback_surveyresponse r ON r.interaction_id = i.id
        WHERE r.precision = {SECOND}
    """


# The same answer in another source: same person, start, value and comment, and the same question as far as the files tell.
# Contacts of each source are numbered, so that two alike in one source stay two. A start that is only precise to the minute
# needs a comment to match. {starts}: persons and starts to check.
TWINS = f"""
    SELECT id FROM (
        SELECT p.id, p.source <> (
            SELECT e.source FROM unnest(p.sources, p.questions) WITH ORDINALITY e(source, question, place)
            WHERE NOT {are_apart("e.question", "p.question")} ORDER BY e.place LIMIT 1
        ) AS came_later
        FROM (
            SELECT a.*, array_agg(a.source) OVER alike AS sources, array_agg(a.question) OVER alike AS questions FROM (
                SELECT r.id, i.source, i.person_id, i.started_at, r.instrument, r.value, r.comment,
                    coalesce(r.file_id, 0) AS file_id, {question_of("r")} AS question,
                    CASE WHEN r.file_id IS NULL THEN '-infinity' ELSE coalesce(f.published_at, 'infinity') END AS came,
                    dense_rank() OVER (
                        PARTITION BY i.person_id, i.started_at, r.instrument, r.value, r.comment, i.source
                        ORDER BY i.external_id
                    ) AS ordinal
                FROM ({{starts}}) g
                JOIN feedback_interaction i ON i.person_id = g.person_id AND i.started_at = g.started_at
                JOIN feedback_surveyresponse r ON r.interaction_id = i.id LEFT JOIN intake_import f ON f.id = r.file_id
                WHERE i.started_precision = {SECOND} OR (i.started_precision = {MINUTE} AND r.comment <> '')
            ) a WINDOW alike AS (
                PARTITION BY a.person_id, a.started_at, a.instrument, a.value, a.comment, a.ordinal
                ORDER BY a.came, a.file_id, a.source ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            )
        ) p
    ) q WHERE came_later
"""


def alike(among: str) -> str:
    """These interactions and those of other sources that may hold the same answers."""
    return f"""
        SELECT p.id FROM (
            SELECT DISTINCT s.person_id, s.started_at FROM (
                SELECT DISTINCT i.person_id, i.started_at, i.source FROM ({among}) t JOIN feedback_interaction i ON i.id = t.id
                WHERE i.person_id IS NOT NULL AND i.started_precision >= {MINUTE}
            ) s WHERE EXISTS (
                SELECT FROM feedback_interaction o WHERE o.person_id = s.person_id AND o.started_at = s.started_at
                    AND o.source <> s.source AND o.started_precision >= {MINUTE}
            )
        ) g JOIN feedback_interaction p ON p.person_id = g.person_id AND p.started_at = g.started_at
        WHERE p.started_precision >= {MINUTE}
    """


_MOMENTS = (
    f"SELECT DISTINCT source, instrument, {SECOND_OF.format(alias='a')} AS second FROM answers a WHERE precision = {SECOND}"
)
_STARTS = f"SELECT DISTINCT person_id, started_at FROM answers WHERE person_id IS NOT NULL AND started_precision >= {MINUTE}"
# New state of every answer to the interactions in `concerned`. Of answers from the same moment, the last one received counts.
JUDGED = f"""
    CREATE TEMP TABLE judged ON COMMIT DROP AS
    WITH answers AS MATERIALIZED (
        SELECT r.id, r.interaction_id, r.instrument, r.value, r.responded_at, r.precision, r.state, r.is_out_of_window,
            i.source, i.person_id, i.started_at, i.started_precision, d.counts, d.decided_at,
            {IS_SOON} AS is_soon, {IS_OUT_OF_WINDOW} AS is_outside
        FROM (SELECT DISTINCT id FROM concerned) t JOIN feedback_interaction i ON i.id = t.id
        JOIN feedback_surveyresponse r ON r.interaction_id = i.id
        LEFT JOIN feedback_countingdecision d ON d.source = i.source AND d.external_id = i.external_id
            AND d.instrument = r.instrument AND d.responded_at = r.responded_at AND d.value = r.value
    ), crowds AS MATERIALIZED ({crowded(_MOMENTS)}), twins AS MATERIALIZED ({TWINS.format(starts=_STARTS)}), reasoned AS (
        SELECT a.*, CASE WHEN a.counts THEN '' WHEN NOT a.counts THEN 'excluded'
            WHEN a.is_soon OR c.second IS NOT NULL THEN 'suspected' WHEN t.id IS NOT NULL THEN 'duplicate' ELSE '' END AS reason
        FROM answers a LEFT JOIN twins t ON t.id = a.id
        LEFT JOIN crowds c ON a.precision = {SECOND} AND c.source = a.source AND c.instrument = a.instrument
            AND c.second = {SECOND_OF.format(alias="a")}
    ), ordered AS (
        SELECT *, row_number() OVER (
            PARTITION BY interaction_id, instrument, reason = '' ORDER BY counts DESC NULLS LAST, decided_at DESC NULLS LAST,
                responded_at DESC, came DESC
        ) AS place
        FROM (
            SELECT o.*, CASE WHEN count(*) OVER (PARTITION BY interaction_id, instrument) > 1 THEN coalesce((
                SELECT min(ARRAY[{by_precedence("s")}]) FROM feedback_claimedanswer s WHERE s.interaction_id = o.interaction_id
                    AND s.instrument = o.instrument AND s.responded_at = o.responded_at AND s.value = o.value
            ), ARRAY[o.id::numeric]) END AS came
            FROM reasoned o
        ) timed
    )
    SELECT id, interaction_id, state AS was, is_out_of_window AS was_outside, is_outside,
        CASE WHEN reason <> '' THEN reason WHEN place = 1 THEN 'counted' ELSE 'superseded' END AS state
    FROM ordered
"""
