"""Imported evaluations as the CSP, the team leader and the lead of a case read them."""

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
from quality.evaluations.tools import tool_called
from quality.models import ImportedEvaluation
from quality.models.evaluations import ImportedEvaluationQuerySet
from quality.queries.reviews import ContactCard, contact_card

LATEST = 100


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """A question group of the source's form with its points; None if it was not applicable."""

    title: str
    got: Decimal | None
    possible: Decimal | None


@dataclass(frozen=True, slots=True)
class EvaluationResult:
    """An imported evaluation. `happened_at` is the time of the contact, or else of the last change.

    `card` is the contact, if feedback has one of this person with this reference; lists leave it out.
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
    is_disputed: bool
    comment: str
    groups: tuple[QuestionGroup, ...]
    happened_at: datetime
    conversation_at: datetime | None
    changed_at: datetime
    card: ContactCard | None = None


@dataclass(frozen=True, slots=True)
class ImportedEvaluations:
    """A list of evaluations, newest first. `is_cut`: older ones were left out."""

    shown: tuple[EvaluationResult, ...]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Span:
    """A person's time span, [since, until)."""

    person_id: int
    since: datetime
    until: datetime


def source_name(source: str) -> str:
    return tool_called(source).title


def my_imported_evaluations(user: User, now: datetime) -> ImportedEvaluations:
    """The user's own evaluations."""
    return _results(ImportedEvaluation.objects.shown(now).filter(person=user.person_id))


def imported_evaluations_of_team(user: User, now: datetime) -> ImportedEvaluations:
    """Evaluations of the people whom a supervisor leads."""
    people = led_person_ids(user) - {user.person_id}
    return _results(ImportedEvaluation.objects.shown(now).filter(person__in=people))


def external_of_spans(spans: Iterable[Span], now: datetime) -> ImportedEvaluationQuerySet:
    """Evaluations of contacts within people's time spans. Evaluations without a contact date are left out."""
    parts = [Q(person=span.person_id, conversation_at__gte=span.since, conversation_at__lt=span.until) for span in spans]
    shown = ImportedEvaluation.objects.shown(now)
    return shown.filter(reduce(or_, parts)) if parts else shown.none()


def imported_evaluations(reviews: ImportedEvaluationQuerySet) -> ImportedEvaluations:
    """These evaluations, newest first."""
    return _results(reviews)


def evaluation_result(review: ImportedEvaluation) -> EvaluationResult:
    """Content of an imported evaluation's page."""
    return replace(_result(review, names([review.person_id or 0])), card=_card(review))


def _card(review: ImportedEvaluation) -> ContactCard | None:
    """The contact, found by its reference in both sources. There is no foreign key: either record may be missing."""
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
        is_disputed=review.is_disputed,
        comment=review.comment,
        groups=tuple(QuestionGroup(each["title"], _figure(each["got"]), _figure(each["possible"])) for each in review.groups),
        happened_at=review.conversation_at or review.changed_at,
        conversation_at=review.conversation_at,
        changed_at=review.changed_at,
    )


def _figure(text: str) -> Decimal | None:
    return Decimal(text) if text else None
