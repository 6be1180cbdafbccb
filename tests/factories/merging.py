"""Merging two records of a person in this process, and what all tables hold, to compare before and after."""

from typing import Any

from django.apps import apps
from django.db import connection

from core.work import find, run_here
from feedback.actions.rollups import bring_up_to_date
from people.actions import merge_persons, undo_merge
from people.models import Person, PersonMerge

COUNTED_ANEW = ("feedback_monthly", "feedback_daily", "feedback_leftout", "feedback_counted")
# What tells of the merging itself, and that scores were written.
ITS_OWN = {
    "people_personmerge",
    "people_movedrows",
    "core_work",
    # A slow process writes one while it works.
    "core_heartbeat",
    "journal_entry",
    "journal_journal",
    "feedback_scoresversion",
}


def worked(merge: PersonMerge) -> PersonMerge:
    work = find(merge.work_key)
    assert work is not None
    run_here(work)
    return PersonMerge.objects.get(pk=merge.pk)


def merged(kept: Person, other: Person) -> PersonMerge:
    return worked(merge_persons(actor=None, kept=kept, merged=other))


def taken_apart(merge: PersonMerge) -> PersonMerge:
    return worked(undo_merge(actor=None, merge=merge))


def content_of_all_tables() -> dict[str, list[Any]]:
    """Rows of all tables except those about the merge. Rollups are recalculated and get new ids."""
    bring_up_to_date()
    content = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if table not in ITS_OWN:
                ids = " - 'id'" if table.startswith(COUNTED_ANEW) else ""
                cursor.execute(f"SELECT to_jsonb(t){ids} AS row FROM {table} t ORDER BY 1")  # noqa: S608 - names of ours
                content[table] = [row for (row,) in cursor.fetchall()]
    return content
