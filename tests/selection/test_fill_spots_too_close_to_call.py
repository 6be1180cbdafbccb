"""Very many people too close to call: the spots are picked without scores, or drawn by lot."""

import json
import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from crisis.models import Crisis
from crisis.selection_registry import next_people, saved_team
from feedback.sustained import Criteria
from journal.queries import lines
from people.models import Person, User
from protocol.sections import compile_sections
from selection import actions as choosing
from selection.changes import Cause, moves
from selection.choice import Choice, choice_of
from selection.coverage import Coverage, Dimension, Minimum
from selection.methods import Method
from selection.models import Candidate, Selection
from selection.queries.candidates import replay
from selection.queries.changes import as_compared
from selection.queries.outcomes import outcome_of
from selection.queries.oversight import oversight_of
from tests.constraints import refused_by
from tests.factories import crisis as crises
from tests.factories.people import Personas
from tests.feedback.counts import criteria as small_criteria
from tests.feedback.counts import rank, spread
from tests.selection.test_select_a_team import UNTIL
from tests.threads import at_once

SignIn = Callable[[User], Client]

SIZE, PEOPLE = 2, 11
CRITERIA = Criteria(until=UNTIL, team_size=SIZE)
QUERY = {"until": "2026-11-01", "months": "6", "min_responses": "10", "floor_percent": "80", "team_size": str(SIZE)}
WHY = "Nobody can tell them apart."


@pytest.fixture
def people(personas: Personas) -> list[Person]:
    return crises.alike(PEOPLE)


@pytest.fixture
def crisis(personas: Personas, people: list[Person]) -> Crisis:
    return crises.draft(personas, team_size=SIZE)


def store(crisis: Crisis, personas: Personas, method: Method, **details: Any) -> Selection:
    said = {"criteria": CRITERIA, "reason": WHY, **details}
    return choosing.store_selection(actor=personas.supervisor, crisis=crisis, method=method, **said)


def listed(selection: Selection) -> list[tuple[int, str]]:
    rows = selection.candidates.filter(position__isnull=False).order_by("position")
    return list(rows.values_list("person_id", "standing"))


def choice_among(people: int, spots: int) -> Choice:
    wanted = small_criteria(months=1, floor_percent=0, min_responses=1, team_size=spots)
    return choice_of(rank([spread(csp, 9, 10, 1) for csp in range(people)], wanted))


def test_methods_are_offered_with_more_than_five_people_for_each_spot() -> None:
    assert not choice_among(15, 3).is_wide
    assert choice_among(16, 3).is_wide


@pytest.mark.parametrize("method", [Method.DRAW, Method.WILLINGNESS])
def test_methods_are_refused_with_five_people_for_each_spot(method: Method, personas: Personas) -> None:
    five_for_each = crises.alike(5 * SIZE)
    crisis = crises.draft(personas, team_size=SIZE)
    places = [person.pk for person in five_for_each[:SIZE]]
    with pytest.raises(choosing.NotOffered, match="Fewer people are too close to call"):
        store(crisis, personas, method, places=places)
    crises.alike(1)
    assert store(crisis, personas, method, places=places).method == method


@pytest.mark.parametrize("method", [Method.DRAW, Method.WILLINGNESS])
def test_methods_need_a_reason(method: Method, crisis: Crisis, people: list[Person], personas: Personas) -> None:
    with pytest.raises(choosing.Undecided, match="Say why"):
        store(crisis, personas, method, places=[person.pk for person in people[:SIZE]], reason=" ")


def test_spots_are_picked_without_scores(crisis: Crisis, people: list[Person], personas: Personas, sign_in: SignIn) -> None:
    chosen = [people[3].pk, people[9].pk]
    selection = store(crisis, personas, Method.WILLINGNESS, places=chosen)
    assert [person for person, standing in listed(selection) if standing == "in"] == chosen
    assert (selection.method, selection.draw_seed, selection.band_reason) == ("willingness", "", WHY)
    assert replay(selection).holds
    team = saved_team(crisis)
    assert team
    assert "picked people from a list without scores. The reserve list follows the ranking." in team.note
    record = sign_in(personas.supervisor).get(reverse("selection:oversight", args=[crisis.pk, 1])).content.decode()
    assert "Picked from a list without scores" in record


def test_spots_are_drawn_and_the_reserve_list_keeps_the_order(crisis: Crisis, people: list[Person], personas: Personas) -> None:
    selection = store(crisis, personas, Method.DRAW, places=[people[0].pk])
    order = [person for person, _standing in listed(selection)]
    assert sorted(order) == [person.pk for person in people]
    assert [standing for _person, standing in listed(selection)] == ["in"] * SIZE + ["reserve"] * (PEOPLE - SIZE)
    assert re.fullmatch("[0-9a-f]{32}", selection.draw_seed)
    assert next_people(crisis) == order
    recorded = lines(crisis.journal_id)[-1]
    assert (recorded.data["method"], recorded.data["draw_seed"]) == ("draw", selection.draw_seed)
    assert recorded.texts == {"reason": WHY}


