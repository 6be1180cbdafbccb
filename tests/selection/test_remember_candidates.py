"""The cache of candidates, which is valid while people, scores and absences stay the same."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from crisis.models import Crisis
from feedback.models import MonthlyScore
from people.models import Leave, Membership, Organisation, Person, Shift, Team, User
from people.queries.colleagues import colleagues
from people.queries.organisation import today
from people.queries.version_tokens import KNOWN_FROM, people_version_token
from selection.choice import Choice
from selection.coverage import Coverage, Dimension, Minimum
from selection.queries import candidates as selection
from selection.queries.candidates import Candidates, _candidates, candidates_for
from tests.factories import crisis as crises
from tests.factories.people import Personas
from tests.factories.scores import count_as_current
from tests.selection.test_select_a_team import criteria

# They have a version token of their own.
FIGURES = {"feedback_monthlyscore", "feedback_monthlycontacts", "feedback_leftout", "feedback_scoresversion"}
WANTED = criteria(team_size=2, floor=60.0)


@pytest.fixture
def crisis(personas: Personas) -> Crisis:
    for user in (personas.agent, personas.other_agent):
        crises.scored(user.person, 100, 90)
    count_as_current()
    return crises.draft(personas)


def tables_read(read: Callable[[], object]) -> set[str]:
    with CaptureQueriesContext(connection) as captured:
        read()
    statements = " ".join(query["sql"] for query in captured.captured_queries)
    within = set(re.findall(r"(\w+) AS (?:MATERIALIZED )?\(", statements))
    return set(re.findall(r'(?:FROM|JOIN) "?(\w+)"?', statements)) - within


def test_repeated_request_uses_the_cache(crisis: Crisis) -> None:
    first = candidates_for(crisis, WANTED)
    assert candidates_for(crisis, WANTED) is first
    assert "feedback_monthlyscore" not in tables_read(lambda: candidates_for(crisis, WANTED))
    other = candidates_for(crisis, replace(WANTED, team_size=1))
    assert other is not first
    assert other.ranking.criteria.team_size == 1


def test_same_coverage_rules_are_not_solved_again(crisis: Crisis) -> None:
    found = candidates_for(crisis, WANTED)

    def solved(count: int) -> Choice:
        return found.covering(Coverage((Minimum(Dimension.CHANNEL, "phone", count),))).choice

    assert solved(1) is solved(1)
    assert solved(1) is not solved(2)


def test_version_token_covers_every_table_behind_colleagues(crisis: Crisis) -> None:
    def computed() -> Candidates:
        return _candidates.__wrapped__((None, ""), WANTED, frozenset(), is_current=True)

    # The organisation says what day it is, which the version token holds as well.
    assert tables_read(computed) == {*(rows.table for rows in KNOWN_FROM), *FIGURES, "people_organisation"}


def rename(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(display_name="Another Name")


def give_a_shift(person: Person) -> None:
    person.shift = Shift.objects.create(name="Night", starts_at="22:00", ends_at="06:00")
    person.save(update_fields=["shift"])


def move(person: Person) -> None:
    Membership.objects.create(person=person, team=Team.objects.create(name="Rescue", site="Harbour"), starts_on="2020-01-01")


def rename_twice(person: Person) -> None:
    # Both in one transaction: the same `xmin`, and another place.
    rename(person)
    candidates_for(Crisis.objects.get(), WANTED)
    Person.objects.filter(pk=person.pk).update(display_name="A Third Name")


def take_away_the_sign_in(person: Person) -> None:
    User.objects.filter(person=person).update(person=Person.objects.create(display_name="Somebody Else"))


@pytest.mark.parametrize("write", [rename, rename_twice, give_a_shift, move, take_away_the_sign_in])
def test_change_of_a_person_is_visible_at_once(write: Callable[[Person], None], crisis: Crisis, personas: Personas) -> None:
    person = personas.agent.person
    before = candidates_for(crisis, WANTED)
    write(person)
    after = candidates_for(crisis, WANTED)
    assert after.known[person.pk] != before.known[person.pk]
    assert after.known == colleagues(after.known)


def test_renamed_team_and_shift_are_visible_at_once(crisis: Crisis, personas: Personas) -> None:
    person = personas.agent.person
    give_a_shift(person)
    move(person)
    candidates_for(crisis, WANTED)
    Team.objects.filter(name="Rescue").update(site="Hill")
    Shift.objects.filter(name="Night").update(name="Dawn")
    known = candidates_for(crisis, WANTED).known[person.pk]
    assert "Hill" in known.sites
    assert known.shift == "Dawn"


def test_sign_in_keeps_the_cache(personas: Personas) -> None:
    before = people_version_token()
    User.objects.filter(pk=personas.agent.pk).update(last_login=clock.now())
    assert people_version_token() == before


def test_scores_recounted_during_a_request_are_not_treated_as_current(crisis: Crisis, monkeypatch: pytest.MonkeyPatch) -> None:
    """Saving is refused then, so that no selection uses scores of another zone."""
    candidates_for(crisis, WANTED)
    Organisation.objects.update(reporting_zone="Asia/Tokyo")

    def counted_anew_meanwhile() -> str:
        count_as_current()
        return people_version_token()

    monkeypatch.setattr(selection, "people_version_token", counted_anew_meanwhile)
    assert not candidates_for(crisis, WANTED).is_current
    assert candidates_for(crisis, WANTED).is_current


def test_absence_and_new_score_are_visible_at_once(crisis: Crisis, personas: Personas) -> None:
    assert candidates_for(crisis, WANTED).excluded == ()
    Leave.objects.create(person=personas.agent.person, first_on=today(), last_on=today())
    away = candidates_for(crisis, WANTED)
    assert [row.csp for row, _reason in away.excluded] == [personas.agent.person_id]
    MonthlyScore.objects.filter(person=personas.other_agent.person).update(n5=80)
    assert candidates_for(crisis, WANTED).ranking.row_of(personas.other_agent.person_id) != away.ranking.row_of(
        personas.other_agent.person_id
    )


def test_next_day_is_a_new_version(personas: Personas) -> None:
    before = people_version_token()
    assert people_version_token() == before
    with clock.travel(clock.now() + timedelta(days=1)):
        assert people_version_token() != before
