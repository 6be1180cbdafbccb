"""Triggers: the database has exactly the declared ones, and our code doesn't bypass them."""

import re
from collections.abc import Iterable
from io import StringIO
from pathlib import Path

import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from core.triggers import not_in_force
from journal.actions import house_journal, record
from journal.models import Entry
from people.verbs import Verb
from tests.architecture.rooms import ROOMS, sources

GOES_AROUND = re.compile(
    r"pgtrigger(\.|\s+import\s.*\b)(ignore|schema|constraints|uninstall|disable|prune)\b"
    r"|session_replication_role|DISABLE TRIGGER"
)

pytestmark = pytest.mark.django_db


def going_around(sources: Iterable[Path]) -> list[str]:
    return [f"{path.name}: {found[0]}" for path in sources for found in GOES_AROUND.finditer(path.read_text())]


def test_database_has_each_declared_trigger_in_force() -> None:
    assert list(not_in_force()) == []


def test_database_has_no_other_triggers() -> None:
    declared = {trigger.get_pgid(model) for model, trigger in pgtrigger.registered()}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        assert {name for (name,) in cursor.fetchall()} == declared


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("DROP TRIGGER {} ON journal_entry", "journal.Entry:append_only is missing"),
        ("ALTER TABLE journal_entry DISABLE TRIGGER {}", "journal.Entry:append_only is disabled"),
        ("COMMENT ON TRIGGER {} ON journal_entry IS 'another'", "journal.Entry:append_only was changed"),
        (
            "CREATE OR REPLACE FUNCTION {}() RETURNS trigger AS $$ BEGIN RETURN NEW; END; $$ LANGUAGE plpgsql",
            "journal.Entry:append_only was changed",
        ),
    ],
)
def test_verify_journal_reports_a_trigger_that_is_not_in_force(change: str, sentence: str) -> None:
    ((model, trigger),) = pgtrigger.registered("journal.Entry:append_only")
    with connection.cursor() as cursor:
        cursor.execute(change.format(trigger.get_pgid(model)))
    errors = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_journal", stdout=StringIO(), stderr=errors)
    assert errors.getvalue() == f"Trigger {sentence}.\n"


def test_replaced_trigger_function_is_reported() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER FUNCTION public._pgtrigger_should_ignore RENAME TO other")
        cursor.execute("CREATE FUNCTION public._pgtrigger_should_ignore(name) RETURNS boolean AS 'SELECT true' LANGUAGE sql")
    assert list(not_in_force()) == [f"{trigger.get_uri(model)} was changed" for model, trigger in pgtrigger.registered()]


@pytest.mark.parametrize("table", ["journal_entry", "journal_journaltext", "recognition_ledgerentry"])
def test_truncating_is_refused(table: str) -> None:
    with pytest.raises(IntegrityError, match=r"never changed or deleted|only be erased"), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")


def test_no_room_bypasses_triggers() -> None:
    assert going_around(sources(*ROOMS)) == []


@pytest.mark.parametrize(
    "line",
    [
        "with pgtrigger.ignore('journal.Entry:append_only'):",
        "from pgtrigger import Delete, ignore",
        "cursor.execute(\"SET pgtrigger.ignore = '{}'\")",
        'cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER USER")',
    ],
)
def test_bypassing_triggers_is_found(tmp_path: Path, line: str) -> None:
    path = tmp_path / "room.py"
    path.write_text(line)
    assert going_around([path])


def test_refusal_is_an_integrity_error() -> None:
    record(house_journal(), Verb.PERSON_ADDED, actor=None, subject=house_journal(), data={"person": 1})
    with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic():
        Entry.objects.update(verb="other")
