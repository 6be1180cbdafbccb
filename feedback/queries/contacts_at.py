"""Contacts that people had at given moments, and the CSAT of these contacts without giving away single people's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
from django.db import connection

from feedback.queries.satisfaction import Satisfaction
from feedback.sustained.intervals import percents
from intake.instruments import SATISFIED_FROM
from intake.reading.precision import MINUTE

SMALLEST_GROUP = 5

# The contact of the person that was going on at the moment. Contacts of sources that only have dates can't be found, and of
# several contacts at the same moment nobody knows which one is meant.
SQL = """
    SELECT moment.grp, moment.person_id, contact.contacts, contact.id, contact.started_at, answer.value
    FROM unnest(%(groups)s::bigint[], %(people)s::bigint[], %(moments)s::timestamptz[]) AS moment(grp, person_id, at)
    CROSS JOIN LATERAL (
        SELECT count(*) AS contacts, min(i.id) AS id, min(i.started_at) AS started_at
        FROM feedback_interaction i
        WHERE i.person_id = moment.person_id AND i.started_at <= moment.at AND i.started_at > moment.at - interval '1 day'
            AND i.ended_at >= moment.at AND i.started_precision >= %(precision)s AND NOT i.is_drill
    ) contact
    LEFT JOIN feedback_surveyresponse answer ON contact.contacts = 1 AND answer.interaction_id = contact.id
        AND answer.instrument = 'csat' AND answer.state = 'counted'
"""


class PersonMoment(NamedTuple):
    """A moment of a person, in a group for which one figure is wanted."""

    group: int
    person_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ContactsAt:
    """The contacts at the moments of a group.

    `matched` moments lie in exactly one contact, `several` in more than one, and `unmatched` in none. `satisfaction` is over
    the answers about the matched contacts, None if it would be about fewer than five people; see `_shown`.
    """

    matched: int = 0
    several: int = 0
    unmatched: int = 0
    satisfaction: Satisfaction | None = None


class _Answer(NamedTuple):
    started_at: datetime
    contact_id: int
    person_id: int
    value: int


def contacts_at(moments: Iterable[PersonMoment]) -> Mapping[int, ContactsAt]:
    """The contacts at these moments by group. A contact with several moments of a group counts once. One query."""
    wanted = list(moments)
    groups = [moment.group for moment in wanted]
    values: dict[str, Any] = {
        "groups": groups,
        "people": [moment.person_id for moment in wanted],
        "moments": [moment.at for moment in wanted],
        "precision": MINUTE,
    }
    counts = {group: [0, 0, 0] for group in groups}
    answers: dict[int, set[_Answer]] = {group: set() for group in counts}
    with connection.cursor() as cursor:
        cursor.execute(SQL, values)
        for group, person_id, contacts, contact_id, started_at, value in cursor.fetchall():
            counts[group][min(contacts, 2)] += 1
            if value is not None:
                answers[group].add(_Answer(started_at, contact_id, person_id, value))
    return {
        group: ContactsAt(matched, several, unmatched, _shown(sorted(answers[group])))
        for group, (unmatched, matched, several) in counts.items()
    }


def _shown(answers: Sequence[_Answer]) -> Satisfaction | None:
    """CSAT over the answers in order of time, in portions of at least five people each. An unfinished portion doesn't count.

    So two figures of the same group, read at different times, also differ by the answers of five people or none.
    """
    counted, portion, people = 0, 0, set[int]()
    for answer in answers:
        portion += 1
        people.add(answer.person_id)
        if len(people) >= SMALLEST_GROUP:
            counted, portion, people = counted + portion, 0, set()
    if not counted:
        return None
    satisfied = sum(answer.value >= SATISFIED_FROM for answer in answers[:counted])
    (csat,), (lower,), (upper,) = percents(np.array([satisfied]), np.array([counted]))
    return Satisfaction(counted, satisfied, csat, lower, upper)
