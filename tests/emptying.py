"""Empties the database after a test that commits: only the tables that hold something, and without Django's `post_migrate`.

Django truncates every table and then creates each content type and permission again, which takes longer than
most tests.
"""

from collections.abc import Iterable
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations import RunPython
from django.test import TransactionTestCase

from journal.models import Entry, JournalText
from recognition.models import LedgerEntry
from training.models import QuestionOption, QuestionVersion

# What migrations and Django itself put there, and no test changes.
KEPT = {"auth_permission", "django_content_type"}
# Belongs to no model, and what a test counted there would be the next one's.
CACHE = str(settings.CACHES["default"]["LOCATION"])
# Their triggers refuse, unless a session says that it goes around them.
APPEND_ONLY = [Entry, JournalText, LedgerEntry, QuestionOption, QuestionVersion]
# Migrations that fill a table: every installation begins with these rows.
FIRST_ROWS = (
    "recognition.migrations.0001_initial",
    "scripts_library.migrations.0004_approvals",
    "scripts_library.migrations.0006_phrase_rules",
)


def filled_of(tables: Iterable[str]) -> set[str]:
    """Those of these tables that hold something, by one query."""
    looks = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in sorted(tables))  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(looks)
        return {table for (table,) in cursor.fetchall()}


def empty_what_was_filled(_case: TransactionTestCase) -> None:
    """Takes the place of `TransactionTestCase._fixture_teardown`."""
    tables = {*connection.introspection.django_table_names(only_existing=False), CACHE} - KEPT
    with transaction.atomic(), connection.cursor() as cursor:
        filled = filled_of(tables)
        ignored = ",".join(trigger.get_pgid(model) for model in APPEND_ONLY for trigger in model._meta.triggers)  # type: ignore[attr-defined] # pgtrigger adds it
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [f"{{{ignored}}}"])
        # Foreign keys are looked at in the end, so the order does not matter.
        for table in sorted(filled):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608
    _bring_back_first_rows()


def _bring_back_first_rows() -> None:
    for migration in FIRST_ROWS:
        for operation in import_module(migration).Migration.operations:
            if isinstance(operation, RunPython):
                operation.code(apps, None)  # type: ignore[arg-type] # these read models and no more
