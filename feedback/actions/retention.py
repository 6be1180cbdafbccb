# ruff: noqa: S608 - the SQL is put together from names and fragments of our own, never from what came in
"""Deletion of feedback past its retention period. Rollups stay.

First the horizon moves, under the publishing lock and with up-to-date rollups: from then on nothing older is counted, imported
or undone. Then everything before it is deleted in steps. Each step is a short, idempotent transaction.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection

from core import clock, faults
from core.work import Progress, WorkRow, enqueue, find, retry
from feedback.actions.rollups import bring_up_to_date
from feedback.models import Horizon, Purge, RetentionKind
from feedback.queries.retention import due_horizons, horizons
from feedback.sql.import_undo import is_used
from feedback.sql.rollups import execute, write_alone
from feedback.verbs import Verb
from intake.actions.staging import delete_rejections, empty_texts, reject_older
from intake.actions.undo import note_first_contacts
from journal.actions import house_journal, record

if TYPE_CHECKING:
    from intake.models import Import

KIND = "feedback.purge"
CONTACTS_PER_STEP = 5_000

# Columns with customers' texts: the table, its column with the contact's id, and the column to empty.
TEXTS: Mapping[RetentionKind, tuple[tuple[str, str, str], ...]] = {
    RetentionKind.COMMENTS: (
        ("feedback_surveyresponse", "interaction_id", "comment"),
        ("feedback_claimedanswer", "interaction_id", "comment"),
    ),
    RetentionKind.TRANSCRIPTS: (
        ("feedback_interaction", "id", "transcript"),
        ("feedback_claim", "interaction_id", "transcript"),
    ),
    RetentionKind.RECORDINGS: (
        ("feedback_interaction", "id", "recording_url"),
        ("feedback_claim", "interaction_id", "recording_url"),
    ),
}
# Imports of contacts from before a moment. A contact can begin earlier than an import says, because another one has its date.
MENTIONED = """
    SELECT file_id, min(started_at) FROM (
        SELECT file_id, started_at FROM feedback_interaction WHERE started_at < %(before)s
        UNION ALL
        SELECT s.file_id, i.started_at FROM feedback_interaction i JOIN feedback_claim s ON s.interaction_id = i.id
        WHERE i.started_at < %(before)s
    ) mentioned WHERE file_id IS NOT NULL GROUP BY file_id
