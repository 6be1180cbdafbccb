"""Uploading a file: recognise it, save it, and start reading if a profile fits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from intake import permissions
from intake.actions.file_reading import start_reading
from intake.actions.files import Kept, delete_file, keep_file
from intake.actions.other_kinds import recognised_as, take_in_other
from intake.installation_limits import limits
from intake.models import Import
from intake.queries.profiles import own_names, own_profile, own_profile_for, profile_for
from intake.queries.sources import as_spelled, is_source, sources_to_choose
from intake.reading.column_guesses import (
    SAMPLE_ROWS,
    ColumnsNotKnown,
    are_all,
    dated_rows,
    guessed_profile,
    guesses_in,
    with_dates_as_written,
)
from intake.reading.headers import has_twin
from intake.reading.known_sources import KNOWN, fields_to_check, known
from intake.reading.layouts import Layout, TableChoice, layout_of
from intake.reading.profiles import GENERIC, Field, Profile
from intake.reading.questions import in_words, several_questions
from intake.reading.rating_values import rating_values, refuse_unfit
from intake.reading.reasons import FileTrouble, Unreadable
from intake.reading.row_filters import kept_rows
from intake.reading.table_questions import NO_ANSWERS
from intake.reading.zone_guesses import with_zone, with_zone_as_written
from intake.reason_sentences import trouble_sentence
from intake.upload_storage import place_of
from people.identity import User

# What a person can settle on the page for matching columns.
ASKED = {FileTrouble.DATES_AMBIGUOUS, FileTrouble.COLUMN_TWICE, FileTrouble.ZONE_UNKNOWN, FileTrouble.SEVERAL_QUESTIONS}


class FileUnreadable(Refused):
    """The file can't be imported. The message says what is wrong and what to do."""


class ColumnsUnknown(FileUnreadable):
    """No profile fits the columns of the file. `header` has their titles, and `guesses` are fields of some of them."""

    def __init__(self, sentence: str, header: Sequence[str], guesses: Mapping[Field, str]) -> None:
        super().__init__(sentence)
        self.header, self.guesses = header, guesses


class SourceMissing(Refused):
    """The file needs the name of its source."""


def receive_file(
    *,
    actor: User | None,
    file_name: str,
    chunks: Iterable[bytes],
    profile_name: str = "",
    source: str = "",
    zone: str = "",
    goes_on: bool = False,
    creates_people: bool = False,
) -> Import:
    """Save a file and start reading it if a profile fits. Otherwise it waits for its columns to be matched.

    `profile_name` names a profile or `generic`; without one, the header decides, own profiles first. `source` replaces the
    source of the profile, and `zone` the time zone that the file or the profile says. `goes_on` publishes without confirmation,
    and `creates_people` adds unknown names as agents (for the command, which can't ask; it must know the source). Raises
    `FileUnreadable` and `SourceMissing`. The file is written before the transaction begins, and deleted if that fails.
    """
    if actor is not None and not permissions.can_import(actor):
        raise PermissionDenied
    try:
        # The kind isn't known before the file has been looked at.
        kept = keep_file(chunks, most_bytes=limits().file_bytes)
    except Unreadable as error:
        raise FileUnreadable(trouble_sentence(error.trouble, error.about)) from error
    layout: Layout | None = None
    try:
        if (other := recognised_as(kept.path)) is not None:
            return take_in_other(actor, kept, file_name, *other, goes_on=goes_on)
        with place_of(kept.path).open("rb") as file:
            own = own_profile(profile_name)
            layout = layout_of(file, limits(), TableChoice(answers=own.table if own else NO_ANSWERS))
            layout = _with_answers(layout)
            if goes_on:
                layout.require_certain_table()
            profile, is_sure = _profile(file, layout, profile_name, zone, must_be_known=goes_on)
            is_sure = is_sure and not layout.open_questions
        if profile is not None:
            profile = replace(profile, source=as_spelled(source or profile.source))
            is_sure = is_sure and _has_source(profile, must_be_known=goes_on)
        options = {"goes_on": goes_on, "creates_people": creates_people}
        return _take_in(actor, kept, layout, file_name, profile, is_sure=is_sure, **options)
    except Unreadable as error:
        delete_file(kept.path)
        raise _unreadable(error, layout) from error
    except BaseException:
        delete_file(kept.path)
        raise


def _with_answers(layout: Layout) -> Layout:
    """The layout with the answers of the own profile that fits it, if a question about its rows is open."""
    if not layout.open_questions or not layout.has_header:
        return layout
    own = own_profile_for(layout.header)
    return layout.answered(own.table) if own else layout


