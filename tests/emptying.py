"""Empties the database after a test that commits: only the tables that hold something, and without Django's `post_migrate`.

Django's own way takes every table anew and then asks for each content type and permission again, which takes longer than
most tests.
"""

from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations import RunPython
from django.test import TransactionTestCase

# What migrations and Django itself put there, and no test changes.
KEPT = {"auth_permission", "django_content_type"}
# Belongs to no model, and what a test counted there would be the next one's.
CACHE = str(settings.CACHES["default"]["LOCATION"])
# Their rows cannot be deleted, only all of them at once.
APPEND_ONLY = ("journal_entry", "journal_journaltext", "recognition_ledgerentry")
# Rooms whose migration fills a table: every installation begins with these rows.
FIRST_ROWS = ("recognition", "scripts_library")


def empty_what_was_filled(_case: TransactionTestCase) -> None:
    """Takes the place of `TransactionTestCase._fixture_teardown`."""
    tables = sorted({*connection.introspection.django_table_names(only_existing=False), CACHE} - KEPT)
    looks = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables)  # noqa: S608
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(looks)
        filled = {table for (table,) in cursor.fetchall()}
        if filled & set(APPEND_ONLY):
            cursor.execute(f"TRUNCATE {', '.join(APPEND_ONLY)}")
        # Foreign keys are looked at in the end, so the order does not matter.
        for table in sorted(filled - set(APPEND_ONLY)):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608
    _bring_back_first_rows()


def _bring_back_first_rows() -> None:
    for app in FIRST_ROWS:
        for operation in import_module(f"{app}.migrations.0001_initial").Migration.operations:
            if isinstance(operation, RunPython):
                operation.code(apps, None)  # type: ignore[arg-type] # these two read models and no more
