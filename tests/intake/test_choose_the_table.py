"""Choosing the table of a file: sheets, lines with titles, files without titles, streams of records."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from intake.actions.file_tables import choose_table
from intake.models import Import, Rejection, StagedRow
from intake.reading.layouts import Layout, TableChoice
from people.models import User
from tests.factories import feedback
from tests.factories.people import Personas
from tests.intake.forms import lines_of

pytestmark = pytest.mark.django_db

HEADER = "contact,who,when,stars"
ROWS = "1,Nia,2026-01-02 10:00,4\n2,Omar,2026-01-03 11:00,5\n3,Nia,2026-01-04 12:00,1\n"
TABLE = f"{HEADER}\n{ROWS}"
SUMMARY = "team,count,mean\nNorth,12,4\nSouth,9,3\n"


@pytest.fixture
def ops(personas: Personas, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(personas.ops)


def upload(client: Client, content: bytes) -> Import:
    response = client.post(reverse("intake:import_new"), {"file": SimpleUploadedFile("file", content)})
    assert response.status_code == 302, response.content.decode()
    return Import.objects.latest("pk")


def book(*sheets: tuple[str, str]) -> bytes:
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, text in sheets:
        sheet = made.create_sheet(name)
        for line in text.splitlines():
            sheet.append([int(cell) if cell.isdecimal() else cell for cell in line.split(",")])
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def page(client: Client, imported: Import, name: str = "import_table", query: str = "") -> str:
    return client.get(reverse(f"intake:{name}", args=[imported.pk]) + query).content.decode()


def choose(client: Client, imported: Import, *, query: str = "", **given: str) -> Layout:
    response = client.post(reverse("intake:import_table", args=[imported.pk]) + query, given)
    assert response.status_code == 302, response.content.decode()
    assert response["Location"] == reverse("intake:import_columns", args=[imported.pk])
    imported.refresh_from_db()
    return Layout.from_json(imported.layout)


def test_sheet_with_dates_and_ratings_is_read_and_the_others_are_named(ops: Client) -> None:
    imported = upload(ops, book(("Summary", SUMMARY), ("Answers", TABLE.replace("stars", "rating")), ("Empty", "")))
    assert imported.layout["sheet_name"] == "Answers"
    assert "Only the sheet “Answers” is imported. Other sheets with data: Summary." in page(ops, imported, "import_columns")


def test_another_sheet_can_be_chosen(ops: Client) -> None:
    imported = upload(ops, book(("January", TABLE), ("February", TABLE.replace("2026-01", "2026-02"))))
    shown = page(ops, imported, query="?sheet=1")
    assert "2026-02-03 11:00" in shown
    assert "2026-01-03 11:00" not in shown
    layout = choose(ops, imported, query="?sheet=1", row="1")
    assert (layout.sheet, layout.sheet_name, layout.left_out) == (1, "February", ("January",))


def test_line_with_the_titles_can_be_chosen(ops: Client) -> None:
    imported = upload(ops, f"{SUMMARY}West,3,4\n{SUMMARY}West,3,4\n\n{TABLE}".encode())
    assert imported.layout["header"] == ["team", "count", "mean"]
    assert "Line 10: contact | who | when | stars" in page(ops, imported)
    layout = choose(ops, imported, row="10")
    assert (layout.header, layout.line, layout.has_header) == (("contact", "who", "when", "stars"), 10, True)
    assert "checked" in page(ops, imported).partition("Line 10:")[0].rpartition("<input")[2]


def test_file_without_titles_is_told_and_never_read_automatically(ops: Client) -> None:
    imported = upload(ops, ROWS.encode())
    assert imported.state == Import.State.UPLOADED
    assert imported.layout["header"] == ["Column 1", "Column 2", "Column 3", "Column 4"]
    assert "the columns have no titles" in page(ops, imported, "import_columns")
    assert "2026-01-02 10:00" in page(ops, imported)


def test_saved_profile_of_a_file_without_titles_is_not_used_for_the_next(ops: Client, personas: Personas) -> None:
    own = feedback.own_profile(personas.ops)
    own.definition = {**own.definition, "columns": {"started": "Column 3"}}
    own.save()
    assert upload(ops, ROWS.encode()).state == Import.State.UPLOADED


def test_titles_that_look_like_data_can_be_stated(ops: Client) -> None:
    imported = upload(ops, f"1,Nia,2026-01-01,4\n{ROWS}".encode())
    assert not imported.layout["has_header"]
    layout = choose(ops, imported, row="1")
    assert (layout.has_header, layout.header) == (True, ("1", "Nia", "2026-01-01", "4"))
    layout = choose(ops, imported, row="1", is_data="on")
    assert (layout.has_header, layout.line) == (False, 0)


def test_stream_of_records_can_be_chosen(ops: Client) -> None:
    streams = {"ratings": [{"id": 1, "rating": 4, "date": "2026-01-02"}], "calls": [{"id": 2, "began": "2026-01-02"}]}
    records = [{"stream": name, "data": record} for name, found in streams.items() for record in found]
    imported = upload(ops, lines_of(records))
    assert "Only the records of “ratings” are imported." in page(ops, imported, "import_columns")
    layout = choose(ops, imported, stream="calls")
    assert (layout.shape.stream, layout.shape.others) == ("calls", (("ratings", 1),))


def test_single_table_of_records_offers_no_choice(ops: Client) -> None:
    imported = upload(ops, lines_of([{"id": 1, "began": "2026-01-02"}]))
    assert "There is nothing to choose here" in page(ops, imported)


@pytest.mark.parametrize("given", [{"row": "99"}, {"row": ""}, {"row": "x"}, {}])
def test_line_that_is_not_shown_is_refused(ops: Client, given: dict[str, str]) -> None:
    imported = upload(ops, TABLE.encode())
    assert ops.post(reverse("intake:import_table", args=[imported.pk]), given).status_code == 422


def test_line_that_does_not_fit_the_rows_is_refused_with_the_reason(ops: Client) -> None:
    imported = upload(ops, f"Report,January\n{TABLE}".encode())
    response = ops.post(reverse("intake:import_table", args=[imported.pk]), {"row": "1"})
    assert response.status_code == 422
    assert "The header doesn&#x27;t fit the rows" in response.content.decode()
    imported.refresh_from_db()
    assert imported.layout["header"] == HEADER.split(",")


@pytest.mark.parametrize("query", ["?sheet=7", "?sheet=x", "?sheet=-1", "?sheet=99999999999", "?sheet=²"])
def test_sheet_that_does_not_exist_shows_no_lines(ops: Client, query: str) -> None:
    imported = upload(ops, book(("January", TABLE)))
    assert ops.get(reverse("intake:import_table", args=[imported.pk]) + query).status_code == 200


def test_rows_read_from_another_table_are_forgotten(personas: Personas) -> None:
    imported = feedback.arrived("checked")
    assert StagedRow.objects.filter(file=imported).exists()
    choose_table(actor=personas.ops, imported=imported, choice=TableChoice(row=2))
    assert (imported.state, imported.counts) == (Import.State.UPLOADED, {})
    assert not StagedRow.objects.filter(file=imported).exists()
    assert not Rejection.objects.filter(file=imported).exists()


def test_others_cannot_choose(personas: Personas) -> None:
    with pytest.raises(PermissionDenied):
        choose_table(actor=personas.agent, imported=feedback.arrived("checked"), choice=TableChoice())


def test_finished_import_leads_to_its_page(ops: Client) -> None:
    imported = feedback.arrived("published")
    response = ops.get(reverse("intake:import_table", args=[imported.pk]))
    assert response["Location"] == reverse("intake:import_detail", args=[imported.pk])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (ROWS, "The first row of this file is data, so its columns have no titles."),
        (f"{SUMMARY}West,3,4\n\n{TABLE}{ROWS * 3}", "This file has another table above the one with most rows"),
    ],
)
def test_command_refuses_a_table_that_a_person_must_choose(tmp_path: Path, content: str, sentence: str) -> None:
    path = tmp_path / "file.csv"
    path.write_text(content)
    with pytest.raises(CommandError, match=sentence):
        call_command("import_feedback", str(path))
    assert not Import.objects.exists()
