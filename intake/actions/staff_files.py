"""Files about people: upload, reading, answers to questions, and decisions about names."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.work import Progress, WorkFailed
from intake import permissions
from intake.actions.file_reading import begin_work
from intake.actions.files import delete_file, keep_file
from intake.actions.other_kinds import RejectedRecord, finish_reading, keep_rejections, take_in_other
from intake.actions.uploads import FileUnreadable
from intake.kinds import NameDecisions, RecognisedFile, kind_called
from intake.lifecycle import LIFECYCLE, Step, WrongImportState
from intake.models import Import, ImportKind, Rejection, StaffFile
from intake.reading.encodings import encoding_of
from intake.reading.layouts import Layout, layout_of
from intake.reading.reasons import FileTrouble, Unreadable
from intake.reading.staff.calendars import read_calendar
from intake.reading.staff.results import StaffAsk, StaffContent, StaffKind, StaffQuestion
from intake.reading.staff.tables import examples_in, guessed_kind, guessed_staff_columns, read_table
from intake.reason_sentences import trouble_sentence
from intake.staff_languages import language_words
from intake.staff_settings import LIMITS, StaffSettings
from intake.upload_storage import place_of
from people.identity import User
from people.queries.organisation import organisation, today
from people.queries.persons import all_names
from people.staff.matching import NEW, NOBODY, SOURCE, matches_of

if TYPE_CHECKING:
    from core.models import Work

CALENDAR_SIGN = b"BEGIN:VCALENDAR"
LOOKED_AT = 4096
# Other line separators, which `splitlines` splits at, can be part of a text.
LINE_ENDS = re.compile(r"\r\n|\r|\n")


def is_calendar(file: BinaryIO) -> bool:
    """Whether a file begins like an iCalendar file, in any encoding."""
    file.seek(0)
    return CALENDAR_SIGN in file.read(LOOKED_AT).replace(b"\0", b"").upper()


def receive_staff_file(*, actor: User, file_name: str, chunks: Iterable[bytes]) -> Import:
    """Save a file about people and start reading it. Raises `FileUnreadable`."""
    if not permissions.can_import(actor, ImportKind.PEOPLE):
        raise PermissionDenied
    try:
        kept = keep_file(chunks, most_bytes=LIMITS.file_bytes)
    except Unreadable as error:
        raise FileUnreadable(trouble_sentence(error.trouble, error.about)) from error
    try:
        with place_of(kept.path).open("rb") as file:
            layout, settings = _recognised(file)
        with transaction.atomic():
            kind = kind_called(ImportKind.PEOPLE)
            imported = take_in_other(actor, kept, file_name, kind, RecognisedFile(layout, SOURCE), goes_on=False)
            StaffFile.objects.create(file=imported, settings=settings.as_json())
    except Unreadable as error:
        delete_file(kept.path)
        raise FileUnreadable(trouble_sentence(error.trouble, error.about)) from error
    except BaseException:
        delete_file(kept.path)
        raise
    return imported


def _recognised(file: BinaryIO) -> tuple[Mapping[str, object], StaffSettings]:
    if is_calendar(file):
        return {"header": [_("entry")]}, StaffSettings(StaffKind.CALENDAR)
    layout = layout_of(file, LIMITS)
    if layout.early:
        # There is no page for this question about such a file.
        raise Unreadable(FileTrouble.HEADER_UNEVEN, f"{len(layout.header)} / {len(layout.header) - len(layout.early.lacking)}")
    kind = guessed_kind(layout.header)
    return layout.as_json(), StaffSettings(kind, guessed_staff_columns(layout.header, kind or StaffKind.STAFF))


@transaction.atomic
def read_staff_file_as(*, actor: User, imported: Import, settings: StaffSettings) -> None:
    """Read a file again with other columns or answers. Decisions about names stay."""
    if not permissions.can_import(actor, imported.kind):
        raise PermissionDenied
    locked = Import.objects.select_for_update().get(pk=imported.pk)
    LIFECYCLE.move(locked, Step.READ)
    StaffFile.objects.filter(file=locked).update(settings=settings.as_json(), content={}, matches={})
    Rejection.objects.filter(file=locked).delete()
    locked.counts = {}
    locked.save(update_fields=["state", "counts"])
    begin_work(locked)


def read_staff_step(imported: Import, work: "Work") -> Progress:
    """Read the whole file in one step, and find out whom its names mean."""
    staff = StaffFile.objects.select_for_update().get(file=imported)
    settings = StaffSettings.from_json(staff.settings)
    try:
        with place_of(imported.path).open("rb") as file:
            content = _content(file, imported, settings)
    except FileNotFoundError as error:
        raise WorkFailed(_("The uploaded file is gone. Upload it again.")) from error
    except Unreadable as error:
        raise WorkFailed(trouble_sentence(error.trouble, error.about)) from error
    if content.rows > LIMITS.rows:
        raise WorkFailed(trouble_sentence(FileTrouble.TOO_MANY_ROWS, f"{LIMITS.rows:,}"))
    _store(imported, staff, content, settings)
    return Progress(finished=True, cursor=work.cursor, done_units=content.rows, total_units=content.rows)


def _content(file: BinaryIO, imported: Import, settings: StaffSettings) -> StaffContent:
    if settings.kind is StaffKind.CALENDAR:
        encoding = encoding_of(file)
        file.seek(encoding.start)
        text = file.read(LIMITS.file_bytes).decode(encoding.name, "replace").replace("\0", "\ufffd")
        usual = organisation().reporting_zone
        return read_calendar(LINE_ENDS.split(text), settings.answers, today=today(), usual_zone=usual, known=all_names())
    layout = Layout.from_json(imported.layout)
    if settings.kind is None:
        question = StaffQuestion(StaffAsk.KIND, choices=(StaffKind.STAFF, StaffKind.LEAVE))
        return StaffContent(kind=StaffKind.STAFF, questions=[question], examples=examples_in(file, layout, LIMITS))
    return read_table(
        file,
        layout,
        LIMITS,
        kind=settings.kind,
        columns=settings.columns,
        answers=settings.answers,
        languages=language_words(),
    )


def _store(imported: Import, staff: StaffFile, content: StaffContent, settings: StaffSettings) -> None:
    by_line = {bad.line: bad for bad in reversed(content.unread)}
    keep_rejections(
        imported,
        [RejectedRecord(bad.line, bad.reason, bad.column[:300], bad.value[:300], bad.cells) for bad in by_line.values()],
    )
    staff.content, staff.matches = content.as_json(), {} if content.questions else matches_in(content, settings)
    staff.save(update_fields=["content", "matches"])
    imported.counts = {"rows": content.rows, "rejected": len(by_line)}
    if content.questions:
        LIFECYCLE.move(imported, Step.ASK)
        imported.touched_at = clock.now()
        imported.save(update_fields=["counts", "state", "touched_at"])
    else:
        finish_reading(imported)


def matches_in(content: StaffContent, settings: StaffSettings) -> dict[str, int | None]:
    """Person ids by name. Only staff lists add people without a decision."""
    return matches_of(set(content.labels), settings.people, may_add=content.kind is StaffKind.STAFF)


@transaction.atomic
def decide_staff_names(actor: User, imported: Import, decided: NameDecisions) -> None:
    """Save decisions about the names of a file. New people are added when the import is published."""
    if not permissions.can_import(actor, imported.kind):
        raise PermissionDenied
    locked = Import.objects.select_for_update().get(pk=imported.pk)
    if locked.state != Import.State.CHECKED:
        raise WrongImportState(_("This import no longer waits for names. Reload the page."))
    staff = StaffFile.objects.select_for_update().get(file=locked)
    settings = StaffSettings.from_json(staff.settings)
    waiting = [label for label, person_id in staff.matches.items() if person_id is None]
    new = waiting if decided.all_new else decided.new
    chosen = {label: NOBODY if person_id is None else person_id for label, person_id in decided.people.items()}
    people = {**settings.people, **dict.fromkeys(new, NEW), **chosen}
    locked.touched_at = clock.now()
    locked.save(update_fields=["touched_at"])
    staff.settings = replace(settings, people=people).as_json()
    staff.matches = {label: people.get(label, person_id) for label, person_id in staff.matches.items()}
    staff.save(update_fields=["settings", "matches"])
