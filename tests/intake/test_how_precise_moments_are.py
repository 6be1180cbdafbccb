"""Precision of times in files."""

from datetime import UTC, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from feedback.models import SurveyResponse
from intake.reading.moments import Moments
from intake.reading.precision import DAY, MINUTE, SECOND, UNKNOWN
from intake.reading.profiles import DateRule, Field, Profile
from intake.reading.row_parsing import parser
from intake.reading.sent_records import read_records
from tests.factories import feedback
from tests.factories.people import organisation

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("rule", "text", "precise"),
    [
        (DateRule(), "2026-01-31", DAY),
        (DateRule(), "2026-01-31 00:00:00", DAY),
        (DateRule(), "2026-01-31T00:00:00+05:45", DAY),
        (DateRule(), "2026-01-31T10:32", MINUTE),
        (DateRule(), "2026-01-31 10:32:00", MINUTE),
        (DateRule(), "2026-01-31T10:32:07Z", SECOND),
        (DateRule(), "2026-01-31 10:32:07 -0500", SECOND),
        (DateRule(date="%d-%b-%y"), "01-Aug-23", DAY),
        (DateRule(date="%d.%m.%Y"), "31.01.2026 10:32", MINUTE),
        (DateRule(date="%d.%m.%Y"), "31.01.2026 10:32:00", MINUTE),
        (DateRule(date="%d.%m.%Y"), "31.01.2026 10:32:07", SECOND),
        (DateRule(date="%m/%d/%Y"), "01/31/2026 12:00:00 AM", DAY),
        (DateRule(date="%m/%d/%Y"), "01/31/2026 12:00:07 AM", SECOND),
        (DateRule(date="epoch"), "1769855527", SECOND),
        (DateRule(date="epoch"), "1769855520", MINUTE),
        (DateRule(date="epoch"), "1769817600", DAY),
        (DateRule(date="%d.%m.%Y", time="day_fraction"), "31.01.2026 0.38400462962963", SECOND),
        (DateRule(date="%d.%m.%Y", time="day_fraction"), "31.01.2026 0,3841", MINUTE),
        (DateRule(date="%d.%m.%Y", time="day_fraction"), "31.01.2026 0.38", DAY),
        (DateRule(date="%d.%m.%Y", time="day_fraction"), "31.01.2026 0", DAY),
    ],
)
def test_a_cell(rule: DateRule, text: str, precise: int) -> None:
    moments = Moments(rule, BERLIN)
    # The cached result is the same.
    assert moments.of_cell(text)[1] == moments.of_cell(text)[1] == precise


def test_a_row() -> None:
    columns = {
        Field.STARTED: "Started", Field.RATING: "Rating", Field.RESPONDED: "Responded", Field.SURVEY_SENT: "Sent",
    }  # fmt: skip
    parse = parser(Profile(name="p", source="s", columns=columns), ["Started", "Rating", "Responded", "Sent"], BERLIN)
    row = parse(2, ["2026-01-31 10:32", "5", "2026-01-31 11:00:07", "2026-01-31 11:00:04"])
    assert (row.started_precision, row.precision, row.survey_sent_precision) == (MINUTE, SECOND, SECOND)
    row = parse(3, ["2026-01-31 10:32:07", "5", "", ""])
    assert (row.responded_at, row.precision, row.survey_sent_precision) == (row.started_at, UNKNOWN, None)
    row = parse(4, ["2026-01-31 10:32:07", "", "2026-01-31 11:00:07", ""])
    assert (row.value, row.responded_at, row.precision) == (None, None, UNKNOWN)


def test_a_record() -> None:
    answers = [{"instrument": "csat", "value": 5}, {"instrument": "nps", "value": 9, "responded_at": "2026-01-31T11:00:07Z"}]
    record = {
        "external_id": "A", "started_at": "2026-01-31T10:32:00+01:00", "survey_sent_at": "2026-01-31T10:40:01Z",
        "responses": answers,
    }  # fmt: skip
    first, second = read_records([record], known={})
    assert [row.precision for row in (first, second) if hasattr(row, "precision")] == [UNKNOWN, SECOND]
    assert first[-2:] == second[-2:] == (MINUTE, SECOND)  # type: ignore[index] # both are rows


@pytest.mark.django_db
def test_dates_of_a_workbook_have_the_precision_of_a_day() -> None:
    organisation()
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["ID", "Agent", "Date", "Rating", "Responded at", "Survey sent at"])
    for number in range(12):
        day = datetime(2026, 1, 5, tzinfo=UTC).replace(tzinfo=None)
        sheet.append([f"C{number}", "Nia", day, 5, day, day])
    file = BytesIO()
    book.save(file)
    feedback.imported(file.getvalue(), file_name="calls.xlsx", profile_name="generic")
    assert set(SurveyResponse.objects.values_list("precision", "state", "is_out_of_window")) == {(DAY, "counted", False)}
    assert SurveyResponse.objects.count() == 12


@pytest.mark.parametrize(("cell", "precise"), [("45292.63", 1), ("45292.6312", 2), ("45292.631215278", 3)])
def test_spreadsheet_day_numbers_are_as_precise_as_their_decimals(cell: str, precise: int) -> None:
    _moment, found = Moments(DateRule(date="serial"), BERLIN).of_cell(cell)
    assert found <= precise
    assert (found == 3) == (precise == 3)
