from django.template.loader import render_to_string
from django.utils.formats import date_format

from feedback.charts import HEIGHT, month_charts, months_chart
from tests.feedback.counts import criteria, person, rank


def test_months_are_drawn_on_one_scale_with_gaps_where_there_is_no_data() -> None:
    rows = rank([person(1, [(50, 50), (0, 0), (40, 50)]), person(2, [(30, 50), (45, 50), (45, 50)])], criteria(months=3)).rows
    first, second = month_charts(rows)
    assert first.from_percent == second.from_percent == 40
    assert [mark.x for mark in first.marks] == [20, 100]
    assert first.marks[0].top == first.marks[0].rate == 0
    assert first.marks[0].bottom > 0
    # 80 % is a third of the way down from 100 % to 40 %.
    assert first.floor == first.marks[1].rate == round(HEIGHT / 3)


def test_nobody_has_no_charts_and_no_responses_no_marks() -> None:
    assert month_charts([]) == []
    (chart,) = month_charts(rank([person(1, [(0, 0)] * 3)], criteria(months=3, floor_percent=100)).rows)
    assert chart.marks == ()
    assert chart.from_percent == 90


def test_month_chart_of_a_table_cell_has_its_figures_for_screen_readers() -> None:
    rows = rank([person(1, [(50, 50), (0, 0), (20, 50)])], criteria(months=3, floor_percent=80)).rows
    (chart,) = month_charts(rows)
    names = [date_format(month, "M Y") for month in rows[0].criteria.window]
    words = f"CSAT by month: {names[0]} 100.0 %, {names[1]} –, {names[2]} 40.0 %. Minimum: 80.0 %."
    assert f'aria-label="{words}"' in render_to_string("feedback/_month_chart.html", {"chart": chart})


def test_months_of_a_card_say_which_are_below_the_minimum() -> None:
    wanted = criteria(months=3, floor_percent=80)
    (row,) = rank([person(1, [(50, 50), (0, 0), (20, 50)])], wanted).rows
    chart = months_chart(row)
    assert chart.caption == "In 1 month CSAT is clearly below the minimum of 80 %."
    assert chart.limit == 80
    assert [(each.value, each.count) for each in chart.intervals] == [(100, 50), (None, 0), (40, 50)]
    # One bad day of two is not clearly below.
    (row,) = rank([person(1, [(50, 50), (1, 2), (45, 50)])], wanted).rows
    assert months_chart(row).caption == "In no month is CSAT clearly below the minimum of 80 %."
