"""Checks of an import before it is published: of the file alone, and compared with known contacts."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Q

from intake.destination import Clashes, Names, destination
from intake.findings import CheckResult, Kind, Level
from intake.installation_limits import limits
from intake.models import Finding, Import, Rejection, StagedRow
from intake.queries.rated_questions import other_questions, question_of, sources_of_other_questions, token_of
from intake.queries.rejections import RejectionGroup, rejections_by_reason
from intake.queries.same_files import published_before
from intake.queries.shared_ids import shared_ids
from intake.rated_questions import RatedQuestion
from intake.reading.column_guesses import sample
from intake.reading.layouts import Layout
from intake.reading.profiles import Field, Profile, plain_title
from intake.reading.rating_columns import may_be_ratings
from intake.reading.reasons import RejectionReason
from intake.reading.satisfaction_words import grade_of
from intake.upload_storage import place_of
from people.name_matching import likely_people, people_by_identity

# Clocks differ a little. A wrong time zone or a swapped day and month make more than this.
SLACK = timedelta(hours=1)
LONG_AGO = timedelta(days=3653)
LINES_SHOWN = 3
# Rows of an agent in a sample, at least on average.
ROWS_OF_A_NAME = 2
_FULL_NAME = re.compile(r"(?=[^\W\d_])[^\W\d_a-z][^\W\d_]+(?:[ '-][^\W\d_a-z][^\W\d_]+){1,3}")
# More different values than this are no scale with other words, but texts.
VALUES_SHOWN, LONGEST_WORD = 10, 40
QUESTIONS_SHOWN = 3
ABOUT_RATINGS = (
    RejectionReason.SCALE,
    RejectionReason.OTHER_SCALE,
    RejectionReason.NOT_WHOLE,
    RejectionReason.SEVERAL_RATINGS,
)
# First what can make a person give up the file, choose another source or match the columns again.
IN_ORDER = (
    Kind.NOTHING_READ,
    Kind.PUBLISHED_BEFORE,
    Kind.OTHER_QUESTION,
    Kind.RATINGS_REJECTED,
    Kind.SAME_CONTACTS,
    Kind.OTHER_CONTACTS,
    Kind.SHARED_IDS,
    Kind.PERHAPS_KNOWN,
    Kind.NO_RATING,
    Kind.NO_AGENT,
    Kind.IN_FUTURE,
    Kind.LONG_AGO,
    Kind.REASSIGNED,
)
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
    unread = list(_rejected_ratings(imported))
    # Then the file is read again in another way, or not at all.
    return unread or [*_missing(imported, taken), *_odd_dates(imported, now), *shared_ids(imported)]


def found_in_contacts(imported: Import, *, before_names: bool = False) -> list[CheckResult]:
    """What comparing the file with published ones and known contacts shows. `before_names` are matched, only what makes a
    person give up the file or choose another source: then other agents can just be new names.
    """
    labels = set(StagedRow.objects.filter(file=imported).exclude(agent="").values_list("agent", flat=True).distinct())
    known = people_by_identity(imported.source, labels)
    matches = likely_people(labels - known.keys()) if labels - known.keys() else {}
    likely = {label: match.person_id for label, found in matches.items() for match in found if match.is_certain}
    # If the same file was published under another source, that is one question, and not one about each contact too.
    besides = {*published_before(imported).values_list("source", flat=True), *sources_of_other_questions(imported)}
    names = Names({**likely, **known}, likely, labels - known.keys()) if before_names else Names(known, likely)
    compared = destination().compare(imported, names, besides)
    clashes = (
        (Kind.PERHAPS_KNOWN, Clashes() if before_names else destination().perhaps_known(imported, names.known)),
        (Kind.SAME_CONTACTS, compared.same_contacts),
        (Kind.REASSIGNED, Clashes() if before_names else compared.reassigned),
        (Kind.OTHER_CONTACTS, compared.other_contacts),
    )
    found_here = (_clashing(kind, found) for kind, found in clashes if found.count)
    return [*_other_source(imported), *_other_question(imported), *found_here]


def findings_of(imported: Import) -> list[Finding]:
    """Stored findings, obstacles and open questions first, and those that make a person give up the file before others."""
    order = {Level.OBSTACLE: 0, Level.QUESTION: 1, Level.NOTE: 2}
    found = imported.findings.select_related("decided_by")
    place = {kind: at for at, kind in enumerate(IN_ORDER)}
    return sorted(found, key=lambda each: (order[Level(each.level)], bool(each.decision), place[Kind(each.kind)]))


def _reason(group: RejectionGroup) -> dict[str, Any]:
    return {"reason": group.reason, "column": group.column, "value": group.value, "rejected": group.count}


def _rejected_ratings(imported: Import) -> Iterable[CheckResult]:
    """An obstacle if most ratings themselves can't be read; a question if few words are the reason that may be no ratings."""
    profile = Profile.from_json(imported.profile)
    unread = Rejection.objects.filter(
        file=imported, reason__in=ABOUT_RATINGS, column=profile.columns.get(Field.RATING, "")[:300]
    )
    count, answers = unread.count() if imported.counts["rejected"] else 0, imported.counts["with_rating"]
    if count <= answers:
        return
    values = unread.values_list("value", "reason").annotate(rows=Count("line")).order_by("-rows", "value")
    listed = list(values[: VALUES_SHOWN + 1])
    words = {value: rows for value, reason, rows in listed if _may_be_no_rating(value, reason)}
    others = count - sum(words.values())
    can_be_unrated = answers and others <= answers and len(listed) <= VALUES_SHOWN and profile.only_scale is not None
    value, reason, _rows = listed[0]
    about = {"of": count + answers, "column": profile.columns[Field.RATING], "value": value, "reason": reason}
    shown = words if can_be_unrated else {value: rows for value, _reason, rows in listed[:VALUES_SHOWN]}
    level = Level.QUESTION if can_be_unrated else Level.OBSTACLE
    yield CheckResult(Kind.RATINGS_REJECTED, level, count, {**about, "values": shown})


