"""Selecting a team without ranking: lots among everyone available, the coverage rules, and no score anywhere."""

import json
from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crisis.models import Crisis
from crisis.selection_registry import next_people, saved_team
from feedback.sustained import Criteria
from journal.queries import lines
from people.models import Leave, Person, Shift, User
from people.queries.organisation import today
from selection import actions as choosing
from selection.changes import Cause, moves
from selection.coverage import Coverage, Dimension, Minimum
from selection.methods import Method
from selection.models import Candidate, Selection
from selection.queries.changes import as_compared
from selection.queries.outcomes import outcome_of
from selection.queries.oversight import oversight_of
from selection.queries.pools import replay_unranked
from tests.constraints import refused_by
from tests.factories import crisis as crises
from tests.factories.people import Personas

SignIn = Callable[[User], Client]

SIZE, WHY = 3, "The works council doesn't allow rankings."


@pytest.fixture
def users(personas: Personas) -> list[User]:
    """Eight agents with very different scores, besides the two agents among the personas."""
    people = crises.agents(8)
    for at, user in enumerate(people):
        crises.scored(user.person, 100, 99 - 4 * at)
    return people


@pytest.fixture
def crisis(personas: Personas, users: list[User]) -> Crisis:
    return crises.draft(personas, team_size=SIZE)


def store(crisis: Crisis, personas: Personas, *, coverage: Coverage | None = None, reason: str = WHY) -> Selection:
    return choosing.store_unranked_selection(
        actor=personas.supervisor, crisis=crisis, team_size=SIZE, coverage=coverage, reason=reason
    )


def listed(selection: Selection) -> list[int]:
    rows = selection.candidates.filter(position__isnull=False).order_by("position")
    return list(rows.values_list("person_id", flat=True))


def update_now(candidates: QuerySet[Candidate], **values: Any) -> None:
    """Update, and check the constraints that wait for the end of the transaction."""
    candidates.update(**values)
    connection.check_constraints()


def test_everyone_available_is_drawn_into_one_order(crisis: Crisis, users: list[User], personas: Personas) -> None:
    Leave.objects.create(person=users[0].person, first_on=today(), last_on=today())
    selection = store(crisis, personas)
    people = {user.person_id for user in (*users[1:], personas.agent, personas.other_agent)}
    assert set(listed(selection)) == people
    assert selection.candidates.filter(standing="in").count() == SIZE
    out = selection.candidates.get(standing="out")
    assert (out.person_id, out.reasons, out.position) == (users[0].person_id, ["on_leave"], None)
    assert set(selection.candidates.values_list("rank", "in_band")) == {(None, False)}
    assert next_people(crisis) == listed(selection)
    team = saved_team(crisis)
    assert team
    assert "without ranking" in team.note


def test_no_count_and_no_score_is_read_or_saved(crisis: Crisis, personas: Personas) -> None:
    with CaptureQueriesContext(connection) as queries:
        selection = store(crisis, personas)
        assert replay_unranked(selection).holds
    assert not [query["sql"] for query in queries if "feedback_" in query["sql"]]
    assert selection.inputs.keys() == {"people", "excluded", "facts"}
    assert (selection.result, selection.rule_version) == ({}, "")
    assert selection.criteria.keys() == {"team_size", "coverage"}
    recorded = lines(crisis.journal_id)[-1]
    assert recorded.verb == "crisis.lots_drawn"
    assert (recorded.data["method"], recorded.data["draw_seed"]) == ("unranked", selection.draw_seed)
    assert (recorded.data["in_count"], recorded.data["reserve_count"], recorded.data["out_count"]) == (3, 7, 0)
    assert recorded.texts == {"reason": WHY}


def test_draw_keeps_the_coverage_rules(crisis: Crisis, users: list[User], personas: Personas) -> None:
    Person.objects.filter(pk=users[6].person_id).update(languages=["pl"])
    rule = Coverage((Minimum(Dimension.LANGUAGE, "pl", 1),))
    for _draw in range(3):
        selection = store(crisis, personas, coverage=rule)
        assert users[6].person_id in listed(selection)[:SIZE]
        assert replay_unranked(selection).holds
    with pytest.raises(choosing.NotCovered, match="at least 2 speaking Polish"):
        store(crisis, personas, coverage=Coverage((Minimum(Dimension.LANGUAGE, "pl", 2),)))


def test_reason_people_and_permission_are_needed(crisis: Crisis, users: list[User], personas: Personas) -> None:
    with pytest.raises(choosing.Undecided, match="without ranking"):
        store(crisis, personas, reason="  ")
    for user in (personas.other_supervisor, personas.agent):
        with pytest.raises(PermissionDenied):
            choosing.store_unranked_selection(actor=user, crisis=crisis, team_size=SIZE, reason=WHY)
    everyone = Person.objects.filter(role_grants__role="agent")
    Leave.objects.bulk_create(Leave(person=person, first_on=today(), last_on=today()) for person in everyone)
    with pytest.raises(choosing.NobodyEligible):
        store(crisis, personas)
    assert not Selection.objects.exists()


