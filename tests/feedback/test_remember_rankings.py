"""The cache of rankings, which is valid while the scores stay the same."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback.models import LeftOut, MonthlyScore, ScoresVersion
from feedback.queries.ranking import ranking, rankings
from feedback.queries.rollups import scores_version
from feedback.sustained import Criteria
from intake.instruments import Instrument
from tests.constraints import refused_by
from tests.factories.crisis import scored
from tests.factories.people import Personas

CRITERIA = Criteria(until=date(2026, 11, 1), team_size=1)


def reads_of_scores(criteria: Criteria = CRITERIA) -> int:
    with CaptureQueriesContext(connection) as captured:
        ranking(criteria)
    return sum("feedback_monthlyscore" in query["sql"] for query in captured.captured_queries)


def test_repeated_ranking_uses_the_cache(personas: Personas) -> None:
    scored(personas.agent.person, 100, 90)
    assert reads_of_scores() == 1
    assert reads_of_scores() == 0
    assert ranking(CRITERIA) is ranking(CRITERIA)


def test_other_criteria_for_the_same_months_use_cached_counts(personas: Personas) -> None:
    scored(personas.agent.person, 100, 70)
    assert reads_of_scores() == 1
    assert ranking(replace(CRITERIA, min_responses=101)).eligible_count == 0
    lower = replace(CRITERIA, floor_percent=50, until=date(2026, 11, 20), team_size=2)
    assert reads_of_scores(lower) == 0
    assert ranking(lower).criteria == lower
    assert ranking(lower).eligible_count == 1


def test_other_months_of_the_same_years_are_not_read_again(personas: Personas) -> None:
    scored(personas.agent.person, 100, 70)
    LeftOut.objects.create(month_on="2026-09-01", instrument=Instrument.CSAT, reason=LeftOut.Reason.DRILL, responses=7)
    LeftOut.objects.create(month_on="2026-10-01", instrument=Instrument.CSAT, reason=LeftOut.Reason.DRILL, responses=9)
    assert reads_of_scores() == 1
    last, without = replace(CRITERIA, months=1), replace(CRITERIA, left_out_months=(date(2026, 10, 1),))
    assert reads_of_scores(last) + reads_of_scores(without) + reads_of_scores(replace(CRITERIA, months=12)) == 0
    found = [(ranking(each).rows[0].responses, ranking(each).left_out.drill) for each in (CRITERIA, last, without)]
    assert found == [(600, 16), (100, 9), (500, 7)]
    assert reads_of_scores(replace(CRITERIA, months=13)) == 1
    assert reads_of_scores(replace(CRITERIA, until=date(2026, 10, 1))) == 1


def test_new_score_is_visible_at_once(personas: Personas) -> None:
    scored(personas.agent.person, 100, 90)
    before = ranking(CRITERIA)
    MonthlyScore.objects.update(n5=80)
    after = ranking(CRITERIA)
    assert [row.satisfied for row in before.rows if row.responses] == [540]
    assert [row.satisfied for row in after.rows if row.responses] == [480]
    LeftOut.objects.create(month_on="2026-10-01", instrument=Instrument.CSAT, reason=LeftOut.Reason.DRILL, responses=7)
    assert ranking(CRITERIA).left_out.drill == 7


def test_new_agent_is_visible_at_once(personas: Personas) -> None:
    scored(personas.agent.person, 100, 90)
    before = {row.csp for row in ranking(CRITERIA).rows}
    personas.reviewer.person.role_grants.create(role="agent")
    assert {row.csp for row in ranking(CRITERIA).rows} == before | {personas.reviewer.person_id}


def test_absent_people_are_only_in_the_ranking_of_all(personas: Personas) -> None:
    for user in (personas.agent, personas.other_agent):
        scored(user.person, 100, 90)
    everybody, present = rankings(CRITERIA, absent={personas.agent.person_id})
    assert {row.csp for row in everybody.rows} == {personas.agent.person_id, personas.other_agent.person_id}
    assert [row.csp for row in present.rows] == [personas.other_agent.person_id]
    assert present.prior == everybody.prior


TABLES = [
    ("feedback_monthlyscore", "month_on"),
    ("feedback_monthlycontacts", "month_on"),
    ("feedback_leftout", "month_on"),
    ("feedback_dailyscore", "day_on"),
]


@pytest.mark.parametrize("statement", ["INSERT", "UPDATE", "DELETE", "TRUNCATE"])
@pytest.mark.parametrize(("table", "column"), TABLES)
def test_every_write_changes_the_version(table: str, column: str, statement: str, personas: Personas) -> None:
    scored(personas.agent.person, 100, 90)
    LeftOut.objects.create(month_on="2026-10-01", instrument=Instrument.CSAT, reason=LeftOut.Reason.DRILL)
    before = scores_version()
    sql = {
        "INSERT": f"INSERT INTO {table} SELECT * FROM {table} WHERE false",  # noqa: S608 - a name of the parameters above
        "UPDATE": f"UPDATE {table} SET {column} = {column}",  # noqa: S608 - likewise
        "DELETE": f"DELETE FROM {table}",  # noqa: S608 - likewise
        "TRUNCATE": f"TRUNCATE {table}",
    }
    with connection.cursor() as cursor:
        # What foreign keys still have to check would keep TRUNCATE waiting.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(sql[statement])
    assert scores_version() not in {before, None}


def test_there_is_one_version_token(db: None) -> None:
    token = scores_version()
    with refused_by("scores_version_one"):
        ScoresVersion.objects.create(pk=2, token="00000000-0000-0000-0000-000000000002")
    ScoresVersion.objects.update_or_create(pk=1, defaults={"token": "00000000-0000-0000-0000-000000000001"})
    assert scores_version() != token
