"""The chart of CSAT in the crisis room: its days, its sentence and its marker."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from crisis.charts import SatisfactionCard, satisfaction_card
from crisis.models import Crisis
from crisis.queries import room
from crisis.queries.satisfaction import MOST_DAYS, satisfaction_course
from feedback.models import DailyScore
from people.queries.organisation import reporting_zone

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
TODAY = date(2026, 11, 29)


def active() -> Crisis:
    """A crisis activated six days ago."""
    return Crisis(activated_at=NOW - timedelta(days=6))


def scores(day_on: date, satisfied: int, others: int, channel: str = "phone") -> None:
    DailyScore.objects.create(day_on=day_on, channel=channel, instrument="csat", n4=satisfied, n2=others)


def card(crisis: Crisis, now: datetime = NOW) -> SatisfactionCard:
    return satisfaction_card(satisfaction_course(crisis, now))


def counts(shown: SatisfactionCard) -> list[int | None]:
    return [each.count for each in shown.chart.intervals]


def test_chart_starts_two_weeks_before_activation_and_marks_it() -> None:
    shown = card(active())
    assert len(shown.chart.intervals) == 14 + 7
    assert shown.chart.marked_at == 14
    assert shown.chart.marker_name == "activated"


def test_day_adds_up_its_channels_and_a_day_without_responses_is_a_gap() -> None:
    scores(TODAY, 30, 10)
    scores(TODAY, 3, 1, channel="chat")
    scores(TODAY - timedelta(days=2), 1, 0)
    earlier, gap, last = card(active()).chart.intervals[-3:]
    assert (gap.value, gap.lower, gap.upper, gap.count) == (None, None, None, 0)
    assert (last.value, last.count) == (75, 44)
    # One response says little: its interval is far wider.
    assert earlier.lower is not None
    assert last.lower is not None
    assert earlier.lower < 25 < last.lower


def test_sentence_compares_before_and_since_with_the_figures_of_the_room() -> None:
    activated_on = TODAY - timedelta(days=6)
    scores(activated_on - timedelta(days=28), 9, 1)
    scores(activated_on - timedelta(days=29), 0, 500)
    scores(activated_on - timedelta(days=1), 83, 9)
    scores(activated_on, 600, 100)
    scores(TODAY, 463, 97)
    shown = card(active())
    assert shown.chart.caption == "90.2 % in the 4 weeks before, 84.4 % since activation (82.3 % to 86.3 %), 1,260 responses."
    course = satisfaction_course(active(), NOW)
    assert (course.before, course.current) == room.satisfaction_of(active(), NOW)
    assert shown.csat_percent == course.current.csat_percent


@pytest.mark.parametrize(
    ("before", "since", "sentence"),
    [
        (4, 0, "100.0 % in the 4 weeks before. No responses since activation yet."),
        (0, 1, "100.0 % since activation (20.7 % to 100.0 %), 1 response."),
        (0, 0, "No responses in the 4 weeks before activation or since."),
    ],
)
def test_sentence_says_when_there_is_nothing_to_compare(before: int, since: int, sentence: str) -> None:
    scores(TODAY - timedelta(days=10), before, 0)
    scores(TODAY, since, 0)
    assert card(active()).chart.caption == sentence


def test_before_activation_the_last_two_weeks_are_shown_without_a_marker() -> None:
    draft = Crisis()
    assert card(draft).chart.caption == "No responses in the last 14 days."
    scores(TODAY - timedelta(days=13), 3, 1)
    scores(TODAY - timedelta(days=14), 0, 100)
    shown = card(draft)
    assert counts(shown) == [4, *[0] * 13]
    assert shown.chart.marked_at is None
    assert shown.csat_percent == 75
    assert shown.chart.caption == "75.0 % in the last 14 days (30.1 % to 95.4 %), 4 responses."


@pytest.mark.parametrize("ended_by", ["resolved_at", "cancelled_at"])
def test_chart_ends_with_the_crisis(ended_by: str) -> None:
    crisis = active()
    setattr(crisis, ended_by, NOW - timedelta(days=2))
    scores(TODAY, 10, 0)
    assert counts(card(crisis)) == [0] * (14 + 5)


def test_chart_of_a_long_crisis_shows_its_last_days_without_the_marker() -> None:
    shown = card(active(), NOW + timedelta(days=300))
    assert len(shown.chart.intervals) == MOST_DAYS
    assert shown.chart.marked_at is None


def test_one_query_reads_all_days() -> None:
    for days in range(40):
        for channel in ("phone", "chat"):
            scores(TODAY - timedelta(days=days), 8, 2, channel)
    reporting_zone()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        card(active())
    assert len(read_from(queries, "feedback_dailyscore")) == 1


def read_from(queries: Iterable[dict[str, str]], table: str) -> list[str]:
    return [query["sql"] for query in queries if table in query["sql"]]


def test_card_has_the_figure_the_drawing_the_sentence_and_the_table() -> None:
    scores(TODAY, 844, 156)
    shown = card(active())
    page = render_to_string("crisis/_satisfaction_chart.html", {"satisfaction": shown})
    assert "Satisfaction (CSAT)" in page
    assert "84.4 %</strong>" in page
    assert ">activated</text>" in page
    assert "84.4 % since activation" in page
    assert "Show as table" in page
    assert page.count('<th scope="row">') == len(shown.chart.intervals)
