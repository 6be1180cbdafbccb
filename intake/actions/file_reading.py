"""Reading an import's file into the staging table, step by step. Its rows stay invisible until it is published."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock, faults
from core.refusals import Refused
from core.work import Progress, WorkFailed, enqueue
from intake import permissions
from intake.actions.findings import forget_findings, look_at_new_file
from intake.actions.names import settle_names_in_step
from intake.actions.staging import clear_staging, stage
from intake.destination import destination
from intake.installation_limits import limits
from intake.lifecycle import LIFECYCLE, Step, WrongImportState
from intake.models import Import, Rejection
from intake.queries.known_starts import known_starts
from intake.queries.rated_questions import questions_named_in
from intake.reading.contact_cells import Contacts
from intake.reading.layouts import FileKind, Layout
from intake.reading.optional_cells import Losses
from intake.reading.profiles import Profile
from intake.reading.reasons import FileTrouble, Unreadable
from intake.reading.row_parsing import ParsedRow, Rejected, SkippedRow, losses_of, parser, read
from intake.reading.sources import Source
from intake.reason_sentences import trouble_sentence
from intake.upload_storage import place_of
from people.identity import User
from people.queries.organisation import reporting_zone

if TYPE_CHECKING:
    from core.models import Work

KIND = "intake.import"
ROWS_PER_STEP = 20_000
# JSON files and workbooks have to skip all earlier rows in each step, so their steps are longer. Workbook rows are read ten
# times more slowly, and an import can't be discarded during a step, so the steps of workbooks are shorter again.
LONGER_STEPS = {FileKind.JSON: 10, FileKind.WORKBOOK: 2}


class WrongColumns(Refused):
    """The file doesn't have the chosen columns."""


@transaction.atomic
def start_reading(*, actor: User | None, imported: Import, profile: Profile) -> Import:
    """Enqueue reading the file with this profile. A file that was read before is read again."""
    if actor is not None and not permissions.can_import(actor, imported.kind):
        raise PermissionDenied
    locked = Import.objects.select_for_update().get(pk=imported.pk)
    LIFECYCLE.check(locked, Step.READ)
    if not locked.has_columns:
        raise WrongImportState(_("This import has no columns to match, so its file can't be read again."))
    try:
        layout = Layout.from_json(locked.layout)
        layout.require_answers()
        parser(profile, layout.header, reporting_zone())
    except Unreadable as error:
        raise WrongColumns(trouble_sentence(error.trouble, error.about)) from error
    clear_staging(locked.pk)
    Rejection.objects.filter(file=locked).delete()
    forget_findings(locked)
    LIFECYCLE.move(locked, Step.READ)
    locked.source, locked.profile = profile.source, profile.as_json()
    locked.counts, locked.lost_cells, locked.named_questions = {}, [], {}
    locked.save(update_fields=["state", "source", "profile", "counts", "lost_cells", "named_questions"])
    begin_work(locked)
    imported.refresh_from_db()
    return imported


def read_step(imported: Import, work: "Work") -> Progress:
    """Read the next rows into staging, in the transaction that also saves the progress."""
    layout, most = Layout.from_json(imported.layout), limits()
    profile = Profile.from_json(imported.profile)
    counts: Counter[str] = Counter(work.cursor.get("counts", {}))
    losses = losses_of(profile, layout.header, work.cursor.get("lost", ()))
    try:
        with _opened(imported) as file:
            source = layout.source(file, most, work.cursor)
            is_last = _stage(imported, source, layout, profile, counts=counts, losses=losses)
    except Unreadable as error:
        raise WorkFailed(trouble_sentence(error.trouble, error.about)) from error
    for late in source.late:
        losses.add_unread(late.title, late.records, late.example)
    if counts["rows"] > most.rows:
        raise WorkFailed(trouble_sentence(FileTrouble.TOO_MANY_ROWS, f"{most.rows:,}"))
    faults.point("import.staged")
    lost = [asdict(cells) for cells in losses]
    if is_last:
        imported.lost_cells, counts["lost_cells"] = lost, losses.total
        imported.layout = layout.with_late_columns(losses.unread, most).as_json()
        _finish(imported, counts)
    return Progress(
        finished=is_last,
        cursor={**source.cursor, "counts": dict(counts), "lost": lost},
        done_units=counts["rows"],
        total_units=counts["rows"] if is_last else max(layout.rows, counts["rows"]),
    )


