"""Months that a selection leaves out: offered on the page, kept with the saved selection, and named afterwards."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from crisis.models import Crisis
from feedback.models import MonthlyScore
from feedback.sustained import Criteria
from people.models import User
from selection import actions as choosing
from selection.models import Selection
from selection.queries.candidates import replay
from tests.factories import crisis as crises
from tests.factories.people import Personas
from tests.factories.scores import count_as_current

SignIn = Callable[[User], Client]

pytestmark = pytest.mark.django_db

SEPTEMBER = date(2026, 9, 1)
WITHOUT = {"until": "2026-11-01", "team_size": "3", "left_out_months": "2026-09"}


@pytest.fixture
def users(personas: Personas) -> list[User]:
    """Eight agents with 46 of 50 satisfied each month; in September three of them fall to 20."""
    found = crises.agents(8)
    for number, user in enumerate(found):
        crises.scored(user.person, 50, 46)
        if number < 3:
            MonthlyScore.objects.filter(person=user.person_id, month_on=SEPTEMBER).update(n5=20, n2=30)
    count_as_current()
    return found


@pytest.fixture
def crisis(users: list[User], personas: Personas) -> Crisis:
    return crises.draft(personas)


def test_page_offers_to_leave_out_the_months_of_an_earlier_crisis(
    crisis: Crisis, users: list[User], personas: Personas, sign_in: SignIn
) -> None:
    earlier = crises.active(personas, [user.person_id for user in users], title="Storm")
    began, ended = datetime(2026, 8, 20, tzinfo=UTC), datetime(2026, 9, 10, tzinfo=UTC)
    Crisis.objects.filter(pk=earlier.pk).update(state="resolved", opened_at=began, activated_at=began, resolved_at=ended)
    client = sign_in(personas.supervisor)
    page = reverse("selection:detail", args=[crisis.pk])
    text = client.get(page, {"until": "2026-11-01", "team_size": "3"}).content.decode()
    assert "September 2026: 3 of 8 people with enough responses have a CSAT drop" in text
    assert "Leave out August 2026 and September 2026 (crisis Storm)" in text
    assert "left_out_months=2026-08%2C2026-09" in text
    without = client.get(page, WITHOUT).content.decode()
    assert "have a CSAT drop" not in without
    assert "Left out: September 2026." in without
    assert 'name="left_out_months" value="2026-09"' in without


def test_saved_selection_keeps_the_months_left_out(
    crisis: Crisis, users: list[User], personas: Personas, sign_in: SignIn
) -> None:
    client = sign_in(personas.supervisor)
    answer = client.post(
        reverse("selection:store", args=[crisis.pk]),
        {**WITHOUT, "places": [user.person_id for user in users[:3]], "reason": "They know the product."},
    )
    assert answer.status_code == 302, answer.content.decode()
    selection = Selection.objects.get()
    assert selection.criteria["left_out_months"] == ["2026-09-01"]
    assert selection.rule_version == "3"
    assert {len(counts[0]) for counts in selection.inputs["people"].values()} == {5}
    MonthlyScore.objects.update(n5=0, n2=50)
    found = replay(selection)
    assert found.holds
    assert found.ranking.criteria.left_out_months == (SEPTEMBER,)
    page = client.get(reverse("selection:stored", args=[crisis.pk, 1])).content.decode()
    assert "<b>Sep 2026</b>" in page
    record = client.get(reverse("selection:oversight_download", args=[crisis.pk, 1])).content.decode()
    assert "Months left out: September 2026\n" in record
    again = client.get(reverse("selection:detail", args=[crisis.pk])).content.decode()
    assert 'name="left_out_months" value="2026-09"' in again


def test_comparison_of_selections_names_the_months_left_out(
    crisis: Crisis, users: list[User], personas: Personas, sign_in: SignIn
) -> None:
    for left_out in ((), (SEPTEMBER,)):
        choosing.store_selection(
            actor=personas.supervisor,
            crisis=crisis,
            criteria=Criteria(until=date(2026, 11, 1), team_size=20, left_out_months=left_out),
        )
    text = sign_in(personas.supervisor).get(reverse("selection:compare", args=[crisis.pk, 1, 2])).content.decode()
    assert "Months left out" in text
    assert "September 2026" in text


def test_ranking_page_leaves_out_months(users: list[User], personas: Personas, sign_in: SignIn) -> None:
    page = reverse("feedback:ranking")
    client = sign_in(personas.supervisor)
    text = client.get(page, {"until": "2026-11-01"}).content.decode()
    assert "Leave out September 2026" in text
    assert "Left out: September 2026." in client.get(page, WITHOUT).content.decode()
