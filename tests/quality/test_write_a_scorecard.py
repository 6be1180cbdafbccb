"""Scorecards: the default one, drafts, publishing, and published versions, which never change."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from people.models import User
from quality import actions
from quality.models import Question, Scorecard, ScorecardVersion
from quality.review_scores import scored
from tests.factories import quality as make
from tests.factories.people import Personas

SignIn = Callable[[User], Client]


def test_default_scorecard_has_the_required_sections(db: None) -> None:
    version = actions.create_default_scorecard(actor=None).versions.get()
    aspects = list(version.sections.values_list("aspect", flat=True))
    assert aspects == ["empathy", "adherence", "resolution", "red_flags"]
    flags = Question.objects.filter(section__version=version, is_red_flag=True)
    assert set(flags.values_list("section__aspect", flat=True)) == {"red_flags"}
    assert scored(version, make.best_answers(version)).percent == 100


def test_default_scorecard_is_created_once(personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.supervisor)
    assert "Use the default scorecard" in client.get(reverse("quality:scorecard")).content.decode()
    for _ in range(2):
        client.post(reverse("quality:create_default_scorecard"))
    assert Scorecard.objects.count() == ScorecardVersion.objects.count() == 1


def test_programme_creates_the_default_scorecard_if_there_is_none(personas: Personas) -> None:
    assert make.programme(personas.agent.person).scorecard.versions.get().state == "published"


def test_draft_is_a_copy_and_the_published_version_stays_in_use(personas: Personas) -> None:
    scorecard = actions.create_default_scorecard(actor=personas.supervisor)
    published = scorecard.versions.get()
    draft = actions.start_draft(actor=personas.supervisor, scorecard=scorecard)
    assert actions.start_draft(actor=personas.supervisor, scorecard=scorecard) == draft
    assert structure(draft) == structure(published)
    section = draft.sections.earliest("position")
    actions.save_question(
        actor=personas.supervisor, section=section, question=None, text="Was there a pause?", scale=2, weight=Decimal(1)
    )
    actions.set_mode(actor=personas.supervisor, version=draft, mode="points")
    published.refresh_from_db()
    assert (published.state, published.mode) == ("published", "percentage")
    actions.publish_version(actor=personas.supervisor, version=draft)
    assert list(scorecard.versions.order_by("number").values_list("state", "mode")) == [
        ("archived", "percentage"),
        ("published", "points"),
    ]
    assert len(structure(draft)) == len(structure(published)) + 1


def structure(version: ScorecardVersion) -> list[tuple[object, ...]]:
    questions = Question.objects.filter(section__version=version).order_by("section__position", "position")
    return list(questions.values_list("section__title", "section__weight", "text", "scale", "weight", "is_red_flag"))


def test_only_drafts_are_edited(personas: Personas) -> None:
    published = actions.create_default_scorecard(actor=None).versions.get()
    section = published.sections.earliest("pk")
    question = section.questions.earliest("pk")
    supervisor = personas.supervisor
    attempts: list[Callable[[], object]] = [
        lambda: actions.set_mode(actor=supervisor, version=published, mode="points"),
        lambda: actions.save_section(
            actor=supervisor, version=published, section=section, aspect="other", title="X", weight=Decimal(1)
        ),
        lambda: actions.remove_section(actor=supervisor, section=section),
        lambda: actions.save_question(actor=supervisor, section=section, question=question, text="X"),
        lambda: actions.remove_question(actor=supervisor, question=question),
        lambda: actions.publish_version(actor=supervisor, version=published),
    ]
    for attempt in attempts:
        with pytest.raises(actions.NotADraft, match="Create a new draft"):
            attempt()


def test_only_supervisors_edit(personas: Personas) -> None:
    draft = make.scorecard_draft()
    for user in (personas.agent, personas.reviewer, personas.administrator):
        with pytest.raises(PermissionDenied):
            actions.publish_version(actor=user, version=draft)


def test_draft_without_a_score_is_not_published(personas: Personas) -> None:
    draft = make.scorecard_draft()
    section = draft.sections.get()
    actions.remove_question(actor=personas.supervisor, question=section.questions.get())
    with pytest.raises(actions.NotPublishable, match="This scorecard can't give a score yet"):
        actions.publish_version(actor=personas.supervisor, version=draft)
    other = actions.save_section(
        actor=personas.supervisor, version=draft, section=None, aspect="other", title="Tone", weight=Decimal(5)
    )
    actions.save_question(actor=personas.supervisor, section=other, question=None, text="Calm?", scale=2, weight=Decimal(1))
    with pytest.raises(actions.NotPublishable, match="Empathy"):
        actions.publish_version(actor=personas.supervisor, version=draft)
    actions.remove_section(actor=personas.supervisor, section=section)
    assert actions.publish_version(actor=personas.supervisor, version=draft).state == "published"


def test_the_editor_adds_changes_and_removes(personas: Personas, sign_in: SignIn) -> None:
    draft = make.scorecard_draft()
    client = sign_in(personas.supervisor)
    client.post(reverse("quality:add_section", args=[draft.pk]), {"title": "Tone", "aspect": "other", "weight": "20"})
    section = draft.sections.get(title="Tone")
    answer = client.post(reverse("quality:add_question", args=[section.pk]), {"text": "Calm?", "scale": "5", "weight": "0"})
    assert answer.status_code == 422
    client.post(reverse("quality:add_question", args=[section.pk]), {"text": "Calm?", "scale": "5", "weight": "1"})
    question = section.questions.get()
    bad = {"text": "Calm?", "scale": "5", "weight": "1", "is_bonus": "on", "is_red_flag": "on"}
    assert client.post(reverse("quality:question", args=[question.pk]), bad).status_code == 422
    client.post(
        reverse("quality:question", args=[question.pk]),
        {"text": "Calm throughout?", "scale": "3", "weight": "2.5", "allows_na": "on"},
    )
    question.refresh_from_db()
    assert (question.text, question.scale, question.weight, question.allows_na) == ("Calm throughout?", 3, Decimal("2.5"), True)
    page = client.get(reverse("quality:scorecard")).content.decode()
    assert "Version 2 (draft)" in page
    assert "Version 1, in use since" in page
    client.post(reverse("quality:publish", args=[draft.pk]))
    assert "Version 2, in use since" in client.get(reverse("quality:scorecard")).content.decode()


def test_agents_and_reviewers_read_it_but_see_no_draft(personas: Personas, sign_in: SignIn) -> None:
    make.scorecard_draft()
    for user in (personas.agent, personas.reviewer):
        page = sign_in(user).get(reverse("quality:scorecard")).content.decode()
        assert "Version 1, in use since" in page
        assert "Draft" not in page
