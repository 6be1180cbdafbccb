from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from feedback.models import LeftOut
from people.models import Membership, Organisation, Person, User
from tests.factories.people import Personas
from tests.factories.scores import monthly_scores
from tests.feedback.counts import person, spread

SignIn = Callable[[User], Client]

pytestmark = pytest.mark.django_db

QUERY = {"until": "2021-04-01", "floor_percent": "0"}


@pytest.fixture
def scored(personas: Personas) -> Personas:
    """Ana of North and Otto of South have six months of equal feedback."""
    for user in (personas.agent, personas.other_agent):
        monthly_scores(user.person, spread(user.person_id, 540, 600, 6))
    return personas


def team_of(user: User, size: int) -> None:
    """People with feedback in the team that the user leads."""
    team = Membership.objects.get(person=user.person_id).team
    for number in range(size):
        member = Person.objects.create(display_name=f"Member {number}")
        Membership.objects.create(person=member, team=team, starts_on="2020-01-01")
        monthly_scores(member, person(member.pk, [(45 + number % 5, 50)] * 6))


def test_a_supervisor_sees_their_own_team_ranked_among_all(scored: Personas, sign_in: SignIn) -> None:
    LeftOut.objects.create(month_on="2021-03-01", instrument="csat", reason=LeftOut.Reason.SUSPECTED, responses=3)
    text = sign_in(scored.supervisor).get(reverse("feedback:ranking"), QUERY).content.decode()
    assert "Ana Agent" in text
    assert "Otto Otheragent" not in text
    assert "Too close to call: the scores of the 2 eligible CSPs differ" in text
    assert "ranked among 2 CSPs" in text
    assert "Rule version 3" in text
    assert "Not counted: 3 likely answered by an email scanner" in text


def test_changed_criteria_return_a_fragment(scored: Personas, sign_in: SignIn) -> None:
    client = sign_in(scored.supervisor)
    text = client.get(
        reverse("feedback:ranking"), {**QUERY, "floor_percent": "95", "min_responses": "101"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "<html" not in text
    assert "Not eligible" in text
    assert "is below the minimum of" in text


@pytest.mark.parametrize(
    "wrong",
    [{"until": "soon"}, {"months": "0"}, {"months": "x"}, {"floor_percent": "101"}, {"team_size": ""}, {"until": "0001-01-01"}],
)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_invalid_criteria_are_explained(
    wrong: dict[str, str], headers: dict[str, str], scored: Personas, sign_in: SignIn
) -> None:
    for url in (reverse("feedback:ranking"), reverse("feedback:card", args=[scored.agent.person_id])):
        response = sign_in(scored.supervisor).get(url, {**QUERY, **wrong}, headers=headers)
        assert response.status_code == 422
        assert 'role="alert"' in response.content.decode()


def test_without_feedback_the_page_says_what_to_do(personas: Personas, sign_in: SignIn) -> None:
    Membership.objects.filter(person=personas.agent.person_id).delete()
    text = sign_in(personas.supervisor).get(reverse("feedback:ranking")).content.decode()
    assert "No feedback for your teams in these months" in text


def test_pages_warn_while_scores_are_recalculated(scored: Personas, sign_in: SignIn) -> None:
    client = sign_in(scored.supervisor)
    pages = [reverse("feedback:ranking"), reverse("feedback:card", args=[scored.agent.person_id])]
    assert not any("are being recalculated" in client.get(url, QUERY).content.decode() for url in pages)
    Organisation.objects.update(reporting_zone="Asia/Tokyo")
    assert all("are being recalculated" in client.get(url, QUERY).content.decode() for url in pages)


def test_the_number_of_queries_does_not_grow_with_the_team(scored: Personas, sign_in: SignIn) -> None:
    client = sign_in(scored.supervisor)
    client.get(reverse("feedback:ranking"), QUERY)
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("feedback:ranking"), QUERY)
    team_of(scored.supervisor, 20)
    client.get(reverse("feedback:ranking"), QUERY)
    with CaptureQueriesContext(connection) as many:
        text = client.get(reverse("feedback:ranking"), QUERY).content.decode()
    assert "Member 19" in text
    assert len(many) == len(few)


def test_an_agent_reads_their_own_card(scored: Personas, sign_in: SignIn) -> None:
    text = sign_in(scored.agent).get(reverse("feedback:own_card"), QUERY).content.decode()
    for part in ("My card", "540 of 600 satisfied", "March 2021", "How this works (rule version 3)", "Ask Sofia Supervisor"):
        assert part in text
    assert "there was a spot for everyone" in text


def test_card_has_reasons_and_counterfactuals(scored: Personas, sign_in: SignIn) -> None:
    monthly_scores(scored.agent.person, person(scored.agent.person_id, [(0, 0)] * 5 + [(10, 60)]), channel="chat")
    url = reverse("feedback:card", args=[scored.agent.person_id])
    text = sign_in(scored.supervisor).get(url, {"until": "2021-04-01", "floor_percent": "80"}).content.decode()
    assert "March 2021: 100 of 160 satisfied" in text
    assert "would not have been a drop" in text


def test_a_card_exists_before_any_feedback(personas: Personas, sign_in: SignIn) -> None:
    text = sign_in(personas.agent).get(reverse("feedback:own_card")).content.decode()
    assert "No responses counted in these months." in text


def test_cards_of_others_are_not_found(scored: Personas, sign_in: SignIn) -> None:
    url = reverse("feedback:card", args=[scored.agent.person_id])
    for user in (scored.other_supervisor, scored.other_agent, scored.administrator):
        assert sign_in(user).get(url, QUERY).status_code == 404
    assert sign_in(scored.supervisor).get(reverse("feedback:card", args=[10**9])).status_code == 404
