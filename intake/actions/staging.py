"""Bulk operations on the staged and rejected rows of an import."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db import connection

from intake.models import Import, Rejection, StagedRow
from intake.reading.reasons import RejectionReason
from intake.reading.row_parsing import ParsedRow, Rejected
from people.name_matching import people_by_identity

STAGED = f"COPY intake_stagedrow (file_id, {', '.join(ParsedRow._fields)}) FROM STDIN (FORMAT BINARY)"
REJECTED = 'COPY intake_rejection (file_id, line, "column", value, reason, cells) FROM STDIN'


def stage(import_id: int, rows: Iterable[ParsedRow], rejected: Sequence[Rejected]) -> None:
    """Copy rows into staging, and then rejected rows, which the iteration of `rows` may still collect.

    Binary, because writing the moments as text takes as long as parsing the rows.
    """
    columns = ("file", *ParsedRow._fields)
    fields = [StagedRow._meta.get_field(column) for column in columns]  # noqa: SLF001 - as Django documents it
    types = [str(field.db_type(connection)).partition("(")[0] for field in fields]
    with connection.cursor() as cursor:
        with cursor.copy(STAGED) as copy:
            copy.set_types(types)
            for row in rows:
                copy.write_row((import_id, *row))
        if rejected:
            with cursor.copy(REJECTED) as copy:
                for bad in rejected:
                    copy.write_row((import_id, bad.line, bad.column[:300], bad.value, bad.reason.value, list(bad.cells)))


def clear_staging(import_id: int) -> None:
    """Delete the staged rows of an import, in one statement, because there can be millions and nothing refers to them."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM intake_stagedrow WHERE file_id = %s", [import_id])


def unknown_names(imported: Import) -> list[str]:
    """Names in the staged rows that are not matched yet, sorted."""
    labels = names_in(imported)
    return sorted(labels - people_by_identity(imported.source, labels).keys())


def known_names(imported: Import) -> dict[str, int | None]:
    """People by the matched names in the staged rows. None for a name that is not a person."""
    return people_by_identity(imported.source, names_in(imported))


def unassign(imported: Import, labels: Collection[str]) -> int:
    """Remove these names from the staged rows. Returns the number of rows."""
    return StagedRow.objects.filter(file=imported, agent__in=labels).update(agent="")


def names_in(imported: Import) -> set[str]:
    """Names of agents in the staged rows."""
    return set(StagedRow.objects.filter(file=imported).exclude(agent="").values_list("agent", flat=True).distinct())


def empty_texts(imported: Import, column: str, *, before: datetime) -> None:
    """Clear a text column in the staged rows of contacts that began before a moment."""
    old = StagedRow.objects.filter(file=imported, started_at__lt=before)
    old.exclude(**{column: ""}).update(**{column: ""})


def reject_older(imported: Import, *, before: datetime) -> None:
    """Reject the staged rows of contacts that began before a moment. Updates the import's counts without saving them."""
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH old AS (
                DELETE FROM intake_stagedrow WHERE file_id = %(file)s AND started_at < %(before)s
                RETURNING line, started_at, value, agent
            ), said AS (
                INSERT INTO intake_rejection (file_id, line, "column", value, reason, cells)
                SELECT %(file)s, line, '', to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD'), %(reason)s, '{}' FROM old
            )
            SELECT count(*), count(value), count(*) FILTER (WHERE agent = '') FROM old""",
            {"file": imported.pk, "before": before, "reason": RejectionReason.NO_LONGER_KEPT.value},
        )
        rejected, with_rating, unassigned = cursor.fetchone()
    changes = {"rejected": rejected, "with_rating": -with_rating, "unassigned": -unassigned}
    imported.counts = {**imported.counts, **{name: imported.counts.get(name, 0) + by for name, by in changes.items()}}


def delete_rejections(*, before: datetime, at_most: int) -> int:
    """Delete rejected rows of imports from before a moment, and examples of cells that were left out. Returns how many rows."""
    Import.objects.filter(created_at__lt=before).exclude(lost_cells=[]).update(lost_cells=[])
    old = Rejection.objects.filter(file__created_at__lt=before).order_by("pk").values("pk")[:at_most]
    deleted, _by_model = Rejection.objects.filter(pk__in=old).delete()
    return deleted
