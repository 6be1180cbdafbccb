"""Interval charts, drawn and as a table."""

import re

import pytest
from django.template.loader import render_to_string

from core.charts import HIGHEST, LEFT, RIGHT, Interval, IntervalChart, axis_start

FIGURES = [Interval("Ana", 90, 80, 95), Interval("Otto van den Broeck-Janssen", 70, 60, 82, is_unclear=True)]


def chart(*intervals: Interval, **parts: object) -> IntervalChart:
    return IntervalChart("k", "CSAT", "CSP", "1 is unclear.", list(intervals), **parts)  # type: ignore[arg-type]


def shown(what: IntervalChart, **context: object) -> str:
    return " ".join(render_to_string("components/interval_chart.html", {"chart": what, **context}).split())


def test_intervals_lie_on_one_axis_from_a_ten_below_all_of_them_to_100() -> None:
    drawn = chart(*FIGURES)
    assert drawn.least == 60
    first, second = drawn.rows
    assert (second.left, drawn.axis.ticks[0].at) == (LEFT, RIGHT)
    assert first.left < first.middle < first.right < RIGHT
    assert second.y > first.y
    assert [tick.percent for tick in drawn.axis.ticks] == [100, 90, 80, 70, 60]
    assert [tick.percent for tick in chart(Interval("A", 99, 97, 100)).axis.ticks] == [100, 95, 90]


@pytest.mark.parametrize("lowest", range(0, 101, 7))
def test_axis_always_has_a_length_and_few_ticks(lowest: int) -> None:
    ticks = chart(Interval("A", lowest, lowest, lowest)).axis.ticks
    assert axis_start([lowest]) <= min(lowest, HIGHEST - 10)
    assert 3 <= len(ticks) <= 5
    assert all(LEFT <= tick.at <= RIGHT for tick in ticks)


def test_limit_is_on_the_axis_and_its_name_below_the_rows() -> None:
    drawn = chart(*FIGURES, limit=50, limit_name="minimum")
    assert (drawn.least, drawn.limit_x) == (50, LEFT)
    assert drawn.rows[0].y < drawn.rows[1].y
    assert drawn.height > drawn.bottom > drawn.rows[1].y


def test_drawing_and_table_show_the_same_figures() -> None:
    page = shown(chart(*FIGURES, unclear_name="too close to call"))
    assert page.count("90.0 %") == page.count("70.0 %") == 2
    assert "Otto van den Br…" in page
    assert "Otto van den Broeck-Janssen" in page
    assert "style=" not in page
    # Unclear intervals are marked without colour: by text and a hollow dot.
    assert page.count("plot-value-unclear") == 1
    assert "Shaded, with a hollow dot: too close to call." in page
    assert "<table" not in shown(chart(*FIGURES), no_table=True)


def test_columns_of_the_drawing_are_named_like_those_of_the_table() -> None:
    drawing = shown(chart(*FIGURES), no_table=True)
    assert ">CSP</text>" in drawing
    assert ">CSAT</text>" in drawing


def test_row_without_a_figure_has_its_name_and_a_dash() -> None:
    page = shown(chart(Interval("May 2026", None, None, None)), no_table=True)
    assert "May 2026" in page
    assert "–" in page
    assert "<circle" not in page


def test_coordinates_are_whole_numbers_in_every_locale() -> None:
    assert not re.search(r'(?:x|y|d|height)="[^"]*\d[.,]\d', shown(chart(*FIGURES, limit=81.5)))
