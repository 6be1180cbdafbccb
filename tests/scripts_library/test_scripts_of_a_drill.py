"""Scripts of a drill: participants see them with a mark, other agents don't see them and needn't read them."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from crisis import actions as crisis_actions
from crisis.models import Crisis
from people.identity import User
from people.models import Notification
from scripts_library import actions, queries
from scripts_library.models import ScriptVersion
from tests.factories import crisis as crises
from tests.factories import scripts_library as make
from tests.factories.people import Personas

SignIn = Callable[[User], Client]


@pytest.fixture
def drill(personas: Personas) -> Crisis:
    """Ana is on the team. Otto declined his invitation, which must stay secret."""
    crisis = crises.ready(personas, is_drill=True, team_size=2)
    yes, no = crises.invited(crisis, personas, 2)
    crises.accept(yes, personas.agent)
    crisis_actions.decline(actor=personas.other_agent, invitation=no)
    return crisis


@pytest.fixture
def script(drill: Crisis, personas: Personas) -> ScriptVersion:
    return make.published(personas.supervisor, personas.approver, journal=drill.journal)


def test_agents_outside_a_drill_do_not_see_its_scripts(script: ScriptVersion, personas: Personas, sign_in: SignIn) -> None:
    other = sign_in(personas.other_agent)
    assert queries.published_for(personas.other_agent) == []
    assert queries.open_acknowledgements(personas.other_agent.person_id) == []
    for name in ("scripts_library:library", "desk:home", "scripts_library:news"):
        assert "Ferry cancelled" not in other.get(reverse(name)).content.decode()
    assert other.get(reverse("scripts_library:script", args=[script.script_id])).status_code == 404
    assert other.post(reverse("scripts_library:acknowledge", args=[script.pk])).status_code == 404
    assert not script.acknowledgements.exists()


def test_participants_read_a_script_of_a_drill_with_its_mark(
    script: ScriptVersion, personas: Personas, sign_in: SignIn
) -> None:
    agent = sign_in(personas.agent)
    assert [live.title for live in queries.published_for(personas.agent)] == ["Drill: Ferry cancelled"]
    assert "This is a drill." in agent.get(reverse("scripts_library:script", args=[script.script_id])).content.decode()
    assert "Drill" in agent.get(reverse("scripts_library:library")).content.decode()
    assert agent.post(reverse("scripts_library:acknowledge", args=[script.pk])).status_code == 302
    assert script.acknowledgements.get().person == personas.agent.person


def test_only_participants_count_as_readers_of_a_drill_script(script: ScriptVersion, personas: Personas) -> None:
    assert queries.readers_of(script.script) == {personas.agent.person_id}
    assert queries.reading_of(script).missing == ["Ana Agent"]
    everyday = make.published(personas.supervisor, personas.approver, title="Charged twice")
    assert queries.readers_of(everyday.script) == {personas.agent.person_id, personas.other_agent.person_id}


def test_every_page_behind_a_script_of_a_drill_says_so(
    drill: Crisis, script: ScriptVersion, personas: Personas, sign_in: SignIn
) -> None:
    supervisor, approver = sign_in(personas.supervisor), sign_in(personas.approver)
    draft = make.in_review(personas.supervisor, title="Second", journal=drill.journal)
    write = reverse("scripts_library:write") + f"?journal={drill.journal_id}"
    of_version = ("version", "publish", "withdraw", "readers")
    urls = [write, *(reverse(f"scripts_library:{name}", args=[script.pk]) for name in of_version)]
    urls += [reverse("scripts_library:edit", args=[draft.pk]), reverse("scripts_library:change", args=[script.script_id])]
    for url in urls:
        assert "This is a drill." in supervisor.get(url).content.decode(), url
    assert "This is a drill." in approver.get(reverse("scripts_library:review", args=[draft.pk])).content.decode()
    assert "Drill: Second" in approver.get(reverse("desk:home")).content.decode()


def test_notification_about_a_drill_script_is_marked(script: ScriptVersion, personas: Personas) -> None:
    told = Notification.objects.filter(person=personas.supervisor.person, key__startswith="script-version")
    [text] = told.values_list("text", flat=True)
    assert text == "Drill: “Ferry cancelled” was approved. It can be published now."


def test_script_of_a_drill_replaces_no_real_one(script: ScriptVersion, personas: Personas, sign_in: SignIn) -> None:
    everyday = make.published(personas.supervisor, personas.approver, title="Everyday")
    page = sign_in(personas.supervisor).get(reverse("scripts_library:withdraw", args=[everyday.pk])).content.decode()
    assert script.script.title not in page
    with pytest.raises(actions.ReplacementNotLive):
        actions.withdraw(actor=personas.supervisor, version=everyday, reason="Wrong.", replacement=script.script)
