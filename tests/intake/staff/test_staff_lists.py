"""Staff lists: columns in any order and language, several values in a cell, joined rows, and questions."""

from collections.abc import Mapping
from io import BytesIO

import pytest

from intake.reading.file_limits import Limits
from intake.reading.layouts import layout_of
from intake.reading.staff.results import StaffAsk, StaffContent, StaffKind
from intake.reading.staff.tables import guessed_kind, guessed_staff_columns, read_table

CODES = {"english": "en", "german": "de", "deutsch": "de", "englisch": "en", "french": "fr", "en": "en", "de": "de", "fr": "fr"}


def read(text: str, answers: Mapping[str, str] | None = None) -> StaffContent:
    file = BytesIO(text.encode())
    layout = layout_of(file, Limits())
    kind = guessed_kind(layout.header) or StaffKind.STAFF
    columns = guessed_staff_columns(layout.header, kind)
    return read_table(file, layout, Limits(), kind=kind, columns=columns, answers=answers or {}, languages=CODES)


def reasons(content: StaffContent) -> list[tuple[int, str, str]]:
    return [(each.line, each.column, each.reason.removeprefix("staff_")) for each in content.unread]


def test_german_list_with_semicolons_and_several_values_in_a_cell() -> None:
    content = read(
        "Standort;Wochenstunden;Sprachen;Nachname;Vorname;E-Mail-Adresse;Gruppe;Kanäle;Schicht;Eintrittsdatum;Personalnr.\n"
        "Bonn;38,5;Deutsch, Englisch C1;Lund;Ana;ana@example.org;Blau | Rot;Telefon / E-Mail;Früh 06:00-14:30;24.12.2020;7\n"
    )
    (ana,) = content.staff
    assert (ana.name, ana.email, ana.site, ana.teams) == ("Ana Lund", "ana@example.org", "Bonn", ("Blau", "Rot"))
    assert (ana.shift, ana.shift_starts_at, ana.shift_ends_at) == ("Früh", "06:00", "14:30")
    assert ana.values == {
        "languages": ["de", "en"],
        "channels": ["phone", "email"],
        "contract_hours": "38.5",
        "joined_on": "2020-12-24",
    }
    assert content.unused == ("Personalnr.",)
    assert not content.questions


def test_rows_about_one_person_are_joined_and_contradictions_are_listed() -> None:
    content = read(
        "Name,Email,Team,Hours\nAna Lund,ana@example.org,Blue,40\n,ANA@example.org,Red,40\nAna Lund,ana@example.org,Red,20\n"
    )
    (ana,) = content.staff
    assert (ana.name, ana.teams, ana.values) == ("Ana Lund", ("Blue", "Red"), {"contract_hours": "40.0"})
    assert reasons(content) == [(4, "Name", "contradicts")]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Ana Lund", ("Ana Lund", "")),
        ('"Lund, Ana"', ("Ana Lund", "")),
        ("Ana Lund <ana@example.org>", ("Ana Lund", "ana@example.org")),
        ("ana@example.org", ("", "ana@example.org")),
        ("  Ana   Lund ", ("Ana Lund", "")),
    ],
)
def test_names_as_systems_write_them(name: str, found: tuple[str, str]) -> None:
    (person,) = read(f"Employee,Team\n{name},Blue\n").staff
    assert (person.name, person.email) == found


@pytest.mark.parametrize(
    ("title", "cell", "reason"),
    [
        ("Email", "ana at example.org", "email"),
        ("Hours", "many", "hours"),
        ("Hours", "160", "hours"),
        ("Hours", "0", "hours"),
        ("Hire date", "soon", "date"),
        ("Hire date", "2026-02-30", "date"),
        ("Time zone", "Middle Earth", "zone"),
        ("Shift", "Late 25:00-26:00", "time"),
        ("Team", "x" * 121, "team_too_long"),
        ("Name", "x" * 121, "name_too_long"),
    ],
)
def test_bad_cell_costs_its_row_with_column_value_and_reason(title: str, cell: str, reason: str) -> None:
    row = {"Name": "Ana Lund", "Extra": "", title: cell}
    content = read(f"{','.join(row)}\n{','.join(row.values())}\n" + ",".join(["Bo", "", "", ""][: len(row)]) + "\n")
    assert (reasons(content), content.unread[0].value) == ([(2, title, reason)], cell[:300])
    assert [person.name for person in content.staff] == ["Bo"]


