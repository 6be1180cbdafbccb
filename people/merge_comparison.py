# ruff: noqa: S608 - the SQL is put together from names and fragments of our own, never from what came in
"""Comparison of two records before a merge, and the state of merges."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core import clock, mail_outbox
from core.progress import WorkProgress, progress_of
from core.refusals import Refused
from core.work import find
from people import password_mail
from people.models import Person, PersonMerge, SourceIdentity, User
from people.name_matching import Likely, likely_people
from people.record_moves import PersonTable, RecordMove, move_rows, tables

# Id of no merge, for the dry run that is rolled back.
NO_MERGE = 0


class BeingChanged(Refused):
    """Another transaction holds the rows to compare."""


@dataclass(frozen=True, slots=True)
class RowKind:
    """Row counts of one kind in both records, and how many rows of the merged record would stay."""

    words: str
    kept: int
    merged: int
    stays: int

    @property
    def moves(self) -> int:
        return self.merged - self.stays


def compare(kept: Person, merged: Person) -> list[RowKind]:
    """Row counts of both records, and how many rows would stay. Found by a dry run that is rolled back."""
    shown = [table for table in tables() if table.rule.is_shown]
    counts = _counts(shown, kept, merged)
    staying = _staying([table for table in shown if counts[table.name][1]], kept, merged)
    kinds = [
        RowKind(table.words, counts[table.name][0], counts[table.name][1], staying.get(table.name, 0))
        for table in shown
        if any(counts[table.name])
    ]
    return sorted(kinds, key=lambda kind: (-kind.merged, -kind.kept, kind.words))


def _counts(shown: list[PersonTable], kept: Person, merged: Person) -> dict[str, tuple[int, int]]:
    def theirs(table: PersonTable, who: str) -> str:
        return " OR ".join(f"t.{column} = %({who})s" for column in table.columns)

    questions = []
    for table in shown:
        of_kept, of_merged = theirs(table, "kept"), theirs(table, "merged")
        counts = f"count(*) FILTER (WHERE {of_kept}), count(*) FILTER (WHERE {of_merged})"
        questions.append(f"SELECT '{table.name}', {counts} FROM {table.name} t WHERE {of_kept} OR {of_merged}")
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(questions), {"kept": kept.pk, "merged": merged.pk})
        return {name: (of_kept, of_merged) for name, of_kept, of_merged in cursor.fetchall()}


def _staying(concerned: list[PersonTable], kept: Person, merged: Person) -> dict[str, int]:
    move = RecordMove(from_id=merged.pk, to_id=kept.pk, merge_id=NO_MERGE)
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '3s'")
            stays = {
                table.name: move_rows(table, move).stayed
                for table in concerned
                if table.rule.moves and (table.can_clash or table.rule.unless)
            }
            transaction.set_rollback(True)
    except OperationalError as error:
        raise BeingChanged(_("Someone is changing one of these records right now. Try again in a moment.")) from error
    return stays | {table.name: _counts([table], kept, merged)[table.name][1] for table in concerned if not table.rule.moves}


@dataclass(frozen=True, slots=True)
class MergeOfRecord:
    """Merge for the page of the kept record: progress, and counts of moved and unmoved rows by kind."""

    merge: PersonMerge
    progress: WorkProgress | None
    moved: tuple[tuple[str, int], ...]
    stayed: tuple[tuple[str, int], ...]

    @property
    def has_stopped(self) -> bool:
        return self.progress is not None and self.progress.failed

    @property
    def is_moving(self) -> bool:
        return self.progress is not None and not self.progress.failed


def merges_of(person: Person) -> list[MergeOfRecord]:
    """Merges into this record, newest first, including undone ones."""
    words = {table.name: table.words for table in tables() if table.rule.is_shown}
    merges = PersonMerge.objects.filter(kept=person).select_related("merged", "started_by", "undone_by")
    return [_merge_in_words(merge, words) for merge in merges]


def _merge_in_words(merge: PersonMerge, words: Mapping[str, str]) -> MergeOfRecord:
    work = find(merge.work_key) if merge.is_moving else None
    moved: dict[str, int] = {}
    stayed: dict[str, int] = {}
    with connection.cursor() as cursor:
        # Counted in the database, because there can be a million ids.
        cursor.execute(
            """SELECT "table", max(cardinality(ids)), max(stayed) FROM people_movedrows WHERE merge_id = %s
            GROUP BY 1 ORDER BY 2 DESC, 1""",
            [merge.pk],
        )
        for table, went, stays in cursor.fetchall():
            if table in words:
                moved |= {words[table]: went} if went else {}
                stayed |= {words[table]: stays} if stays else {}
    return MergeOfRecord(merge, progress_of(work, clock.now()) if work else None, tuple(moved.items()), tuple(stayed.items()))


def merge_into_other(person: Person) -> PersonMerge | None:
    """Current merge of this record into another one, or None."""
    merges = PersonMerge.objects.exclude(state=PersonMerge.State.UNDONE).select_related("kept")
    return merges.filter(merged=person).first()


def likely_seconds(person: Person) -> list[Likely]:
    """Records with similar names."""
    likely = likely_people([person.display_name], at_most=10)[person.display_name]
    return [match for match in likely if match.person_id != person.pk]


def password_link_mail(user: User) -> mail_outbox.Mail | None:
    """Newest e-mail with a password link for the user, with its state."""
    return mail_outbox.latest(password_mail.KIND, user.email)


def identities_of(person: Person) -> QuerySet[SourceIdentity]:
    """Names of the person in imported files."""
    return SourceIdentity.objects.filter(person=person).order_by("source", "label")
