"""Efficacy of a script: how often it worked, where agents leave it, and the CSAT of its contacts, about nobody alone."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from scipy.stats import binomtest

from core import clock
from feedback.models import Interaction, SurveyResponse
from feedback.queries.contacts_at import PersonMoment, contacts_at
from intake.reading.precision import DAY, MINUTE, SECOND, UNKNOWN
from journal.actions import open_journal
from people.models import Role, User
from scripts_library import actions, queries
from scripts_library.models import ScriptUse, ScriptVersion
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas, user_with


@pytest.fixture
def version(personas: Personas) -> ScriptVersion:
    return scripts.published_with_steps(personas.supervisor, personas.approver)


@pytest.fixture
def agents(personas: Personas) -> list[User]:
    return [user_with(Role.AGENT, name=f"Agent {number}") for number in range(6)]


def use(user: User, version: ScriptVersion, outcome: str = "worked", path: tuple[str, ...] = ("step-1",)) -> datetime:
    for key in path:
        taken = actions.take_step(actor=user, version=version, at=key)
    actions.finish_use(actor=user, version=version, outcome=outcome)
    return taken.started_at


def contact(user: User, at: datetime, *, value: int | None = 5, **fields: Any) -> Interaction:
    """A contact of ten minutes around a moment, with the customer's answer."""
    number = Interaction.objects.count()
    minutes = timedelta(minutes=5)
    values = {"started_at": at - minutes, "ended_at": at + minutes, "hour_band": 9, "started_precision": SECOND, **fields}
    found = Interaction.objects.create(
        source="shop", external_id=f"C{number}", channel="phone", person_id=user.person_id, **values
    )
    if value is not None:
        SurveyResponse.objects.create(interaction=found, instrument="csat", value=value, responded_at=at)
    return found


def figures(version: ScriptVersion) -> queries.VersionEfficacy:
    return queries.efficacy_of(version.script)[0]


def test_worked_share_has_wilsons_interval(version: ScriptVersion, agents: list[User]) -> None:
    for number, agent in enumerate(agents):
        use(agent, version, "worked" if number < 4 else "failed")
        use(agent, version, "")
    found = figures(version)
    assert (found.number, found.uses, found.worked.answers) == (1, 12, 6)
    interval = binomtest(4, 6).proportion_ci(0.95, "wilson")
    assert found.worked.percent == pytest.approx(100 * 4 / 6)
    assert found.worked.lower_bound_percent == pytest.approx(100 * interval.low, abs=0.01)
    assert found.worked.upper_bound_percent == pytest.approx(100 * interval.high, abs=0.01)


def test_open_uses_do_not_count_yet(version: ScriptVersion, personas: Personas) -> None:
    actions.take_step(actor=personas.agent, version=version, at="step-1")
    assert figures(version).uses == 0


@pytest.mark.parametrize(("people", "is_hidden"), [(4, True), (5, False)])
def test_share_of_fewer_than_five_people_is_hidden(
    version: ScriptVersion, agents: list[User], people: int, is_hidden: bool
) -> None:
    for agent in agents[:people]:
        use(agent, version, "failed")
        use(agent, version, "failed")
    found = figures(version).worked
    assert (found.is_hidden, found.percent is None, found.answers) == (is_hidden, is_hidden, 0 if is_hidden else 2 * people)


def test_steps_say_where_agents_leave(version: ScriptVersion, agents: list[User]) -> None:
    for agent in agents:
        use(agent, version, "worked", ("step-1", "step-3"))
        use(agent, version, "failed", ("step-1", "step-2"))
    found = {row.key: row for row in queries.step_efficacy_of(version)}
    assert [(key, row.uses, row.left) for key, row in found.items()] == [
        ("step-1", 12, 0), ("step-2", 6, 6), ("step-3", 6, 0), ("step-4", 0, 0),
    ]  # fmt: skip
    assert [row.worked.percent for row in found.values()] == [50, 0, 100, None]
    assert found["step-3"].is_last


def test_subtracting_a_step_from_its_version_gives_nobody_away(version: ScriptVersion, agents: list[User]) -> None:
    for agent in agents:
        use(agent, version, "worked", ("step-1", "step-2"))
    use(agents[0], version, "failed", ("step-1", "step-3"))
    hidden = {row.key: row.worked.is_hidden for row in queries.step_efficacy_of(version)}
    assert hidden == {"step-1": False, "step-2": True, "step-3": True, "step-4": False}


def test_csat_is_that_of_the_contacts_at_the_start_of_the_uses(version: ScriptVersion, agents: list[User]) -> None:
    for number, agent in enumerate(agents):
        contact(agent, use(agent, version), value=5 if number < 3 else 1)
    contact(agents[0], clock.now() - timedelta(days=1), value=1)
    found = figures(version).contacts
    assert (found.matched, found.several, found.unmatched) == (6, 0, 0)
    assert found.satisfaction is not None
    # The answer of the sixth person would be about one alone.
    assert (found.satisfaction.responses, found.satisfaction.satisfied) == (5, 3)