def test_row_without_a_person_is_listed() -> None:
    assert reasons(read("Name,Team\n-,Blue\nBo,Red\n")) == [(2, "Name", "no_person")]


def test_usual_hours_need_both_ends_in_order() -> None:
    content = read("Name,Start time,End time\nAna,08:00,4:30 PM\nBo,08:00,\nCem,17:00,08:00\n")
    assert content.staff[0].values == {"work_starts_at": "08:00", "work_ends_at": "16:30"}
    assert [line for line, _column, _reason in reasons(content)] == [3, 4]


@pytest.mark.parametrize(
    ("title", "cells", "hours"),
    [
        ("FTE", ("1,0", "0,5"), ["39.0", "19.5"]),
        ("Hours", ("0.8", "1"), ["31.2", "39.0"]),
        ("Pensum", ("80 %", "100%"), ["31.2", "39.0"]),
    ],
)
def test_shares_of_full_time_need_the_hours_of_full_time(title: str, cells: tuple[str, str], hours: list[str]) -> None:
    text = f"Name;{title}\nAna;{cells[0]}\nBo;{cells[1]}\n"
    (question,) = read(text).questions
    assert (question.kind, question.guess) == (StaffAsk.FULL_TIME, "40")
    content = read(text, {question.key: "39"})
    assert [person.values["contract_hours"] for person in content.staff] == hours
    assert not content.questions


def test_hours_with_a_unit_are_no_shares() -> None:
    content = read("Name;Contract hours\nAna;40h\nBo;20 hrs/week\nCem;37.5\n")
    assert [person.values["contract_hours"] for person in content.staff] == ["40.0", "20.0", "37.5"]
    assert not content.questions


@pytest.mark.parametrize(
    ("cell", "codes"),
    [("de en", ["de", "en"]), ("German English", ["de", "en"]), ("English C1", ["en"]), ("de en; fr", ["de", "en", "fr"])],
)
def test_languages_with_only_spaces_between_them_are_all_taken(cell: str, codes: list[str]) -> None:
    content = read(f"Name,Languages,Channels\nAna,{cell},phone chat\n")
    assert (content.staff[0].values["languages"], content.staff[0].values["channels"]) == (codes, ["phone", "chat"])
    assert not content.questions


def test_languages_with_an_unknown_word_between_them_are_asked_about() -> None:
    assert [each.about for each in read("Name,Languages\nAna,de B2 en\n").questions] == ["de B2 en"]


def test_unknown_languages_and_channels_are_asked_about_once() -> None:
    text = "Name,Languages,Channels\nAna,en; Klingonisch,Phone;Fax\nBo,klingonisch,Fax\nCem,de-AT,chat\n"
    questions = read(text).questions
    assert [(each.kind, each.about, each.count) for each in questions] == [
        (StaffAsk.LANGUAGE, "Klingonisch", 2),
        (StaffAsk.CHANNEL, "Fax", 2),
    ]
    content = read(text, {questions[0].key: "-", questions[1].key: "other"})
    assert [person.values.get("languages", []) for person in content.staff] == [["en"], [], ["de-at"]]
    assert [person.values["channels"] for person in content.staff] == [["phone", "other"], ["other"], ["chat"]]


def test_day_and_month_are_asked_about_unless_a_date_decides() -> None:
    text = "Name,Hire date\nAna,03/04/2020\n"
    (question,) = read(text).questions
    assert (question.kind, set(question.choices)) == (StaffAsk.DATES, {"%d/%m/%Y", "%m/%d/%Y"})
    (ana,) = read(text, {question.key: "%m/%d/%Y"}).staff
    assert ana.values["joined_on"] == "2020-03-04"
    decided = read(f"{text}Bo,25/04/2020\n")
    assert (decided.questions, decided.staff[0].values["joined_on"]) == ([], "2020-04-03")


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Name,Team,Start date,End date", StaffKind.STAFF),
        ("Mitarbeiter,Abwesenheit,Von,Bis", StaffKind.LEAVE),
        ("Employee,From,To", StaffKind.LEAVE),
        ("Employee,Leave start,Leave end,Days", StaffKind.LEAVE),
        ("Employee,Start date,End date", None),
        ("Email,Languages", StaffKind.STAFF),
    ],
)
def test_content_is_guessed_from_the_titles(header: str, kind: StaffKind | None) -> None:
    assert guessed_kind(header.split(",")) == kind