def _may_be_no_rating(value: str, reason: str) -> bool:
    """True for a word such as “declined”. Numbers, pictures and words for satisfaction need another scale instead."""
    is_word = any(map(str.isalpha, value)) and not any(map(str.isdigit, value)) and len(value) <= LONGEST_WORD
    return is_word and reason == RejectionReason.SCALE and grade_of(value) is None


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
        about = _instead(imported, profile, (Field.RATING,), RATING_WORDS, may_be_ratings)
        yield CheckResult(Kind.NO_RATING, Level.QUESTION if about["suggestion"] else Level.NOTE, taken, about)


def _instead(
    imported: Import,
    profile: Profile,
    fields: Sequence[Field],
    words: Collection[str],
    are_meant: Callable[[str, Sequence[str]], bool],
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
    alike = (title for title in free if are_meant(title, [row[layout.header.index(title)].strip() for row in rows]))
    return {"column": chosen, "suggestion": "" if chosen in filled else next(iter(titled), "") or next(alike, "")}


def _are_names(_title: str, values: Sequence[str]) -> bool:
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


def _other_question(imported: Import) -> Iterable[CheckResult]:
    """A question if the file's ratings answer another question than earlier files of its source, and never this one."""
    others, question = other_questions(imported), question_of(imported)
    if not others or question is None:
        return
    again = destination().rated_again(imported)
    about = {
        "here": _about_question(question),
        "known": [_about_question(each.question) for each in others[:QUESTIONS_SHOWN]],
        "at": others[0].at.isoformat(),
        "again": again.count,
        "examples": list(again.examples),
    }
    token = token_of(question, others, again.token)
    yield CheckResult(Kind.OTHER_QUESTION, Level.QUESTION, imported.counts["with_rating"], about, token)


def _about_question(question: RatedQuestion) -> dict[str, Any]:
    rows = [[row.column, row.relation, row.value] for row in question.rows]
    named = [
        [column, "is", value] for column, value in (question.named or {}).items() if column not in {row[0] for row in rows}
    ]
    return {"column": question.column, "instrument": question.instrument, "rows": [*rows, *named]}


def _clashing(kind: Kind, found: Clashes) -> CheckResult:
    return CheckResult(kind, Level.QUESTION, found.count, {"examples": list(found.examples)}, found.token)
