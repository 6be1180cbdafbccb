"""Journals: chained, append-only, with erasable texts, and with detection of tampering."""

import threading
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet, TextChoices

from core import clock
from journal import hash_chain, queries, verbs
from journal.actions import JournalClosed, close_journal, erase_texts, house_journal, open_journal, record
from journal.models import Entry, Journal, JournalText
from people.verbs import AUDIENCES, Verb
from tests.constraints import refused_by, refused_by_trigger
from tests.threads import Meeting, at_once, wait_until_somebody_waits_for_a_lock


def write(journal: Journal, number: int = 1, **options: Any) -> Entry:
    return record(journal, Verb.PERSON_ADDED, actor=None, subject=journal, data={"number": number}, **options)


def damages() -> list[tuple[int, str]]:
    return [(damage.sequence, damage.what) for damage in queries.damages()]


@pytest.fixture
def case(db: None) -> Journal:
    """Journal with three entries, the second with texts."""
    journal = open_journal(title="Storm")
    write(journal)
    write(journal, 2, texts={"name": "Ana Agent", "reason": "Calm, and kind – “always”.", "nothing": ""})
    write(journal, 3)
    return journal


def test_entries_are_chained(case: Journal) -> None:
    entries = list(Entry.objects.filter(journal=case))
    assert [entry.sequence for entry in entries] == [1, 2, 3]
    assert [entry.previous_hash for entry in entries] == [hash_chain.GENESIS, entries[0].hash, entries[1].hash]
    assert queries.head(case.pk) == (3, entries[2].hash)
    assert damages() == []


def test_head_of_an_empty_journal_is_the_genesis(case: Journal) -> None:
    assert queries.head(open_journal(title="Flood").pk) == (0, hash_chain.GENESIS)


def test_texts_are_stored_separately_without_empty_ones(case: Journal) -> None:
    line = queries.lines(case.pk, after=1)[0]
    assert line.texts == {"name": "Ana Agent", "reason": "Calm, and kind – “always”."}
    assert "Ana" not in str(Entry.objects.get(pk=line.id).data)


def test_time_of_the_event_and_of_the_entry_differ(case: Journal) -> None:
    earlier = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with clock.travel(earlier):
        pretended = write(case)
    given = write(case, occurred_at=earlier)
    for entry in (pretended, given):
        assert entry.occurred_at == earlier
        assert entry.recorded_at > earlier
    assert damages() == []


def test_unknown_verb_is_refused(case: Journal) -> None:
    class Unknown(TextChoices):
        NAPPED = "people.napped", "{actor} napped"

    with pytest.raises(ValueError, match="not registered"):
        record(case, Unknown.NAPPED, actor=None, subject=case)


def test_verb_of_another_room_is_refused(case: Journal) -> None:
    class Copy(TextChoices):
        ADDED = "people.person_added", "somebody else's"

    verbs.register(Verb, AUDIENCES)
    with pytest.raises(ValueError, match="registered twice"):
        verbs.register(Copy, {verbs.Audience.NOBODY: set(Copy)})


@pytest.mark.parametrize("declared", [[], [verbs.Audience.MEMBERS, verbs.Audience.LEADS]])
def test_verb_needs_exactly_one_audience(declared: list[verbs.Audience]) -> None:
    class Unclassified(TextChoices):
        NAPPED = "people.napped", "{actor} napped"

    with pytest.raises(ValueError, match="exactly one audience"):
        verbs.register(Unclassified, {audience: set(Unclassified) for audience in declared})
    assert verbs.known("people.napped") is None


@pytest.mark.parametrize(
    "figure", [1.0, Decimal("1.5"), datetime(2026, 1, 1, tzinfo=UTC), {1: "a"}, [[0.5]], "a\x00", {"a\x00": 1}, (1,)]
)
def test_values_that_change_in_json_are_refused(case: Journal, figure: object) -> None:
    with pytest.raises(TypeError):
        record(case, Verb.PERSON_ADDED, actor=None, subject=case, data={"figure": figure})
    assert queries.head(case.pk)[0] == 3


