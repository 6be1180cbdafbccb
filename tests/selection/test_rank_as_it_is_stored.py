"""The page ranks without serialising inputs, and gets exactly the same result as a saved selection."""

from random import Random

import pytest

from feedback.models import MonthlyScore
from intake.instruments import Instrument
from people.models import Leave, Person
from people.queries.organisation import today
from selection import serialisation
from selection.queries.candidates import candidates_for
from tests.factories import crisis as crises
from tests.factories.people import Personas
from tests.factories.scores import count_as_current
from tests.selection.test_select_a_team import criteria

KINDS = [("phone", "bills", "en"), ("phone", "faults", "en"), ("chat", "bills", "pl"), ("chat", "faults", "en")]


@pytest.mark.parametrize("seed", range(4))
def test_page_and_saved_inputs_give_the_same_ranking(seed: int, personas: Personas) -> None:
    chance = Random(seed)  # noqa: S311 - a seeded test
    people = [Person.objects.create(display_name=f"Person {number}") for number in range(40)]
    wanted = criteria(team_size=10, floor=60.0)
    MonthlyScore.objects.bulk_create(
        MonthlyScore(
            person=person,
            month_on=month,
            channel=channel,
            topic=topic,
            language=language,
            instrument=Instrument.CSAT,
            n5=chance.randint(5, 40),
            n2=chance.randint(0, 8),
        )
        for person in people
        for month in wanted.window
        for channel, topic, language in chance.sample(KINDS, chance.randint(1, len(KINDS)))
    )
    count_as_current()
    for person in chance.sample(people, 5 * (seed % 2)):
        Leave.objects.create(person=person, first_on=today(), last_on=today())
    found = candidates_for(crises.draft(personas), wanted)
    assert len(found.excluded) == 5 * (seed % 2)
    replayed = serialisation.rank_inputs(found.inputs(), wanted)
    assert replayed == found.ranking
    assert serialisation.result_as_json(replayed) == serialisation.result_as_json(found.ranking)
