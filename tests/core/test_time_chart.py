"""Time charts, drawn and as a table."""

import re
from itertools import pairwise

import pytest
from django.template.loader import render_to_string

from core.charts import BOTTOM, FIRST_X, LAST_X, MOST_DOTS, MOST_NAMES, TOP, Interval, TimeChart

WEEK = [Interval(f"{day} Nov", 90, 80, 95, count=1260) for day in range(1, 8)]
GAP = Interval("8 Nov", None, None, None, count=0)


def chart(*intervals: Interval, **parts: object) -> TimeChart:
    return TimeChart("k", "CSAT", "Day", "It fell.", list(intervals), **parts)  # type: ignore[arg-type]


def shown(what: TimeChart, **context: object) -> str:
    return " ".join(render_to_string("components/time_chart.html", {"chart": what, **context}).split())


def test_days_run_from_left_to_right_and_percentages_upwards() -> None:
    (points,) = chart(Interval("1 Nov", 80, 70, 85), Interval("2 Nov", 100, 90, 100)).stretches
    assert FIRST_X < points[0].x < points[1].x < LAST_X
    assert points[0].bottom == BOTTOM
    assert points[1].y == points[1].top == TOP
    assert points[0].bottom > points[0].y > points[0].top


def test_band_is_a_closed_outline_around_the_intervals() -> None:
    drawn = chart(Interval("1 Nov", 80, 70, 90), Interval("2 Nov", 80, 70, 90))
    left, right = drawn.stretches[0]
    corners = [(left.x, left.top), (right.x, right.top), (right.x, right.bottom), (left.x, left.bottom)]
    assert drawn.band == "M" + "L".join(f"{x} {y}" for x, y in corners) + "Z"


def test_day_without_responses_is_a_gap_in_line_and_band() -> None:
    drawn = chart(*WEEK[:2], GAP, *WEEK[2:4])
    assert drawn.line.count("M") == drawn.band.count("M") == 2
    assert len(drawn.dots) == 4
    page = shown(drawn, no_table=False)
    assert page.count("8 Nov</th>") == 1
    assert "–" in page


def test_day_between_two_gaps_is_a_dot_with_its_interval() -> None:
    drawn = chart(GAP, *WEEK[:1], GAP)
    ((only,),) = drawn.stretches
    assert drawn.dots == [only]
    assert drawn.band == f"M{only.x} {only.top}L{only.x} {only.bottom}Z"


def test_no_figures_at_all_still_has_axes_and_a_table() -> None:
    drawn = chart(GAP, GAP)
    assert (drawn.band, drawn.line, drawn.dots) == ("", "", [])
    assert [tick.percent for tick in drawn.axis.ticks] == [100, 95, 90]
    assert "Show as table" in shown(drawn)
    assert chart().names == []


@pytest.mark.parametrize("days", [1, 2, 5, 6, 30, 92])
def test_names_below_the_axis_end_with_the_last_day_and_stay_apart(days: int) -> None:
    drawn = chart(*(Interval(f"day {day}", 90, 80, 95) for day in range(days)))
    assert len(drawn.names) <= MOST_NAMES
    assert drawn.names[-1].name == f"day {days - 1}"
    assert all(later.x - earlier.x >= 50 for earlier, later in pairwise(drawn.names))


def test_many_days_have_dots_only_between_gaps() -> None:
    many = [Interval("d", 90, 80, 95)] * MOST_DOTS
    assert len(chart(*many).dots) == MOST_DOTS
    assert len(chart(*many, GAP, many[0]).dots) == 1


def test_marker_is_at_its_day_and_its_name_inside_the_chart() -> None:
    early, late = (chart(*WEEK, marked_at=at, marker_name="activated") for at in (1, 6))
    assert early.marker_x == early.stretches[0][1].x
    assert 'text-anchor="start" class="plot-quiet plot-marker-name">activated' in shown(early)
    assert 'text-anchor="end" class="plot-quiet plot-marker-name">activated' in shown(late)
    assert "plot-marker" not in shown(chart(*WEEK))


def test_axes_have_names_units_and_the_caption_explains_the_drawing() -> None:
    page = shown(chart(*WEEK, limit=75, limit_name="minimum of 75 %"), no_table=True)
    assert ">CSAT</text>" in page
    assert ">Day</text>" in page
    assert ">90 %</text>" in page
    assert 'aria-labelledby="k-caption"' in page
    assert "It fell." in page
    assert "The shaded area shows the 95 % confidence interval, the dashed line the minimum of 75 %." in page


def test_table_has_every_day_with_its_bounds_and_count() -> None:
    page = shown(chart(*WEEK, count_name="Responses"))
    assert page.count('<th scope="row">') == len(WEEK)
    assert page.count("80.0 %") == page.count("95.0 %") == page.count("1,260") == len(WEEK)
    assert "Responses</th>" in page
    assert "<table" not in shown(chart(*WEEK), no_table=True)


def test_coordinates_are_whole_numbers() -> None:
    assert not re.search(r'(?:x|y|d)="[^"]*\d[.,]\d', shown(chart(Interval("a", 81.53, 70.1, 99.9), limit=81.5)))
