"""Twenty agents are in a contact with a script open: what each sees when its version is replaced, withdrawn or ends."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from people.models import Role, User
from scripts_library import actions
from scripts_library.actions.uses import NotShown
from scripts_library.models import ScriptUse, ScriptVersion
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas, user_with

HTMX: Any = {"HTTP_HX_REQUEST": "true"}
AGENTS = 20
OLD, NEW = "sorry", "We have good news"
TAKES_EFFECT = ScriptVersion.TakesEffect


def said(shown: str | None) -> str:
    """What the agent is to say, without what the notices quote."""
    found = re.search(r'id="say-text">(.*?)</div>', shown or "", re.DOTALL)
    return found[1] if found else ""


class OpenPage:
    """A page of an agent that polls."""

    def __init__(self, client: Client, user: User, version: ScriptVersion) -> None:
        self.client, self.user = client, user
        self.url = reverse("scripts_library:script", args=[version.script_id])
        self.take_url = reverse("scripts_library:take_step", args=[version.pk])
        self.finish_url = reverse("scripts_library:finish_use", args=[version.pk])
        self.load()

    def load(self) -> str:
        answer = self.client.get(self.url)
        self.seen = answer.context["stamp"]
        return answer.content.decode()

    def poll(self) -> str | None:
        """The new part, or None if nothing has changed."""
        answer = self.client.get(self.url, {"seen": self.seen, "step": "step-1"}, **HTMX)
        if answer.status_code == 204:
            return None
        self.seen = answer.context["stamp"]
        return answer.content.decode()


@pytest.fixture
def version(personas: Personas) -> ScriptVersion:
    return scripts.published_with_steps(personas.supervisor, personas.approver)


@pytest.fixture
def pages(version: ScriptVersion, sign_in: Callable[[User], Client]) -> list[OpenPage]:
    """Twenty open pages; each agent has begun to use the script."""
    users = [user_with(Role.AGENT, name=f"Agent {number}") for number in range(AGENTS)]
    pages = [OpenPage(sign_in(user), user, version) for user in users]
    for page in pages:
        page.client.post(page.take_url, {"at": "step-1", "to": "step-2"})
        page.load()
    return pages


def publish_next(
    personas: Personas, version: ScriptVersion, takes_effect: str = TAKES_EFFECT.AFTER_CONTACT, say: str = NEW
) -> ScriptVersion:
    later = actions.revise(actor=personas.supervisor, version=version)
    later.steps.filter(key="step-1").update(say=f"{say}, {{name}}.")
    later = actions.submit_for_review(actor=personas.supervisor, version=later)
    later = actions.approve(actor=personas.approver, version=later, checks=scripts.ALL_MET)
    ends_at = clock.now() + timedelta(days=30)
    return actions.publish(actor=personas.supervisor, version=later, ends_at=ends_at, takes_effect=takes_effect)


def test_new_version_waits_until_each_agent_finishes(
    pages: list[OpenPage], version: ScriptVersion, personas: Personas, sign_in: Callable[[User], Client]
) -> None:
    newer = publish_next(personas, version)
    for page in pages:
        for shown in (page.poll(), page.load()):
            assert shown is not None
            assert OLD in said(shown)
            assert "New version – shown when you finish" in shown
            assert "I've read this version" not in shown
        assert page.poll() is None
        # The steps of the version go on.
        assert "Refund" in page.client.post(page.take_url, {"at": "step-2", "to": "step-3"}, **HTMX).content.decode()
    # Agents who aren't in a contact see the new one at once.
    assert NEW in said(OpenPage(sign_in(personas.agent), personas.agent, version).load())
    for number, page in enumerate(pages):
        page.client.post(page.finish_url, {"outcome": "worked" if number % 2 else ""})
        shown = page.poll()
        assert shown is not None
        assert NEW in said(shown)
        assert "Version 2, changed on" in shown
    assert {use.version_id for use in ScriptUse.objects.all()} == {version.pk}
    take = actions.take_step(actor=pages[0].user, version=newer, at="step-1")
    assert take.version_id == newer.pk


def test_version_that_takes_effect_at_once_replaces_every_page_with_a_notice(
    pages: list[OpenPage], version: ScriptVersion, personas: Personas
) -> None:
    newer = publish_next(personas, version, TAKES_EFFECT.AT_ONCE)
    for page in pages:
        shown = page.poll()
        assert shown is not None
        assert NEW in said(shown)
        assert "Version 2 replaced version 1 while you were using it." in shown
        assert "What changed:" in shown
        assert "Step 1: Apology" in shown
        assert page.poll() is None
        with pytest.raises(NotShown):
            actions.take_step(actor=page.user, version=version, at="step-1")
        # A tap on what was still on the screen shows the new version, too.
        assert "Version 2 replaced" in page.client.post(page.take_url, {"at": "step-1"}, **HTMX).content.decode()
        use = actions.take_step(actor=page.user, version=newer, at="step-1")
        assert "replaced version 1" not in page.load()
        assert (use.version_id, use.path) == (newer.pk, ["step-1"])
    assert ScriptUse.objects.filter(version=version, ended_at=None).count() == 0


def test_one_version_at_once_among_the_newer_ones_is_enough(
    pages: list[OpenPage], version: ScriptVersion, personas: Personas
) -> None:
    urgent = publish_next(personas, version, TAKES_EFFECT.AT_ONCE, say="Urgent")
    publish_next(personas, urgent)
    assert NEW in said(pages[0].poll())


@pytest.mark.parametrize("is_replaced_before", [False, True])
def test_withdrawal_covers_every_page(
    pages: list[OpenPage], version: ScriptVersion, personas: Personas, is_replaced_before: bool
) -> None:
    other = scripts.published(personas.supervisor, personas.approver, title="Ferry refunds")
    live = publish_next(personas, version) if is_replaced_before else version
    for page in pages:
        page.poll()
    actions.withdraw(actor=personas.supervisor, version=live, reason="The date was wrong.", replacement=other.script)
    for page in pages:
        for shown in (page.poll(), page.load()):
            assert shown is not None
            assert "Withdrawn. Stop using this script." in shown
            assert "Use “Ferry refunds” instead" in shown
            assert OLD not in shown
            assert NEW not in shown
        assert page.poll() is None
        found = page.client.get(page.url, {"find": "money"}, HTTP_HX_TARGET="jumps", **HTMX).content.decode()
        assert "Refund" not in found
        assert "Withdrawn" in page.client.post(page.take_url, {"at": "step-1", "to": "step-2"}, **HTMX).content.decode()


@pytest.mark.parametrize("is_replaced_before", [False, True])
def test_end_of_the_version_in_use_is_exact(
    pages: list[OpenPage], version: ScriptVersion, personas: Personas, is_replaced_before: bool
) -> None:
    end = clock.now() + timedelta(minutes=30)
    ScriptVersion.objects.filter(pk=version.pk).update(ends_at=end)
    version.refresh_from_db()
    if is_replaced_before:
        publish_next(personas, version)
    for page in pages:
        page.load()
    with clock.travel(end - timedelta(microseconds=1)):
        assert all(page.poll() is None for page in pages)
    with clock.travel(end):
        for page in pages:
            shown = page.poll()
            assert shown is not None
            if is_replaced_before:
                assert NEW in said(shown)
            else:
                assert "has expired" in shown
                assert OLD not in shown


def test_use_can_be_finished_after_a_withdrawal(pages: list[OpenPage], version: ScriptVersion, personas: Personas) -> None:
    actions.withdraw(actor=personas.supervisor, version=version, reason="The date was wrong.")
    use = actions.finish_use(actor=pages[0].user, version=version, outcome="failed")
    assert use.outcome == "failed"
    with pytest.raises(NotShown):
        actions.finish_use(actor=pages[0].user, version=version, outcome="failed")


def test_forgotten_use_keeps_no_old_version(pages: list[OpenPage], version: ScriptVersion, personas: Personas) -> None:
    publish_next(personas, version)
    pages[0].load()
    with clock.travel(clock.now() + timedelta(hours=2)):
        assert NEW in said(pages[0].poll())


def test_polls_stay_cheap_in_mid_call(pages: list[OpenPage], version: ScriptVersion, personas: Personas) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert pages[0].poll() is None
        assert not any("what_to_say" in query["sql"] for query in captured)
        return len(captured)

    without_news = count()
    publish_next(personas, version)
    pages[0].poll()
    assert count() == without_news + 2
    assert without_news <= 8
