"""Archived scripts, and the freshness board."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from journal.models import Journal
from journal.queries import lines
from people.models import User
from people.queries.organisation import today
from scripts_library import actions, queries
from scripts_library.actions.archive import AlreadyArchived, NotArchived, StillLive
from scripts_library.actions.transitions import Archived
from scripts_library.models import Script, ScriptVersion
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

SignIn = Callable[[User], Client]
State = ScriptVersion.State


def shelved(user: User) -> int:
    return sum(queries.search(user, shelf=shelf).count() for shelf in queries.SHELVES)


def test_an_archived_script_is_in_no_list_and_nothing_of_it_goes_on(personas: Personas) -> None:
    version = scripts.draft(personas.supervisor)
    script = actions.archive_script(actor=personas.approver, script=version.script)
    assert shelved(personas.supervisor) == sum(queries.shelf_counts().values()) == 0
    assert queries.scripts_to_link(personas.supervisor) == {}
    attempts: tuple[Callable[[], object], ...] = (
        lambda: actions.edit_draft(actor=personas.supervisor, version=version, revision=1, tone="Loudly."),
        lambda: actions.submit_for_review(actor=personas.supervisor, version=version),
        lambda: actions.ask_in_emergency(actor=personas.supervisor, version=version, reason="Now."),
        lambda: actions.revise(actor=personas.supervisor, version=version),
    )
    for attempt in attempts:
        with pytest.raises(Archived):
            attempt()
    with pytest.raises(AlreadyArchived):
        actions.archive_script(actor=personas.approver, script=script)
    actions.restore_script(actor=personas.supervisor, script=script)
    assert shelved(personas.supervisor) == 1
    with pytest.raises(NotArchived):
        actions.restore_script(actor=personas.supervisor, script=script)
    assert len(lines(script.journal_id, verbs=["scripts.archived", "scripts.restored"])) == 2


def test_a_live_version_ends_only_if_the_user_says_so(personas: Personas) -> None:
    version = scripts.published(personas.supervisor, personas.approver)
    with pytest.raises(StillLive):
        actions.archive_script(actor=personas.supervisor, script=version.script)
    assert queries.published_for(personas.agent)
    actions.archive_script(actor=personas.supervisor, script=version.script, ends_live_version=True)
    version.refresh_from_db()
    assert version.state == State.EXPIRED
    assert version.ended_at is not None
    assert not ScriptVersion.objects.live(clock.now()).exists()


def test_readers_with_an_archived_script_open_are_told_that_it_has_ended(personas: Personas, sign_in: SignIn) -> None:
    version = scripts.published(personas.supervisor, personas.approver)
    client, url = sign_in(personas.agent), reverse("scripts_library:script", args=[version.script_id])
    actions.archive_script(actor=personas.supervisor, script=version.script, ends_live_version=True)
    shown = client.get(url).content.decode()
    assert "This script has expired" in shown
    assert version.what_to_say[:20] not in shown


def test_archiving_cancels_a_scheduled_publication(personas: Personas) -> None:
    version = scripts.scheduled(personas.supervisor, personas.approver)
    actions.archive_script(actor=personas.supervisor, script=version.script)
    version.refresh_from_db()
    assert (version.state, version.publish_at) == (State.APPROVED, None)
    with clock.travel(clock.now() + timedelta(days=2)):
        assert actions.publish_scheduled() == 0
    with pytest.raises(Archived):
        actions.publish(actor=personas.supervisor, version=version, ends_at=clock.now() + timedelta(days=9))


def test_readers_archive_nothing(personas: Personas) -> None:
    script = scripts.draft(personas.supervisor).script
    with pytest.raises(PermissionDenied):
        actions.archive_script(actor=personas.agent, script=script)
    actions.archive_script(actor=personas.supervisor, script=script)
    with pytest.raises(PermissionDenied):
        actions.restore_script(actor=personas.reviewer, script=script)


def test_page_asks_to_end_the_live_version(personas: Personas, sign_in: SignIn) -> None:
    version, client = scripts.published(personas.supervisor, personas.approver), sign_in(personas.supervisor)
    url = reverse("scripts_library:archive", args=[version.script_id])
    assert "Version 1 is live" in client.get(url).content.decode()
    assert client.post(url).status_code == 422
    assert client.post(url, {"ends_live_version": "on"}).status_code == 302
    board = client.get(reverse("scripts_library:freshness"), {"show": "archived"}).content.decode()
    assert reverse("scripts_library:restore", args=[version.script_id]) in board
    assert client.post(reverse("scripts_library:restore", args=[version.script_id])).status_code == 302


def overdue(personas: Personas, title: str, *, days: int, readers: int = 0) -> ScriptVersion:
    version = scripts.published(personas.supervisor, personas.approver, title=title)
    for user in (personas.agent, personas.other_agent)[:readers]:
        actions.finish_use(actor=user, version=version, outcome="worked")
    ScriptVersion.objects.filter(pk=version.pk).update(review_by_on=today() - timedelta(days=days))
    return version


def test_board_gives_the_share_within_the_review_day_and_most_used_and_stale_first(personas: Personas) -> None:
    assert queries.freshness_board().fresh_percent is None
    overdue(personas, "Stale, used once", days=40, readers=1)
    overdue(personas, "Due today", days=0)
    overdue(personas, "Stale, used twice", days=1, readers=2)
    scripts.published(personas.supervisor, personas.approver, title="Fresh, used", ends_at=clock.now() + timedelta(days=9))
    scripts.draft(personas.supervisor, title="A draft")
    drill = Journal.objects.create(kind="case", title="Drill", is_drill=True)
    scripts.published(personas.supervisor, personas.approver, title="Of a drill", journal=drill)
    board = queries.freshness_board()
    assert [row.title for row in board.rows[:2]] == ["Stale, used twice", "Stale, used once"]
    assert (board.live_count, board.fresh_count, board.fresh_percent) == (4, 2, 50.0)
    assert {row.title for row in board.rows[2:]} == {"Due today", "Fresh, used", "A draft"}
    assert [row.overdue_days for row in board.chosen("overdue")] == [1, 40]


def test_unused_scripts_are_proposed_for_archiving_after_90_days(personas: Personas) -> None:
    now = clock.now()
    with clock.travel(now - timedelta(days=91)):
        later = now + timedelta(days=400)
        old = scripts.published(personas.supervisor, personas.approver, title="Unused", ends_at=later)
        used = scripts.published(personas.supervisor, personas.approver, title="Used", ends_at=later)
    with clock.travel(now - timedelta(days=89)):
        scripts.published(personas.supervisor, personas.approver, title="New", ends_at=now + timedelta(days=400))
        actions.finish_use(actor=personas.agent, version=used, outcome="worked")
    assert [row.title for row in queries.freshness_board().chosen("unused")] == ["Unused"]
    actions.archive_script(actor=personas.supervisor, script=old.script, ends_live_version=True)
    assert queries.freshness_board().chosen("unused") == []
    assert [row.title for row in queries.freshness_board().chosen("archived")] == ["Unused"]


def test_board_needs_as_many_queries_for_many_scripts(personas: Personas, sign_in: SignIn) -> None:
    client, url = sign_in(personas.supervisor), reverse("scripts_library:freshness")
    overdue(personas, "One", days=1)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(4):
        overdue(personas, f"More {number}", days=number)
    Script.objects.update(kind=scripts.kind())
    with CaptureQueriesContext(connection) as many:
        shown = client.get(url, {"show": "nonsense"}).content.decode()
    assert len(many) == len(few)
    # Reviewed in time is only the one that is due today.
    assert "1 of 5 live scripts. The goal is 85 %." in shown
