"""Waiting items of all rooms on a person's home."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from core import clock
from people import needs
from people.identity import User
from people.needs import Need, Urgency, needs_of
from quality.models import Slot
from quality.slot_times import TIME_TO_REVIEW
from scripts_library.actions import acknowledge, publish, withdraw
from selection import actions as choosing
from tests.factories import crisis as crises
from tests.factories import quality
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas


def waiting(user: User, url: str) -> list[Need]:
    return [need for need in needs_of(user) if need.url == url]


def due(slot: Slot, due_at: datetime) -> None:
    Slot.objects.exclude(pk=slot.pk).delete()
    Slot.objects.filter(pk=slot.pk).update(due_at=due_at, opens_at=due_at - TIME_TO_REVIEW)


def test_an_overdue_review_waits_for_its_reviewer_and_for_supervisors(personas: Personas) -> None:
    slot = quality.assigned_slot(personas.agent.person, personas.reviewer)
    due(slot, clock.now() - timedelta(hours=1))
    (own,) = waiting(personas.reviewer, reverse("quality:queue"))
    assert (own.title, own.urgency) == ("1 review is overdue", Urgency.LATE)
    (late,) = waiting(personas.supervisor, reverse("quality:board"))
    assert (late.title, late.note) == ("1 review in all teams is overdue", "All of them have a reviewer.")
    Slot.objects.update(state="waiting", reviewer=None, assigned_at=None)
    assert waiting(personas.reviewer, reverse("quality:queue")) == []
    assert waiting(personas.supervisor, reverse("quality:board"))[0].note == "1 has no reviewer yet."


def test_a_review_that_is_not_late_waits_for_its_reviewer_only(personas: Personas) -> None:
    slot = quality.assigned_slot(personas.agent.person, personas.reviewer)
    due(slot, clock.now() + timedelta(hours=1))
    (own,) = waiting(personas.reviewer, reverse("quality:queue"))
    assert (own.title, own.urgency) == ("1 review to do", Urgency.OPEN)
    assert waiting(personas.supervisor, reverse("quality:board")) == []


@pytest.mark.parametrize("persona", ["agent", "approver", "ops", "administrator", "trainer"])
def test_overdue_reviews_do_not_wait_for_others(persona: str, personas: Personas) -> None:
    slot = quality.assigned_slot(personas.other_agent.person, personas.reviewer)
    due(slot, clock.now() - timedelta(hours=1))
    assert [need for need in needs_of(getattr(personas, persona)) if "overdue" in need.title] == []


def test_an_approved_script_waits_for_supervisors_until_it_is_published(personas: Personas) -> None:
    version = scripts.approved(personas.supervisor, personas.approver)
    url = reverse("scripts_library:version", args=[version.pk])
    (need,) = waiting(personas.other_supervisor, url)
    assert need.sign == "To publish"
    assert waiting(personas.approver, url) == waiting(personas.agent, url) == []
    publish(actor=personas.supervisor, version=version, ends_at=clock.now() + timedelta(days=1))
    assert waiting(personas.other_supervisor, url) == []


def test_only_the_newest_approved_version_of_a_script_waits(personas: Personas) -> None:
    first = scripts.approved(personas.supervisor, personas.approver)
    second = scripts.next_version(personas.supervisor, personas.approver, first)
    shown = [need.url for need in needs_of(personas.supervisor) if need.sign == "To publish"]
    assert shown == [reverse("scripts_library:version", args=[second.pk])]


def test_leaders_who_have_not_answered_are_counted_for_lead_and_deputy(personas: Personas) -> None:
    crisis = crises.draft(personas, deputy_id=personas.other_supervisor.person_id)
    url = reverse("selection:leader_input", args=[crisis.pk])
    choosing.ask_leaders(actor=personas.supervisor, crisis=crisis, leader_ids=[personas.other_supervisor.person_id])
    text = "1 of the team leaders you asked hasn't answered yet."
    assert [need.title for need in waiting(personas.supervisor, url)] == [text]
    assert text in [need.title for need in waiting(personas.other_supervisor, url)]
    choosing.add_nothing(actor=personas.other_supervisor, crisis=crisis)
    assert waiting(personas.supervisor, url) == waiting(personas.other_supervisor, url) == []


def test_open_tasks_of_all_led_crises_are_listed(personas: Personas) -> None:
    for number in range(5):
        crises.draft(personas, title=f"Storm {number}", solution="")
    assert {need.note for need in needs_of(personas.supervisor)} == {f"Storm {number}" for number in range(5)}


def test_needs_are_sorted_by_urgency(personas: Personas) -> None:
    scripts.published(personas.supervisor, personas.approver, title="New")
    read = scripts.published(personas.supervisor, personas.approver, title="Gone")
    acknowledge(actor=personas.agent, version=read)
    withdraw(actor=personas.supervisor, version=read, reason="Wrong.")
    quality.completed(personas.agent.person, personas.reviewer)
    found = needs_of(personas.agent)
    assert [need.urgency for need in found] == [Urgency.AT_ONCE, Urgency.ASKED, Urgency.OPEN]


def test_a_name_is_registered_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        needs.register("quality.reviews", lambda _user: [], rows=[])
