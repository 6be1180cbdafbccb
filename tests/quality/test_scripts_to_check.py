"""If many people fail the same question under the same script version, the board names the script and nobody."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from people.models import Role, User
from quality import actions
from quality.models import Programme, Question
from quality.queries.failed_scripts import PERIOD, failed_scripts
from scripts_library import actions as script_actions
from scripts_library.models import ScriptVersion
from tests.factories import quality
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas, user_with


@pytest.fixture
def version(personas: Personas) -> ScriptVersion:
    return scripts.published(personas.supervisor, personas.approver)


@pytest.fixture
def agents(personas: Personas) -> list[User]:
    return [user_with(Role.AGENT, name=f"Agent {number}") for number in range(6)]


@pytest.fixture
def programme(agents: list[User]) -> Programme:
    return quality.programme(*(agent.person for agent in agents))


def review(
    agent: User,
    programme: Programme,
    personas: Personas,
    version: ScriptVersion | None,
    *,
    fails: bool = True,
    aspect: str = "adherence",
    has_end: bool = True,
) -> None:
    """A completed review of a contact, in which the agent used the script."""
    slot = quality.given_slot(programme, agent.person, personas.reviewer)
    assert slot.interaction is not None
    if has_end:
        slot.interaction.ended_at = clock.now() + timedelta(minutes=5)
        slot.interaction.save(update_fields=["ended_at"])
    if version is not None:
        script_actions.finish_use(actor=agent, version=version, outcome="worked")
    started = actions.start_review(actor=personas.reviewer, slot=slot)
    answers = quality.best_answers(started.version)
    question = Question.objects.filter(section__version=started.version, section__aspect=aspect).earliest("pk")
    if fails:
        answers[question.pk] = question.answers[0]
    actions.complete_review(actor=personas.reviewer, review=started, answers=answers, comment="Heard.")


def test_script_that_five_people_failed_is_on_the_board_without_their_names(
    version: ScriptVersion,
    agents: list[User],
    programme: Programme,
    personas: Personas,
    sign_in: Callable[[User], Client],
) -> None:
    for number, agent in enumerate(agents):
        review(agent, programme, personas, version, fails=number < 5)
    (found,) = failed_scripts(clock.now())
    assert (found.version.id, found.version.number, found.failed, found.reviewed) == (version.pk, 1, 5, 6)
    page = sign_in(personas.other_supervisor).get(reverse("quality:board")).content.decode()
    assert "Scripts to check" in page
    assert "5 of 6 people who used it failed" in page
    assert "Agent 0" not in page
    assert failed_scripts(clock.now() + PERIOD) == []


@pytest.mark.parametrize("people", [1, 4])
def test_fewer_than_five_people_are_not_shown(
    version: ScriptVersion, agents: list[User], programme: Programme, personas: Personas, people: int
) -> None:
    for agent in agents[:people]:
        review(agent, programme, personas, version)
    assert failed_scripts(clock.now()) == []


def test_only_reviews_of_script_adherence_in_contacts_with_the_script_count(
    version: ScriptVersion, agents: list[User], programme: Programme, personas: Personas
) -> None:
    for agent in agents[:2]:
        review(agent, programme, personas, None)
    for agent in agents[2:4]:
        review(agent, programme, personas, version, aspect="empathy")
    for agent in agents[4:]:
        review(agent, programme, personas, version, has_end=False)
    assert failed_scripts(clock.now()) == []


def test_queries_do_not_grow(version: ScriptVersion, agents: list[User], programme: Programme, personas: Personas) -> None:
    counts = []
    for part in (agents[:1], agents[1:]):
        for agent in part:
            review(agent, programme, personas, version)
        now = clock.now()
        with CaptureQueriesContext(connection) as captured:
            failed_scripts(now)
        counts.append(len(captured))
    assert counts == [2, 2]