def test_values_that_survive_json_are_accepted(case: Journal) -> None:
    figures = {"whole": 2**70, "text": "1.50 – ü \u2028", "list": [1, None, {"deep": True}], "ü": -1}
    record(case, Verb.PERSON_ADDED, actor=None, subject=case, data=figures)
    assert queries.lines(case.pk)[-1].data == figures
    assert damages() == []


def test_entries_cannot_be_changed_or_deleted(case: Journal) -> None:
    with refused_by_trigger("never changed or deleted"):
        Entry.objects.filter(journal=case, sequence=2).update(verb="people.person_left")
    with refused_by_trigger("never changed or deleted"):
        Entry.objects.filter(journal=case, sequence=3).delete()


def test_texts_can_only_be_erased(case: Journal) -> None:
    texts = JournalText.objects.filter(entry__journal=case)
    for change in ({"text": "Otto"}, {"text": None}, {"salt": None}, {"text": None, "salt": None, "name": "other"}):
        with refused_by_trigger("can only be erased"):
            texts.filter(name="name").update(**change)
    with refused_by_trigger("can only be erased"):
        texts.filter(name="name").delete()


def test_erased_texts_keep_the_chain_valid(case: Journal) -> None:
    entry = Entry.objects.get(journal=case, sequence=2)
    assert erase_texts(entries=[entry.pk], names=["name"]) == 1
    assert queries.lines(case.pk)[1].texts == {"name": None, "reason": "Calm, and kind – “always”."}
    assert damages() == []


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE journal_entry SET data = '{\"number\": 9}' WHERE sequence = 2", [(2, "was changed after it was written")]),
        ("UPDATE journal_entry SET actor_id = 9 WHERE sequence = 3", [(3, "was changed after it was written")]),
        (
            "UPDATE journal_entry SET recorded_at = recorded_at - interval '1 microsecond' WHERE sequence = 1",
            [(1, "was changed after it was written")],
        ),
        (
            "DELETE FROM journal_entry WHERE sequence = 1",
            [(1, "entries 1 to 1 are missing"), (2, "does not follow from the entry before it")],
        ),
        ("UPDATE journal_journaltext SET text = 'Otto' WHERE name = 'name'", [(2, "its text “name” was changed")]),
        ("DELETE FROM journal_journaltext WHERE name = 'name'", [(2, "its text “name” is missing")]),
        (
            "INSERT INTO journal_journaltext (entry_id, name, salt, text) SELECT max(id), 'more', 's', 't' FROM journal_entry",
            [(3, "the text “more” was added later")],
        ),
    ],
)
def test_tampering_past_the_trigger_is_detected(case: Journal, tampering: str, found: list[tuple[int, str]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("journal_entry", "journal_journaltext"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(tampering)
    assert damages() == found


def test_command_reports_damage(case: Journal) -> None:
    out = StringIO()
    call_command("verify_journal", stdout=out)
    assert out.getvalue()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER USER")
        cursor.execute("UPDATE journal_entry SET verb = 'people.person_left' WHERE sequence = 2")
    with pytest.raises((CommandError, SystemExit)):
        call_command("verify_journal", stdout=out, stderr=out)


@pytest.mark.django_db
def test_there_is_only_one_organisation_journal() -> None:
    assert house_journal() == house_journal()
    with refused_by("journal_of_the_house_stays_open"):
        close_journal(house_journal())
    with refused_by("journal_one_house"):
        Journal.objects.create(kind="house", title="Another")
    with refused_by("journal_kind_known"):
        Journal.objects.create(kind="diary", title="Mine")
    open_journal(title="Storm")
    open_journal(title="Storm")


def test_database_refuses_forks_of_the_chain(case: Journal) -> None:
    first, second, last = Entry.objects.filter(journal=case)
    with refused_by("entry_sequence_unique"):
        copy(last, previous_hash="f" * 64)
    with refused_by("entry_chain_does_not_fork"):
        copy(last, sequence=4, previous_hash=second.previous_hash)
    copy(last, sequence=4, previous_hash=last.hash)
    copy(first, journal=open_journal(title="Flood"))


def copy(entry: Entry, **fields: Any) -> None:
    entry.pk = None
    for name, value in fields.items():
        setattr(entry, name, value)
    entry.save(force_insert=True)


def test_text_has_a_unique_name_and_is_erased_completely(case: Journal) -> None:
    entry = Entry.objects.get(journal=case, sequence=3)
    JournalText.objects.create(entry=entry, name="a", salt="s", text="t")
    JournalText.objects.create(entry=entry, name="b", salt=None, text=None)
    with refused_by("journal_text_name_unique"):
        JournalText.objects.create(entry=entry, name="a", salt="s", text="t")
    for half in ({"salt": "s", "text": None}, {"salt": None, "text": "t"}):
        with refused_by("journal_text_erased_whole"):
            JournalText.objects.create(entry=entry, name="c", **half)


def test_closed_journal_accepts_only_entries_that_follow_through(case: Journal) -> None:
    close_journal(case)
    with pytest.raises(JournalClosed, match="“Storm” is closed"):
        write(case, 4)
    assert queries.head(case.pk)[0] == 3
    write(case, 4, follows_through=True)
    write(house_journal(), 4)
    assert queries.head(case.pk)[0] == 4


@pytest.mark.django_db(transaction=True)
def test_entry_during_the_closing_waits_and_is_refused() -> None:
    journal = open_journal(title="Storm")
    raised: list[BaseException | None] = []
    with transaction.atomic():
        close_journal(journal)
        writer = threading.Thread(target=lambda: raised.extend(at_once(lambda: write(journal))))
        writer.start()
        wait_until_somebody_waits_for_a_lock()
    writer.join(20)
    assert [type(error) for error in raised] == [JournalClosed]
    assert queries.head(journal.pk)[0] == 0


def record_twice_at_once(monkeypatch: pytest.MonkeyPatch) -> list[BaseException | None]:
    """Two concurrent entries; each waits for the other between reading the last entry and writing its own."""
    journal = open_journal(title="Storm")
    meeting, hash_of = Meeting(), hash_chain.hash_of

    def hash_after_both_have_read(entry: Entry) -> str:
        meeting.wait()
        return hash_of(entry)

    with monkeypatch.context() as patched:
        patched.setattr(hash_chain, "hash_of", hash_after_both_have_read)
        return list(at_once(lambda: write(journal, 1), lambda: write(journal, 2)))


@pytest.mark.django_db(transaction=True)
def test_concurrent_entries_form_one_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    assert record_twice_at_once(monkeypatch) == [None, None]
    assert sorted(Entry.objects.values_list("sequence", flat=True)) == [1, 2]
    assert damages() == []


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_an_entry_fails_but_the_chain_does_not_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_options: self)
    raised = record_twice_at_once(monkeypatch)
    assert [type(error) for error in raised if error] == [IntegrityError]
    assert damages() == []


@pytest.mark.django_db
@pytest.mark.parametrize("is_drill", [True, False])
def test_drill_mark_of_a_journal_cannot_change(is_drill: bool) -> None:
    journal = open_journal(title="Storm", is_drill=is_drill)
    with refused_by_trigger("never changes"):
        Journal.objects.filter(pk=journal.pk).update(is_drill=not is_drill)
    Journal.objects.filter(pk=journal.pk).update(title="Flood", is_drill=is_drill)


@pytest.mark.django_db
def test_organisation_journal_cannot_be_a_drill() -> None:
    Journal.objects.all().delete()
    with refused_by("journal_of_the_house_is_no_drill"):
        Journal.objects.create(kind=Journal.Kind.HOUSE, title="House", is_drill=True)
