"""Progress of the steps in every state, with the same figures as on lists and pages."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from crisis import actions
from crisis.models import Crisis
from crisis.queries.steps import RoomStep, steps_of
from people.models import Person, User
from quality.models import Programme, Slot
from quality.slot_times import TIME_TO_REVIEW
from scripts_library.actions import withdraw
from tests.factories import crisis as crises
from tests.factories import quality, recognition
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

SignIn = Callable[[User], Client]
NAMES = ("Selection", "Buy-in", "Scripts", "Reviews", "Recognition", "Protocol")


def review_made(crisis: Crisis, person: Person, reviewer: User) -> None:
    now = clock.now()
    Slot.objects.create(
        programme=Programme.objects.get(journal=crisis.journal),
        person=person,
        state=Slot.State.DONE,
        reviewer_id=reviewer.person_id,
        assigned_at=now,
        interaction=quality.contact(person, now),
        iso_year=2026,
        iso_week=40,
        number=40,
        opens_at=now - TIME_TO_REVIEW,
        due_at=now,
    )


def steps(crisis: Crisis, personas: Personas) -> dict[str, RoomStep]:
    crisis.refresh_from_db()
    found = {step.title: step for step in steps_of(crisis, personas.supervisor)}
    assert tuple(found) == NAMES
    return found


def states(crisis: Crisis, personas: Personas) -> list[str]:
    return [step.state.value for step in steps(crisis, personas).values()]


def draft(personas: Personas) -> Crisis:
    return crises.draft(personas)


def active(personas: Personas) -> Crisis:
    return crises.active(personas, team_size=1)


def resolved(personas: Personas) -> Crisis:
    return actions.resolve(actor=personas.supervisor, crisis=active(personas))


def in_review(personas: Personas) -> Crisis:
    return actions.begin_review(actor=personas.supervisor, crisis=resolved(personas))


def closed(personas: Personas) -> Crisis:
    crisis = in_review(personas)
    Crisis.objects.filter(pk=crisis.pk).update(state=Crisis.State.CLOSED, closed_at=clock.now())
    return crisis


def cancelled(personas: Personas) -> Crisis:
    return actions.cancel(actor=personas.supervisor, crisis=draft(personas))


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (draft, ["current", "blocked", "not_done", "blocked", "not_done", "blocked"]),
        (active, ["done", "current", "not_done", "not_done", "not_done", "blocked"]),
        (resolved, ["done", "not_done", "not_done", "not_done", "not_done", "current"]),
        (in_review, ["done", "not_done", "not_done", "not_done", "not_done", "current"]),
        (closed, ["done", "not_done", "not_done", "not_done", "not_done", "done"]),
        (cancelled, ["not_done"] * 6),
    ],
)
def test_untouched_steps_are_not_done_in_any_state(
    personas: Personas, make: Callable[[Personas], Crisis], expected: list[str]
) -> None:
    assert states(make(personas), personas) == expected


def test_done_steps_stay_done_with_their_figures_after_the_end(personas: Personas) -> None:
    crisis, [member] = crises.team(personas, 1, team_size=2)
    scripts.published(personas.supervisor, personas.approver, journal=crisis.journal)
    review_made(crisis, member.person, personas.reviewer)
    recognition.issued(decided_by=personas.supervisor.person, journal=crisis.journal, nominee=member.person)
    running = steps(crisis, personas)
    assert (running["Buy-in"].state, running["Buy-in"].note) == ("current", "1 of 2 spots filled, 0 on the line")
    assert running["Scripts"].note == "1 live"
    actions.resolve(actor=personas.supervisor, crisis=crisis)
    assert states(crisis, personas) == ["done"] * 5 + ["current"]
    over = steps(crisis, personas)
    assert over["Buy-in"].note == "1 of 2 spots filled"
    assert over["Scripts"].note == "1 was published"
    assert over["Recognition"].note == "1 of 1 people thanked"


def test_award_to_someone_outside_the_team_leaves_recognition_open(personas: Personas) -> None:
    crisis, _users = crises.team(personas, 1, team_size=2)
    recognition.issued(decided_by=personas.supervisor.person, journal=crisis.journal, nominee=personas.trainer.person)
    actions.resolve(actor=personas.supervisor, crisis=crisis)
    found = steps(crisis, personas)["Recognition"]
    assert (found.state, found.note) == ("not_done", "0 of 1 people thanked")


def test_team_of_a_crisis_that_is_over_is_the_same_figure_in_the_list_and_in_its_steps(
    personas: Personas, sign_in: SignIn
) -> None:
    crisis, users = crises.team(personas, 3, team_size=3)
    actions.release(actor=personas.supervisor, crisis=crisis, person_id=users[0].person_id)
    for end in (actions.resolve, actions.begin_review):
        end(actor=personas.supervisor, crisis=crisis)
        assert steps(crisis, personas)["Buy-in"].note == "2 of 3 spots filled"
        assert "2 of 3" in sign_in(personas.supervisor).get(reverse("crisis:list")).content.decode()


def test_withdrawn_scripts_leave_the_step_open_while_the_crisis_runs(personas: Personas) -> None:
    crisis = active(personas)
    version = scripts.published(personas.supervisor, personas.approver, journal=crisis.journal)
    assert steps(crisis, personas)["Scripts"].state == "done"
    withdraw(actor=personas.supervisor, version=version, reason="The date was wrong.")
    found = steps(crisis, personas)["Scripts"]
    assert (found.state, found.note) == ("not_done", "0 live")


def test_page_names_the_states_in_words(personas: Personas, sign_in: SignIn) -> None:
    page = sign_in(personas.supervisor).get(reverse("crisis:detail", args=[active(personas).pk])).content.decode()
    shown = re.findall(r'class="course-note">.*?<span class="visually-hidden">\s*(.*?):\s*</span>', page, re.DOTALL)
    assert shown == ["Done", "Current", "Not done", "Not done", "Not done", "Blocked"]
