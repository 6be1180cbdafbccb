"""Undoing the removal of goals and support contacts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core import clock
from crisis import actions
from crisis.actions import NothingToUndo
from journal.queries import head, lines
from people.models import User
from tests.factories import crisis as crises
from tests.factories.people import Personas

SignIn = Callable[[User], Client]


def test_undo_after_removing_a_contact_brings_it_back(personas: Personas, sign_in: SignIn) -> None:
    crisis, client = crises.draft(personas), sign_in(personas.supervisor)
    contact = actions.add_contact(
        actor=personas.supervisor, crisis=crisis, person_id=personas.trainer.person_id, reach="7:00–21:00", phone="118"
    )
    answer = client.post(reverse("crisis:remove_contact", args=[crisis.pk, contact.pk]))
    sequence = head(crisis.journal_id)[0]
    undo = reverse("crisis:undo_removal", args=[crisis.pk, sequence])
    assert undo in client.get(answer["Location"]).content.decode()
    assert client.post(undo).status_code == 302
    back = crisis.support_contacts.get(person=personas.trainer.person_id)
    assert (back.reach, back.phone, back.name) == ("7:00–21:00", "118", "")
    # A second undo adds nothing.
    assert undo not in client.get(answer["Location"]).content.decode()
    assert client.post(undo).status_code == 409


def test_undo_after_dropping_a_goal_brings_it_back_though_its_date_has_passed(personas: Personas) -> None:
    crisis, lead = crises.active(personas), personas.supervisor
    today = clock.now().date()
    goal = actions.set_goal(actor=lead, crisis=crisis, measure="CSAT", target="85 %", due_on=today + timedelta(days=1))
    dropped = actions.drop_goal(actor=lead, goal=goal)
    with pytest.raises(PermissionDenied):
        actions.undo_removal(actor=personas.other_supervisor, crisis=crisis, sequence=dropped)
    with clock.travel(clock.now() + timedelta(days=3)):
        actions.undo_removal(actor=lead, crisis=crisis, sequence=dropped)
        with pytest.raises(NothingToUndo):
            actions.undo_removal(actor=lead, crisis=crisis, sequence=dropped)
    back = crisis.goals.get()
    assert (back.measure, back.target, back.due_on) == ("CSAT", "85 %", today + timedelta(days=1))
    assert [line.verb for line in lines(crisis.journal_id)][-2:] == ["crisis.goal_dropped", "crisis.goal_set"]


@pytest.mark.parametrize("removed", ["0", "1", "99", "x", "9" * 30])
def test_number_of_another_entry_offers_no_undo(removed: str, personas: Personas, sign_in: SignIn) -> None:
    crisis = crises.draft(personas)
    page = sign_in(personas.supervisor).get(reverse("crisis:setup", args=[crisis.pk]), {"removed": removed})
    assert page.status_code == 200
    assert "was removed" not in page.content.decode()
    if removed in {"0", "99"}:
        with pytest.raises(NothingToUndo):
            actions.undo_removal(actor=personas.supervisor, crisis=crisis, sequence=int(removed))
