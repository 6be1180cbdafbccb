"""The export of a saved selection, from which the ranking can be recomputed."""

import hashlib
import json
from collections.abc import Callable
from math import exp, log, sqrt
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from feedback.models import MonthlyScore
from feedback.sustained import Criteria
from intake.instruments import Instrument
from people.models import Person, User
from selection import actions as choosing
from selection.coverage import Coverage, Dimension, Minimum
from tests.factories import crisis as crises
from tests.factories.people import Personas
from tests.factories.scores import count_as_current
from tests.feedback import plain_rule
from tests.feedback.plain_rule import Line
from tests.selection.test_select_a_team import UNTIL

pytestmark = pytest.mark.django_db

WINDOW = Criteria(until=UNTIL, team_size=1).window


def scored_in_many_ways(users: list[User]) -> None:
    """Everybody with a mix of work, a volume and a quality of their own."""
    chance = Random(11)  # noqa: S311 - the same plausible data every time
    for user in users:
        quality, volume = chance.uniform(0.8, 0.99), chance.choice([2, 6, 20])
        for month in WINDOW:
            for channel, ease in (("phone", -0.06), ("chat", 0.01)):
                n = chance.randint(0, 2 * volume)
                s = sum(chance.random() < quality + ease for _ in range(n))
                MonthlyScore.objects.create(
                    person=user.person, month_on=month, channel=channel, instrument=Instrument.CSAT, n5=s, n2=n - s
                )
    count_as_current()


@pytest.fixture
def document(personas: Personas, sign_in: Callable[[User], Client]) -> dict[str, Any]:
    users = crises.agents(14)
    scored_in_many_ways(users)
    Person.objects.filter(pk__in=[user.person_id for user in users[::4]]).update(languages=["pl"])
    crisis = crises.draft(personas, title="Kettle recall")
    selection = choosing.store_selection(
        actor=personas.supervisor,
        crisis=crisis,
        criteria=Criteria(until=UNTIL, team_size=14, min_responses=5, floor_percent=60),
        coverage=Coverage((Minimum(Dimension.LANGUAGE, "pl", 1),)),
    )
    answer = sign_in(personas.supervisor).get(reverse("selection:export", args=[crisis.pk, selection.number]))
    assert answer["Content-Disposition"] == f'attachment; filename="selection-{crisis.pk}-1.json"'
    found: dict[str, Any] = json.loads(answer.content)
    return found


def odds(rate: float) -> float:
    return log(rate / (1 - rate))


def test_ranking_can_be_recomputed_from_the_document_alone(document: dict[str, Any]) -> None:
    inputs, result = document["inputs"], document["result"]
    lines: list[Line] = [
        (int(csp), tuple(inputs["cells"][cell]), month, n, s)
        for csp, (_n, _s, work) in inputs["people"].items()
        for cell, *by_month in work
        for month, (n, s) in enumerate(zip(*by_month, strict=True))
    ]
    expected = {int(csp): plain_rule.expected(lines, int(csp), range(6)) or 0 for csp in inputs["people"]}
    overall, k = sum(line[4] for line in lines) / sum(line[3] for line in lines), result["prior"]["strength"]
    assert result["prior"]["rate"] == pytest.approx(overall)
    assert k is not None
    adjusted = {}
    for row in result["rows"]:
        responses, satisfied = inputs["people"][str(row["csp"])][:2]
        n, s = sum(responses), sum(satisfied)
        assert (row["responses"], row["satisfied"]) == (n, s)
        if not n:
            continue
        centre, spread = s + 1.96**2 / 2, 1.96 * sqrt(s * (n - s) / n + 1.96**2 / 4)
        assert row["lower_bound_percent"] == pytest.approx(100 * (centre - spread) / (n + 1.96**2), abs=1e-9)
        own = (s + k * expected[row["csp"]]) / (n + k)
        shifted = odds(own) - odds(expected[row["csp"]]) + odds(overall)
        adjusted[row["csp"]] = 100 / (1 + exp(-shifted))
        assert row["adjusted_rate_percent"] == pytest.approx(adjusted[row["csp"]], abs=1e-9)
        assert row["qualifying_months"] == sum(count >= 5 for count in responses)
    ranked = [row["csp"] for row in result["rows"] if row["rank"]]
    assert ranked == sorted(ranked, key=lambda csp: -adjusted[csp])
    assert len(ranked) > 5


def test_digest_covers_criteria_and_inputs(document: dict[str, Any]) -> None:
    canonical = json.dumps([document["criteria"], document["inputs"]], sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(canonical.encode()).hexdigest() == document["inputs_digest"]


def test_document_lists_candidates_with_their_positions(document: dict[str, Any]) -> None:
    first = document["candidates"][0]
    assert (first["name"], first["standing"], first["position"]) == (
        Person.objects.get(pk=document["result"]["rows"][0]["csp"]).display_name,
        "in",
        1,
    )
    assert document["criteria"]["coverage"] == {"minimums": [["language", "pl", 1]], "most_per_team": None}
    assert document["crisis"] == "Kettle recall"
