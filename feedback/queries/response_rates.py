"""Response rates of everyone in a window, from the rollup of contacts."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from feedback.queries.rollups import scores_version
from feedback.sustained import Criteria
from feedback.sustained.response_rates import ResponseRate, rates_of

# Cached years and windows per process: some 2 MB and half a megabyte each with 5,000 CSPs.
REMEMBERED_YEARS, REMEMBERED = 2, 3

LINE = np.dtype([("person", ">i8"), ("rated", ">i4"), ("contacts", ">i4")])

# Packed like the scores; see `feedback.queries.work_counts`.
CELLS = """
    SELECT month_on, string_agg(int8send(person_id) || int4send(rated) || int4send(rated + unrated), '')
    FROM feedback_monthlycontacts WHERE month_on = ANY(%(months)s)
    GROUP BY month_on, source, channel ORDER BY month_on, source, channel
"""


def response_rates(criteria: Criteria) -> Mapping[int, ResponseRate]:
    """Response rates by person, over the window of these criteria. People without contacts from a source that delivers unrated
    contacts too are missing. Cached by the version of the scores.
    """
    return _rates(scores_version(), criteria.whole_years, criteria.window)


@lru_cache(maxsize=REMEMBERED)
def _rates(version_token: UUID | None, years: tuple[date, ...], window: Sequence[date]) -> Mapping[int, ResponseRate]:
    return rates_of(cell for month, cell in _cells(version_token, years) if month in window)


@lru_cache(maxsize=REMEMBERED_YEARS)
def _cells(_version_token: UUID | None, months: tuple[date, ...]) -> list[tuple[date, NDArray[Any]]]:
    """The lines of each source, channel and month, with the month."""
    with connection.cursor() as cursor:
        cursor.execute(CELLS, {"months": list(months)})
        return [(month, np.frombuffer(packed, LINE)) for month, packed in cursor.fetchall()]
