"""Updates need a text or a new time, and times and dates must be in the future."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from crisis import actions
from crisis.actions import AlreadyPast, NothingToTell
from crisis.models import Crisis
from journal.queries import head
from people.models import User
from tests.factories import crisis as crises
from tests.factories.people import Personas

SignIn = Callable[[User], Client]


@pytest.mark.parametrize(
    "said",
    [{}, {"text": "  \n"}, {"text": "", "is_decision": "on"}, {"text": "It rains.", "next_update_at": "2020-01-01T10:00"}],
)
def test_empty_or_past_update_answers_with_the_form(personas: Personas, sign_in: SignIn, said: dict[str, str]) -> None:
    crisis = crises.active(personas)
    before = head(crisis.journal_id)
    answer = sign_in(personas.supervisor).post(reverse("crisis:update", args=[crisis.pk]), said)
    assert answer.status_code == 422
    assert set(answer.context["update_form"].errors) == {"next_update_at" if "next_update_at" in said else "text"}
    assert said.get("text", "").strip() in answer.content.decode()
    assert head(crisis.journal_id) == before


def test_passed_time_is_not_offered_again_and_does_not_stop_an_update(personas: Personas, sign_in: SignIn) -> None:
    crisis = crises.active(personas)
    Crisis.objects.filter(pk=crisis.pk).update(next_update_at=clock.now() - timedelta(hours=1))
    client = sign_in(personas.supervisor)
    form = client.get(reverse("crisis:detail", args=[crisis.pk])).context["update_form"]
    assert form["next_update_at"].value() is None
    answer = client.post(reverse("crisis:update", args=[crisis.pk]), {"text": "It rains.", "next_update_at": ""})
    assert answer.status_code == 302
    crisis.refresh_from_db()
    assert crisis.next_update_at is None


def test_action_refuses_an_update_that_says_nothing(personas: Personas) -> None:
    crisis = crises.active(personas)
    with pytest.raises(NothingToTell):
        actions.give_update(actor=personas.supervisor, crisis=crisis, next_update_at=None)
    with pytest.raises(AlreadyPast):
        actions.give_update(
            actor=personas.supervisor, crisis=crisis, text="x", next_update_at=clock.now() - timedelta(minutes=1)
        )


def test_goal_with_a_past_date_is_refused(personas: Personas, sign_in: SignIn) -> None:
    crisis = crises.draft(personas)
    said = {"measure": "CSAT of calls", "target_value": "85", "due_on": "2020-01-31"}
    answer = sign_in(personas.supervisor).post(reverse("crisis:add_goal", args=[crisis.pk]), said)
    assert answer.status_code == 422
    assert "This date has passed" in answer.content.decode()
    with pytest.raises(AlreadyPast):
        actions.set_goal(
            actor=personas.supervisor, crisis=crisis, measure="CSAT of calls", target="85 %", due_on=date(2020, 1, 31)
        )
    assert not crisis.goals.exists()
