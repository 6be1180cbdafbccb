"""Checks of an import before it is published: of the file alone, and compared with known contacts."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q

from intake.destination import Clashes, Names, destination
from intake.findings import CheckResult, Kind, Level
from intake.installation_limits import limits
from intake.models import Finding, Import, Rejection, StagedRow
from intake.queries.rejections import RejectionGroup, rejections_by_reason
from intake.queries.same_files import published_before
from intake.reading.column_guesses import sample
from intake.reading.layouts import Layout
from intake.reading.profiles import Field, Profile, plain_title
from intake.reading.reasons import RejectionReason
from intake.upload_storage import place_of
from people.name_matching import likely_people, people_by_identity

# Clocks differ a little. A wrong time zone or a swapped day and month make more than this.
SLACK = timedelta(hours=1)
LONG_AGO = timedelta(days=3653)
LINES_SHOWN = 3
# Rows of an agent in a sample, at least on average.
ROWS_OF_A_NAME = 2
_FULL_NAME = re.compile(r"(?=[^\W\d_])[^\W\d_a-z][^\W\d_]+(?:[ '-][^\W\d_a-z][^\W\d_]+){1,3}")
# Words in the titles of columns that hold an agent or a rating, for a suggestion.
AGENT_WORDS = ("agent", "assignee", "advisor", "employee", "operator", "teammate", "representative", "csp", "handled", "owner")
RATING_WORDS = ("rating", "csat", "score", "satisf", "stars", "smiley", "nps", "ces", "grade", "bewertung", "note", "puntu")


def found_in_file(imported: Import, *, now: datetime) -> list[CheckResult]:
    """What the staged and rejected rows of a file show on their own."""
    counts = imported.counts
    taken = counts["rows"] - counts["rejected"] - counts.get("left_out", 0)
    if not taken:
        reasons = rejections_by_reason(imported.pk)
        about = _reason(reasons[0]) if reasons else {"left_out": True}
        return [CheckResult(Kind.NOTHING_READ, Level.OBSTACLE, counts["rows"], about)]
    return [*_rejected_ratings(imported), *_missing(imported, taken), *_odd_dates(imported, now)]


def found_in_contacts(imported: Import) -> list[CheckResult]:
    """What comparing the file with published ones and known contacts shows. Its names should be matched first."""
    labels = set(StagedRow.objects.filter(file=imported).exclude(agent="").values_list("agent", flat=True).distinct())
    known = people_by_identity(imported.source, labels)
    matches = likely_people(labels - known.keys()) if labels - known.keys() else {}
    likely = {label: match.person_id for label, found in matches.items() for match in found if match.is_certain}
    # If the same file was published under another source, that is one question, and not one about each contact too.
    besides = set(published_before(imported).values_list("source", flat=True))
    compared = destination().compare(imported, Names(known, likely), besides)
    clashes = (
        (Kind.SAME_CONTACTS, compared.same_contacts),
        (Kind.REASSIGNED, compared.reassigned),
        (Kind.OTHER_CONTACTS, compared.other_contacts),
    )
    return [*_other_source(imported), *(_clashing(kind, found) for kind, found in clashes if found.count)]


def findings_of(imported: Import) -> list[Finding]:
    """Stored findings, obstacles and open questions first."""
    order = {Level.OBSTACLE: 0, Level.QUESTION: 1, Level.NOTE: 2}
    found = imported.findings.select_related("decided_by")
    return sorted(found, key=lambda finding: (order[Level(finding.level)], bool(finding.decision), finding.pk))


def _reason(group: RejectionGroup) -> dict[str, Any]:
    return {"reason": group.reason, "column": group.column, "value": group.value, "rejected": group.count}


def _rejected_ratings(imported: Import) -> Iterable[CheckResult]:
    """An obstacle if most rows with a rating were rejected. Rows that are only too old to keep are no sign of a mistake."""
    header = Layout.from_json(imported.layout).header
    at = Profile.from_json(imported.profile).index_of(Field.RATING, header)
    if at is None or not imported.counts["rejected"]:
        return
    rejected = Rejection.objects.filter(file=imported).exclude(reason=RejectionReason.NO_LONGER_KEPT)
    # PostgreSQL counts the cells of an array from 1, Django from 0.
    rated = rejected.filter(~Q(**{f"cells__{at}": ""}), cells__len__gt=at).count()
    answers = imported.counts["with_rating"]
    if rated > answers:
        groups = [group for group in rejections_by_reason(imported.pk) if group.reason != RejectionReason.NO_LONGER_KEPT]
        yield CheckResult(Kind.RATINGS_REJECTED, Level.OBSTACLE, rated, {**_reason(groups[0]), "of": rated + answers})


def _missing(imported: Import, taken: int) -> Iterable[CheckResult]:
    """Notes about columns that are empty in all rows; questions if another column seems to hold the values."""
    has_agents = imported.counts["unassigned"] < taken
    has_ratings = imported.counts["with_rating"] > 0
    if has_agents and has_ratings:
        return
    profile = Profile.from_json(imported.profile)
    if not has_agents:
        about = _instead(imported, profile, (Field.AGENT, Field.AGENT_EMAIL), AGENT_WORDS, _are_names)
        useless = not has_ratings and Field.EXTERNAL_ID not in profile.columns
        level = Level.OBSTACLE if useless else Level.QUESTION if about["suggestion"] else Level.NOTE
        yield CheckResult(Kind.NO_AGENT, level, taken, about)
    if not has_ratings:
        about = _instead(imported, profile, (Field.RATING,), RATING_WORDS, lambda _values: False)
        yield CheckResult(Kind.NO_RATING, Level.QUESTION if about["suggestion"] else Level.NOTE, taken, about)


def _instead(
    imported: Import,
    profile: Profile,
    fields: Sequence[Field],
    words: Collection[str],
    are_meant: Callable[[Sequence[str]], bool],
) -> dict[str, str]:
    """The chosen column, and another one whose title or values seem to be meant, if the chosen one has no values."""
    chosen = next((profile.columns[field] for field in fields if field in profile.columns), "")
    layout = Layout.from_json(imported.layout)
    with place_of(imported.path).open("rb") as file:
        rows = [cells for _line, cells in sample(file, layout, limits())]
    filled = [title for at, title in enumerate(layout.header) if title and any(row[at].strip() for row in rows)]
    used = {plain_title(title) for title in profile.columns.values()}
    free = [title for title in filled if plain_title(title) not in used]
    titled = [title for word in words for title in free if word in plain_title(title)]
    alike = (title for title in free if are_meant([row[layout.header.index(title)].strip() for row in rows]))
    return {"column": chosen, "suggestion": "" if chosen in filled else next(iter(titled), "") or next(alike, "")}


def _are_names(values: Sequence[str]) -> bool:
    """True for full names that come again, as those of agents do, and of customers don't."""
    given = list(filter(None, values))
    return len(given) >= ROWS_OF_A_NAME * len(set(given)) > 0 and all(map(_FULL_NAME.fullmatch, given))


