"""Scorecards: drafts can be edited, published versions can't."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from journal.actions import house_journal, record
from people.identity import User
from quality import permissions
from quality.default_scorecard import NAME, PARTS
from quality.models import Question, Scorecard, ScorecardVersion, Section
from quality.verbs import Verb


class NotADraft(Refused):
    """Only drafts can be edited."""


class NotPublishable(Refused):
    """The draft can't be published yet. The message says what is missing."""


@transaction.atomic
def create_default_scorecard(*, actor: User | None) -> Scorecard:
    """Create and publish the default scorecard, or return the existing scorecard."""
    _may_edit(actor)
    if existing := Scorecard.objects.order_by("pk").first():
        return existing
    scorecard = Scorecard.objects.create(name=str(NAME))
    version = ScorecardVersion.objects.create(scorecard=scorecard, number=1)
    for place, part in enumerate(PARTS):
        section = Section.objects.create(
            version=version, aspect=part.aspect, title=str(part.title), weight=part.weight, position=place
        )
        for position, asked in enumerate(part.questions):
            fields = {**asdict(asked), "text": str(asked.text), "hint": str(asked.hint)}
            Question.objects.create(section=section, position=position, **fields)
    _publish(version)
    record(house_journal(), Verb.SCORECARD_CREATED, actor=actor, subject=scorecard, texts={"name": scorecard.name})
    return scorecard


def scorecard_in_use() -> Scorecard:
    """The scorecard for new programmes. Creates the default one if none exists, so that reviews never have to wait."""
    published = Scorecard.objects.filter(versions__state=ScorecardVersion.State.PUBLISHED).order_by("pk").first()
    if published is not None:
        return published
    # Created by the system, because starting reviews must not depend on permission to edit scorecards.
    return create_default_scorecard(actor=None)


@transaction.atomic
def start_draft(*, actor: User, scorecard: Scorecard) -> ScorecardVersion:
    """The draft to edit: the existing one, or a copy of the published version, which stays in use until replaced."""
    _may_edit(actor)
    locked = Scorecard.objects.select_for_update().get(pk=scorecard.pk)
    if draft := locked.versions.filter(state=ScorecardVersion.State.DRAFT).first():
        return draft
    number = (locked.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    published = locked.versions.filter(state=ScorecardVersion.State.PUBLISHED).first()
    mode = published.mode if published else ScorecardVersion.Mode.PERCENTAGE
    draft = ScorecardVersion.objects.create(scorecard=locked, number=number, mode=mode)
    for section in published.sections.prefetch_related("questions") if published else []:
        questions = list(section.questions.all())
        section.pk, section.version = None, draft
        section.save(force_insert=True)
        for question in questions:
            question.pk, question.section = None, section
        Question.objects.bulk_create(questions)
    return draft


@transaction.atomic
def set_mode(*, actor: User, version: ScorecardVersion, mode: str) -> None:
    """Set the scoring method of the draft."""
    draft = _draft(actor, version.pk)
    draft.mode = ScorecardVersion.Mode(mode)
    draft.save(update_fields=["mode"])


@transaction.atomic
def save_section(
    *, actor: User, version: ScorecardVersion, section: Section | None, aspect: str, title: str, weight: Decimal
) -> Section:
    """Add a section to the draft, or change one."""
    draft = _draft(actor, version.pk)
    if section is None:
        last = draft.sections.aggregate(last=Max("position"))["last"]
        section = Section(version=draft, position=0 if last is None else last + 1)
    section.aspect, section.title, section.weight = aspect, title, weight
    section.save()
    return section


@transaction.atomic
def remove_section(*, actor: User, section: Section) -> None:
    """Delete a section and its questions from the draft."""
    _draft(actor, section.version_id)
    section.delete()


@transaction.atomic
def save_question(*, actor: User, section: Section, question: Question | None, **fields: Any) -> Question:
    """Add a question to a section of the draft, or change one. `fields` are those of `Question`."""
    _draft(actor, section.version_id)
    if question is None:
        last = section.questions.aggregate(last=Max("position"))["last"]
        question = Question(section=section, position=0 if last is None else last + 1)
    for name, value in fields.items():
        setattr(question, name, value)
    question.save()
    return question


@transaction.atomic
def remove_question(*, actor: User, question: Question) -> None:
    """Delete a question from the draft."""
    _draft(actor, question.section.version_id)
    question.delete()


@transaction.atomic
def publish_version(*, actor: User, version: ScorecardVersion) -> ScorecardVersion:
    """Publish the draft for new reviews. The version before is archived; its reviews stay readable."""
    draft = _draft(actor, version.pk)
    counting = Question.objects.filter(section__version=draft, section__weight__gt=0, is_bonus=False)
    if not counting.exists():
        raise NotPublishable(
            _("This scorecard can't give a score yet. Add a section with a weight above 0 and at least one question.")
        )
    empty = draft.sections.filter(questions=None).first()
    if empty is not None:
        raise NotPublishable(
            _("The section “%(title)s” has no questions. Add a question or remove the section.") % {"title": empty.title}
        )
    _publish(draft)
    record(house_journal(), Verb.SCORECARD_PUBLISHED, actor=actor, subject=draft, data={"number": draft.number})
    return draft


def _publish(draft: ScorecardVersion) -> None:
    now = clock.now()
    draft.scorecard.versions.filter(state=ScorecardVersion.State.PUBLISHED).update(
        state=ScorecardVersion.State.ARCHIVED, archived_at=now
    )
    draft.state, draft.published_at = ScorecardVersion.State.PUBLISHED, now
    draft.save(update_fields=["state", "published_at"])


def _draft(actor: User, version_id: int) -> ScorecardVersion:
    _may_edit(actor)
    version = ScorecardVersion.objects.select_for_update().get(pk=version_id)
    if version.state != ScorecardVersion.State.DRAFT:
        raise NotADraft(_("This version is no longer a draft. Create a new draft to change it."))
    return version


def _may_edit(actor: User | None) -> None:
    if actor is not None and not permissions.can_edit_scorecards(actor):
        raise PermissionDenied
