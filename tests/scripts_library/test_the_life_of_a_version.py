"""Draft, in review, approved, published, expired or withdrawn: every transition is guarded and recorded in the journal."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from core import clock
from core.refusals import Refused
from journal.actions import house_journal, open_journal
from journal.queries import damages, lines
from people.models import User
from scripts_library import actions
from scripts_library.actions.approval import DraftIncomplete
from scripts_library.actions.drafts import AlreadyInProgress, OwnerNotPossible
from scripts_library.actions.release import EndNotPossible, Outdated
from scripts_library.actions.transitions import ChangedMeanwhile
from scripts_library.lifecycle import NotInThatState
from scripts_library.models import Script, ScriptVersion
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

State = ScriptVersion.State

MAKE: dict[str, Callable[[User, User], ScriptVersion]] = {
    State.DRAFT: lambda author, _approver: scripts.draft(author),
    State.IN_REVIEW: lambda author, _approver: scripts.in_review(author),
    State.APPROVED: scripts.approved,
    State.PUBLISHED: scripts.published,
    State.WITHDRAWN: scripts.withdrawn,
}


def steps(personas: Personas) -> dict[str, Callable[[ScriptVersion], Any]]:
    author, approver = personas.supervisor, personas.approver
    later = clock.now() + timedelta(days=1)
    return {
        "edit": lambda version: actions.edit_draft(actor=author, version=version, revision=1, tone="Calmly."),
        "submit": lambda version: actions.submit_for_review(actor=author, version=version),
        "approve": lambda version: actions.approve(actor=approver, version=version, checks=scripts.ALL_MET),
        "send back": lambda version: actions.send_back(actor=approver, version=version, reason="Too long."),
        "publish": lambda version: actions.publish(actor=author, version=version, ends_at=later),
        "withdraw": lambda version: actions.withdraw(actor=author, version=version, reason="Wrong."),
    }


LEGAL = {
    (State.DRAFT, "edit"): State.DRAFT,
    (State.DRAFT, "submit"): State.IN_REVIEW,
    (State.IN_REVIEW, "approve"): State.APPROVED,
    (State.IN_REVIEW, "send back"): State.DRAFT,
    (State.APPROVED, "publish"): State.PUBLISHED,
    (State.PUBLISHED, "withdraw"): State.WITHDRAWN,
}
STEPS = ["edit", "submit", "approve", "send back", "publish", "withdraw"]


@pytest.mark.parametrize("state", MAKE)
@pytest.mark.parametrize("step", STEPS)
def test_legal_steps_happen_and_are_recorded_and_others_change_nothing(personas: Personas, state: str, step: str) -> None:
    version = MAKE[state](personas.supervisor, personas.approver)
    before = len(lines(version.script.journal_id))
    target = LEGAL.get((State(state), step))
    if target is None:
        with pytest.raises(NotInThatState, match="Version 1 is"):
            steps(personas)[step](version)
    else:
        steps(personas)[step](version)
    version.refresh_from_db()
    assert version.state == (target or state)
    assert len(lines(version.script.journal_id)) == before + (target is not None)


def test_every_step_is_in_the_journal_of_the_script(personas: Personas) -> None:
    journal = open_journal(title="Storm")
    version = scripts.published(personas.supervisor, personas.approver, journal=journal)
    actions.acknowledge(actor=personas.agent, version=version)
    actions.withdraw(actor=personas.approver, version=version, reason="The date was wrong.")
    actions.acknowledge_withdrawal(actor=personas.agent, version=version)
    told = lines(journal.pk)
    assert [line.verb.removeprefix("scripts.") for line in told] == [
        "written", "submitted", "approved", "published", "acknowledged", "withdrawn", "withdrawal_acknowledged",
    ]  # fmt: skip
    assert told[5].texts == {"title": "Ferry cancelled", "reason": "The date was wrong."}
    assert told[3].data["version"] == 1
    assert told[4].actor_id == personas.agent.person_id
    assert lines(house_journal().pk) == []
    assert list(damages()) == []


def test_revising_a_published_version_keeps_it_live(personas: Personas) -> None:
    version = scripts.published(personas.supervisor, personas.approver)
    draft = actions.revise(actor=personas.other_supervisor, version=version)
    draft = actions.edit_draft(actor=personas.other_supervisor, version=draft, revision=1, what_to_say="Other words.")
    version.refresh_from_db()
    assert (version.state, version.what_to_say) == (State.PUBLISHED, scripts.TEXTS["what_to_say"])
    assert (draft.number, draft.state, draft.author_id) == (2, State.DRAFT, personas.other_supervisor.person_id)
    assert draft.situation == version.situation


def test_publishing_the_next_version_replaces_the_one_that_was_live(personas: Personas) -> None:
    first = scripts.published(personas.supervisor, personas.approver)
    second = scripts.next_version(personas.supervisor, personas.approver, first)
    second = actions.publish(actor=personas.supervisor, version=second, ends_at=clock.now() + timedelta(days=1))
    first.refresh_from_db()
    assert (first.state, second.state) == (State.EXPIRED, State.PUBLISHED)
    assert first.ended_at == second.starts_at
    verbs = [line.verb for line in lines(first.script.journal_id)]
    assert verbs[-2:] == ["scripts.replaced", "scripts.published"]


def test_an_older_version_does_not_replace_a_newer_one(personas: Personas) -> None:
    first = scripts.approved(personas.supervisor, personas.approver)
    second = scripts.next_version(personas.supervisor, personas.approver, first)
    later = clock.now() + timedelta(days=1)
    actions.publish(actor=personas.supervisor, version=second, ends_at=later)
    with pytest.raises(Outdated, match=r"newer version \(2\)"):
        actions.publish(actor=personas.supervisor, version=first, ends_at=later)


def test_a_script_is_revised_by_one_draft_at_a_time(personas: Personas) -> None:
    version = scripts.published(personas.supervisor, personas.approver)
    actions.revise(actor=personas.supervisor, version=version)
    with pytest.raises(AlreadyInProgress, match="Version 2"):
        actions.revise(actor=personas.supervisor, version=version)


def test_two_writers_do_not_overwrite_each_other(personas: Personas) -> None:
    version = scripts.draft(personas.supervisor)
    actions.edit_draft(actor=personas.supervisor, version=version, revision=1, tone="Calmly.")
    with pytest.raises(ChangedMeanwhile):
        actions.edit_draft(actor=personas.other_supervisor, version=version, revision=1, tone="Loudly.")
    version.refresh_from_db()
    assert (version.tone, version.revision) == ("Calmly.", 2)


def test_empty_draft_is_not_submitted(personas: Personas) -> None:
    version = scripts.draft(personas.supervisor, what_to_say=" \n")
    with pytest.raises(DraftIncomplete):
        actions.submit_for_review(actor=personas.supervisor, version=version)


def test_publishing_needs_an_end_in_the_future(personas: Personas) -> None:
    version = scripts.approved(personas.supervisor, personas.approver)
    with pytest.raises(EndNotPossible):
        actions.publish(actor=personas.supervisor, version=version, ends_at=clock.now())


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_withdrawal_needs_a_reason(personas: Personas, reason: str) -> None:
    version = scripts.published(personas.supervisor, personas.approver)
    with pytest.raises(Refused, match="Give a reason"):
        actions.withdraw(actor=personas.supervisor, version=version, reason=reason)


def test_owner_works_with_scripts(personas: Personas) -> None:
    for owner_id in (personas.agent.person_id, 10**9):
        with pytest.raises(OwnerNotPossible):
            actions.write_script(
                actor=personas.supervisor, journal=house_journal(), title="A", owner_id=owner_id, **scripts.TEXTS
            )
    assert Script.objects.count() == 0


def test_unknown_text_name_is_a_programming_error(personas: Personas) -> None:
    with pytest.raises(TypeError, match="joke"):
        scripts.draft(personas.supervisor, joke="Ha")


@pytest.mark.parametrize("name", ["agent", "reviewer", "approver", "trainer", "ops", "administrator"])
def test_only_supervisors_write(personas: Personas, name: str) -> None:
    user, version = getattr(personas, name), scripts.draft(personas.supervisor)
    later = scripts.published(personas.supervisor, personas.approver)
    attempts: list[Callable[[], Any]] = [
        lambda: scripts.draft(user),
        lambda: actions.edit_draft(actor=user, version=version, revision=1, tone="x"),
        lambda: actions.submit_for_review(actor=user, version=version),
        lambda: actions.revise(actor=user, version=later),
    ]
    for attempt in attempts:
        with pytest.raises(PermissionDenied):
            attempt()


@pytest.mark.parametrize("name", ["agent", "reviewer", "ops", "administrator"])
def test_readers_cannot_publish_or_withdraw(personas: Personas, name: str) -> None:
    user, live = getattr(personas, name), scripts.published(personas.supervisor, personas.approver)
    ready = scripts.approved(personas.supervisor, personas.approver)
    with pytest.raises(PermissionDenied):
        actions.publish(actor=user, version=ready, ends_at=clock.now() + timedelta(days=1))
    with pytest.raises(PermissionDenied):
        actions.withdraw(actor=user, version=live, reason="x")
