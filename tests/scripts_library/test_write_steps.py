"""Writing the steps of a draft, and the check before approval."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from journal.queries import lines
from people.models import User
from scripts_library import actions, queries
from scripts_library.actions import steps as step_actions
from scripts_library.actions.approval import StepsNotReady
from scripts_library.actions.transitions import ChangedMeanwhile
from scripts_library.lifecycle import NotInThatState
from scripts_library.models import ScriptStep, ScriptVersion
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

SignIn = Callable[[User], Client]
INJECTION = "<script>alert(1)</script>{% debug %}{{ 7 }}[x](javascript:alert(1))"


@pytest.fixture
def draft(personas: Personas) -> ScriptVersion:
    return scripts.draft(personas.supervisor)


def add(user: User, version: ScriptVersion, **fields: Any) -> ScriptStep:
    version.refresh_from_db()
    values = {"title": "Apology", "kind": "say", "say": "Sorry.", "choices": [], "revision": version.revision, **fields}
    return actions.add_step(actor=user, version=version, **values)


def shown(version: ScriptVersion) -> list[tuple[str, str, list[tuple[str, str]]]]:
    return [
        (step.key, step.title, [(choice.customer_says, choice.next_key) for choice in step.choices.all()])
        for step in queries.steps_of(version)
    ]


def test_choice_may_lead_to_a_step_that_is_written_later(draft: ScriptVersion, personas: Personas) -> None:
    add(personas.supervisor, draft, choices=[("I need it today", "new"), ("", "new")])
    assert shown(draft) == [
        ("step-1", "Apology", [("I need it today", "step-2"), ("", "step-3")]),
        ("step-2", "I need it today", []),
        ("step-3", "Next step", []),
    ]


def test_editing_counts_as_writing_and_is_recorded(draft: ScriptVersion, personas: Personas) -> None:
    add(personas.other_supervisor, draft)
    draft.refresh_from_db()
    assert draft.revision == 2
    assert personas.other_supervisor.person_id in draft.writer_ids
    (line,) = lines(draft.script.journal_id, verbs=["scripts.edited"])
    assert line.actor_id == personas.other_supervisor.person_id


@pytest.mark.parametrize("name", ["agent", "approver", "trainer", "reviewer", "ops", "administrator"])
def test_others_cannot_write_steps(draft: ScriptVersion, personas: Personas, name: str) -> None:
    step, user = add(personas.supervisor, draft), getattr(personas, name)
    draft.refresh_from_db()
    common: dict[str, Any] = {"actor": user, "version": draft, "revision": draft.revision}
    values: dict[str, Any] = {"title": "Mine", "kind": "say", "say": "", "choices": []}
    for attempt in (
        lambda: actions.add_step(**common, **values),
        lambda: actions.edit_step(**common, key=step.key, **values),
        lambda: actions.move_step(**common, key=step.key, up=True),
        lambda: actions.delete_step(**common, key=step.key),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_stale_revision_is_refused(draft: ScriptVersion, personas: Personas) -> None:
    add(personas.supervisor, draft)
    with pytest.raises(ChangedMeanwhile):
        add(personas.supervisor, draft, revision=1)
    assert len(shown(draft)) == 1


def test_only_drafts_can_be_changed(personas: Personas) -> None:
    version = scripts.published_with_steps(personas.supervisor, personas.approver)
    with pytest.raises(NotInThatState):
        add(personas.supervisor, version)


def test_steps_are_moved_and_deleted(draft: ScriptVersion, personas: Personas) -> None:
    scripts.with_steps(personas.supervisor, draft)

    def keys() -> list[str]:
        draft.refresh_from_db()
        return [key for key, _title, _choices in shown(draft)]

    common: dict[str, Any] = {"actor": personas.supervisor, "version": draft}
    for key, up, expected in (
        ("step-2", True, ["step-2", "step-1", "step-3", "step-4"]),
        ("step-2", True, ["step-2", "step-1", "step-3", "step-4"]),
        ("step-1", False, ["step-2", "step-3", "step-1", "step-4"]),
    ):
        actions.move_step(**common, revision=draft.revision, key=key, up=up)
        assert keys() == expected
    actions.delete_step(**common, revision=draft.revision, key="step-3")
    assert keys() == ["step-2", "step-1", "step-4"]
    assert [step.position for step in queries.steps_of(draft)] == [1, 2, 3]
    with pytest.raises(step_actions.StepGone):
        actions.delete_step(**common, revision=draft.revision, key="step-3")


def test_key_of_a_deleted_step_is_not_given_again_in_the_next_version(personas: Personas) -> None:
    version = scripts.published_with_steps(personas.supervisor, personas.approver)
    later = actions.revise(actor=personas.supervisor, version=version)
    actions.delete_step(actor=personas.supervisor, version=later, revision=later.revision, key="step-4")
    assert add(personas.supervisor, later).key == "step-5"


def test_next_version_has_the_same_steps(personas: Personas) -> None:
    version = scripts.published_with_steps(personas.supervisor, personas.approver)
    later = actions.revise(actor=personas.supervisor, version=version)
    assert shown(later) == shown(version) != []
    later.steps.filter(key="step-1").update(say="Something else.")
    assert version.steps.get(key="step-1").say != "Something else."
    assert [text.label for text in queries.changes_between(version, later)] == ["Step 1: Apology"]


def test_limits_of_steps_and_choices(draft: ScriptVersion, personas: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    for choices, refusal in (
        ([("Yes", "step-9")], step_actions.ChoiceNotPossible),
        ([("", "new"), ("", "new")], step_actions.ChoiceNotPossible),
        ([(f"Number {number}", "new") for number in range(13)], step_actions.TooManySteps),
    ):
        with pytest.raises(refusal):
            add(personas.supervisor, draft, choices=choices)
    monkeypatch.setattr(step_actions, "MOST_STEPS", 2)
    with pytest.raises(step_actions.TooManySteps):
        add(personas.supervisor, draft, choices=[("Yes", "new"), ("No", "new")])
    assert shown(draft) == []


def test_errors_in_the_steps_keep_a_draft_from_approval(draft: ScriptVersion, personas: Personas, sign_in: SignIn) -> None:
    add(personas.supervisor, draft)
    with pytest.raises(StepsNotReady, match="dead end"):
        actions.submit_for_review(actor=personas.supervisor, version=draft)
    page = sign_in(personas.supervisor).get(reverse("scripts_library:steps", args=[draft.pk])).content.decode()
    assert "“Apology” is a dead end." in page
    assert (
        "“Apology” is a dead end."
        in sign_in(personas.supervisor).get(reverse("scripts_library:version", args=[draft.pk])).content.decode()
    )


def test_approver_reads_the_steps_and_their_warnings(draft: ScriptVersion, personas: Personas, sign_in: SignIn) -> None:
    looped: tuple[Any, ...] = (
        ("Question", "ask", "Where do you live?", [("Pardon?", "step-1"), ("", "step-2")]),
        ("Goodbye", "end", "Thank you.", []),
    )
    scripts.with_steps(personas.supervisor, draft, looped)
    version = actions.submit_for_review(actor=personas.supervisor, version=draft)
    page = sign_in(personas.approver).get(reverse("scripts_library:review", args=[version.pk])).content.decode()
    assert "Where do you live?" in page
    assert "“Pardon?”" in page
    assert "These steps lead back to each other: “Question” → “Question”. Is that intended?" in page


def test_form_adds_and_edits_a_step(draft: ScriptVersion, personas: Personas, sign_in: SignIn) -> None:
    client, new = sign_in(personas.supervisor), reverse("scripts_library:add_step", args=[draft.pk])
    assert scripts.TEXTS["what_to_say"] in client.get(new).context["form"].initial["say"]
    sent = {"title": "Apology", "kind": "say", "say": "Sorry.", "revision": 1, "says_1": "Today!", "next_1": "new"}
    assert client.post(new, sent).status_code == 302
    url = reverse("scripts_library:step", args=[draft.pk, "step-1"])
    assert 'value="Today!"' in client.get(url).content.decode()
    assert client.post(url, {**sent, "title": "Sorry", "revision": 2, "next_1": "step-2"}).status_code == 302
    assert shown(draft)[0] == ("step-1", "Sorry", [("Today!", "step-2")])


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"title": ""}, "This field is required."),
        ({"says_1": "Yes", "next_1": ""}, "Choose which step follows."),
        ({"says_1": "Yes", "next_1": "step-99"}, "Select a valid choice"),
        ({"next_1": "new", "next_3": "new"}, "Only one choice can be without words"),
        ({"revision": 7}, "Someone saved this draft after you opened it"),
        ({"say": "x" * 4001}, "at most 4000 characters"),
    ],
)
def test_refused_form_keeps_what_was_typed(
    draft: ScriptVersion, personas: Personas, sign_in: SignIn, changed: dict[str, Any], error: str
) -> None:
    sent = {"title": "Apology", "kind": "say", "say": "Sorry for that.", "revision": 1, "says_2": "Well", "next_2": "new"}
    answer = sign_in(personas.supervisor).post(reverse("scripts_library:add_step", args=[draft.pk]), {**sent, **changed})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert error in page
    assert 'value="Well"' in page
    assert shown(draft) == []


def test_buttons_move_and_delete_a_step(draft: ScriptVersion, personas: Personas, sign_in: SignIn) -> None:
    scripts.with_steps(personas.supervisor, draft)
    client = sign_in(personas.supervisor)
    move = reverse("scripts_library:move_step", args=[draft.pk, "step-1"])
    assert client.post(move, {"revision": draft.revision, "to": "down"}).status_code == 302
    assert client.post(move, {"revision": draft.revision, "to": "down"}).status_code == 409
    assert client.post(move, {"revision": "x"}).status_code == 409
    delete = reverse("scripts_library:delete_step", args=[draft.pk, "step-4"])
    assert client.post(delete, {"revision": draft.revision + 1}).status_code == 302
    assert [key for key, _title, _choices in shown(draft)] == ["step-2", "step-1", "step-3"]


@pytest.mark.parametrize("text", [INJECTION, "أنا آسف جدًا", "非常抱歉，请稍等。"])
def test_texts_of_every_language_are_shown_as_text(personas: Personas, sign_in: SignIn, text: str) -> None:
    steps: tuple[Any, ...] = ((text, "say", text, [(text, "step-2")]), ("Goodbye", "end", "Thank you.", []))
    version = scripts.published_with_steps(personas.supervisor, personas.approver, steps=steps)
    for user, route, argument in (
        (personas.agent, "script", version.script_id),
        (personas.supervisor, "version", version.pk),
        (personas.supervisor, "efficacy", version.script_id),
    ):
        page = sign_in(user).get(reverse(f"scripts_library:{route}", args=[argument])).content.decode()
        assert "<script>alert(1)" not in page
        assert 'href="javascript' not in page
        if text != INJECTION:
            assert text in page
