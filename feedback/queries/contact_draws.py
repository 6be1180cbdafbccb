"""Stratified draws of contacts to review, done in the database: one contact out of hundreds of a person."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connection

from feedback.queries.interactions import ReviewableInteraction
from intake.instruments import SATISFIED_FROM

HOURS_OF_A_BAND = 6

Stratum = tuple[str, str]


def strata(interaction: ReviewableInteraction) -> frozenset[Stratum]:
    """The four strata of an interaction: its channel, its topic, its part of the day, its survey outcome.

    A stratum is one value of one of them, not a combination: with a handful of reviews a week every channel, topic,
    part of the day and outcome can be seen, while most of their hundreds of combinations never could.
    """
    return frozenset(
        {
            ("channel", interaction.channel),
            ("topic", interaction.topic),
            ("hours", str(interaction.hour_band // HOURS_OF_A_BAND)),
            ("outcome", interaction.outcome),
        }
    )


def strata_and_day(interaction: ReviewableInteraction, zone: ZoneInfo) -> frozenset[Stratum]:
    """The attributes that a draw balances: the four strata, and the day in the organisation's zone."""
    return strata(interaction) | {("day", interaction.started_at.astimezone(zone).date().isoformat())}


@dataclass(frozen=True, slots=True)
class Draw:
    """One draw among the contacts of a person that began at `since` or later.

    `seen` counts the strata and days drawn before. `seed` breaks ties.
    """

    key: int
    person_id: int
    since: datetime
    seed: str
    seen: Counter[Stratum]


# The cost of a contact is how often its strata and its day were drawn before; ties are broken at random.
DRAWN = """
SELECT draw.key, draw.person_id, best.id, best.channel, best.topic, best.hour_band, best.outcome, best.started_at
FROM unnest(%(keys)s::bigint[], %(people)s::bigint[], %(since)s::timestamptz[], %(seeds)s::text[], %(seen)s::text[]::jsonb[])
    AS draw(key, person_id, since, seed, seen)
CROSS JOIN LATERAL (
    SELECT contact.id, contact.channel, contact.topic, contact.hour_band, answered.outcome, contact.started_at
    FROM feedback_interaction contact
    LEFT JOIN feedback_surveyresponse answer
        ON answer.interaction_id = contact.id AND answer.instrument = 'csat' AND answer.state = 'counted'
    CROSS JOIN LATERAL (
        SELECT CASE WHEN answer.value IS NULL THEN 'none' WHEN answer.value >= %(satisfied)s THEN 'satisfied' ELSE 'not' END
    ) answered(outcome)
    WHERE contact.person_id = draw.person_id AND contact.started_at >= draw.since AND contact.started_at < %(until)s
        AND NOT contact.is_drill AND contact.id <> ALL (%(taken)s::bigint[])
    ORDER BY
        coalesce((draw.seen -> 'channel' ->> contact.channel)::int, 0)
        + coalesce((draw.seen -> 'topic' ->> contact.topic)::int, 0)
        + coalesce((draw.seen -> 'hours' ->> (contact.hour_band / %(hours)s)::text)::int, 0)
        + coalesce((draw.seen -> 'outcome' ->> answered.outcome)::int, 0)
        + coalesce((draw.seen -> 'day' ->> to_char(contact.started_at AT TIME ZONE %(zone)s, 'YYYY-MM-DD'))::int, 0),
        sha256(convert_to(draw.seed || ':' || contact.id, 'UTF8'))
    LIMIT 1
) best
"""


def drawn(
    draws: Sequence[Draw], *, until: datetime, taken: Collection[int], zone: ZoneInfo
) -> dict[int, ReviewableInteraction]:
    """The drawn contact by key: it began before `until`, is not taken, and has the strata and day drawn least so far. Draws
    without a result are missing; drills are never drawn. One query.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            DRAWN,
            {
                "keys": [draw.key for draw in draws],
                "people": [draw.person_id for draw in draws],
                "since": [draw.since for draw in draws],
                "seeds": [draw.seed for draw in draws],
                "seen": [_as_json(draw.seen) for draw in draws],
                "until": until,
                "taken": list(taken),
                "zone": zone.key,
                "hours": HOURS_OF_A_BAND,
                "satisfied": SATISFIED_FROM,
            },
        )
        return {
            key: ReviewableInteraction(contact_id, person_id, channel, topic, hour_band, outcome, started_at)
            for key, person_id, contact_id, channel, topic, hour_band, outcome, started_at in cursor.fetchall()
        }


def _as_json(seen: Counter[Stratum]) -> str:
    """Counts by kind, then by value, in the form that the query reads."""
    by_kind: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for (kind, value), count in seen.items():
        by_kind[kind][value] = count
    return json.dumps(by_kind)
