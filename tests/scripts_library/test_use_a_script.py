"""An agent uses a script: what begins a use, its path, its end, and what is kept of it."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from core import clock, tick
from people.erasure import Erased
from people.models import User
from people.own_data import copy_of
from scripts_library import actions, queries
from scripts_library.actions.erasure import forget
from scripts_library.models import LONGEST_PATH, ScriptUse, ScriptVersion
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

SignIn = Callable[[User], Client]


@pytest.fixture
def version(personas: Personas) -> ScriptVersion:
    return scripts.published_with_steps(personas.supervisor, personas.approver)


def url_of(version: ScriptVersion, step: str = "") -> str:
    url = reverse("scripts_library:script", args=[version.script_id])
    return f"{url}?step={step}" if step else url


def take(user: User, version: ScriptVersion, at: str = "step-1", to: str = "") -> ScriptUse:
    return actions.take_step(actor=user, version=version, at=at, to=to)


def test_reading_begins_nothing(version: ScriptVersion, personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.agent)
    page = client.get(url_of(version)).content.decode()
    assert "Step 1 of 4 · Say this" in page
    assert "“I want my money back”" in page
    assert "second one by express" not in page
    page = client.get(url_of(version, "step-2")).content.decode()
    assert "Step 2 of 4 · Ask this" in page
    assert "escalate" in page
    assert "Next: Refund" in page
    assert "Step 1 of 4" in client.get(url_of(version, "nowhere\x00")).content.decode()
    assert not ScriptUse.objects.exists()


def test_script_without_steps_is_one_step(personas: Personas, sign_in: SignIn) -> None:
    version = scripts.published(personas.supervisor, personas.approver)
    page = sign_in(personas.agent).get(url_of(version)).content.decode()
    assert "Say this" in page
    assert "within five days" in page
    for text in ("The customer says …", "Jump to a step", "Step 1"):
        assert text not in page


def test_first_tap_begins_a_use_and_the_path_grows(version: ScriptVersion, personas: Personas, sign_in: SignIn) -> None:
    client, url = sign_in(personas.agent), reverse("scripts_library:take_step", args=[version.pk])
    answer = client.post(url, {"at": "step-1", "to": "step-2"})
    assert answer["Location"] == url_of(version, "step-2")
    page = client.get(answer["Location"]).content.decode()
    assert "Back to “Apology”" in page
    # The agent goes back and says something else instead.
    client.post(url, {"at": "step-1", "to": "step-3"})
    (use,) = ScriptUse.objects.all()
    assert use.path == ["step-1", "step-2", "step-1", "step-3"]
    assert (use.version, use.person_id, use.ended_at) == (version, personas.agent.person_id, None)


def test_htmx_swaps_the_step_and_changes_the_address(version: ScriptVersion, personas: Personas, sign_in: SignIn) -> None:
    client, url = sign_in(personas.agent), reverse("scripts_library:take_step", args=[version.pk])
    answer = client.post(url, {"at": "step-1", "to": "step-2"}, HTTP_HX_REQUEST="true")
    page = answer.content.decode()
    assert "<html" not in page
    assert "Step 2 of 4" in page
    assert "autofocus" in page
    assert answer["HX-Push-Url"] == url_of(version, "step-2")
    copied = client.post(url, {"at": "step-2"}, HTTP_HX_REQUEST="true")
    assert "HX-Push-Url" not in copied


def test_typing_jumps_to_a_step(version: ScriptVersion, personas: Personas, sign_in: SignIn) -> None:
    client, url = sign_in(personas.agent), reverse("scripts_library:take_step", args=[version.pk])
    found = client.get(url_of(version), {"find": "MONEY"}, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="jumps").content.decode()
    assert "“I want my money back” → Refund" in found
    assert "Express" not in found
    assert "<html" not in found
    assert client.post(url, {"at": "step-1", "find": "mon back"})["Location"] == url_of(version, "step-3")
    assert client.post(url, {"at": "step-1", "find": "zebra"})["Location"] == url_of(version, "step-1")
    assert ScriptUse.objects.get().path == ["step-1", "step-3", "step-1"]
    for words in ("%", "\x00", "(", "x" * 5000):
        answer = client.get(url_of(version), {"find": words}, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="jumps")
        assert answer.status_code == 200
        assert "Apology" not in answer.content.decode()


def test_path_holds_nothing_but_keys_of_the_version_and_stays_short(version: ScriptVersion, personas: Personas) -> None:
    take(personas.agent, version, "the customer Ana Silva", "0171 234")
    for _number in range(LONGEST_PATH):
        use = take(personas.agent, version, "step-1", "step-2")
    assert set(use.path) == {"step-1", "step-2"}
    assert len(use.path) == LONGEST_PATH


@pytest.mark.parametrize("name", ["reviewer", "supervisor", "trainer"])
def test_others_read_the_steps_by_links_and_begin_no_use(
    version: ScriptVersion, personas: Personas, sign_in: SignIn, name: str
) -> None:
    user = getattr(personas, name)
    page = sign_in(user).get(url_of(version)).content.decode()
    assert f'href="{url_of(version, "step-3")}"' in page
    assert "Did this work?" not in page
    with pytest.raises(PermissionDenied):
        take(user, version)
    with pytest.raises(PermissionDenied):
        actions.finish_use(actor=user, version=version, outcome="worked")
    assert "Refund" in sign_in(user).get(url_of(version), {"find": "money"}).content.decode()


@pytest.mark.parametrize(("sent", "outcome"), [("worked", "worked"), ("failed", "failed"), ("", ""), ("nonsense", "")])
def test_agent_tells_whether_it_worked(
    version: ScriptVersion, personas: Personas, sign_in: SignIn, sent: str, outcome: str
) -> None:
    take(personas.agent, version, to="step-2")
    url = reverse("scripts_library:finish_use", args=[version.pk])
    assert sign_in(personas.agent).post(url, {"outcome": sent})["Location"] == url_of(version)
    (use,) = ScriptUse.objects.all()
    assert use.outcome == outcome
    assert use.ended_at is not None


def test_one_tap_after_reading_aloud_counts_as_a_use(version: ScriptVersion, personas: Personas) -> None:
    use = actions.finish_use(actor=personas.agent, version=version, outcome="failed")
    assert (use.outcome, use.started_at <= (use.ended_at or use.started_at)) == ("failed", True)
    take(personas.agent, version)
    assert ScriptUse.objects.count() == 2


def test_forgotten_use_ends_after_two_hours(version: ScriptVersion, personas: Personas) -> None:
    first, other = take(personas.agent, version), take(personas.other_agent, version)
    with clock.travel(first.started_at + timedelta(hours=2) - timedelta(microseconds=1)):
        assert tick.run()["scripts_library.end_old_uses"] == 0
        assert take(personas.agent, version) == first
    with clock.travel(first.started_at + timedelta(hours=3)):
        # Before the tick, too.
        assert queries.shown_to(personas.agent.person_id, version.script).use is None
        assert take(personas.agent, version) != first
        assert tick.run()["scripts_library.end_old_uses"] == 1
        assert tick.run()["scripts_library.end_old_uses"] == 0
    for use in (first, other):
        use.refresh_from_db()
        assert use.ended_at == use.started_at + timedelta(hours=2)


def test_old_uses_are_deleted(version: ScriptVersion, personas: Personas, settings: Settings) -> None:
    take(personas.agent, version)
    settings.RETENTION_SCRIPT_USES_DAYS = 10
    with clock.travel(clock.now() + timedelta(days=9)):
        assert actions.forget_old_uses() == 0
    with clock.travel(clock.now() + timedelta(days=11)):
        settings.RETENTION_SCRIPT_USES_DAYS = 0
        assert actions.forget_old_uses() == 0
        settings.RETENTION_SCRIPT_USES_DAYS = 10
        assert actions.forget_old_uses() == 1


def test_own_data_has_the_uses_and_erasure_deletes_them(version: ScriptVersion, personas: Personas) -> None:
    take(personas.agent, version, to="step-2")
    take(personas.other_agent, version)
    own = personas.agent.person_id
    (row,) = json.loads(copy_of(own))["scripts_used"]
    assert (row["version__script__title"], row["path"]) == ("Ferry cancelled", ["step-1", "step-2"])
    forget(Erased(frozenset({own}), ("Ana",), "Erased 1"))
    assert [use.person_id for use in ScriptUse.objects.all()] == [personas.other_agent.person_id]


def test_scripts_used_most_and_last(personas: Personas) -> None:
    titles = ("Ferry", "Train", "Bus")
    ferry, train, bus = (scripts.published(personas.supervisor, personas.approver, title=title) for title in titles)
    for user, version in ((personas.agent, ferry), (personas.agent, train), (personas.other_agent, train)):
        actions.finish_use(actor=user, version=version, outcome="worked")
    assert queries.most_used(personas.agent, 5) == [train.script_id, ferry.script_id]
    assert queries.recently_used(personas.agent.person_id, 5) == [train.script_id, ferry.script_id]
    assert queries.recently_used(personas.agent.person_id, 1) == [train.script_id]
    actions.withdraw(actor=personas.supervisor, version=train, reason="Wrong.")
    assert queries.most_used(personas.agent, 5) == [ferry.script_id]
    assert queries.recently_used(personas.agent.person_id, 5) == [ferry.script_id]
    assert bus.script_id not in queries.most_used(personas.agent, 5)
