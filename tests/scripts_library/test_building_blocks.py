"""Building blocks are inserted by reference, and a change proposes new versions of the scripts that use them."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core import tick
from core.refusals import Refused
from journal.models import Entry
from people.models import Notification, User
from scripts_library import actions, queries
from scripts_library.actions.block_pins import BlockUnknown, TooManyBlocks
from scripts_library.actions.blocks import BlockInBlock, TextMissing
from scripts_library.actions.transitions import ChangedMeanwhile
from scripts_library.models import Block, BlockVersion, PhraseRule, ScriptVersion
from scripts_library.queries.blocks import Proposals
from scripts_library.starter_blocks import STARTER_BLOCKS
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

SignIn = Callable[[User], Client]

HOLD = "Say why.\n\n{{block:on-hold}}\n\nThen wait."


def change(actor: User, block: Block, text: str, number: int = 1) -> int:
    return actions.change_block(actor=actor, block=block, number=number, title=block.title, kind=block.kind, text=text)


def what_is_said(version: ScriptVersion) -> str:
    return queries.with_blocks(ScriptVersion.objects.get(pk=version.pk)).what_to_say


def newest(version: ScriptVersion) -> ScriptVersion:
    return ScriptVersion.objects.filter(script=version.script_id).order_by("-number")[0]


def test_published_version_keeps_its_text_and_a_draft_is_proposed(personas: Personas) -> None:
    block = scripts.block(personas.supervisor)
    live = scripts.published(personas.other_supervisor, personas.approver, what_to_say=HOLD)
    assert change(personas.supervisor, block, "Please hold on.") == 1
    assert what_is_said(live) == "Say why.\n\nOne moment, please.\n\nThen wait."
    draft = newest(live)
    assert (draft.state, draft.number) == ("draft", 2)
    assert "Please hold on." in what_is_said(draft)
    assert personas.supervisor.person_id in draft.writer_ids
    live.refresh_from_db()
    assert live.state == "published"
    told = Notification.objects.get(person=personas.other_supervisor.person, key__startswith="script-blocks:")
    assert "“On hold” changed, so version 2" in told.text
    assert Entry.objects.filter(verb="scripts.blocks_renewed").count() == 1
    assert actions.propose_changed_blocks() == 0


def test_version_in_review_gets_the_text_and_has_to_be_read_again(personas: Personas) -> None:
    block = scripts.block(personas.supervisor)
    version = scripts.in_review(personas.other_supervisor, what_to_say=HOLD)
    proposed = queries.proposals_of(block)
    assert (proposed.drafts, proposed.renewals) == (0, 1)
    assert change(personas.supervisor, block, "Please hold on.") == 1
    version.refresh_from_db()
    assert (version.state, version.revision) == ("in_review", 2)
    assert "Please hold on." in what_is_said(version)
    with pytest.raises(ChangedMeanwhile):
        actions.approve(actor=personas.approver, version=version, checks=scripts.ALL_MET, revision=1)
    actions.approve(actor=personas.approver, version=version, checks=scripts.ALL_MET, revision=2)


def test_draft_gets_the_text_even_while_an_older_version_is_live(personas: Personas) -> None:
    block = scripts.block(personas.supervisor)
    live = scripts.published(personas.supervisor, personas.approver, what_to_say=HOLD)
    draft = actions.revise(actor=personas.supervisor, version=live)
    assert change(personas.supervisor, block, "Please hold on.") == 1
    assert newest(live).pk == draft.pk
    assert "Please hold on." in what_is_said(draft)
    assert "One moment" in what_is_said(live)


def test_draft_without_the_block_stays_as_it_is(personas: Personas) -> None:
    block = scripts.block(personas.supervisor)
    live = scripts.published(personas.supervisor, personas.approver, what_to_say=HOLD)
    draft = actions.revise(actor=personas.supervisor, version=live)
    draft = actions.edit_draft(actor=personas.supervisor, version=draft, revision=1, what_to_say="Without it.")
    assert queries.contained_blocks(draft) == []
    assert [use.version_id for use in queries.uses_of(block)] == [live.pk]
    assert change(personas.supervisor, block, "Please hold on.") == 0
    draft.refresh_from_db()
    assert draft.revision == 2


def test_approved_version_is_followed_by_a_draft(personas: Personas) -> None:
    block = scripts.block(personas.supervisor)
    approved = scripts.approved(personas.supervisor, personas.approver, what_to_say=HOLD)
    assert change(personas.supervisor, block, "Please hold on.") == 1
    assert "One moment" in what_is_said(approved)
    assert newest(approved).state == "draft"


def test_withdrawn_script_gets_no_proposal(personas: Personas) -> None:
    block = scripts.block(personas.supervisor)
    scripts.withdrawn(personas.supervisor, personas.approver, what_to_say=HOLD)
    assert change(personas.supervisor, block, "Please hold on.") == 0


def test_tick_proposes_what_a_change_left_out(personas: Personas) -> None:
    block = scripts.block(personas.supervisor)
    live = scripts.published(personas.supervisor, personas.approver, what_to_say=HOLD)
    BlockVersion.objects.create(block=block, number=2, text="Later.", author=personas.other_supervisor.person)
    tick.run()
    draft = newest(live)
    assert (draft.number, draft.author_id) == (2, personas.other_supervisor.person_id)
    tick.run()
    assert newest(live).pk == draft.pk


def test_author_of_a_block_cannot_approve_a_script_with_it(personas: Personas) -> None:
    author = scripts.both()
    scripts.block(author)
    version = scripts.in_review(personas.supervisor, what_to_say=HOLD)
    with pytest.raises(actions.approval.OwnText):
        actions.approve(actor=author, version=version, checks=scripts.ALL_MET)


def test_unchanged_text_proposes_nothing_and_an_old_page_is_refused(personas: Personas) -> None:
    block = scripts.block(personas.supervisor)
    scripts.draft(personas.supervisor, what_to_say=HOLD)
    assert change(personas.supervisor, block, "One moment, please.") == 0
    change(personas.supervisor, block, "Please hold on.")
    with pytest.raises(ChangedMeanwhile):
        change(personas.other_supervisor, block, "Wait!", number=1)


@pytest.mark.parametrize(
    ("text", "refusal"), [(" \n", TextMissing), ("a\n{{block:on-hold}}", BlockInBlock), ("{{", BlockInBlock)]
)
def test_block_without_text_or_with_another_block_is_refused(personas: Personas, text: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        scripts.block(personas.supervisor, text=text)


def test_unknown_and_too_many_blocks_are_refused(personas: Personas) -> None:
    with pytest.raises(BlockUnknown, match="on-hold"):
        scripts.draft(personas.supervisor, what_to_say=HOLD)
    with pytest.raises(TooManyBlocks):
        scripts.draft(personas.supervisor, what_to_say="\n".join(f"{{{{block:b-{number}}}}}" for number in range(21)))


def test_others_cannot_write_blocks(personas: Personas) -> None:
    block = scripts.block(personas.supervisor)
    for name, user in personas:
        if "supervisor" in name:
            continue
        with pytest.raises(PermissionDenied):
            scripts.block(user)
        with pytest.raises(PermissionDenied):
            change(user, block, "Other.")
        with pytest.raises(PermissionDenied):
            actions.add_starter_blocks(actor=user)


def test_keys_are_made_from_titles_in_any_script(personas: Personas) -> None:
    keys = [
        scripts.block(personas.supervisor, title=title).key for title in ("On hold", "On_hold!", "请稍候", "انتظر", "x" * 120)
    ]
    assert keys == ["on-hold", "on-hold-2", "block", "block-2", "x" * 44]
    version = scripts.draft(personas.supervisor, what_to_say="{{block:block-2}}")
    assert [contained.title for contained in queries.contained_blocks(version)] == ["انتظر"]


def test_starter_blocks_are_added_once_and_upset_nobody(personas: Personas, sign_in: SignIn) -> None:
    client, url = sign_in(personas.supervisor), reverse("scripts_library:add_starter_blocks")
    assert [client.post(url).status_code for _ in range(2)] == [302, 302]
    assert Block.objects.count() == len(STARTER_BLOCKS) == 18
    assert set(Block.objects.values_list("kind", flat=True)) == {*Block.Kind.values}
    assert PhraseRule.objects.exists()
    assert all(queries.remarks_on_sentence(block.text) == [] for block in STARTER_BLOCKS)


def test_pages_show_the_effect_the_text_and_no_html(personas: Personas, sign_in: SignIn) -> None:
    block = scripts.block(personas.supervisor, text="Calm down.\n\n<script>alert(1)</script> {% now %} **hold**")
    scripts.published(personas.supervisor, personas.approver, what_to_say=HOLD)
    scripts.in_review(personas.supervisor, what_to_say=HOLD, title="<b>Ferry</b>")
    client = sign_in(personas.supervisor)
    shown = client.get(reverse("scripts_library:block", args=[block.pk])).content.decode()
    assert "{{block:on-hold}}" in shown
    assert "<strong>hold</strong>" in shown
    assert "<mark>Calm down</mark>" in shown
    assert "alert(1)</script>" not in shown
    assert "<b>Ferry" not in shown
    effect = client.get(reverse("scripts_library:edit_block", args=[block.pk])).content.decode()
    assert "A new text starts a new version of 1 script" in effect
    assert "1 version in progress gets the new text" in effect


def test_block_is_changed_on_its_page(personas: Personas, sign_in: SignIn) -> None:
    block, client = scripts.block(personas.supervisor), sign_in(personas.supervisor)
    url = reverse("scripts_library:edit_block", args=[block.pk])
    data = {"title": "Hold", "kind": "telephone", "text": "Please hold on.", "revision": 1}
    assert client.post(url, data).status_code == 302
    stale = client.post(url, data)
    assert stale.status_code == 422
    assert "Someone changed this block" in stale.content.decode()
    assert client.post(url, {**data, "text": "{{block:x}}"}).status_code == 422
    assert client.post(url, {**data, "text": "x" * 4001}).status_code == 422
    assert block.versions.count() == 2


def test_agents_and_approvers_see_the_text_of_the_block(personas: Personas, sign_in: SignIn) -> None:
    PhraseRule.objects.get_or_create(pattern="calm down", defaults={"better": "Together."})
    scripts.block(personas.supervisor, text="Calm down, please.")
    version = scripts.published(personas.supervisor, personas.approver, what_to_say=HOLD)
    agent = sign_in(personas.agent).get(reverse("scripts_library:script", args=[version.script_id])).content.decode()
    assert "Calm down, please." in agent
    assert "{{block" not in agent
    page = sign_in(personas.approver).get(reverse("scripts_library:version", args=[version.pk])).content.decode()
    assert "On hold, version 1" in page
    assert "<mark>Calm down</mark>" in page
    later = actions.revise(actor=personas.supervisor, version=version)
    BlockVersion.objects.create(block=Block.objects.get(), number=2, text="Breathe.", author=personas.supervisor.person)
    tick.run()
    (changed,) = queries.changes_between(version, later)
    assert {part.kind for part in changed.changes} >= {"added", "removed"}


def test_editor_offers_the_blocks(personas: Personas, sign_in: SignIn) -> None:
    scripts.block(personas.supervisor)
    page = sign_in(personas.supervisor).get(reverse("scripts_library:write")).content.decode()
    assert 'data-insert-block="{{block:on-hold}}"' in page


def changed(actor: User, block: Block, *, number: int = 1, text: str = "One moment, please. I'm looking.") -> int:
    return actions.change_block(actor=actor, block=block, number=number, title=block.title, kind=block.kind, text=text)


def test_authors_of_earlier_texts_of_a_block_do_not_approve_it(personas: Personas) -> None:
    both = scripts.both()
    changed(personas.supervisor, scripts.block(both))
    version = scripts.in_review(personas.supervisor, what_to_say=HOLD)
    with pytest.raises(Refused):
        actions.approve(actor=both, version=version, checks=scripts.ALL_MET)
    actions.approve(actor=personas.approver, version=version, checks=scripts.ALL_MET)


def test_first_of_two_approvers_changes_a_block(personas: Personas) -> None:
    both, block = scripts.both(), scripts.block(personas.supervisor)
    version = scripts.of_two_approvals(personas.supervisor, what_to_say=HOLD)
    actions.approve(actor=both, version=version, checks=scripts.ALL_MET)
    assert changed(both, block) == 1
    version.refresh_from_db()
    assert (version.first_approver, version.approvals.count()) == (None, 0)
    assert both.person_id in version.writer_ids


def test_archived_scripts_get_no_proposals(personas: Personas) -> None:
    block = scripts.block(personas.supervisor)
    version = scripts.approved(personas.supervisor, personas.approver, what_to_say=HOLD)
    actions.archive_script(actor=personas.supervisor, script=version.script)
    assert queries.proposals_of(block) == Proposals(0, 0)
    assert changed(personas.supervisor, block) == 0