@transaction.atomic
def _take_in(
    actor: User | None,
    kept: Kept,
    layout: Layout,
    file_name: str,
    profile: Profile | None,
    *,
    is_sure: bool,
    goes_on: bool,
    creates_people: bool,
) -> Import:
    imported = Import.objects.create(
        file_name=Path(file_name).name[:200] or "file",
        path=kept.path,
        size_bytes=kept.size_bytes,
        digest=kept.digest,
        layout=layout.as_json(),
        profile=profile.as_json() if profile else {},
        uploaded_by_id=actor.person_id if actor else None,
        goes_on=goes_on,
        creates_people=creates_people,
        created_at=clock.now(),
        touched_at=clock.now(),
    )
    return start_reading(actor=actor, imported=imported, profile=profile) if profile and is_sure else imported


def _unreadable(error: Unreadable, layout: Layout | None) -> FileUnreadable:
    sentence = trouble_sentence(error.trouble, error.about)
    if isinstance(error, ColumnsNotKnown) and layout is not None:
        return ColumnsUnknown(sentence, layout.header, error.guesses)
    return FileUnreadable(sentence)


def _has_source(profile: Profile, *, must_be_known: bool) -> bool:
    """True if the profile says which source the file comes from. Raises `SourceMissing` if that must be known."""
    if is_source(profile.source):
        return True
    if must_be_known:
        known = sources_to_choose()
        sentence = _("Name the source of this file with --source, so that its IDs can't be mistaken for those of another one.")
        known_ones = _("Sources in use: %(names)s.") % {"names": ", ".join(known)} if known else ""
        raise SourceMissing(" ".join(filter(None, (sentence, known_ones))))
    return False


def _profile(file: BinaryIO, layout: Layout, name: str, zone: str, *, must_be_known: bool) -> tuple[Profile | None, bool]:
    """The profile to read the file with, and whether it can be used without asking."""
    rows = dated_rows(file, layout, limits())
    if name == GENERIC:
        guessed = guessed_profile(file, layout, limits())
        _refuse_twins(guessed, layout)
        return _settled(guessed, layout, rows, zone), True
    profile = _named(name, layout, rows[:SAMPLE_ROWS]) if name else profile_for(layout, rows)
    if profile is None:
        if must_be_known:
            raise ColumnsNotKnown(guesses_in(layout.header, rows)[0])
        return None, False
    is_open = bool(fields_to_check(profile, layout.header, rows[:SAMPLE_ROWS]))
    if is_open and must_be_known:
        raise Unreadable(FileTrouble.QUESTIONS_OPEN, profile.source)
    if must_be_known:
        _refuse_other_values(profile, layout, rows)
    try:
        _refuse_twins(profile, layout)
        return _settled(with_dates_as_written(profile, layout.header, rows), layout, rows, zone), not is_open
    except Unreadable as trouble:
        is_asked = trouble.trouble in ASKED
        if is_asked and must_be_known:
            raise
        # Without a readable date, every row is rejected with its reason.
        return profile, not is_asked


def _settled(profile: Profile, layout: Layout, rows: Sequence[list[str]], zone: str) -> Profile:
    """The profile with the file's time zone. Raises `Unreadable` if the zone is unknown, or if a person has to choose between
    several questions.
    """
    if questions := several_questions(profile, layout.header, rows, is_whole=are_all(rows, layout)):
        raise Unreadable(FileTrouble.SEVERAL_QUESTIONS, in_words(questions))
    return with_zone(profile, zone) if zone else with_zone_as_written(profile, layout.zone, layout.header, rows)


def _named(name: str, layout: Layout, rows: Sequence[Sequence[str]]) -> Profile:
    """The own or built-in profile with this name. Raises `Unreadable` if the file lacks its columns."""
    own, source = own_profile(name), known(name)
    if own is not None:
        found, missing = own, own.missing(layout.header)
    elif source is not None:
        found, missing = source.profile(layout.header, rows), source.missing(layout.header)
    else:
        raise Unreadable(FileTrouble.PROFILE_UNKNOWN, ", ".join([*own_names(), *(each.name for each in KNOWN), GENERIC]))
    if missing:
        raise Unreadable(FileTrouble.COLUMNS_MISSING, ", ".join(missing))
    return found


def _refuse_other_values(profile: Profile, layout: Layout, rows: Sequence[list[str]]) -> None:
    """Refuse a file whose ratings don't fit the scale of its known profile, as for an unknown file. A person would see that."""
    at, scale = profile.index_of(Field.RATING, layout.header), profile.only_scale
    if at is None or scale is None:
        return
    start = profile.index_of(Field.STARTED, layout.header)
    kept = kept_rows(profile.rows, layout.header, rows)
    dated = [row for row in kept if start is None or any(map(str.isdigit, row[start]))]
    refuse_unfit(scale, rating_values(layout.header[at], (row[at] for row in dated)))


def _refuse_twins(profile: Profile, layout: Layout) -> None:
    """Refuse a file with two columns of one title, because only a person can choose between them."""
    if twins := [title for title in profile.columns.values() if has_twin(title, layout.header)]:
        raise Unreadable(FileTrouble.COLUMN_TWICE, ", ".join(twins))
