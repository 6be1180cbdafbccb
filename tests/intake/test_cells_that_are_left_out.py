"""A bad optional cell costs that cell, never the row."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake.actions.discards import abandon
from intake.actions.staging import delete_rejections
from intake.models import Import
from intake.reading.file_limits import Limits
from intake.reading.layouts import layout_of
from intake.reading.optional_cells import LostCells
from intake.reading.profiles import Field, Profile
from intake.reading.row_parsing import ParsedRow, losses_of, read
from people.models import User
from tests.factories import feedback
from tests.factories.people import Personas, organisation
from tests.intake.dirty import BERLIN, parsed
from tests.intake.test_files_nobody_here_wrote import as_guessed

TITLES = {
    Field.EXTERNAL_ID: "id", Field.STARTED: "date", Field.RATING: "rating", Field.ENDED: "end", Field.RESPONDED: "answered",
    Field.SURVEY_SENT: "sent", Field.RESOLVED: "state", Field.HANDLE_TIME: "handling", Field.RECORDING: "link",
    Field.LANGUAGE: "language", Field.TOPIC: "topic",
}  # fmt: skip
GOOD = (
    "1",
    "2026-01-05 10:00",
    "4",
    "2026-01-05 11:00",
    "2026-01-05 12:00",
    "2026-01-05 11:30",
    "Solved",
    "45",
    "x",
    "en",
    "t",
)


def read_row(**cells: str) -> tuple[ParsedRow, list[LostCells]]:
    values = dict(zip(TITLES.values(), GOOD, strict=True)) | cells
    file = BytesIO(f"{','.join(values)}\n{','.join(values.values())}\n".encode())
    profile = Profile(name="p", source="s", columns=TITLES)
    layout = layout_of(file, Limits())
    losses = losses_of(profile, layout.header)
    (row,) = read(layout.source(file, Limits()), header=layout.header, profile=profile, zone=BERLIN, losses=losses)
    assert isinstance(row, ParsedRow)
    return row, list(losses)


def test_good_row_loses_nothing() -> None:
    row, lost = read_row()
    assert (row.value, row.is_resolved, row.handle_seconds, lost) == (4, True, 45, [])


@pytest.mark.parametrize(
    ("column", "cell", "reason", "field", "without"),
    [
        ("end", "soon", "date", "ended_at", None),
        ("end", "2026-01-05 09:00", "before_contact", "ended_at", None),
        ("sent", "31.31.2026", "date", "survey_sent_at", None),
        ("answered", "later", "date", "responded_at", datetime(2026, 1, 5, 9, tzinfo=UTC)),
        ("state", "Perhaps", "yes_or_no", "is_resolved", None),
        ("handling", "long", "duration", "handle_seconds", None),
        ("link", "x" * 301, "value_too_long", "recording_url", ""),
        ("language", "x" * 41, "value_too_long", "language", ""),
        ("topic", "x" * 201, "value_too_long", "topic", ""),
    ],
)
def test_bad_cell_is_left_out_and_counted(column: str, cell: str, reason: str, field: str, without: object) -> None:
    row, lost = read_row(**{column: cell})
    assert (row.value, getattr(row, field)) == (4, without)
    # A long text can be about a person, so it is no example.
    assert lost == [LostCells(column, reason, 1, "" if reason == "value_too_long" else cell)]


@pytest.mark.parametrize("cell", ["-", "N/A", "", " "])
@pytest.mark.parametrize("column", ["end", "answered", "sent", "state", "handling"])
def test_empty_values_are_no_loss(column: str, cell: str) -> None:
    assert read_row(**{column: cell})[1] == []


@pytest.mark.parametrize("word", ["Resolved", "SOLVED", "closed", "Done", "gelöst", "Erledigt", "fermé", "resuelto", "risolto"])
def test_words_for_resolved(word: str) -> None:
    assert read_row(state=word)[0].is_resolved is True


@pytest.mark.parametrize("word", ["Open", "In Progress", "pending", "offen", "in Bearbeitung", "en cours", "abierto", "aperto"])
def test_words_for_not_resolved(word: str) -> None:
    assert read_row(state=word)[0].is_resolved is False


def test_cells_of_a_rejected_row_are_not_counted_as_left_out() -> None:
    file = BytesIO(b"id,date,rating,state\n1,2026-01-05,99,Perhaps\n2,2026-01-05,4,Perhaps\n3,2026-01-05,4,Perhaps\n")
    columns = {column: TITLES[column] for column in (Field.EXTERNAL_ID, Field.STARTED, Field.RATING, Field.RESOLVED)}
    profile, layout = Profile(name="p", source="s", columns=columns), layout_of(file, Limits())
    losses = losses_of(profile, layout.header, [{"column": "state", "reason": "yes_or_no", "count": 5, "example": "Maybe"}])
    found = list(read(layout.source(file, Limits()), header=layout.header, profile=profile, zone=BERLIN, losses=losses))
    assert [isinstance(row, ParsedRow) for row in found] == [False, True, True]
    assert (list(losses), losses.total) == ([LostCells("state", "yes_or_no", 7, "Maybe")], 7)


def test_status_is_guessed_only_from_its_words() -> None:
    words = parsed(as_guessed(b"id,date,rating,status\n1,2026-01-05,4,Closed\n2,2026-01-05,4,Open\n3,2026-01-05,4,Odd\n"))
    assert [row.is_resolved for row in words] == [True, False, None]
    codes = parsed(as_guessed(b"id,date,rating,status\n1,2026-01-05,4,0\n2,2026-01-05,4,1\n"))
    assert [row.is_resolved for row in codes] == [None, None]


FILE = b"id,agent,date,rating,resolved,handle seconds\n" + b"".join(
    f"l{number},Nia,2026-01-05,{1 + number},{state},{handling}\n".encode()
    for number, (state, handling) in enumerate([("yes", "45"), ("odd", "45"), ("no", "soon"), ("odd", "-"), ("no", "1")])
)


@pytest.mark.django_db
def test_import_shows_the_cells_that_were_left_out(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    imported = feedback.imported(FILE, profile_name="generic")
    assert (imported.counts["rows"], imported.counts["rejected"], imported.counts["lost_cells"]) == (5, 0, 3)
    assert imported.lost_cells == [
        {"column": "resolved", "reason": "yes_or_no", "count": 2, "example": "odd"},
        {"column": "handle seconds", "reason": "duration", "count": 1, "example": "soon"},
    ]
    client = sign_in(personas.ops)
    page = client.get(reverse("intake:import_detail", args=[imported.pk])).content.decode()
    assert "Cells left out" in page
    assert "cells left out of imported rows" in page


@pytest.mark.django_db
def test_examples_are_deleted_with_the_rejected_rows(personas: Personas) -> None:
    organisation()
    discarded = feedback.worked(feedback.received(FILE, profile_name="generic", goes_on=False, creates_people=False))
    abandon(actor=personas.ops, imported=discarded)
    old = feedback.imported(FILE, profile_name="generic")
    assert Import.objects.get(pk=discarded.pk).lost_cells == []
    delete_rejections(before=old.created_at, at_most=10)
    assert Import.objects.get(pk=old.pk).lost_cells != []
    delete_rejections(before=timezone.now(), at_most=10)
    assert Import.objects.get(pk=old.pk).lost_cells == []