"""
STAGED: Mapping[RetentionKind, str] = {
    RetentionKind.COMMENTS: "comment",
    RetentionKind.TRANSCRIPTS: "transcript",
    RetentionKind.RECORDINGS: "recording_url",
}


def purge_what_is_old() -> int:
    """Start the deletion of old feedback by a worker. Part of the tick."""
    purge = Purge.objects.filter(finished_at=None).first()
    if purge is None:
        if not due_horizons():
            return 0
        # Two ticks at once must not create two purges.
        Purge.objects.bulk_create([Purge(begun_at=clock.now())], ignore_conflicts=True)
        purge = Purge.objects.get(finished_at=None)
    work = find(purge.work_key)
    if work is None:
        enqueue(kind=KIND, subject_id=purge.pk, key=purge.work_key)
        return 1
    # Retried automatically, because no user watches it.
    retry(work)
    return 0


def step(work: WorkRow) -> Progress:
    """One step of the work, registered with `core.work`."""
    purge = Purge.objects.select_for_update().get(pk=work.subject_id)
    counts = Counter(work.cursor.get("counts", {}))
    stage = work.cursor.get("stage", "horizons")
    write_alone(may_wait=False)
    if stage == "horizons":
        _move_horizons()
        cursor: dict[str, Any] = {"stage": "contacts"}
    elif stage == "contacts":
        cursor = _purge_contacts(work.cursor, counts)
    else:
        cursor = _purge_rejections(counts)
    faults.point("purge.step")
    if not cursor:
        _finish(purge, counts)
    return Progress(finished=not cursor, cursor={**cursor, "counts": dict(counts)}, done_units=counts.total())


def _move_horizons() -> None:
    bring_up_to_date()
    for kind, start in due_horizons().items():
        Horizon.objects.update_or_create(kind=kind, defaults={"from_on": start.on, "from_at": start.at})
        if kind == RetentionKind.CONTACTS:
            with connection.cursor() as cursor:
                cursor.execute(MENTIONED, {"before": start.at})
                note_first_contacts(dict(cursor.fetchall()))


def _purge_contacts(cursor: Mapping[str, Any], counts: Counter[str]) -> dict[str, Any]:
    """Delete or empty the next contacts in order of time; returns the next cursor."""
    before = {kind: start.at for kind, start in horizons().items()}
    if not before:
        return {}
    execute(
        f"""CREATE TEMP TABLE aged ON COMMIT DROP AS
        SELECT i.id, i.started_at, ({is_used()}) AS is_used FROM feedback_interaction i
        WHERE i.started_at < %(before)s AND i.started_at >= %(at)s AND (i.started_at, i.id) > (%(at)s, %(id)s)
        ORDER BY i.started_at, i.id LIMIT %(most)s""",
        {
            "before": max(before.values()),
            "at": cursor.get("at", "-infinity"),
            "id": cursor.get("id", 0),
            "most": CONTACTS_PER_STEP,
        },
    )
    execute("ANALYZE aged")
    if RetentionKind.CONTACTS in before:
        _delete(before[RetentionKind.CONTACTS], counts)
    for kind, places in TEXTS.items():
        # A contact that another room keeps loses its texts together with the contacts of its age.
        if starts := [before[one] for one in (kind, RetentionKind.CONTACTS) if one in before]:
            counts[kind] += sum(_empty(*place, before=max(starts)) for place in places[:1])
            for place in places[1:]:
                _empty(*place, before=max(starts))
    with connection.cursor() as found:
        found.execute("SELECT started_at, id FROM aged ORDER BY started_at DESC, id DESC LIMIT 1")
        last = found.fetchone()
    execute("DROP TABLE aged")
    return {"stage": "contacts", "at": last[0].isoformat(), "id": last[1]} if last else {"stage": "rejections"}


def _delete(before: datetime, counts: Counter[str]) -> None:
    values = {"before": before}
    for table in ("feedback_countingdecision", "feedback_assignment"):
        execute(
            f"""DELETE FROM {table} d USING aged a JOIN feedback_interaction i ON i.id = a.id
            WHERE d.source = i.source AND d.external_id = i.external_id AND a.started_at < %(before)s""",
            values,
        )
    for table in ("feedback_claimedanswer", "feedback_claim"):
        execute(f"DELETE FROM {table} s USING aged a WHERE s.interaction_id = a.id AND a.started_at < %(before)s", values)
    counts["responses"] += execute(
        "DELETE FROM feedback_surveyresponse r USING aged a WHERE r.interaction_id = a.id AND a.started_at < %(before)s", values
    )
    counts[RetentionKind.CONTACTS] += execute(
        "DELETE FROM feedback_interaction i USING aged a WHERE i.id = a.id AND a.started_at < %(before)s AND NOT a.is_used",
        values,
    )


def _empty(table: str, contact: str, column: str, *, before: datetime) -> int:
    return execute(
        f"""UPDATE {table} t SET {column} = '' FROM aged a
        WHERE t.{contact} = a.id AND a.started_at < %(before)s AND t.{column} <> ''""",
        {"before": before},
    )


def _purge_rejections(counts: Counter[str]) -> dict[str, Any]:
    """Delete rejected rows too, because they contain feedback: those of files as old as the deleted contacts."""
    start = horizons().get(RetentionKind.CONTACTS)
    if start is None:
        return {}
    deleted = delete_rejections(before=start.at, at_most=CONTACTS_PER_STEP)
    counts["rejections"] += deleted
    return {"stage": "rejections"} if deleted else {}


def _finish(purge: Purge, counts: Counter[str]) -> None:
    purge.finished_at, purge.counts = clock.now(), +counts
    purge.save(update_fields=["finished_at", "counts"])
    kept = {f"{kind}_from": start.on.isoformat() for kind, start in horizons().items()}
    figures = {name: counts[name] for name in ("responses", *RetentionKind, "rejections")}
    record(house_journal(), Verb.FEEDBACK_PURGED, actor=None, subject=purge, data={**figures, **kept})


def leave_out_what_is_too_old(imported: "Import") -> None:
    """Reject rows that became too old since they were read, and empty too old texts. Needs the publishing lock."""
    starts = horizons()
    for kind, column in STAGED.items():
        if kind in starts:
            empty_texts(imported, column, before=starts[kind].at)
    if RetentionKind.CONTACTS in starts:
        reject_older(imported, before=starts[RetentionKind.CONTACTS].at)
