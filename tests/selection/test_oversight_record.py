"""The oversight record of a saved selection: how it was decided, and how far it departs from the ranking."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from crisis.models import Crisis
from feedback.sustained import RULES, Criteria
from people.models import Person, User
from selection import actions as choosing
from selection.coverage import Coverage, Dimension, Minimum
from selection.models import Selection
from selection.queries.oversight import oversight_of
from selection.rule_limits import known_limits
from tests.factories import crisis as crises
from tests.factories.people import Personas

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]

# Satisfied of 100 responses in each month: two stand out, then three who are alike, and one with a drop.
RATES = [98, 97, 90, 90, 90, 60]
CRITERIA = Criteria(until=date(2026, 11, 1), team_size=3)
NAMES = ["Brigid", "Casimir", "Dagny", "Ewart", "Fenella", "Gideon"]


@pytest.fixture
def users(personas: Personas) -> list[User]:
    people = crises.agents(len(RATES))
    for user, name, satisfied in zip(people, NAMES, RATES, strict=True):
        Person.objects.filter(pk=user.person_id).update(display_name=name)
        crises.scored(user.person, 100, satisfied)
    return people


@pytest.fixture
def crisis(users: list[User], personas: Personas) -> Crisis:
    return crises.draft(personas, team_size=3, title="Kettle recall")


@pytest.fixture
def chosen(crisis: Crisis, users: list[User], personas: Personas) -> Selection:
    """Two by rank, and the last of the three who are alike."""
    crisis.leader_input.create(person=users[2].person, leader=personas.supervisor.person, kind="nomination", reason="Calm.")
    crisis.leader_input.create(person=users[0].person, leader=personas.supervisor.person, kind="objection", reason="Needed.")
    return choosing.store_selection(
        actor=personas.supervisor,
        crisis=crisis,
        criteria=CRITERIA,
        places=[users[4].person_id],
        reason="Knows the\nnew kettle.",
    )


def test_record_counts_departures_and_overruled_input(chosen: Selection) -> None:
    record = oversight_of(chosen)
    departures = record.departures
    assert departures
    assert departures.by_rank + departures.by_choice == 3
    assert (departures.by_choice, departures.by_coverage) == (1, 0)
    assert (record.too_close, record.open_spots, record.reason) == (3, 1, "Knows the\nnew kettle.")
    assert (record.overruled.objections_in, record.overruled.nominations_out) == (1, 1)
    assert record.holds
    assert record.rule_version == chosen.rule_version


def test_spots_by_coverage_are_departures(crisis: Crisis, users: list[User], personas: Personas) -> None:
    Person.objects.filter(pk=users[4].person_id).update(languages=["pl"])
    wanted = Criteria(until=date(2026, 11, 1), team_size=2)
    selection = choosing.store_selection(
        actor=personas.supervisor,
        crisis=crisis,
        criteria=wanted,
        coverage=Coverage((Minimum(Dimension.LANGUAGE, "pl", 1),)),
        places=[users[0].person_id],
        reason="Leads the shift.",
    )
    departures = oversight_of(selection).departures
    assert departures
    assert (departures.by_rank, departures.by_coverage, departures.by_choice) == (1, 1, 0)


def test_page_and_text_say_the_same(chosen: Selection, personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.supervisor)
    arguments = [chosen.crisis_id, chosen.number]
    page = client.get(reverse("selection:oversight", args=arguments)).content.decode()
    answer = client.get(reverse("selection:oversight_download", args=arguments))
    text = answer.content.decode()
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="oversight-{chosen.crisis_id}-1.txt"'
    assert text.startswith("Oversight record of selection 1: Kettle recall\n")
    assert "Reason for the choice: Knows the new kettle.\n" in text
    assert "Months left out: none\n" in text
    for words in (
        personas.supervisor.person.display_name,
        "1 of 3 people too close to call",
        "Objections overruled",
        "A crisis in two of six months",
        chosen.inputs_digest,
    ):
        assert words in text
        assert words in page


def test_record_names_no_candidates(chosen: Selection, personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.supervisor)
    for name in ("oversight", "oversight_download"):
        said = client.get(reverse(f"selection:{name}", args=[chosen.crisis_id, chosen.number])).content.decode()
        assert not [candidate for candidate in NAMES if candidate in said]


def test_exported_selection_has_the_record(chosen: Selection, personas: Personas, sign_in: SignIn) -> None:
    answer = sign_in(personas.supervisor).get(reverse("selection:export", args=[chosen.crisis_id, chosen.number]))
    record = json.loads(answer.content)["oversight"]
    assert record["departures"]["by_choice"] == 1
    assert record["overruled"] == {"objections_in": 1, "nominations_out": 1}
    assert record["known_limits"][0].keys() == {"situation", "found", "standard_error", "best_possible"}
    assert record["inputs_give_the_saved_result"] is True


def test_changed_inputs_are_reported(chosen: Selection) -> None:
    chosen.inputs["left_out"]["drill"] = 7
    chosen.save(update_fields=["inputs"])
    assert not oversight_of(chosen).holds


@pytest.mark.parametrize("version", RULES)
def test_each_version_of_the_rule_has_known_limits(version: str) -> None:
    limits = known_limits(version)
    assert limits
    assert all(0 < limit.found <= 100 and limit.found <= limit.best_possible + 3 * limit.standard_error for limit in limits)


def test_unknown_version_has_no_limits() -> None:
    assert known_limits("0") == ()
