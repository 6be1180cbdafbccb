"""Response rates of everyone in a window, from the rollup of contacts."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db import connection

from feedback.queries.rollups import scores_version
from feedback.sustained import Criteria
from feedback.sustained.response_rates import FEWEST_CSPS, LEAST_UNRATED_SHARE, ResponseRate, rates_of

# Cached windows per process: under a megabyte each with 5,000 CSPs.
REMEMBERED = 3

# Numeric, so that the result does not depend on the order of the rows.
RATES = """
    WITH counted AS (
        SELECT person_id, month_on, source, channel, rated, rated + unrated AS contacts
        FROM feedback_monthlycontacts WHERE month_on = ANY(%(window)s)
    ), cells AS (
        SELECT month_on, source, channel, sum(rated)::numeric / sum(contacts) AS rate FROM counted
        GROUP BY month_on, source, channel
        HAVING count(*) >= %(fewest)s AND sum(rated) > 0 AND sum(contacts - rated) >= %(share)s * sum(contacts)
    )
    SELECT person_id, sum(contacts), sum(rated), round(100 * sum(contacts * rate) / sum(contacts), 6)::float8
    FROM counted JOIN cells USING (month_on, source, channel) GROUP BY person_id
"""


def response_rates(criteria: Criteria) -> Mapping[int, ResponseRate]:
    """Response rates by person, over the window of these criteria. People without contacts from a source that delivers unrated
    contacts too are missing. Cached by the version of the scores.
    """
    return _rates(scores_version(), criteria.window)


@lru_cache(maxsize=REMEMBERED)
def _rates(_version_token: UUID | None, window: Sequence[date]) -> Mapping[int, ResponseRate]:
    with connection.cursor() as cursor:
        cursor.execute(RATES, {"window": list(window), "fewest": FEWEST_CSPS, "share": LEAST_UNRATED_SHARE})
        return rates_of(cursor.fetchall())