@pytest.mark.parametrize("change", ["seed", "order", "people", "facts"])
def test_replay_notices_a_changed_selection(change: str, crisis: Crisis, users: list[User], personas: Personas) -> None:
    selection = store(crisis, personas)
    if change == "seed":
        selection.draw_seed = f"{int(selection.draw_seed, 16) ^ 1:032x}"
    elif change == "people":
        selection.inputs["people"].pop()
    elif change == "facts":
        selection.inputs["facts"][str(users[0].person_id)][0] = "Night"
    else:
        first, second = selection.candidates.filter(position__in=[SIZE + 1, SIZE + 2]).order_by("position")
        Candidate.objects.filter(pk=first.pk).update(position=100)
        Candidate.objects.filter(pk=second.pk).update(position=SIZE + 1)
        Candidate.objects.filter(pk=first.pk).update(position=SIZE + 2)
    assert not replay_unranked(selection).holds


def test_ranks_belong_to_ranked_selections(crisis: Crisis, personas: Personas) -> None:
    unranked = store(crisis, personas).candidates.filter(position=1)
    with refused_by("candidate_rank_unless_without_ranking"):
        unranked.update(rank=1)
    with refused_by("candidate_rank_unless_without_ranking"):
        unranked.update(in_band=True)
    with refused_by("candidate_position_unless_out"):
        unranked.update(position=None)
    with pytest.raises(IntegrityError, match="candidate_method_of_its_selection"), transaction.atomic():
        update_now(unranked, method="scores", rank=1)
    ranked = crises.selected(crisis, [personas.agent.person_id]).candidates.filter(position=1)
    ranked.update(rank=2)
    with refused_by("candidate_rank_unless_without_ranking"):
        ranked.update(rank=None)


