"""Read access to journals. Higher rooms render the sentences, because they know the names behind the ids."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from core.version_tokens import Rows
from journal import hash_chain
from journal.models import Entry, Journal, JournalText


@dataclass(frozen=True, slots=True)
class EntryLine:
    """Journal entry for readers. `texts` maps a name to its text, or to None if the text was erased."""

    id: int
    sequence: int
    verb: str
    actor_id: int | None
    subject_type: str
    subject_id: int
    data: dict[str, Any]
    occurred_at: datetime
    recorded_at: datetime
    hash: str
    texts: dict[str, str | None] = field(default_factory=dict)


FACTS = tuple(fact.name for fact in fields(EntryLine) if fact.name != "texts")


@dataclass(frozen=True, slots=True)
class Damage:
    """Damage in a chain: the entry and what is wrong with it."""

    journal_id: int
    sequence: int
    what: str


def lines(journal_id: int, *, after: int = 0, verbs: Iterable[str] | None = None) -> list[EntryLine]:
    """Entries of a journal after the given sequence number, in order. One query."""
    entries = Entry.objects.filter(journal_id=journal_id, sequence__gt=after).order_by("sequence")
    if verbs is not None:
        entries = entries.filter(verb__in=list(verbs))
    return _lines(entries)


def lines_since_last(journal_id: int, last: Iterable[str], *, verbs: Iterable[str]) -> list[EntryLine]:
    """Entries with these verbs, in order, starting with the newest entry whose verb is in `last`. One query."""
    entries = Entry.objects.filter(journal_id=journal_id)
    begin = entries.filter(verb__in=list(last)).order_by("-sequence").values("sequence")[:1]
    return _lines(entries.filter(verb__in=list(verbs), sequence__gte=begin).order_by("sequence"))


def lines_about(subject: Model) -> list[EntryLine]:
    """Entries about an object, in the order in which they were written."""
    label = subject._meta.label  # noqa: SLF001 - Django's documented Model._meta
    return _lines(Entry.objects.filter(subject_type=label, subject_id=subject.pk).order_by("pk"))


def data_about(label: str, subject_ids: Collection[int], *, verb: str) -> dict[int, dict[str, Any]]:
    """Data of the first entry with this verb about each of these objects of a model, by id. One query. A later entry could have
    been added to prove something else.
    """
    entries = Entry.objects.filter(subject_type=label, subject_id__in=list(subject_ids), verb=verb).order_by("-pk")
    return dict(entries.values_list("subject_id", "data"))


def subjects_naming(person_ids: Collection[int], *, verb: str) -> set[int]:
    """Ids of the subjects of entries with this verb whose data has one of these people as `person`."""
    entries = Entry.objects.filter(verb=verb, data__person__in=list(person_ids))
    return set(entries.values_list("subject_id", flat=True))


def _lines(entries: QuerySet[Entry]) -> list[EntryLine]:
    """Lines for entries. The join returns one row for each text of an entry, so rows are grouped by entry."""
    found: dict[int, EntryLine] = {}
    for *entry, name, text in entries.values_list(*FACTS, "texts__name", "texts__text"):
        line = found.setdefault(entry[0], EntryLine(*entry))
        if name is not None:
            line.texts[name] = text
    return list(found.values())


def head(journal_id: int) -> tuple[int, str]:
    """Sequence number and hash of the last entry; (0, genesis) for an empty journal. Cheap enough to check for changes."""
    last = Entry.objects.filter(journal_id=journal_id).order_by("-sequence").values_list("sequence", "hash").first()
    return last or (0, hash_chain.GENESIS)


def heads() -> dict[int, tuple[int, str]]:
    """Sequence number and hash of the last entry, by journal id. Journals without entries are missing."""
    last = Entry.objects.order_by("journal_id", "-sequence").distinct("journal_id")
    return {journal: (sequence, hash_) for journal, sequence, hash_ in last.values_list("journal_id", "sequence", "hash")}


# Titles of journals and whether they are closed; for `core.version_tokens`.
JOURNALS = Rows(Journal)


def rows_of_timeline(journal: str) -> tuple[Rows, ...]:
    """Rows of a journal and its entries, given SQL for the journal id. Entries are only added; texts can be erased."""
    ours = f"entry_id IN (SELECT id FROM journal_entry WHERE journal_id = {journal})"  # noqa: S608 - SQL of our own
    return (
        Rows(Entry, f"journal_id = {journal}", version="max(sequence)"),
        Rows(JournalText, f"{ours} AND text IS NULL"),
        Rows(Journal, f"id = {journal}"),
    )


def rows_of_verbs(verbs: Iterable[str], journals: str) -> tuple[Rows, ...]:
    """Rows of entries with these verbs and their erased texts, given SQL for the journal ids."""
    named = ", ".join(f"'{verb}'" for verb in verbs)
    entries = f"journal_id IN ({journals}) AND verb IN ({named})"
    theirs = f"entry_id IN (SELECT id FROM journal_entry WHERE {entries})"  # noqa: S608 - SQL of our own
    return Rows(Entry, entries, version="max(id)"), Rows(JournalText, f"{theirs} AND text IS NULL")


def journals() -> list[Journal]:
    return list(Journal.objects.order_by("pk"))


def journal_with_id(journal_id: int) -> Journal | None:
    """Journal with this id, or None if it doesn't exist."""
    return Journal.objects.filter(pk=journal_id).first()


def damages() -> Iterable[Damage]:
    """Damage in all chains. Reads the entries in batches, so it can run long on large journals."""
    for journal_id in Journal.objects.order_by("pk").values_list("pk", flat=True):
        yield from _damages_of(journal_id)


def _damages_of(journal_id: int) -> Iterable[Damage]:
    previous, expected = hash_chain.GENESIS, 1
    for entry in Entry.objects.filter(journal_id=journal_id).order_by("sequence").prefetch_related("texts").iterator(500):
        if entry.sequence != expected:
            yield Damage(journal_id, expected, f"entries {expected} to {entry.sequence - 1} are missing")
        if entry.previous_hash != previous:
            yield Damage(journal_id, entry.sequence, "does not follow from the entry before it")
        if hash_chain.hash_of(entry) != entry.hash:
            yield Damage(journal_id, entry.sequence, "was changed after it was written")
        yield from _damaged_texts(entry)
        previous, expected = entry.hash, entry.sequence + 1


def _damaged_texts(entry: Entry) -> Iterable[Damage]:
    kept = {text.name: text for text in entry.texts.all()}
    for name in entry.text_digests.keys() - kept.keys():
        yield Damage(entry.journal_id, entry.sequence, f"its text “{name}” is missing")
    for name, text in kept.items():
        if name not in entry.text_digests:
            yield Damage(entry.journal_id, entry.sequence, f"the text “{name}” was added later")
        elif text.text is not None and hash_chain.digest_of_text(text.salt or "", text.text) != entry.text_digests[name]:
            yield Damage(entry.journal_id, entry.sequence, f"its text “{name}” was changed")