def test_people_clearly_ahead_or_behind_keep_their_position(personas: Personas) -> None:
    best, worst = crises.agents(2)
    crises.scored(best.person, 300, 297)
    crises.scored(worst.person, 300, 245)
    alike = crises.alike(12)
    crisis = crises.draft(personas, team_size=3)
    selection = store(crisis, personas, Method.DRAW, criteria=Criteria(until=UNTIL, team_size=3))
    order = listed(selection)
    assert order[0] == (best.person_id, "in")
    assert order[-1] == (worst.person_id, "reserve")
    assert {person for person, _standing in order[1:-1]} == {person.pk for person in alike}
    assert replay(selection).holds


def test_draw_keeps_the_coverage_rules_and_so_does_the_reserve_list(
    crisis: Crisis, people: list[Person], personas: Personas
) -> None:
    polish = {people[4].pk, people[7].pk}
    Person.objects.filter(pk__in=polish).update(languages=["pl"])
    rule = Coverage((Minimum(Dimension.LANGUAGE, "pl", 1),))
    for _draw in range(4):
        selection = store(crisis, personas, Method.DRAW, coverage=rule)
        team = {person for person, standing in listed(selection) if standing == "in"}
        assert team & polish
        assert replay(selection).holds
    reserve = [person for person, standing in listed(selection) if standing == "reserve"]
    assert [person for person in next_people(crisis) if person in reserve] == reserve


@pytest.mark.parametrize("change", ["seed", "order", "team", "inputs"])
def test_replay_notices_a_changed_draw(change: str, crisis: Crisis, people: list[Person], personas: Personas) -> None:
    selection = store(crisis, personas, Method.DRAW)
    assert replay(selection).holds
    by_position = list(selection.candidates.filter(position__isnull=False).order_by("position"))
    first, last = {"team": (1, 2), "order": (3, 4)}.get(change, (0, 0))
    if change == "seed":
        selection.draw_seed = f"{int(selection.draw_seed, 16) ^ 1:032x}"
    elif change == "inputs":
        selection.inputs["people"].pop(str(people[0].pk))
    else:
        one, other = by_position[first].person_id, by_position[last].person_id
        Candidate.objects.filter(pk=by_position[first].pk).update(person=personas.ops.person)
        Candidate.objects.filter(pk=by_position[last].pk).update(person=one)
        Candidate.objects.filter(pk=by_position[first].pk).update(person=other)
    assert not replay(selection).holds


def test_each_draw_has_a_seed_of_its_own_and_is_counted(
    crisis: Crisis, people: list[Person], personas: Personas, sign_in: SignIn
) -> None:
    first = store(crisis, personas, Method.DRAW)
    store(crisis, personas, Method.WILLINGNESS, places=[person.pk for person in people[:SIZE]])
    last = store(crisis, personas, Method.DRAW)
    assert first.draw_seed != last.draw_seed
    record = oversight_of(last)
    assert (record.method, record.draws, record.open_spots, record.too_close) == (Method.DRAW, (1, 3), SIZE, PEOPLE)
    outcome = outcome_of(crisis)
    assert outcome
    assert outcome.draws == (1, 3)
    assert "Lots were drawn 2 times, for selections 1 and 3." in str(compile_sections(crisis, ZoneInfo("Europe/Lisbon")))
    verbs = [line.verb for line in lines(crisis.journal_id) if line.data.get("draw_seed") is not None]
    assert verbs == ["crisis.lots_drawn", "crisis.selection_stored", "crisis.lots_drawn"]
    client = sign_in(personas.supervisor)
    assert "drew lots and saved selection 3" in client.get(reverse("crisis:detail", args=[crisis.pk])).content.decode()
    page = client.get(reverse("selection:oversight", args=[crisis.pk, 3])).content.decode()
    for words in ("Drawn by lot", last.draw_seed, "2, for the selections 1, 3", "How to repeat the draw", WHY):
        assert words in page


@pytest.mark.django_db(transaction=True)
def test_two_draws_at_once_are_two_selections(crisis: Crisis, personas: Personas) -> None:
    assert at_once(*[lambda: store(crisis, personas, Method.DRAW)] * 2) == [None, None]
    saved = Selection.objects.order_by("number")
    assert [selection.number for selection in saved] == [1, 2]
    assert len({selection.draw_seed for selection in saved}) == 2


