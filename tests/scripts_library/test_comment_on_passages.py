"""Comments on passages: found in the text, kept with their passage while the draft changes, answered and resolved."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from journal.actions import JournalClosed
from journal.models import Journal
from people.models import Notification, User
from scripts_library import actions, queries
from scripts_library.actions.comments import PassageNotFound
from scripts_library.models import PassageComment, ScriptVersion
from scripts_library.passages import current_span, find_passage
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

SignIn = Callable[[User], Client]
MARKED = "Say **hello** to {customer name}, then\n\n- ask\n- wait"


@pytest.mark.parametrize(
    ("text", "passage", "found"),
    [
        ("Wait a day. Wait a week.", "Wait a day", ["Wait a day"]),
        ("Wait. Wait.", "Wait.", ["Wait.", "Wait."]),
        (MARKED, "Say hello to customer name, then", ["Say **hello** to {customer name}, then"]),
        (MARKED, "then\nask wait", ["then\n\n- ask\n- wait"]),
        ("请稍等,我们会退款。", "我们会退款", ["我们会退款"]),
        ("انتظر من فضلك، سنعيد المال", "سنعيد المال", ["سنعيد المال"]),
        ("Nothing.", "Something.", []),
        ("Nothing.", " ** ", []),
    ],
)
def test_passages_are_found_as_they_are_shown(text: str, passage: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in find_passage(text, passage)] == found


@given(before=st.text(), passage=st.text(min_size=1), after=st.text())
def test_a_passage_that_is_there_is_found(before: str, passage: str, after: str) -> None:
    text, wanted = before + passage + after, passage.strip()
    spans = find_passage(text, passage)
    assert bool(spans) == bool(wanted)
    assert all(text[start:end] == wanted for start, end in spans)


@given(before=st.text(), added=st.text(), quote=st.text(min_size=1), after=st.text())
def test_a_comment_stays_with_its_passage_when_text_is_added_before(before: str, added: str, quote: str, after: str) -> None:
    span = current_span(added + before + quote + after, start=len(before), end=len(before) + len(quote), quote=quote)
    assert span is not None
    assert (added + before + quote + after)[span[0] : span[1]] == quote


def test_the_nearest_of_equal_passages_is_taken_and_a_changed_one_is_lost() -> None:
    assert current_span("xx wait, wait", start=7, end=11, quote="wait") == (9, 13)
    assert current_span("go on", start=0, end=4, quote="wait") is None


def test_writers_and_deciders_are_told_and_the_comment_has_its_passage(personas: Personas) -> None:
    version = scripts.of_two_approvals(personas.supervisor)
    actions.approve(actor=personas.trainer, version=version, checks=scripts.ALL_MET)
    comment = scripts.comment(personas.approver, version, passage="within  five\ndays")
    assert comment.quote == version.what_to_say[comment.start : comment.end] == "within five days"
    told = Notification.objects.filter(key__startswith="script-comment:")
    assert {each.person_id for each in told} == {personas.supervisor.person_id, personas.trainer.person_id}
    reply = actions.reply_to_comment(actor=personas.supervisor, comment=comment, text="Yes, confirmed.")
    answered = Notification.objects.filter(key=f"script-comment:{comment.pk}:{reply.pk}")
    assert {each.person_id for each in answered} == {personas.approver.person_id, personas.trainer.person_id}


def test_a_passage_has_to_be_in_the_text_once(personas: Personas) -> None:
    version = scripts.draft(personas.supervisor, what_to_say="Wait. Wait.")
    with pytest.raises(PassageNotFound, match="2 times"):
        scripts.comment(personas.approver, version, passage="Wait.")
    for field in ("what_to_say", "state", "nonsense"):
        with pytest.raises(PassageNotFound):
            actions.comment_on_passage(actor=personas.approver, version=version, field=field, passage="Go", text="No.")


def test_a_comment_follows_its_passage_and_says_if_it_was_changed(personas: Personas) -> None:
    version = scripts.draft(personas.supervisor, what_to_say="You get it in five days.")
    scripts.comment(personas.approver, version, passage="five days")
    version = actions.edit_draft(actor=personas.supervisor, version=version, revision=1, what_to_say="Sorry. In five days.")
    (shown,) = queries.comments_on(version)
    assert (shown.quote, shown.is_changed) == ("five days", False)
    version = actions.edit_draft(actor=personas.supervisor, version=version, revision=2, what_to_say="In ten days.")
    assert queries.comments_on(version)[0].is_changed


def test_comments_are_resolved_and_opened_again(personas: Personas) -> None:
    version = scripts.in_review(personas.supervisor)
    comment = scripts.comment(personas.approver, version)
    scripts.comment(personas.trainer, version, passage="Thank you")
    for is_resolved in (True, True, False, True):
        actions.resolve_comment(actor=personas.supervisor, comment=comment, is_resolved=is_resolved)
    assert [(shown.quote, shown.resolved_by) for shown in queries.comments_on(version)] == [
        ("Thank you", ""),
        ("five days", str(personas.supervisor.person)),
    ]


def test_readers_neither_comment_nor_reply_nor_resolve(personas: Personas, sign_in: SignIn) -> None:
    version = scripts.published(personas.supervisor, personas.approver)
    comment = scripts.comment(personas.approver, version)
    for attempt in (
        lambda: scripts.comment(personas.agent, version),
        lambda: actions.reply_to_comment(actor=personas.agent, comment=comment, text="Hm."),
        lambda: actions.resolve_comment(actor=personas.agent, comment=comment, is_resolved=True),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert "Is that so?" not in sign_in(personas.agent).get(f"/scripts/{version.script_id}/").content.decode()


def test_a_closed_case_takes_no_comments(personas: Personas) -> None:
    journal = Journal.objects.create(kind="case", title="Storm")
    version = scripts.draft(personas.supervisor, journal=journal)
    comment = scripts.comment(personas.approver, version)
    Journal.objects.filter(pk=journal.pk).update(closed_at=version.created_at)
    for attempt in (
        lambda: scripts.comment(personas.approver, version),
        lambda: actions.reply_to_comment(actor=personas.approver, comment=comment, text="Hm."),
        lambda: actions.resolve_comment(actor=personas.approver, comment=comment, is_resolved=True),
    ):
        with pytest.raises(JournalClosed):
            attempt()


@pytest.mark.parametrize("page", ["version", "review", "edit"])
def test_pages_show_comments_escaped_next_to_the_text(personas: Personas, sign_in: SignIn, page: str) -> None:
    version = scripts.draft(personas.supervisor)
    client, keeper = sign_in(personas.approver), sign_in(personas.supervisor)
    url = reverse("scripts_library:comment", args=[version.pk])
    typed = {"comment-field": "what_to_say", "comment-passage": "five days", "comment-text": "<i>{{ x }}</i> **no**"}
    assert client.post(url, typed).status_code == 302
    assert client.post(url, {**typed, "comment-passage": "nowhere"}).status_code == 422
    assert client.post(url, {**typed, "comment-field": "nonsense"}).status_code == 422
    assert client.post(url, {**typed, "comment-text": "x" * 1001}).status_code == 422
    comment = PassageComment.objects.get()
    assert client.post(reverse("scripts_library:reply", args=[comment.pk]), {"text": "مرحبا 你好"}).status_code == 302
    client.post(reverse("scripts_library:reply", args=[comment.pk]), {"text": " "})
    assert comment.replies.count() == 1
    if page == "review":
        version = actions.submit_for_review(actor=personas.supervisor, version=ScriptVersion.objects.get(pk=version.pk))
    reader = client if page == "review" else keeper
    shown = reader.get(reverse(f"scripts_library:{page}", args=[version.pk])).content.decode()
    assert "&lt;i&gt;{{ x }}&lt;/i&gt; **no**" in shown
    assert "مرحبا 你好" in shown
    keeper.post(reverse("scripts_library:resolve_comment", args=[comment.pk]), {"resolved": "1"})
    assert "Resolved by" in reader.get(reverse(f"scripts_library:{page}", args=[version.pk])).content.decode()
