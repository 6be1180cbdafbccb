"""The first screen of the library for agents, and the pins that they put there."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core import clock
from people.models import User
from scripts_library import actions, queries
from scripts_library.actions.pins import TooManyPinned
from scripts_library.models import MOST_PINNED, PinnedScript, ScriptVersion
from tests.factories import crisis as crises
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

LIBRARY = reverse("scripts_library:library")


def published(personas: Personas, title: str, *, stage: str = "") -> ScriptVersion:
    version = scripts.published(personas.supervisor, personas.approver, title=title)
    return version if not stage else _with_stage(personas, version, stage)


def _with_stage(personas: Personas, version: ScriptVersion, stage: str) -> ScriptVersion:
    actions.change_stage(actor=personas.supervisor, script=version.script, stage=stage)
    return version


def shown(user: User) -> dict[str, list[str]]:
    groups = queries.first_screen(user, queries.pinned_ids(user.person_id))
    return {group.key: [version.script.title for version in group.versions] for group in groups}


def test_each_script_is_shown_in_the_first_group_that_fits(personas: Personas) -> None:
    pinned, read, used = (published(personas, title) for title in ("Pinned one", "Read one", "Used one"))
    actions.pin_script(actor=personas.agent, script=pinned.script)
    actions.finish_use(actor=personas.agent, version=read)
    actions.finish_use(actor=personas.agent, version=pinned)
    actions.finish_use(actor=personas.other_agent, version=used)
    assert shown(personas.agent) == {"pinned": ["Pinned one"], "recent": ["Read one"], "used": ["Used one"]}
    assert shown(personas.other_agent) == {"recent": ["Used one"], "used": ["Pinned one", "Read one"]}
    assert shown(personas.reviewer)["used"] == ["Pinned one", "Read one", "Used one"]


def test_scripts_that_are_not_live_are_left_out(personas: Personas) -> None:
    version = published(personas, "Withdrawn one")
    actions.pin_script(actor=personas.agent, script=version.script)
    actions.acknowledge(actor=personas.agent, version=version)
    actions.withdraw(actor=personas.supervisor, version=version, reason="Wrong.")
    assert shown(personas.agent) == {}


def test_holding_statements_follow_the_stage_of_the_crisis(personas: Personas) -> None:
    published(personas, "We know too little", stage="first_hours")
    published(personas, "We are at work", stage="under_way")
    published(personas, "It is over", stage="recovery")
    assert shown(personas.agent) == {}
    crisis = crises.active(personas, team_size=1)
    (invitation,) = crises.invited(crisis, personas, 1)
    crises.accept(invitation, personas.agent)
    assert shown(personas.agent) == {"holding-first_hours": ["We know too little"]}
    with clock.travel(clock.now() + timedelta(hours=25)):
        assert shown(personas.agent) == {"holding-under_way": ["We are at work"]}


@pytest.mark.parametrize(
    ("reads_first", "changes", "mark"),
    [(False, False, "unread"), (False, True, "new_version"), (True, True, "changed"), (True, False, "read")],
)
def test_marks_say_what_changed_since_the_reader_looked(
    personas: Personas, reads_first: bool, changes: bool, mark: str
) -> None:
    version = published(personas, "Marked one")
    if reads_first:
        actions.acknowledge(actor=personas.agent, version=version)
    if changes:
        later = scripts.next_version(personas.supervisor, personas.approver, version)
        actions.publish(actor=personas.supervisor, version=later, ends_at=clock.now() + timedelta(days=30))
    (row,) = queries.search(personas.agent, "marked")
    (live,) = queries.published_for(personas.agent)
    assert (row.mark, live.mark.value) == (mark, mark)  # type: ignore[attr-defined] # an annotation of the query


def test_pins_are_kept_in_order_and_are_at_most_twelve(personas: Personas) -> None:
    made = [published(personas, f"Script {number:02}").script for number in range(MOST_PINNED + 1)]
    for script in made[:MOST_PINNED]:
        actions.pin_script(actor=personas.agent, script=script)
    actions.pin_script(actor=personas.agent, script=made[0])
    assert queries.pinned_ids(personas.agent.person_id) == [script.pk for script in made[:MOST_PINNED]]
    with pytest.raises(TooManyPinned, match="Unpin one first"):
        actions.pin_script(actor=personas.agent, script=made[-1])
    for _twice in range(2):
        actions.unpin_script(actor=personas.agent, script=made[3])
    actions.pin_script(actor=personas.agent, script=made[-1])
    assert PinnedScript.objects.filter(person=personas.agent.person_id).count() == MOST_PINNED
    assert queries.pinned_ids(personas.other_agent.person_id) == []


def test_people_who_read_no_scripts_pin_none(personas: Personas) -> None:
    script = published(personas, "Any").script
    for act in (actions.pin_script, actions.unpin_script):
        with pytest.raises(PermissionDenied):
            act(actor=personas.ops, script=script)
    with pytest.raises(PermissionDenied):
        actions.change_stage(actor=personas.approver, script=script, stage="recovery")


def test_library_shows_the_first_screen_to_agents_until_they_search(
    personas: Personas, sign_in: Callable[[User], Client]
) -> None:
    script = published(personas, "<b>Ferry</b> {{ 7 }}").script
    client = sign_in(personas.agent)
    assert "Pinned" not in client.get(LIBRARY).text
    answer = client.post(reverse("scripts_library:pin", args=[script.pk]), {"q": "ferry & co"})
    assert answer.headers["Location"].endswith("?q=ferry+%26+co")
    page = client.get(LIBRARY).text
    assert "&lt;b&gt;Ferry&lt;/b&gt; {{ 7 }}" in page
    assert 'id="group-pinned"' in page
    assert 'id="group-pinned"' not in client.get(LIBRARY, {"q": "ferry"}).text
    assert 'id="group-pinned"' not in sign_in(personas.supervisor).get(LIBRARY).text
    client.post(reverse("scripts_library:unpin", args=[script.pk]))
    assert 'id="group-pinned"' not in client.get(LIBRARY).text
