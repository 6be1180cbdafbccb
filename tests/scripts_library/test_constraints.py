"""Database constraints of scripts, with rows that no action would make."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from core import clock
from scripts_library.models import (
    Acknowledgement,
    Approval,
    ApprovalCheck,
    Block,
    BlockVersion,
    PhraseRule,
    PinnedScript,
    ScriptVersion,
    SearchWord,
    UnfoundSearch,
    VersionBlock,
)
from tests.factories.people import Personas
from tests.factories.scripts_library import bare, script


def refused(constraint: str, attempt: Callable[[], Any]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        attempt()


@pytest.mark.parametrize("state", ScriptVersion.State.values)
def test_every_state_has_a_possible_row(personas: Personas, state: str) -> None:
    assert bare(personas, state).state == state


def test_states_outside_the_list_are_refused(personas: Personas) -> None:
    refused("script_version_state_known", lambda: bare(personas, "live", starts_at=None, ends_at=None))


def test_one_published_version_per_script(personas: Personas) -> None:
    first = bare(personas, "published")
    bare(personas, "expired", script=first.script, number=2)
    bare(personas, "published")
    refused("script_one_published", lambda: bare(personas, "published", script=first.script, number=3))


def test_one_version_in_progress_per_script(personas: Personas) -> None:
    first = bare(personas, "draft")
    bare(personas, "approved", script=first.script, number=2)
    refused("script_one_in_progress", lambda: bare(personas, "in_review", script=first.script, number=3))


def test_version_numbers_are_unique_and_start_at_one(personas: Personas) -> None:
    first = bare(personas, "approved")
    refused("script_version_number_unique", lambda: bare(personas, "draft", script=first.script, number=1))
    refused("script_version_numbers_from_one", lambda: bare(personas, "draft", number=0))


def test_author_cannot_be_approver(personas: Personas) -> None:
    own = personas.supervisor.person_id
    refused("script_(author|writer)_does_not_approve", lambda: bare(personas, "approved", approver_id=own))


def test_writer_cannot_be_approver(personas: Personas) -> None:
    author, other = personas.supervisor.person_id, personas.other_supervisor.person_id
    bare(personas, "approved", writer_ids=[author, other])
    refused(
        "script_writer_does_not_approve",
        lambda: bare(personas, "approved", writer_ids=[author, other], approver_id=other),
    )


def test_the_author_is_among_the_writers(personas: Personas) -> None:
    refused("script_author_is_a_writer", lambda: bare(personas, writer_ids=[personas.agent.person_id]))


@pytest.mark.parametrize("fields", [{"what_to_say": ""}, {"situation": ""}, {"submitted_at": None}])
def test_submitted_version_is_complete(personas: Personas, fields: dict[str, Any]) -> None:
    refused("script_version_submitted_is_complete", lambda: bare(personas, "in_review", **fields))


def test_a_draft_may_be_incomplete_and_is_not_submitted(personas: Personas) -> None:
    bare(personas, what_to_say="")
    refused("script_version_submitted_is_complete", lambda: bare(personas, submitted_at=Now()))


@pytest.mark.parametrize("fields", [{"approver_id": None}, {"approved_at": None}])
@pytest.mark.parametrize("state", ["approved", "published", "expired", "withdrawn"])
def test_approved_version_has_an_approver(personas: Personas, state: str, fields: dict[str, Any]) -> None:
    refused("script_version_approved_by_somebody", lambda: bare(personas, state, **fields))


def test_unapproved_version_has_no_approver(personas: Personas) -> None:
    approver = personas.approver.person_id
    refused("script_version_approved_by_somebody", lambda: bare(personas, "in_review", approver_id=approver))


@pytest.mark.parametrize("fields", [{"starts_at": None}, {"ends_at": None}])
def test_a_released_version_has_a_period(personas: Personas, fields: dict[str, Any]) -> None:
    refused("script_version_released_has_a_period", lambda: bare(personas, "published", **fields))


def test_only_a_released_version_has_a_period(personas: Personas) -> None:
    at = clock.now()
    refused(
        "script_version_released_has_a_period",
        lambda: bare(personas, "approved", starts_at=at, ends_at=at + timedelta(days=1)),
    )


def test_the_period_runs_forward(personas: Personas) -> None:
    at = clock.now()
    refused("script_version_period_in_order", lambda: bare(personas, "published", starts_at=at, ends_at=at))


@pytest.mark.parametrize(("state", "fields"), [("expired", {"ended_at": None}), ("published", {"ended_at": Now()})])
def test_only_ended_versions_have_an_end(personas: Personas, state: str, fields: dict[str, Any]) -> None:
    refused("script_version_ended_at_matches_state", lambda: bare(personas, state, **fields))


@pytest.mark.parametrize(("state", "reason"), [("withdrawn", ""), ("expired", "Because."), ("published", "Because.")])
def test_only_withdrawn_versions_have_a_reason(personas: Personas, state: str, reason: str) -> None:
    refused("script_version_withdrawn_for_a_reason", lambda: bare(personas, state, withdrawal_reason=reason))


@pytest.mark.parametrize("state", ["published", "expired", "approved"])
def test_only_withdrawn_versions_have_a_replacement(personas: Personas, state: str) -> None:
    other = script(personas, title="Ferry refunds")
    bare(personas, "withdrawn", replacement=other)
    refused("script_version_replaced_by_another_script", lambda: bare(personas, state, replacement=other))


def test_a_script_does_not_replace_itself(personas: Personas) -> None:
    same = script(personas)
    refused("script_version_replaced_by_another_script", lambda: bare(personas, "withdrawn", script=same, replacement=same))


def test_a_script_has_a_title_an_owner_and_a_journal(personas: Personas) -> None:
    refused("script_has_a_title", lambda: script(personas, title=""))
    refused("owner_id", lambda: script(personas, owner_id=None))
    refused("journal_id", lambda: script(personas, journal=None))


def test_a_check_is_answered_once_and_known(personas: Personas) -> None:
    version = bare(personas, "in_review")
    mine = Approval.objects.create(version=version, person=personas.approver.person)
    other = Approval.objects.create(version=version, person=personas.trainer.person)
    ApprovalCheck.objects.create(approval=mine, question="right", is_met=True)
    ApprovalCheck.objects.create(approval=mine, question="first", is_met=False)
    ApprovalCheck.objects.create(approval=other, question="right", is_met=False)
    refused("approval_check_once", lambda: ApprovalCheck.objects.create(approval=mine, question="right", is_met=False))
    refused(
        "approval_check_question_known",
        lambda: ApprovalCheck.objects.create(approval=mine, question="funny", is_met=True),
    )
    refused("approval_once_per_person", lambda: Approval.objects.create(version=version, person=personas.approver.person))


def test_acknowledgement_is_unique_per_version_person_and_kind(personas: Personas) -> None:
    version, other, at = bare(personas, "withdrawn"), bare(personas, "published"), clock.now()

    def acknowledge(**fields: Any) -> None:
        row = {"version": version, "person": personas.agent.person, "what": "read", "acknowledged_at": at, **fields}
        Acknowledgement.objects.create(**row)

    acknowledge()
    acknowledge(what="withdrawal")
    acknowledge(version=other)
    acknowledge(person=personas.other_agent.person)
    refused("acknowledgement_once", acknowledge)
    refused("acknowledgement_of_something_known", lambda: acknowledge(what="liked"))


def test_a_phrase_is_listed_once_per_language_in_any_case_and_has_a_better_one(db: None) -> None:
    PhraseRule.objects.create(pattern="No way", better="Let me look.")
    PhraseRule.objects.create(pattern="No way", better="Let me look.", language="nl")
    refused("phrase_rule_unique", lambda: PhraseRule.objects.create(pattern="no WAY", better="Let me see."))
    refused("phrase_rule_has_a_better_one", lambda: PhraseRule.objects.create(pattern="Nope", better=""))
    refused("phrase_rule_has_a_better_one", lambda: PhraseRule.objects.create(pattern="", better="Yes."))
    refused("phrase_rule_theme_known", lambda: PhraseRule.objects.create(pattern="Nope", better="Yes.", theme="rude"))


def test_blocks_are_complete_and_contain_no_block(personas: Personas) -> None:
    author = personas.supervisor.person
    block = Block.objects.create(key="hold", title="Hold", kind="telephone")
    first = BlockVersion.objects.create(block=block, number=1, text="{name}, hold on.", author=author)
    refused("block_has_a_key_and_a_title", lambda: Block.objects.create(key="", title="Hold", kind="telephone"))
    refused("block_has_a_key_and_a_title", lambda: Block.objects.create(key="hold-2", title="", kind="telephone"))
    refused("block_kind_known", lambda: Block.objects.create(key="hold-2", title="Hold", kind="mail"))
    refused("scripts_library_block_key", lambda: Block.objects.create(key="hold", title="Other", kind="recovery"))
    for name, number, text in (
        ("block_version_number_unique", 1, "Hold on."),
        ("block_version_numbers_from_one", 0, "Hold on."),
        ("block_version_has_a_text", 2, ""),
        ("block_version_contains_no_block", 2, "{{block:hold}}"),
    ):
        refused(name, lambda: BlockVersion.objects.create(block=block, number=number, text=text, author=author))  # noqa: B023 - called at once
    version = bare(personas)
    VersionBlock.objects.create(version=version, block=block, block_version=first)
    refused("version_block_once", lambda: VersionBlock.objects.create(version=version, block=block, block_version=first))


def test_text_of_a_block_never_changes(personas: Personas) -> None:
    block = Block.objects.create(key="hold", title="Hold", kind="telephone")
    first = BlockVersion.objects.create(block=block, number=1, text="Hold on.", author=personas.supervisor.person)
    rows = BlockVersion.objects.filter(pk=first.pk)
    refused("text of a building block never changes", lambda: rows.update(text="Hold!"))
    assert rows.update(author=personas.other_supervisor.person) == 1


def test_stage_of_a_script_is_known(personas: Personas) -> None:
    assert script(personas, stage="recovery").stage == "recovery"
    refused("script_stage_known", lambda: script(personas, stage="panic"))


def test_a_script_is_pinned_once_in_one_of_twelve_positions(personas: Personas) -> None:
    pinned, person_id = script(personas), personas.agent.person_id
    PinnedScript.objects.create(person_id=person_id, script=pinned, position=12)
    PinnedScript.objects.create(person_id=personas.other_agent.person_id, script=pinned, position=12)
    refused("script_pinned_once", lambda: PinnedScript.objects.create(person_id=person_id, script=pinned, position=1))
    other = script(personas)
    refused("script_pins_have_positions", lambda: PinnedScript.objects.create(person_id=person_id, script=other, position=12))

    def pin_at(position: int) -> Callable[[], PinnedScript]:
        return lambda: PinnedScript.objects.create(person_id=person_id, script=other, position=position)

    for position in (0, 13):
        refused("script_pins_are_few", pin_at(position))


def test_words_of_searches_are_stored_from_the_third_search_on(db: None) -> None:
    day = clock.now().date()
    UnfoundSearch.objects.create(digest="a", searches=1, last_on=day)
    UnfoundSearch.objects.create(digest="b", words="zeppelin", searches=3, last_on=day)
    refused(
        "unfound_search_is_shown_when_repeated",
        lambda: UnfoundSearch.objects.create(digest="c", words="zeppelin", searches=2, last_on=day),
    )
    refused("unfound_search_was_made", lambda: UnfoundSearch.objects.create(digest="c", searches=0, last_on=day))
    refused("unfound_search_digest", lambda: UnfoundSearch.objects.create(digest="a", last_on=day))


def test_search_words_are_not_empty(db: None) -> None:
    SearchWord.objects.create(word="ferry", signatures=["ferry"])
    refused("search_word_is_not_empty", lambda: SearchWord.objects.create(word="", signatures=[]))
