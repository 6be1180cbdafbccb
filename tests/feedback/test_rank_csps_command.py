import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.factories.people import PersonFactory, organisation
from tests.factories.scores import monthly_scores
from tests.feedback.counts import EIGHT_AGENTS, person, spread

pytestmark = pytest.mark.django_db

KEYS = [
    "csp",
    "rank",
    "adjusted_rate_percent",
    "responses",
    "satisfied",
    "csat_percent",
    "lower_bound_percent",
    "upper_bound_percent",
    "qualifying_months",
    "dips",
    "eligible",
    "reasons",
    "in_band",
    "chance_percent",
    "rule_version",
    "response_rate_percent",
]


@pytest.fixture
def eight() -> None:
    organisation()
    for name, (satisfied, responses, _, _) in EIGHT_AGENTS.items():
        csp = PersonFactory.create(display_name=name)
        monthly_scores(csp, spread(csp.pk, satisfied, responses, 3))


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("rank_csps", "--until", "2021-04-01", "--months", "3", *arguments, stdout=out)
    return out.getvalue()


def rows(*arguments: str) -> list[dict[str, Any]]:
    answer: list[dict[str, Any]] = json.loads(run("--json", *arguments))
    return answer


@pytest.mark.usefixtures("eight")
def test_nobody_is_out_by_dip_where_everyone_is_below_the_minimum() -> None:
    for row in rows():
        assert list(row) == KEYS
        assert (row["rank"], row["eligible"], row["in_band"], row["qualifying_months"]) == (1, True, True, 3)
        assert (row["dips"], row["reasons"], row["rule_version"]) == ([], [], "3")
    assert "CSAT of the whole organisation is 49.9 %, which is below the minimum of 80.0 %." in " ".join(run().split())
    assert "below the minimum" not in run("--floor", "0")


@pytest.mark.usefixtures("eight")
def test_drop_is_told_with_its_limit() -> None:
    falling = PersonFactory.create(display_name="Fay")
    monthly_scores(falling, person(falling.pk, [(90, 180), (30, 180), (90, 180)]))
    (row,) = (row for row in rows() if row["csp"] == "Fay")
    (dip,), (reason,) = row["dips"], row["reasons"]
    assert (row["eligible"], dip["first_month"], dip["last_month"], reason["code"]) == (False, "2021-02", "2021-02", "dip")
    # Nobody is compared with more than the average for the same work: 693 of 1,531 in February.
    assert dip["threshold_percent"] == dip["comparable_percent"] == reason["threshold_percent"]
    assert f"the minimum of 80.0 % is lowered to {dip['threshold_percent']:.1f} %" in reason["text"]


@pytest.mark.usefixtures("eight")
def test_months_can_be_left_out() -> None:
    for row in rows("--leave-out", "2021-02-14"):
        assert (row["qualifying_months"], row["responses"] < 400) == (2, True)
    assert "/2 " in run("--leave-out", "2021-02-01")
    with pytest.raises(CommandError, match="window"):
        run("--leave-out", "2020-12-31")


@pytest.mark.usefixtures("eight")
def test_eight_agents_are_in_the_band_with_a_minimum_of_zero() -> None:
    found = rows("--floor", "0", "--team-size", "3")
    figures = {
        row["csp"]: (row["satisfied"], row["responses"], row["csat_percent"], row["lower_bound_percent"]) for row in found
    }
    assert figures == EIGHT_AGENTS
    assert [row["csp"] for row in found] == list(EIGHT_AGENTS)
    assert all(row["eligible"] and row["in_band"] and row["rank"] == 1 for row in found)


@pytest.mark.usefixtures("eight")
def test_table_says_that_all_are_too_close_to_call() -> None:
    text = run("--floor", "0")
    assert "Too close to call: scores differ no more than chance explains (χ² = 4.06, 7 degrees of freedom)." in text
    assert "48.4 % – " in text
    assert "Martha" in text


@pytest.mark.usefixtures("eight")
def test_table_has_the_chances() -> None:
    lines = run("--floor", "0", "--team-size", "4").splitlines()
    assert sum("3/3    50 %  " in line for line in lines[1:9]) == 8
    falling = PersonFactory.create(display_name="Fay")
    monthly_scores(falling, person(falling.pk, [(1, 5)]))
    (unranked,) = (line for line in run("--floor", "0").splitlines() if "Fay" in line)
    assert " 0/3       –  " in unranked


@pytest.mark.usefixtures("eight")
def test_the_table_gives_the_reasons() -> None:
    falling = PersonFactory.create(display_name="Fay")
    monthly_scores(falling, person(falling.pk, [(90, 180), (30, 180), (90, 180)]))
    assert "the minimum of 80" in run()
    assert "is lowered to" in run()


@pytest.mark.django_db
def test_nobody_at_all() -> None:
    assert rows() == []
    assert "No responses counted in these months" in run()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--until", "April"], "not a date"),
        (["--until", "2021-04-31"], "not a date"),
        ([], "--until"),
        (["--until", "2021-04-01", "--months", "0"], "from 1 to 60"),
        (["--until", "2021-04-01", "--months", "x"], "--months"),
        (["--until", "2021-04-01", "--min-responses", "0"], "at least 1"),
        (["--until", "2021-04-01", "--floor", "101"], "0 to 100"),
        (["--until", "2021-04-01", "--floor", "nan"], "0 to 100"),
        (["--until", "2021-04-01", "--team-size", "0"], "at least 1"),
        (["--until", "0001-01-01"], "later one"),
    ],
)
def test_bad_arguments_are_named(arguments: list[str], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        call_command("rank_csps", *arguments)
