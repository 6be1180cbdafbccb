"""The timeline: entries of the crisis's journal as sentences, newest first, rendered from verb and data."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.moments import moment_in
from crisis.models import Crisis
from crisis.verbs import TOLD, UPDATES, Verb
from journal.queries import EntryLine, head, lines, lines_since_last
from journal.verbs import Audience, known, readable_by, sentence
from people.queries.persons import names
from people.templatetags.last_days import end_of_period

PERSON = "people.Person"

# Entries that are highlighted, with their tone.
MILESTONES = {
    "crisis.activated": "primary",
    "crisis.resolved": "success",
    "crisis.reopened": "warning",
    "crisis.closed": "success",
    "crisis.cancelled": "warning",
    "crisis.decision_taken": "info",
    "crisis.update_given": "info",
}

# The key under which a corrected entry names the entry that corrects it.
CORRECTED_BY = "corrected_by"

# Frequent entries, shown in the whole timeline only.
EVERYDAY = {
    "quality.members_changed",
    "quality.review_completed",
    "quality.review_corrected",
    "quality.review_acknowledged",
    "quality.interaction_replaced",
    "quality.handed_on",
    "scripts.acknowledged",
    "scripts.withdrawal_acknowledged",
}
# Entries on the way to a milestone. The room shows them in the whole timeline only; the protocol tells them.
ROUTINE = EVERYDAY | {
    "crisis.edited",
    "crisis.next_update_set",
    "crisis.needed_set",
    "crisis.needed_removed",
    "crisis.hours_corrected",
    "crisis.hours_added",
    "crisis.leader_answered",
    "crisis.leader_nominated",
    "crisis.leader_objected",
    "crisis.leader_input_withdrawn",
    "crisis.improvement_assigned",
    "crisis.protocol_edited",
    "recognition.award_nominated",
    "recognition.award_approved",
    "recognition.award_declined",
    "recognition.award_cancelled",
    "scripts.written",
    "scripts.edited",
    "scripts.revised",
    "scripts.submitted",
    "scripts.sent_back",
    "scripts.approved",
    "scripts.renamed",
}
# The latest entries are looked for among this many.
REACH = 400


@dataclass(frozen=True, slots=True)
class Happening:
    """One journal entry as a sentence. `tone` is empty unless it is highlighted."""

    sequence: int
    verb: str
    writer_id: int | None
    at: datetime
    sentence: str
    tone: str


def timeline_of(crisis: Crisis, reader: Audience, *, zone: tzinfo, latest: int | None = None) -> list[Happening]:
    """Entries that this audience may read, newest first: all of them, or the `latest` ones without routine entries.

    Times in the sentences are in `zone`, because a worker's own zone is not the reader's.
    """
    allowed = readable_by(reader)
    if latest is None:
        return _happenings(corrected(lines(crisis.journal_id, verbs=allowed)), zone)
    reach = max(0, head(crisis.journal_id)[0] - REACH)
    recent = corrected(lines(crisis.journal_id, after=reach, verbs=allowed - ROUTINE))
    return _happenings(recent[-latest:], zone)


@dataclass(frozen=True, slots=True)
class Update:
    """An update or decision in its current text. `told_by` is the number of the entry with this text: its own, or that of its
    last correction.
    """

    sequence: int
    told_by: int
    writer_id: int | None
    given_at: datetime
    text: str
    is_decision: bool

    @property
    def is_corrected(self) -> bool:
        return self.told_by != self.sequence


def update_of(crisis: Crisis, sequence: int) -> Update | None:
    """The corrected update with this entry number. None if the entry is not an update."""
    return _update(lines(crisis.journal_id, after=sequence - 1, verbs=TOLD), sequence)


def newest_update(crisis: Crisis) -> Update | None:
    """The latest update or decision, corrected. One query."""
    since = lines_since_last(crisis.journal_id, UPDATES, verbs=TOLD)
    return _update(since, since[0].sequence) if since else None


def _update(since: list[EntryLine], sequence: int) -> Update | None:
    """The update with this number, corrected by these entries."""
    found = next((line for line in corrected(since) if line.sequence == sequence and line.verb in UPDATES), None)
    if found is None:
        return None
    return Update(
        sequence=found.sequence,
        told_by=found.data.get(CORRECTED_BY, found.sequence),
        writer_id=found.actor_id,
        given_at=found.occurred_at,
        text=found.texts.get("text") or "",
        is_decision=found.verb == Verb.DECISION_TAKEN,
    )


def corrected(recorded: list[EntryLine]) -> list[EntryLine]:
    """The entries with corrected updates. Superseded corrections are left out."""
    latest = {line.data["corrects"]: line for line in recorded if line.verb == Verb.UPDATE_CORRECTED}
    standing = {line.sequence for line in latest.values()}
    return [
        replace(line, texts=latest[line.sequence].texts, data={**line.data, CORRECTED_BY: latest[line.sequence].sequence})
        if line.sequence in latest
        else line
        for line in recorded
        if line.verb != Verb.UPDATE_CORRECTED or line.sequence in standing
    ]


def _happenings(recorded: list[EntryLine], zone: tzinfo) -> list[Happening]:
    known_names = names(_person_ids(recorded))
    return [_happening(line, known_names, zone) for line in reversed(recorded)]


def _person_ids(recorded: Iterable[EntryLine]) -> set[int]:
    ids = set()
    for line in recorded:
        if line.actor_id is not None:
            ids.add(line.actor_id)
        if line.subject_type == PERSON:
            ids.add(line.subject_id)
        if isinstance(person_id := line.data.get("person"), int):
            ids.add(person_id)
    return ids


def _happening(line: EntryLine, known_names: dict[int, str], zone: tzinfo) -> Happening:
    verb = known(line.verb)
    words: dict[str, Any] = defaultdict(lambda: "…")
    words |= {name: _readable(name, value, zone) for name, value in line.data.items()}
    if isinstance(person_id := line.data.get("person"), int):
        words["person"] = known_names.get(person_id, "…")
    if line.verb == Verb.HOURS_CORRECTED and "was_to_at" not in line.data:
        words["was_to_at"] = _("not yet ended")
    words |= {name: _("(erased)") if text is None else text for name, text in line.texts.items()}
    words["actor"] = known_names.get(line.actor_id, "…") if line.actor_id is not None else _("The system")
    if line.subject_type == PERSON:
        words["subject"] = known_names.get(line.subject_id, "…")
    told = sentence(verb, words) if verb else line.verb
    if CORRECTED_BY in line.data:
        told = _("%(sentence)s (corrected)") % {"sentence": told}
    return Happening(line.sequence, line.verb, line.actor_id, line.occurred_at, told, MILESTONES.get(line.verb, ""))


def _readable(name: str, value: Any, zone: tzinfo) -> Any:
    """A value for a sentence: times (names ending in `_at`) and dates (`_on`) are formatted."""
    if isinstance(value, str) and name == "ends_at":
        return end_of_period(datetime.fromisoformat(value), zone=zone)
    if isinstance(value, str) and name.endswith("_at"):
        return moment_in(datetime.fromisoformat(value), zone)
    if isinstance(value, str) and name.endswith("_on"):
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    return value
