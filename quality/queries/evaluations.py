"""Imported evaluations, as the CSP, the team leader and the lead of a case read them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import reduce
from operator import or_

from django.db.models import Q

from feedback.queries.interactions import contact_called
from people.identity import User
from people.queries.persons import names
from people.queries.team_leaders import led_person_ids
from quality.models import ImportedEvaluation
from quality.models.evaluations import ImportedEvaluationQuerySet
from quality.queries.reviews import ContactCard, contact_card

# What the sources are called on pages. Words of the makers, so they are not translated.
SOURCES = {"genesys": "Genesys"}
LATEST = 100


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """A part of the form of the other tool, in its points. None where it did not apply."""

    title: str
    got: Decimal | None
    possible: Decimal | None


@dataclass(frozen=True, slots=True)
class EvaluationResult:
    """A review that was made in another tool. `happened_at` is when the contact was, or else when the review was changed.
    `card` is the contact, where feedback knows one of the person that is called so; lists leave it out.
    """

    id: int
    source: str
    person: str
    evaluator: str
    form: str
    conversation_id: str
    score: Decimal
    critical_score: Decimal | None
    is_red_flagged: bool
    comment: str
    groups: tuple[QuestionGroup, ...]
    happened_at: datetime
    conversation_at: datetime | None
    changed_at: datetime
    card: ContactCard | None = None


@dataclass(frozen=True, slots=True)
class ImportedEvaluations:
    """A list of them, the latest first. `is_cut` says that there are earlier ones, which are not in it."""

    shown: tuple[EvaluationResult, ...]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Span:
    """A person from when until when, [since, until)."""

    person_id: int
    since: datetime
    until: datetime


def source_name(source: str) -> str:
    return SOURCES.get(source, source)


def my_imported_evaluations(user: User, now: datetime) -> ImportedEvaluations:
    """One's own."""
    return _results(ImportedEvaluation.objects.shown(now).filter(person=user.person_id))


def imported_evaluations_of_team(user: User, now: datetime) -> ImportedEvaluations:
    """Those of the people whom a supervisor leads."""
    people = led_person_ids(user) - {user.person_id}
    return _results(ImportedEvaluation.objects.shown(now).filter(person__in=people))


def external_of_spans(spans: Iterable[Span], now: datetime) -> ImportedEvaluationQuerySet:
    """Reviews of contacts that people had in their spans of time: not of those of which it is not said when they were."""
    parts = [Q(person=span.person_id, conversation_at__gte=span.since, conversation_at__lt=span.until) for span in spans]
    shown = ImportedEvaluation.objects.shown(now)
    return shown.filter(reduce(or_, parts)) if parts else shown.none()


def imported_evaluations(reviews: ImportedEvaluationQuerySet) -> ImportedEvaluations:
    """These reviews."""
    return _results(reviews)


def evaluation_result(review: ImportedEvaluation) -> EvaluationResult:
    """The content of a result's page."""
    return replace(_result(review, names([review.person_id or 0])), card=_card(review))


def _card(review: ImportedEvaluation) -> ContactCard | None:
    """The contact, by what both sources call it. Nothing holds the two together: either may come, go or be missing."""
    if review.person_id is None or review.conversation_at is None or not review.conversation_id:
        return None
    contact = contact_called(review.person_id, review.conversation_id, review.conversation_at)
    return None if contact is None else contact_card(person_id=review.person_id, interaction_id=contact)


def _results(reviews: ImportedEvaluationQuerySet) -> ImportedEvaluations:
    found = list(reviews.latest_first()[: LATEST + 1])
    people = names(review.person_id for review in found if review.person_id)
    return ImportedEvaluations(tuple(_result(review, people) for review in found[:LATEST]), is_cut=len(found) > LATEST)


def _result(review: ImportedEvaluation, people: dict[int, str]) -> EvaluationResult:
    assert review.total_score is not None  # noqa: S101 - only of withheld ones, which are not shown
    return EvaluationResult(
        id=review.pk,
        source=source_name(review.source),
        person=people[review.person_id or 0],
        evaluator=review.evaluator,
        form=review.form,
        conversation_id=review.conversation_id,
        score=review.total_score,
        critical_score=review.critical_score,
        is_red_flagged=review.is_red_flagged,
        comment=review.comment,
        groups=tuple(QuestionGroup(each["title"], _figure(each["got"]), _figure(each["possible"])) for each in review.groups),
        happened_at=review.conversation_at or review.changed_at,
        conversation_at=review.conversation_at,
        changed_at=review.changed_at,
    )


def _figure(text: str) -> Decimal | None:
    return Decimal(text) if text else None
