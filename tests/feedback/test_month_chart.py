from feedback.charts import HEIGHT, month_charts, month_intervals
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


def test_months_of_a_card_say_which_are_below_the_minimum() -> None:
    wanted = criteria(months=3, floor_percent=80)
    (row,) = rank([person(1, [(50, 50), (0, 0), (20, 50)])], wanted).rows
    chart = month_intervals(row)
    assert chart.caption == "In 1 month CSAT is clearly below the minimum of 80 %."
    assert chart.limit == 80
    assert [each.value for each in chart.intervals] == [100, None, 40]
    # One bad day of two is not clearly below.
    (row,) = rank([person(1, [(50, 50), (1, 2), (45, 50)])], wanted).rows
    assert month_intervals(row).caption == "In no month is CSAT clearly below the minimum of 80 %."