def _odd_dates(imported: Import, now: datetime) -> Iterable[CheckResult]:
    """Questions about contacts in the future and from very long ago, in one pass over the staged rows."""
    values: dict[str, Any] = {"file": imported.pk, "future": now + SLACK, "past": now - LONG_AGO, "at_most": LINES_SHOWN}
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*) FILTER (WHERE greatest(started_at, responded_at) > %(future)s), max(started_at),
                count(*) FILTER (WHERE started_at < %(past)s), min(started_at)
            FROM intake_stagedrow WHERE file_id = %(file)s""",
            values,
        )
        future, last_at, old, first_at = cursor.fetchone()
    staged = StagedRow.objects.filter(file=imported)
    if future:
        late = staged.filter(Q(started_at__gt=values["future"]) | Q(responded_at__gt=values["future"]))
        yield CheckResult(Kind.IN_FUTURE, Level.QUESTION, future, {"at": last_at.isoformat(), "lines": _lines(late)})
    if old:
        early = staged.filter(started_at__lt=values["past"])
        yield CheckResult(Kind.LONG_AGO, Level.QUESTION, old, {"at": first_at.isoformat(), "lines": _lines(early)})


def _lines(rows: Any) -> list[int]:
    return list(rows.order_by("line").values_list("line", flat=True)[:LINES_SHOWN])


def _other_source(imported: Import) -> Iterable[CheckResult]:
    """A question if this file was only published under other sources."""
    before = list(published_before(imported))
    if before and imported.source not in {each.source for each in before}:
        about = {"source": before[0].source, "import": before[0].pk}
        yield CheckResult(Kind.PUBLISHED_BEFORE, Level.QUESTION, imported.counts["rows"], about, token=str(before[0].pk))


def _clashing(kind: Kind, found: Clashes) -> CheckResult:
    return CheckResult(kind, Level.QUESTION, found.count, {"examples": list(found.examples)}, found.token)
