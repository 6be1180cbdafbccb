"""Efficacy of a script by version and by step: uses, how often it worked, where agents leave it, and the CSAT of its contacts.

Nothing is about single people. How often it worked is shown if at least five people used the version, and for a step if the
same holds for the uses that went through it and for those that didn't: otherwise subtracting would give a few people away.
"""

from dataclasses import dataclass

import numpy as np
from django.db import connection
from django.db.models import Count, Q

from feedback.queries.contacts_at import SMALLEST_GROUP, ContactsAt, PersonMoment, contacts_at
from feedback.sustained.intervals import percents
from scripts_library.models import Script, ScriptUse, ScriptVersion

Outcome = ScriptUse.Outcome

# Uses that went through each step, and those that ended there and weren't said to have worked.
STEPS = """
    SELECT step.key,
        count(*) FILTER (WHERE step.key = ANY(u.path)),
        count(*) FILTER (WHERE u.path[cardinality(u.path)] = step.key AND u.outcome <> 'worked'),
        count(*) FILTER (WHERE step.key = ANY(u.path) AND u.outcome = 'worked'),
        count(*) FILTER (WHERE step.key = ANY(u.path) AND u.outcome = 'failed'),
        count(DISTINCT u.person_id) FILTER (WHERE step.key = ANY(u.path) AND u.outcome <> ''),
        count(DISTINCT u.person_id) FILTER (WHERE NOT step.key = ANY(u.path) AND u.outcome <> '')
    FROM scripts_library_scriptstep step
    LEFT JOIN scripts_library_scriptuse u ON u.version_id = step.version_id AND u.ended_at IS NOT NULL
    WHERE step.version_id = %(version)s GROUP BY step.key
"""


@dataclass(frozen=True, slots=True)
class WorkedShare:
    """How often a script worked among the uses with an answer. The percentages are None if they would be about too few people,
    or if there is no answer; `is_hidden` tells one from the other.
    """

    answers: int
    percent: float | None
    lower_bound_percent: float | None
    upper_bound_percent: float | None
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class VersionEfficacy:
    """Figures of one released version. `contacts` are those in which it was used."""

    id: int
    number: int
    state: str
    uses: int
    worked: WorkedShare
    contacts: ContactsAt

    @property
    def worked_percent(self) -> float | None:
        return self.worked.percent

    @property
    def csat_percent(self) -> float | None:
        found = self.contacts.satisfaction
        return None if found is None else found.csat_percent

    @property
    def matched(self) -> int:
        return self.contacts.matched

    @property
    def several(self) -> int:
        return self.contacts.several

    @property
    def unmatched(self) -> int:
        return self.contacts.unmatched


@dataclass(frozen=True, slots=True)
class StepEfficacy:
    """Figures of one step: uses that went through it, and those that ended there without having worked."""

    key: str
    position: int
    title: str
    is_last: bool
    uses: int
    left: int
    worked: WorkedShare

    @property
    def worked_percent(self) -> float | None:
        return self.worked.percent


def efficacy_of(script: Script) -> list[VersionEfficacy]:
    """Figures of the released versions, newest first, over the uses that have ended. Drills have no contacts. Three queries."""
    ended = ScriptUse.objects.filter(script=script, ended_at__isnull=False)
    counts = (
        ended.order_by()
        .values("version")
        .annotate(
            uses=Count("pk"),
            worked=Count("pk", filter=Q(outcome=Outcome.WORKED)),
            failed=Count("pk", filter=Q(outcome=Outcome.FAILED)),
            people=Count("person", distinct=True, filter=~Q(outcome="")),
        )
    )
    found = {row["version"]: row for row in counts}
    nothing = {"uses": 0, "worked": 0, "failed": 0, "people": 0}
    moments = () if script.journal.is_drill else ended.values_list("version", "person", "started_at")
    contacts = contacts_at(PersonMoment(*moment) for moment in moments)
    rows = []
    for version in ScriptVersion.objects.released().filter(script=script).order_by("-number").only("number", "state"):
        row = found.get(version.pk, nothing)
        worked = _share(row["worked"], row["failed"], is_hidden=0 < row["people"] < SMALLEST_GROUP)
        figures = contacts.get(version.pk, ContactsAt())
        rows.append(VersionEfficacy(version.pk, version.number, version.get_state_display(), row["uses"], worked, figures))
    return rows


def step_efficacy_of(version: ScriptVersion) -> list[StepEfficacy]:
    """Figures of the version's steps, in order. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(STEPS, {"version": version.pk})
        found = {key: figures for key, *figures in cursor.fetchall()}
    rows = []
    for step in version.steps.order_by("position"):
        uses, left, worked, failed, inside, outside = found[step.key]
        is_hidden = 0 < inside < SMALLEST_GROUP or 0 < outside < SMALLEST_GROUP
        share = _share(worked, failed, is_hidden=is_hidden)
        rows.append(StepEfficacy(step.key, step.position, step.title, step.kind in step.LAST, uses, left, share))
    return rows


def _share(worked: int, failed: int, *, is_hidden: bool) -> WorkedShare:
    if is_hidden:
        return WorkedShare(0, None, None, None, is_hidden=True)
    (share,), (lower,), (upper,) = percents(np.array([worked]), np.array([worked + failed]))
    return WorkedShare(worked + failed, share, lower, upper, is_hidden=False)
