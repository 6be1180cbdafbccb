from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback.actions.rollups import rebuild
from feedback.models import SurveyResponse
from feedback.queries.ranking import ranking, ranking_from_rows
from feedback.sustained import LeftOutCounts, ReasonCode
from intake.instruments import Instrument
from people.models import Role, RoleGrant
from tests.factories.people import PersonFactory, organisation
from tests.factories.scores import monthly_scores, response
from tests.feedback.counts import criteria, person, spread

pytestmark = pytest.mark.django_db

State = SurveyResponse.State


def scores_of(*totals: tuple[int, int]) -> list[int]:
    """A CSP with a rollup for each (satisfied, responses) over six months; their ids."""
    organisation()
    people = PersonFactory.create_batch(len(totals))
    for csp, (satisfied, responses) in zip(people, totals, strict=True):
        monthly_scores(csp, spread(csp.pk, satisfied, responses, 6))
    return [csp.pk for csp in people]


def test_rollup_and_rows_give_the_same_ranking() -> None:
    organisation()
    random = Random(4)  # noqa: S311 - the same plausible data every time
    people = PersonFactory.create_batch(6)
    first = datetime(2020, 12, 28, tzinfo=UTC)
    for _ in range(400):
        response(
            random.choice([*people, None]),
            first + timedelta(hours=random.randrange(24 * 100)),
            random.choice([1, 4, 5, 5, 5]),
            state=random.choice([State.COUNTED] * 8 + [State.SUSPECTED, State.SUPERSEDED, State.DUPLICATE, State.EXCLUDED]),
            is_drill=random.random() < 0.05,
            instrument=random.choice([Instrument.CSAT] * 5 + [Instrument.CES]),
            channel=random.choice(["phone", "chat"]),
        )
    rebuild()
    asked = criteria(months=3, min_responses=5, floor_percent=50)
    answer = ranking(asked)
    assert answer == ranking_from_rows(asked)
    fewer = replace(asked, left_out_months=asked.window[1:2])
    assert ranking(fewer) == ranking_from_rows(fewer)
    assert ranking(fewer).left_out.total < answer.left_out.total
    assert answer.eligible_count > 0
    assert min(answer.left_out.superseded, answer.left_out.scanner_suspected) > 0
    assert min(answer.left_out.duplicate, answer.left_out.by_decision) > 0
    assert min(answer.left_out.drill, answer.left_out.unassigned) > 0


def test_a_month_is_one_of_the_organisations_zone() -> None:
    organisation()
    csp = PersonFactory.create()
    # In Berlin this is already the first of April, and the last of February is already the first of March.
    response(csp, datetime(2021, 3, 31, 22, 30, tzinfo=UTC), 5)
    response(csp, datetime(2021, 2, 28, 23, 30, tzinfo=UTC), 5)
    row = ranking_from_rows(criteria(months=1)).row_of(csp.pk)
    assert row is not None
    assert row.responses == 1


def test_satisfied_are_the_top_two_of_five() -> None:
    organisation()
    csp = PersonFactory.create()
    for value in (1, 2, 3, 4, 5):
        response(csp, datetime(2021, 3, 5, tzinfo=UTC), value)
    rebuild()
    for answer in (ranking(criteria()), ranking_from_rows(criteria())):
        assert [(row.satisfied, row.responses) for row in answer.rows] == [(2, 5)]


def test_each_response_not_counted_has_one_reason() -> None:
    organisation()
    day = datetime(2021, 3, 5, tzinfo=UTC)
    response(None, day, 5, state=State.SUPERSEDED, is_drill=True)
    response(None, day, 5, is_drill=True)
    rebuild()
    expected = LeftOutCounts(superseded=1, drill=1)
    assert ranking(criteria()).left_out == ranking_from_rows(criteria()).left_out == expected


def test_agents_without_responses_are_listed() -> None:
    organisation()
    silent = PersonFactory.create()
    RoleGrant.objects.create(person=silent, role=Role.AGENT)
    (row,) = ranking(criteria()).rows
    assert row.csp == silent.pk
    assert [reason.code for reason in row.reasons] == [ReasonCode.NO_RESPONSES]


def test_subset_is_ranked_with_the_average_of_all() -> None:
    ids = scores_of((590, 600), (560, 600), (520, 600), (500, 600))
    silent = PersonFactory.create().pk
    whole, part = ranking(criteria()), ranking(criteria(), persons={ids[1], ids[3], silent})
    assert [(row.csp, row.rank) for row in part.rows] == [(ids[1], 1), (ids[3], 2), (silent, None)]
    assert part.prior == whole.prior
    before = whole.row_of(ids[1])
    assert before is not None
    assert part.rows[0].adjusted_rate_percent == before.adjusted_rate_percent


def test_empty_set_of_persons_has_an_empty_ranking() -> None:
    scores_of((590, 600))
    assert ranking(criteria(), persons=set()).rows == ()


def test_an_empty_organisation_has_an_empty_ranking() -> None:
    organisation()
    assert ranking(criteria()).rows == ()


def test_other_months_do_not_count() -> None:
    organisation()
    csp = PersonFactory.create()
    monthly_scores(csp, person(csp.pk, [(10, 10)] * 8))
    (row,) = ranking(criteria(months=6)).rows
    assert row.responses == 60


def test_the_number_of_queries_does_not_grow_with_people() -> None:
    scores_of((590, 600))
    with CaptureQueriesContext(
        connection,
    ) as few:
        ranking(criteria(), persons={1})
    scores_of(*[(500, 600)] * 10)
    with CaptureQueriesContext(connection) as many:
        ranking(criteria(), persons=set(range(100)))
    # The version token of the scores, and the scores.
    assert len(few) == len(many) == 2
    assert not any("surveyresponse" in query["sql"] or "interaction" in query["sql"] for query in many)