def begin_work(locked: Import) -> None:
    """Enqueue the next piece of work for the import's current state; `steps.step` does it."""
    locked.round, locked.touched_at = locked.round + 1, clock.now()
    locked.save(update_fields=["round", "touched_at"])
    enqueue(kind=KIND, subject_id=locked.pk, key=locked.work_key)


def _opened(imported: Import) -> BinaryIO:
    try:
        return place_of(imported.path).open("rb")
    except FileNotFoundError as error:
        raise WorkFailed(_("The uploaded file is gone. Upload it again.")) from error


def _stage(imported: Import, source: Source, layout: Layout, profile: Profile, *, counts: Counter[str], losses: Losses) -> bool:
    """Copy at most one step's rows into staging and rejections. True at the end of the file."""
    options: dict[str, Any] = {"header": layout.header, "profile": profile, "zone": reporting_zone(), "losses": losses}
    rejected: list[Rejected] = []
    if profile.names_agents:
        items = list(islice(source, ROWS_PER_STEP))
        found = read(items, **options, contacts=Contacts(starts=known_starts(items, layout.header, profile)))
        stage(imported.pk, _counted(found, counts, rejected), rejected)
        return len(items) < ROWS_PER_STEP
    most, before = ROWS_PER_STEP * LONGER_STEPS.get(layout.kind, 1), counts["rows"]
    found = read(source, **options, contacts=Contacts(kept_from=destination().kept_from()))
    stage(imported.pk, _counted(islice(found, most), counts, rejected), rejected)
    return counts["rows"] - before < most and len(rejected) < ROWS_PER_STEP


def _counted(
    found: Iterator[ParsedRow | Rejected | SkippedRow], counts: Counter[str], rejected: list[Rejected]
) -> Iterator[ParsedRow]:
    rows = answers = unassigned = left_out = 0
    for row in found:
        rows += 1
        if isinstance(row, SkippedRow):
            left_out += 1
            continue
        if isinstance(row, Rejected):
            rejected.append(row)
            if len(rejected) == ROWS_PER_STEP:
                # Rejected rows stay in memory until the end of the step.
                break
            continue
        answers += row.value is not None
        unassigned += not row.agent
        yield row
    counts.update(rows=rows, left_out=left_out, rejected=len(rejected), with_rating=answers, unassigned=unassigned)


def _finish(imported: Import, counts: Counter[str]) -> None:
    """Move a read import on: to a decision, then to matching names, to checking, or straight to publishing."""
    imported.counts = dict(counts)
    names = settle_names_in_step(imported).unknown
    imported.counts["unknown_names"] = len(names)
    imported.named_questions = questions_named_in(imported)
    asks_for_names = bool(names) and not imported.creates_people
    if look_at_new_file(imported, before_names=asks_for_names):
        LIFECYCLE.move(imported, Step.ASK_TO_LOOK)
    elif asks_for_names:
        LIFECYCLE.move(imported, Step.ASK_FOR_NAMES)
    elif imported.goes_on:
        LIFECYCLE.move(imported, Step.PUBLISH_UNASKED)
    else:
        LIFECYCLE.move(imported, Step.MAKE_READY)
    imported.touched_at = clock.now()
    imported.save(update_fields=["counts", "lost_cells", "layout", "named_questions", "state", "touched_at"])
    if imported.state == Import.State.PUBLISHING:
        begin_work(imported)