def test_csat_of_four_people_is_hidden(version: ScriptVersion, agents: list[User]) -> None:
    for agent in agents[:4]:
        contact(agent, use(agent, version))
        contact(agent, use(agent, version) + timedelta(minutes=20))
    assert figures(version).contacts.satisfaction is None


def test_one_more_answer_changes_no_figure(version: ScriptVersion, agents: list[User]) -> None:
    for agent in agents[:5]:
        contact(agent, use(agent, version))
    before = figures(version).contacts.satisfaction
    assert before is not None
    with clock.travel(clock.now() + timedelta(hours=1)):
        contact(agents[0], use(agents[0], version), value=1)
        assert figures(version).contacts.satisfaction == before


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "matched"),
        ({"started_precision": MINUTE}, "matched"),
        ({"started_precision": DAY}, "unmatched"),
        ({"started_precision": UNKNOWN}, "unmatched"),
        ({"ended_at": None}, "unmatched"),
        ({"is_drill": True}, "unmatched"),
    ],
)
def test_contacts_that_can_be_matched(
    version: ScriptVersion, personas: Personas, fields: dict[str, Any], expected: str
) -> None:
    contact(personas.agent, use(personas.agent, version), **fields)
    found = figures(version)
    assert {name: getattr(found, name) for name in ("matched", "several", "unmatched")} == {
        **dict.fromkeys(("matched", "several", "unmatched"), 0),
        expected: 1,
    }


def test_moments_on_the_edge_of_a_contact_and_beside_it(personas: Personas) -> None:
    at, second = clock.now(), timedelta(seconds=1)
    found = contact(personas.agent, at)
    assert found.ended_at is not None
    moments = [found.started_at - second, found.started_at, found.ended_at, found.ended_at + second]
    person_id = personas.agent.person_id
    groups = contacts_at(PersonMoment(group, person_id, moment) for group, moment in enumerate(moments))
    assert [group.matched for group in groups.values()] == [0, 1, 1, 0]
    others = contacts_at([PersonMoment(1, personas.other_agent.person_id, at)])
    assert others[1].unmatched == 1
    assert contacts_at([]) == {}


def test_several_contacts_at_once_are_counted_and_not_guessed(version: ScriptVersion, personas: Personas) -> None:
    at = use(personas.agent, version)
    contact(personas.agent, at)
    contact(personas.agent, at)
    found = figures(version)
    assert (found.matched, found.several, found.unmatched) == (0, 1, 0)


def test_contact_with_two_uses_counts_once(version: ScriptVersion, agents: list[User]) -> None:
    for agent in agents[:5]:
        contact(agent, use(agent, version))
        use(agent, version)
    found = figures(version).contacts
    assert found.matched == 10
    assert found.satisfaction is not None
    assert found.satisfaction.responses == 5


def test_drills_have_no_contacts(personas: Personas) -> None:
    journal = open_journal(title="Exercise", is_drill=True)
    version = scripts.published_with_steps(personas.supervisor, personas.approver, journal=journal)
    ScriptUse.objects.create(
        script=version.script,
        version=version,
        person_id=personas.agent.person_id,
        started_at=clock.now(),
        ended_at=clock.now(),
        outcome="worked",
    )
    contact(personas.agent, clock.now())
    found = figures(version)
    assert (found.uses, found.matched, found.unmatched) == (1, 0, 0)


def test_page_explains_missing_figures_and_does_not_grow(
    version: ScriptVersion, agents: list[User], personas: Personas, sign_in: Callable[[User], Client]
) -> None:
    client, url = sign_in(personas.supervisor), reverse("scripts_library:efficacy", args=[version.script_id])
    counts = []
    for people, is_hidden in ((agents[:2], True), (agents[2:], False)):
        for agent in people:
            contact(agent, use(agent, version), value=4)
        with CaptureQueriesContext(connection) as captured:
            page = client.get(url).content.decode()
        counts.append(len(captured))
        # The explanation at the end of the page says it, too.
        assert (page.count("fewer than 5 people") > 1) == is_hidden
    assert counts[0] == counts[1] <= 20
    assert not any(agent.person.display_name in page for agent in agents)
    assert client.get(url, {"version": 2}).status_code == 404
    assert client.get(url, {"version": "x"}).status_code == 404
    assert client.get(url, {"version": 1}).status_code == 200


def test_script_that_was_never_published_has_no_figures(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    draft = scripts.draft(personas.supervisor)
    page = sign_in(personas.trainer).get(reverse("scripts_library:efficacy", args=[draft.script_id])).content.decode()
    assert "No figures yet" in page