def test_new_draw_is_the_cause_of_changes(crisis: Crisis, people: list[Person], personas: Personas, sign_in: SignIn) -> None:
    store(crisis, personas, Method.WILLINGNESS, places=[person.pk for person in people[:SIZE]])
    store(crisis, personas, Method.DRAW)
    first, last = (as_compared(selection) for selection in Selection.objects.order_by("number"))
    found = moves(first, last)
    assert found
    assert {move.causes for move in found} == {(Cause.DRAWN,)}
    page = sign_in(personas.supervisor).get(reverse("selection:compare", args=[crisis.pk, 1, 2])).content.decode()
    assert "How spots are filled: Drawn by lot (was Picked from a list without scores)" in page
    assert "Lots were drawn about them" in page


def test_exported_draw_can_be_repeated(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    selection = store(crisis, personas, Method.DRAW)
    answer = sign_in(personas.supervisor).get(reverse("selection:export", args=[crisis.pk, selection.number]))
    document = json.loads(answer.content)
    assert document["method"] == "draw"
    assert document["draw"]["seed"] == selection.draw_seed
    assert "SHA-256" in document["draw"]["how_to_repeat"]


@pytest.mark.parametrize("method", [Method.DRAW, Method.UNRANKED])
def test_auditors_find_the_people_in_the_draw_in_the_export(method: Method, personas: Personas, sign_in: SignIn) -> None:
    best, worst = crises.agents(2)
    crises.scored(best.person, 300, 297)
    crises.scored(worst.person, 300, 245)
    crises.alike(12)
    crisis = crises.draft(personas, team_size=3)
    if method is Method.UNRANKED:
        choosing.store_unranked_selection(actor=personas.supervisor, crisis=crisis, team_size=3, reason=WHY)
    else:
        store(crisis, personas, method, criteria=Criteria(until=UNTIL, team_size=3))
    document = json.loads(sign_in(personas.supervisor).get(reverse("selection:export", args=[crisis.pk, 1])).content)
    seed, explained = document["draw"]["seed"], document["draw"]["how_to_repeat"]
    if method is Method.UNRANKED:
        assert "except those with the standing “out”" in explained
        assert "on the reserve list in the same order." in explained
        drawn = [row for row in document["candidates"] if row["standing"] != "out"]
    else:
        assert "“in_band”: true, except those with the reason “coverage”" in explained
        assert "people who were not in the draw keep their rank there" in explained
        drawn = [row for row in document["candidates"] if row["in_band"] and "coverage" not in row["reasons"]]
        assert not {best.person_id, worst.person_id} & {row["csp"] for row in drawn}
    repeated = sorted(drawn, key=lambda row: sha256(f"{seed}:{row['csp']}".encode()).hexdigest())
    assert [row["csp"] for row in repeated] == [row["csp"] for row in sorted(drawn, key=lambda row: row["position"])]
    spots = sum(row["standing"] == "in" for row in drawn)
    assert all(row["standing"] == "in" for row in repeated[:spots])


@pytest.mark.parametrize(
    ("method", "seed", "constraint"),
    [
        ("draw", "", "selection_seed_if_drawn"),
        ("draw", "0" * 31 + "g", "selection_seed_if_drawn"),
        ("draw", "0" * 31, "selection_seed_if_drawn"),
        ("willingness", "0" * 32, "selection_seed_if_drawn"),
        ("scores", "0" * 32, "selection_seed_if_drawn"),
        ("lottery", "", "selection_seed_if_drawn"),
    ],
)
def test_seed_belongs_to_a_draw(method: str, seed: str, constraint: str, crisis: Crisis, personas: Personas) -> None:
    selection = store(crisis, personas, Method.DRAW)
    # They refer to the method.
    selection.candidates.all().delete()
    saved = Selection.objects.filter(pk=selection.pk)
    saved.update(method="draw", draw_seed="a1" * 16)
    saved.update(method="willingness", draw_seed="")
    saved.update(method="scores", draw_seed="")
    with refused_by(constraint):
        saved.update(method=method, draw_seed=seed)


@pytest.mark.parametrize("method", [Method.DRAW, Method.WILLINGNESS])
def test_only_picking_by_score_may_need_no_reason(
    method: Method, crisis: Crisis, people: list[Person], personas: Personas
) -> None:
    selection = store(crisis, personas, method, places=[person.pk for person in people[:SIZE]])
    selection.candidates.all().delete()
    saved = Selection.objects.filter(pk=selection.pk)
    with refused_by("selection_reason_unless_by_score"):
        saved.update(band_reason="")
    saved.update(band_reason="", method="scores", draw_seed="")
