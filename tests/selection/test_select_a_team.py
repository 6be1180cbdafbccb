"""Selecting a team: ranking, the lead's choice in the band, saving and replaying."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from crisis import actions
from crisis.models import Crisis, TeamMember
from feedback.models import MonthlyScore
from feedback.sustained import RULES, Criteria
from journal.queries import lines
from people.models import Leave, Organisation, User
from people.queries.organisation import today
from selection import actions as choosing
from selection import serialisation
from selection.choice import choice_of, listed
from selection.models import Candidate, Selection
from selection.queries.candidates import replay
from tests.factories import crisis as crises
from tests.factories.people import Personas
from tests.factories.scores import count_as_current

UNTIL = date(2026, 11, 1)

# Satisfied of 100 responses in each month. The first two stand out; the next three are alike; the last one dips.
RATES = [98, 97, 90, 90, 90, 60]


def criteria(team_size: int = 3, floor: float = 80.0) -> Criteria:
    return Criteria(until=UNTIL, team_size=team_size, floor_percent=floor)


@pytest.fixture
def users(personas: Personas) -> list[User]:
    people = crises.agents(len(RATES))
    for user, satisfied in zip(people, RATES, strict=True):
        crises.scored(user.person, 100, satisfied)
    return people


@pytest.fixture
def crisis(personas: Personas, users: list[User]) -> Crisis:
    return crises.draft(personas, team_size=3)


def standing(selection: Selection, user: User) -> tuple[str, int | None]:
    row = Candidate.objects.get(selection=selection, person=user.person_id)
    return row.standing, row.position


def test_lead_chooses_with_a_reason_where_scores_are_too_close_to_call(
    crisis: Crisis, users: list[User], personas: Personas
) -> None:
    chosen = users[4]
    selection = choosing.store_selection(
        actor=personas.supervisor, crisis=crisis, criteria=criteria(), places=[chosen.person_id], reason="Speaks Polish"
    )
    assert [standing(selection, user) for user in users] == [
        ("in", 1),
        ("in", 2),
        ("reserve", 4),
        ("reserve", 5),
        ("in", 3),
        ("out", None),
    ]
    assert selection.band_reason == "Speaks Polish"
    assert Candidate.objects.get(selection=selection, person=users[5].person_id).reasons == ["dip"]
    recorded = lines(crisis.journal_id)[-1]
    assert recorded.verb == "crisis.selection_stored"
    # The two personas who are agents have no responses, so they are out too.
    assert (recorded.data["in_count"], recorded.data["reserve_count"], recorded.data["out_count"]) == (3, 2, 3)
    assert recorded.texts == {"reason": "Speaks Polish"}


@pytest.mark.parametrize(
    ("indexes", "reason", "sentence"),
    [
        ([], "Why not", "exactly 1 of these 3"),
        ([2, 3], "Why not", "exactly 1 of these 3"),
        ([0], "Why not", "exactly 1 of these 3"),
        ([5], "Why not", "exactly 1 of these 3"),
        ([2], "  ", "Say why"),
    ],
)
def test_incomplete_choice_is_refused(
    indexes: list[int], reason: str, sentence: str, users: list[User], personas: Personas
) -> None:
    crisis = crises.draft(personas)
    places = [users[index].person_id for index in indexes]
    with pytest.raises(choosing.Undecided, match=sentence):
        choosing.store_selection(actor=personas.supervisor, crisis=crisis, criteria=criteria(), places=places, reason=reason)
    assert not Selection.objects.exists()


def test_no_choice_is_needed_if_everyone_gets_a_spot(crisis: Crisis, users: list[User], personas: Personas) -> None:
    selection = choosing.store_selection(
        actor=personas.supervisor, crisis=crisis, criteria=criteria(team_size=5), reason="ignored"
    )
    assert [standing(selection, user)[0] for user in users] == ["in"] * 5 + ["out"]
    assert selection.band_reason == ""
    crisis.refresh_from_db()
    assert crisis.team_size == 5


def test_everyone_is_in_the_band_if_no_one_stands_out(personas: Personas) -> None:
    people = crises.agents(4)
    for user in people:
        crises.scored(user.person, 100, 90)
    crisis = crises.draft(personas)
    with pytest.raises(choosing.Undecided, match="exactly 2 of these 4"):
        choosing.store_selection(actor=personas.supervisor, crisis=crisis, criteria=criteria(team_size=2))
    places = [people[1].person_id, people[3].person_id]
    selection = choosing.store_selection(
        actor=personas.supervisor, crisis=crisis, criteria=criteria(team_size=2), places=places, reason="Early shift"
    )
    assert [standing(selection, user)[0] for user in people] == ["reserve", "in", "reserve", "in"]


def test_unavailable_people_are_out_with_the_reason(crisis: Crisis, users: list[User], personas: Personas) -> None:
    day = today()
    Leave.objects.create(person=users[0].person, first_on=day, last_on=day)
    other = crises.draft(personas, title="Storm")
    TeamMember.objects.create(crisis=other, person=users[1].person)
    selection = choosing.store_selection(actor=personas.supervisor, crisis=crisis, criteria=criteria())
    reasons = dict(Candidate.objects.filter(selection=selection, standing="out").values_list("person_id", "reasons"))
    assert reasons[users[0].person_id] == ["on_leave"]
    assert reasons[users[1].person_id] == ["serving"]
    assert [standing(selection, user)[0] for user in users[2:5]] == ["in"] * 3


def test_selection_is_refused_while_scores_are_recalculated(
    crisis: Crisis, users: list[User], personas: Personas, sign_in: Callable[[User], Client]
) -> None:
    client, page = sign_in(personas.supervisor), reverse("selection:detail", args=[crisis.pk])
    card = reverse("selection:candidate", args=[crisis.pk, users[0].person_id])
    sentence = "are being recalculated"
    Organisation.objects.update(reporting_zone="Asia/Tokyo")
    with pytest.raises(choosing.FiguresBehind, match=sentence):
        choosing.store_selection(actor=personas.supervisor, crisis=crisis, criteria=criteria(team_size=5))
    assert not Selection.objects.exists()
    assert sentence in client.get(page).content.decode()
    assert sentence in client.get(card).content.decode()
    stored = client.post(reverse("selection:store", args=[crisis.pk]), {"until": UNTIL, "team_size": 5})
    assert (stored.status_code, Selection.objects.count()) == (409, 0)
    count_as_current()
    assert sentence not in client.get(page).content.decode()
    assert sentence not in client.get(card).content.decode()
    choosing.store_selection(actor=personas.supervisor, crisis=crisis, criteria=criteria(team_size=5))


@pytest.mark.parametrize("team_size", [501, 1000])
def test_team_larger_than_the_database_holds_is_refused_with_a_sentence(
    crisis: Crisis, personas: Personas, sign_in: Callable[[User], Client], team_size: int
) -> None:
    address = reverse("selection:store", args=[crisis.pk])
    answer = sign_in(personas.supervisor).post(address, {"until": UNTIL, "team_size": team_size})
    assert answer.status_code == 422
    assert "less than or equal to 500" in answer.content.decode()
    assert not Selection.objects.exists()


def test_absence_does_not_change_the_average_of_the_others(crisis: Crisis, users: list[User], personas: Personas) -> None:
    before = choosing.store_selection(actor=personas.supervisor, crisis=crisis, criteria=criteria(team_size=5))
    Leave.objects.create(person=users[0].person, first_on=today(), last_on=today())
    after = choosing.store_selection(actor=personas.supervisor, crisis=crisis, criteria=criteria(team_size=5))

    def rates(selection: Selection) -> dict[int, float]:
        return {row["csp"]: row["adjusted_rate_percent"] for row in selection.result["rows"]}

    assert users[0].person_id not in rates(after)
    assert rates(after).items() <= rates(before).items()
    assert (before.number, after.number) == (1, 2)


def test_saved_selection_replays_after_the_feedback_changed(crisis: Crisis, users: list[User], personas: Personas) -> None:
    choosing.store_selection(actor=personas.supervisor, crisis=crisis, criteria=criteria(team_size=5))
    MonthlyScore.objects.update(n5=0, n2=50)
    selection = Selection.objects.get()
    found = replay(selection)
    assert found.holds


def test_a_selection_of_the_first_rule_replays_by_the_first_rule(crisis: Crisis, users: list[User], personas: Personas) -> None:
    choosing.store_selection(actor=personas.supervisor, crisis=crisis, criteria=criteria(team_size=5))
    selection = Selection.objects.get()
    assert {len(counts) for counts in selection.inputs["people"].values()} == {3}
    # As it was stored before kinds of work were known.
    people = {csp: counts[:2] for csp, counts in selection.inputs["people"].items()}
    selection.inputs = {key: selection.inputs[key] for key in ("excluded", "left_out")} | {"people": people}
    selection.rule_version = "1"
    asked = serialisation.criteria_from_json(selection.criteria)
    selection.result = serialisation.result_as_json(serialisation.rank_inputs(selection.inputs, asked, RULES["1"]))
    selection.inputs_digest = serialisation.digest_of(selection.inputs, selection.criteria)
    assert "expected_rate_percent" not in selection.result["rows"][0]
    assert replay(selection).holds


def test_replay_notices_changed_inputs_and_a_changed_answer(crisis: Crisis, users: list[User], personas: Personas) -> None:
    choosing.store_selection(actor=personas.supervisor, crisis=crisis, criteria=criteria(team_size=5))
    tampered = Selection.objects.get()
    tampered.inputs["people"][str(users[5].person_id)][1] = [100] * 6
    found = replay(tampered)
    assert not found.are_inputs_intact
    assert not found.is_same_answer
    answer = Selection.objects.get()
    answer.result["rows"][0]["rank"] = 99
    assert replay(answer).are_inputs_intact
    assert not replay(answer).holds


def test_selection_without_eligible_people_is_refused(crisis: Crisis, users: list[User], personas: Personas) -> None:
    with pytest.raises(choosing.NobodyEligible):
        choosing.store_selection(actor=personas.supervisor, crisis=crisis, criteria=replace(criteria(), min_responses=101))


def test_team_size_below_the_current_team_is_refused(personas: Personas) -> None:
    crisis, _users = crises.team(personas, 2, team_size=2)
    with pytest.raises(choosing.TooFewPlaces):
        choosing.store_selection(actor=personas.supervisor, crisis=crisis, criteria=criteria(team_size=1))


def test_only_lead_and_deputy_can_select(crisis: Crisis, users: list[User], personas: Personas) -> None:
    for name, user in personas:
        if name != "supervisor":
            with pytest.raises(PermissionDenied):
                choosing.store_selection(actor=user, crisis=crisis, criteria=criteria(team_size=5))


def test_no_selection_after_resolution(users: list[User], personas: Personas) -> None:
    crisis = actions.resolve(actor=personas.supervisor, crisis=crises.active(personas))
    with pytest.raises(actions.NotInviting):
        choosing.store_selection(actor=personas.supervisor, crisis=crisis, criteria=criteria(team_size=5))


def test_team_and_reserve_follow_the_ranking(crisis: Crisis, users: list[User], personas: Personas) -> None:
    selection = choosing.store_selection(actor=personas.supervisor, crisis=crisis, criteria=criteria(team_size=5))
    ranking = replay(selection).ranking
    choice = choice_of(ranking)
    team, reserve = listed(choice, choice.suggestion)
    in_order = [row.csp for row in ranking.rows if row.eligible]
    assert [row.csp for row in team] == in_order[:5]
    assert [row.csp for row in reserve] == in_order[5:]


SignIn = Callable[[User], Client]


def test_changed_criteria_return_a_new_ranking_as_a_fragment(
    crisis: Crisis, users: list[User], personas: Personas, sign_in: SignIn
) -> None:
    client = sign_in(personas.supervisor)
    url = reverse("selection:detail", args=[crisis.pk])
    query = {"until": "2026-11-01", "team_size": "3"}
    whole = client.get(url, query).content.decode()
    part = client.get(url, query, headers={"HX-Request": "true"}).content.decode()
    assert "<html" in whole
    assert "<html" not in part
    assert "Choose 1 of these 3" in part
    assert part in whole.replace("\r", "") or "Agent 004" in part
    out = reverse("selection:not_eligible", args=[crisis.pk])
    asked, low = (client.get(out, {**query, "floor_percent": least}).content.decode() for least in ("80", "50"))
    assert "Even with the margin of error" in asked
    assert "Even with the margin of error" not in low


def test_page_names_the_missing_reason_and_then_saves(
    crisis: Crisis, users: list[User], personas: Personas, sign_in: SignIn
) -> None:
    client = sign_in(personas.supervisor)
    url = reverse("selection:store", args=[crisis.pk])
    asked = {"until": "2026-11-01", "months": "6", "min_responses": "10", "floor_percent": "80", "team_size": "3"}
    answer = client.post(url, {**asked, "places": [users[2].person_id]})
    assert answer.status_code == 422
    assert "Say why you picked these people" in answer.content.decode()
    answer = client.post(url, {**asked, "places": [users[2].person_id], "reason": "Speaks Polish"})
    assert answer.status_code == 302
    stored = client.get(answer["Location"]).content.decode()
    assert "Speaks Polish" in stored
    assert "the same result" in stored


def test_other_supervisors_see_their_own_teams_only(
    crisis: Crisis, users: list[User], personas: Personas, sign_in: SignIn
) -> None:
    crises.scored(personas.other_agent.person, 100, 90)
    client = sign_in(personas.other_supervisor)
    shown = client.get(reverse("selection:detail", args=[crisis.pk]), {"until": "2026-11-01"}).content.decode()
    assert "Otto Otheragent" in shown
    assert "Agent 000" not in shown
    assert client.get(reverse("selection:candidate", args=[crisis.pk, users[0].person_id])).status_code == 404
    own = reverse("selection:candidate", args=[crisis.pk, personas.other_agent.person_id])
    assert client.get(own, {"until": "2026-11-01"}).status_code == 200


def test_card_has_counterfactuals_and_contacts(crisis: Crisis, users: list[User], personas: Personas, sign_in: SignIn) -> None:
    url = reverse("selection:candidate", args=[crisis.pk, users[5].person_id])
    card = sign_in(personas.supervisor).get(url, {"until": "2026-11-01"}).content.decode()
    assert "What would have changed the outcome" in card
    assert "Ask Sofia Supervisor" in card