def test_record_names_the_method_and_no_departures(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    selection = store(crisis, personas)
    record = oversight_of(selection)
    assert (record.method, record.departures, record.criteria, record.holds) == (Method.UNRANKED, None, None, True)
    client = sign_in(personas.supervisor)
    page = client.get(reverse("selection:oversight", args=[crisis.pk, 1])).content.decode()
    for words in ("chosen without ranking", "The works council doesn", selection.draw_seed, "Draws in this crisis"):
        assert words in page
    assert "Rule version" not in page
    document = json.loads(client.get(reverse("selection:export", args=[crisis.pk, 1])).content)
    assert (document["method"], document["draw"]["seed"]) == ("unranked", selection.draw_seed)
    assert document["oversight"]["departures"] is None
    outcome = outcome_of(crisis)
    assert outcome
    assert (outcome.method, outcome.criteria, outcome.team_size, outcome.chosen) == (Method.UNRANKED, None, SIZE, SIZE)


def test_page_shows_people_without_figures_and_saves_the_team(
    crisis: Crisis, users: list[User], personas: Personas, sign_in: SignIn
) -> None:
    night = Shift.objects.create(name="Night", starts_at=time(22), ends_at=time(6))
    Person.objects.filter(pk=users[4].person_id).update(shift=night, languages=["pl"])
    crises.leader_input(crisis, personas.supervisor, personas.agent.person)
    client, url = sign_in(personas.supervisor), reverse("selection:unranked", args=[crisis.pk])
    criteria = client.get(reverse("selection:criteria", args=[crisis.pk])).content.decode()
    assert url in criteria
    with CaptureQueriesContext(connection) as queries:
        page = client.get(url).content.decode()
    assert not [query["sql"] for query in queries if "feedback_" in query["sql"]]
    for words in ("Agent 004", "Night", "Polish", "Nomination (Sofia Supervisor)", "Draw and save team"):
        assert words in page
    assert "CSAT" not in page
    refused = client.post(reverse("selection:unranked", args=[crisis.pk]), {"team_size": "0"})
    assert refused.status_code == 422
    said = {"team_size": "2", "reason": WHY, "language:pl": "1"}
    saved = client.post(reverse("selection:unranked", args=[crisis.pk]), said, follow=True).content.decode()
    selection = Selection.objects.get()
    for words in ("chosen without ranking", "Agent 004", selection.draw_seed, "same result", "Reserve list", "All met"):
        assert words in saved
    for words in ("CSAT", "rule version", "Not eligible"):
        assert words not in saved
    rows = client.get(reverse("selection:stored", args=[crisis.pk, 1]), {"download": "csv"})
    assert "Without ranking" in rows.getvalue().decode()
    assert client.get(reverse("selection:stored_out", args=[crisis.pk, 1])).status_code == 404
    assert client.get(reverse("selection:stored_fairness", args=[crisis.pk, 1])).status_code == 404


def test_filter_shows_available_people_and_the_others(
    crisis: Crisis, users: list[User], personas: Personas, sign_in: SignIn
) -> None:
    night = Shift.objects.create(name="Night", starts_at=time(22), ends_at=time(6))
    Person.objects.filter(pk__in=[users[4].person_id, users[6].person_id]).update(shift=night)
    Leave.objects.create(person=users[6].person, first_on=today(), last_on=today())
    client, url = sign_in(personas.supervisor), reverse("selection:unranked", args=[crisis.pk])
    everyone = client.get(url)
    assert [len(everyone.context[name].data) for name in ("available", "away")] == [9, 1]
    assert "on leave" in everyone.content.decode()
    shown = client.get(url, {"find": "NIGHT agent"})
    assert [[line.person.name for line in shown.context[name].data] for name in ("available", "away")] == [
        ["Agent 004"],
        ["Agent 006"],
    ]
    part = client.get(url, {"find": "night"}, headers={"HX-Request": "true"}).content.decode()
    assert "Agent 006" in part
    assert "Agent 003" not in part
    assert "<form" not in part
    downloads = [client.get(url, {"find": "night", f"{prefix}download": "csv"}) for prefix in ("", "away-")]
    available, away = (download.getvalue().decode() for download in downloads)
    assert ("Agent 004" in available, "Agent 006" in available) == (True, False)
    assert ("Agent 004" in away, "Agent 006" in away, "on leave" in away) == (False, True, True)
    nobody = client.get(url, {"find": "zzz"}).content.decode()
    assert "No one here matches the filter." in nobody
    assert "Draw and save team" in nobody


def test_scores_are_not_shown_by_default_after_a_selection_without_ranking(
    crisis: Crisis, personas: Personas, sign_in: SignIn
) -> None:
    store(crisis, personas)
    client, url = sign_in(personas.supervisor), reverse("selection:detail", args=[crisis.pk])
    assert client.get(url).headers["Location"] == reverse("selection:unranked", args=[crisis.pk])
    assert client.get(url, {"method": "scores"}).status_code == 200


def test_other_supervisors_see_the_method_and_nobody(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    selection = store(crisis, personas)
    client = sign_in(personas.other_supervisor)
    page = client.get(reverse("selection:stored", args=[crisis.pk, 1])).content.decode()
    assert "chosen without ranking" in page
    assert selection.draw_seed not in page
    assert "Agent 00" not in page
    assert client.get(reverse("selection:unranked", args=[crisis.pk])).status_code == 404


def test_own_card_has_no_figures(crisis: Crisis, users: list[User], personas: Personas, sign_in: SignIn) -> None:
    Leave.objects.create(person=users[1].person, first_on=today(), last_on=today())
    store(crisis, personas)
    for user in users[:2]:
        card = sign_in(user).get(reverse("selection:own_card", args=[crisis.pk])).content.decode()
        assert "chosen without ranking" in card
        assert "Ask Sofia Supervisor" in card
        assert "CSAT" not in card
        assert "what would have changed" not in card
    assert "on leave that day" in card


def test_changes_between_a_ranked_selection_and_one_without(
    crisis: Crisis, users: list[User], personas: Personas, sign_in: SignIn
) -> None:
    choosing.store_selection(
        actor=personas.supervisor, crisis=crisis, criteria=Criteria(until=date(2026, 11, 1), team_size=8, floor_percent=0)
    )
    store(crisis, personas)
    first, last = (as_compared(selection) for selection in Selection.objects.order_by("number"))
    found = moves(first, last)
    assert found
    assert all(Cause.DRAWN in move.causes or move.causes == (Cause.CANDIDACY,) for move in found)
    client = sign_in(personas.supervisor)
    for before, after in ((1, 2), (2, 1)):
        page = client.get(reverse("selection:compare", args=[crisis.pk, before, after])).content.decode()
        assert "(without ranking)" in page
        assert "How spots are filled: " in page
        assert "Agent 00" in page
        assert "Adjusted CSAT" not in page


def test_team_leaders_are_asked_on_the_page_without_scores(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    client, url = sign_in(personas.supervisor), reverse("selection:ask_leaders", args=[crisis.pk])
    page = reverse("selection:unranked", args=[crisis.pk])
    for leaders, said in (([], "Choose at least one team leader."), ([personas.other_supervisor.person_id], "leader asked.")):
        answer = client.post(url, {"method": "unranked", "leaders": leaders}, follow=True)
        assert answer.redirect_chain == [(page, 302)]
        assert said in answer.content.decode()
    download = client.get(page, {"leaders-download": "csv"})
    assert "Omar" in download.getvalue().decode()


def test_invitations_give_the_reason_of_the_selection_that_led_to_them(
    crisis: Crisis, users: list[User], personas: Personas, sign_in: SignIn
) -> None:
    by_score, by_lot = "satisfied for months", "drawn by lot"
    store(crisis, personas)
    (drawn,) = crises.invited(crisis, personas, 1)
    crises.selected(crisis, [user.person_id for user in users if user.person_id != drawn.person_id])
    ranked = crises.invited(crisis, personas, 1)[1]
    store(crisis, personas)
    for invitation, reason, other in ((drawn, by_lot, by_score), (ranked, by_score, by_lot)):
        client = sign_in(User.objects.get(person=invitation.person_id))
        page = client.get(reverse("crisis:invitation", args=[invitation.pk])).content.decode()
        assert reason in page
        assert other not in page
