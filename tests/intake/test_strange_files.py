"""Exports as strangers have them: each is read rightly, or refused with the sentence that says why. Never silently wrong."""

from collections import Counter
from collections.abc import Callable
from io import BytesIO

import pytest

from intake.reading.column_guesses import ColumnsNotKnown, guessed_profile
from intake.reading.file_limits import Limits
from intake.reading.layouts import Layout, TableChoice, layout_of
from intake.reading.profiles import Field
from intake.reading.reasons import FileTrouble, RejectionReason, Unreadable
from intake.reading.row_parsing import ParsedRow, Rejected, read
from intake.reading.table_questions import TableAnswers
from tests.intake import strange_files as files
from tests.intake.dirty import BERLIN, parsed, rejected, rows_of

Rows = list[ParsedRow | Rejected]


def read_as_guessed(content: bytes, *, fills_gaps: bool | None = None) -> tuple[Layout, Rows]:
    """The layout, and the rows as the command reads them with guesses. Raises `Unreadable` where it refuses."""
    file, most = BytesIO(content), Limits()
    layout = layout_of(file, most, TableChoice(answers=TableAnswers(fills_gaps=fills_gaps)))
    layout.require_certain_table()
    profile = guessed_profile(file, layout, most)
    return layout, rows_of(read(layout.source(file, most), header=layout.header, profile=profile, zone=BERLIN))


def values(rows: Rows) -> list[int | None]:
    return [row.value for row in parsed(rows)]


def agents(rows: Rows) -> Counter[str]:
    return Counter(row.agent for row in parsed(rows))


def test_report_of_a_help_desk_with_words_and_lines_above() -> None:
    _layout, rows = read_as_guessed(files.freshdesk_report())
    assert values(rows) == [5, 3, 1] * 4
    assert agents(rows) == dict.fromkeys(files.NAMES, 3)
    assert parsed(rows)[0].started_at.astimezone(BERLIN).hour == 13
    assert rejected(rows) == []


def test_answer_of_an_api_in_a_single_line() -> None:
    layout, rows = read_as_guessed(files.zammad_tickets())
    assert (layout.path, layout.lists_beside[0][0]) == ("data.tickets.item", "data.assets.groups.item")
    assert values(rows) == [at % 5 + 1 for at in range(1, 9)]
    assert agents(rows) == dict.fromkeys(files.NAMES, 2)


def test_chats_in_tabs_and_utf_16() -> None:
    _layout, rows = read_as_guessed(files.live_chat_chats())
    assert values(rows) == [(5, 1, None)[at % 3] for at in range(1, 10)]
    assert [row.handle_seconds for row in parsed(rows)] == [60 * at for at in range(1, 10)]


def test_reviews_with_line_breaks_and_no_agent() -> None:
    _layout, rows = read_as_guessed(files.review_site())
    assert values(rows) == [5 - at % 5 for at in range(1, 9)]
    assert agents(rows) == {"": 8}
    assert parsed(rows)[0].comment == "First line\nsecond; line, too"


def test_scale_in_decimal_commas_and_dots_for_thousands() -> None:
    _layout, rows = read_as_guessed(files.decimal_commas())
    assert agents(rows) == {"Jörg Groß": 8}
    assert [row.handle_seconds for row in parsed(rows)] == [1000 + 100 * at for at in range(1, 9)]
    assert [row.started_at.astimezone(BERLIN).day for row in parsed(rows)] == list(range(1, 9))


def test_headers_and_totals_of_each_page_are_listed_and_all_rows_are_read() -> None:
    _layout, rows = read_as_guessed(files.pages_with_headers())
    assert Counter(values(rows)) == dict.fromkeys(range(1, 6), 40)
    assert len(rejected(rows)) == 4 * 3 - 1
    assert {bad.reason for bad in rejected(rows)} == {RejectionReason.DATE, RejectionReason.DATE_MISSING}


def test_report_by_agent_and_day_is_read_after_an_answer() -> None:
    with pytest.raises(Unreadable) as refused:
        read_as_guessed(files.outline_report())
    assert (refused.value.trouble, refused.value.about) == (FileTrouble.CELLS_BELOW_EMPTY, "Advisor, Date")
    _layout, rows = read_as_guessed(files.outline_report(), fills_gaps=True)
    assert agents(rows) == dict.fromkeys(files.NAMES, 6)
    assert Counter(row.started_at.astimezone(BERLIN).day for row in parsed(rows)) == {3: 12, 4: 12}
    assert [bad.reason for bad in rejected(rows)] == [RejectionReason.TOTAL] * 5


def test_pages_of_an_api_in_a_list() -> None:
    layout, rows = read_as_guessed(files.pages_of_an_api())
    assert layout.path == "item → items"
    assert values(rows) == [2, 3, 4, 5] * 3
    assert agents(rows) == dict.fromkeys(files.NAMES, 3)


def test_true_and_false_with_milliseconds() -> None:
    _layout, rows = read_as_guessed(files.csat_as_booleans())
    assert values(rows) == [5 if at % 3 else 1 for at in range(9)]
    assert {row.started_at.year for row in parsed(rows)} == {2026}


@pytest.mark.parametrize(
    ("make", "trouble", "about"),
    [
        (files.form_answers, FileTrouble.AGENT_IS_ANSWER, "Who helped you today?"),
        (files.two_tables_on_a_sheet, FileTrouble.SEVERAL_TABLES, "4"),
        (files.months_as_columns, FileTrouble.COLUMNS_UNKNOWN, ""),
    ],
)
def test_file_that_only_a_person_can_settle_is_refused(make: Callable[[], bytes], trouble: FileTrouble, about: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_as_guessed(make())
    assert (refused.value.trouble, refused.value.about) == (trouble, about)


def test_second_table_of_a_sheet_is_read_if_it_has_the_answers() -> None:
    layout = layout_of(BytesIO(files.two_tables_on_a_sheet()), Limits())
    assert (layout.header, layout.above) == (("Ticket", "Agent", "Date", "Rating", "Comment"), 4)


def test_months_in_columns_are_never_taken_for_ratings() -> None:
    with pytest.raises(ColumnsNotKnown) as refused:
        read_as_guessed(files.months_as_columns())
    assert refused.value.guesses == {Field.AGENT: "Agent"}


def test_wide_survey_names_the_question_whose_scale_is_open() -> None:
    with pytest.raises(Unreadable) as refused:
        read_as_guessed(files.wide_survey())
    assert refused.value.trouble == FileTrouble.SCALE_UNKNOWN
    layout = layout_of(BytesIO(files.wide_survey()), Limits())
    assert (len(layout.header), len(layout.below)) == (60, 1)
