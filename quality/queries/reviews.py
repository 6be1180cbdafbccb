"""Reviews as people see them: the reviewer's queue, a result with its calculation, and a CSP's own results."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from feedback.queries.interaction_facts import InteractionFacts, contacts_of, facts_of
from journal.drills import marked
from people.identity import Channel, User
from people.queries.persons import names
from quality.models import Programme, Question, Review, Section, Slot
from quality.queries.programmes import recent_review_coverages
from quality.review_coverage import ReviewCoverage
from quality.review_scores import scored
from quality.scoring import Mode, SectionResult, Sum, Term, mean, rounded
from quality.templatetags.quality_scores import quality_score


def programme_title(programme: Programme) -> str:
    """Title of a programme: the baseline, or the case it belongs to. Drills are marked."""
    if programme.kind == Programme.Kind.BASELINE:
        return _("Baseline")
    return marked(programme.journal.title, is_drill=programme.journal.is_drill)


def channel_name(channel: str) -> str:
    return str(Channel(channel).label) if channel in Channel.values else channel


@dataclass(frozen=True, slots=True)
class QueueRow:
    slot_id: int
    person: str
    programme: str
    channel: str
    topic: str
    contact_at: datetime
    due_at: datetime
    is_overdue: bool
    is_started: bool
    is_drill: bool


@dataclass(frozen=True, slots=True)
class Due:
    """Due time of a review, and whether it is overdue or started."""

    due_at: datetime
    is_overdue: bool
    is_started: bool


def due(slot: Slot, now: datetime) -> Due:
    return Due(slot.due_at, is_overdue=slot.due_at < now, is_started=slot.state == Slot.State.STARTED)


def is_needed(slot: Slot, now: datetime) -> bool:
    """Whether the review is still needed. A started review always is."""
    return not Slot.objects.filter(pk=slot.pk).unneeded(now).exists()


def slots_to_do(user: User) -> list[Slot]:
    """The slots of `queue`, most urgent first."""
    return list(Slot.objects.queued_for(user.person_id))


def queue(user: User, now: datetime, *, first: int | None = None) -> list[QueueRow]:
    """A reviewer's open reviews, most urgent first: all of them, or only the first few."""
    slots = list(Slot.objects.queued_for(user.person_id)[:first])
    contacts = contacts_of(slot.interaction_id for slot in slots if slot.interaction_id is not None)
    people = names(slot.person_id for slot in slots)
    return [
        QueueRow(
            slot_id=slot.pk,
            person=people[slot.person_id],
            programme=programme_title(slot.programme),
            channel=channel_name(contacts[slot.interaction_id or 0].channel),
            topic=contacts[slot.interaction_id or 0].topic,
            contact_at=contacts[slot.interaction_id or 0].started_at,
            due_at=slot.due_at,
            is_overdue=slot.due_at < now,
            is_started=slot.state == Slot.State.STARTED,
            is_drill=slot.programme.journal.is_drill,
        )
        for slot in slots
    ]


@dataclass(frozen=True, slots=True)
class ContactCard:
    """The contact of a review: the CSP, the known facts, and its reference in the source."""

    person: str
    channel: str
    facts: InteractionFacts

    @property
    def recording(self) -> str:
        """URL of the recording. Only web addresses are used as links, because the value comes from an imported file."""
        address = self.facts.recording_url
        return address if address.startswith(("https://", "http://")) else ""


def contact_card(*, person_id: int, interaction_id: int) -> ContactCard:
    facts = facts_of([interaction_id])[interaction_id]
    return ContactCard(person=names([person_id])[person_id], channel=channel_name(facts.channel), facts=facts)


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """One line of a result. `percent` is None for N/A and for bonus questions, whose `bonus` is the points added."""

    text: str
    answer: str
    percent: Decimal | None
    bonus: Decimal | None
    weight: Decimal
    failed: str


@dataclass(frozen=True, slots=True)
class ScoredSection:
    title: str
    weight: Decimal
    percent: Decimal | None
    is_failed: bool
    formula: str
    questions: tuple[AnsweredQuestion, ...]


@dataclass(frozen=True, slots=True)
class ResultView:
    """A completed review with the calculation of its score, recomputed from the stored answers."""

    person: str
    reviewer: str
    card: ContactCard
    sections: tuple[ScoredSection, ...]
    formula: str
    is_in_points: bool
    score: Decimal | None
    bonus: Decimal
    total: Decimal | None
    is_red_flagged: bool
    score_without_red_flag: Decimal | None


def result_view(review: Review) -> ResultView:
    """Content of a result page. Works for drafts too, with the answers given so far."""
    answers = dict(review.answers.values_list("question_id", "value"))
    result = scored(review.version, answers)
    sections = {section.pk: section for section in review.version.sections.all()}
    people = names([review.person_id, review.reviewer_id])
    bonuses = {term.id: term for term in result.bonuses}
    return ResultView(
        person=people[review.person_id],
        reviewer=people[review.reviewer_id],
        card=contact_card(person_id=review.person_id, interaction_id=review.interaction_id),
        sections=tuple(_scored_section(sections[part.id], part, result.mode, answers, bonuses) for part in result.sections),
        formula=formula(result.sum, result.mode),
        is_in_points=result.mode is Mode.POINTS,
        score=None if result.percent is None else rounded(result.percent),
        bonus=rounded(result.bonus),
        total=None if result.total is None else rounded(result.total),
        is_red_flagged=result.is_red_flagged,
        score_without_red_flag=None if result.sum.percent is None else rounded(result.sum.percent),
    )


def formula(total: Sum, mode: Mode) -> str:
    """The sum written out, like “(50.0 % × 40 + 100.0 % × 20) ÷ (40 + 20) = 66.7 %”; empty where nothing counts."""
    if total.percent is None:
        return ""
    percent = quality_score(rounded(total.percent))
    counting = [term for term in total.terms if term.weight]
    if mode is Mode.POINTS:
        got = [f"{_figure(term.got)} × {_figure(term.weight)}" for term in counting]
        possible = [f"{_figure(term.possible)} × {_figure(term.weight)}" for term in counting]
        return f"({' + '.join(got)}) ÷ ({' + '.join(possible)}) × 100 = {percent}"
    got = [f"{quality_score(rounded(term.got * 100))} × {_figure(term.weight)}" for term in counting]
    weights = [_figure(term.weight) for term in counting]
    return f"({' + '.join(got)}) ÷ ({' + '.join(weights)}) = {percent}"


@dataclass(frozen=True, slots=True)
class MyResult:
    review_id: int
    completed_at: datetime
    channel: str
    topic: str
    score: Decimal
    bonus: Decimal
    is_red_flagged: bool
    is_acknowledged: bool
    is_drill: bool

    @property
    def title(self) -> str:
        """Topic of the contact. Reviews of drills are marked."""
        return marked(self.topic or self.channel, is_drill=self.is_drill)


@dataclass(frozen=True, slots=True)
class MyResults:
    """A CSP's own results, newest first, with the coverage of the last four weeks.

    Reviews of drills are listed, but count neither in the mean nor in the coverage.
    """

    results: tuple[MyResult, ...]
    mean_score: Decimal | None
    counted: tuple[MyResult, ...]
    to_acknowledge: int
    review_coverage: ReviewCoverage


RESULT = (
    *("pk", "interaction_id", "completed_at", "acknowledged_at", "score", "bonus", "is_red_flagged"),
    "slot__programme__journal__is_drill",
)


def latest_results(user: User, *, most: int = 200, unread_only: bool = False) -> tuple[MyResult, ...]:
    """A CSP's own results, newest first: all of them, or only those not confirmed yet. Two queries."""
    reviews = Review.objects.completed().filter(person=user.person_id).order_by("-completed_at", "-pk")
    if unread_only:
        reviews = reviews.filter(acknowledged_at=None)
    listed = list(reviews.values_list(*RESULT, named=True)[:most])
    contacts = contacts_of(row.interaction_id for row in listed)
    return tuple(
        MyResult(
            review_id=row.pk,
            completed_at=row.completed_at,
            channel=channel_name(contacts[row.interaction_id].channel),
            topic=contacts[row.interaction_id].topic,
            score=row.score,
            bonus=row.bonus,
            is_red_flagged=row.is_red_flagged,
            is_acknowledged=row.acknowledged_at is not None,
            is_drill=row.slot__programme__journal__is_drill,
        )
        for row in listed
    )


def reviews_completed_since(person_ids: Collection[int], since: datetime) -> int:
    """Number of completed reviews of these records since a time, without those of drills."""
    completed = Review.objects.completed().filter(person__in=person_ids, completed_at__gte=since)
    return completed.filter(slot__programme__journal__is_drill=False).count()


def my_results(user: User, now: datetime) -> MyResults:
    results = latest_results(user)
    counted = tuple(result for result in results if not result.is_drill)
    return MyResults(
        results=results,
        mean_score=mean(result.score for result in counted),
        counted=counted,
        to_acknowledge=sum(not result.is_acknowledged for result in results),
        review_coverage=recent_review_coverages([user.person_id], now)[user.person_id],
    )


def _scored_section(
    section: Section, part: SectionResult, mode: Mode, answers: dict[int, int | None], bonuses: dict[int, Term]
) -> ScoredSection:
    return ScoredSection(
        title=section.title,
        weight=section.weight,
        percent=None if part.percent is None else rounded(part.percent),
        is_failed=part.is_failed,
        formula=formula(part.sum, mode),
        questions=tuple(
            _answered(question, answers.get(question.pk), bonuses.get(question.pk)) for question in section.questions.all()
        ),
    )


def _answered(question: Question, value: int | None, bonus: Term | None) -> AnsweredQuestion:
    share = None if value is None else Fraction(value - question.answers[0], len(question.answers) - 1)
    is_failed = share == 0
    failed = ""
    if is_failed and question.is_red_flag:
        failed = _("Red flag: review set to 0")
    elif is_failed and question.fails_section:
        failed = _("Failed: section set to 0")
    return AnsweredQuestion(
        text=question.text,
        answer=answer_label(question, value),
        percent=None if share is None or question.is_bonus else rounded(share * 100),
        bonus=rounded(bonus.got * bonus.weight) if bonus else None,
        weight=question.weight,
        failed=failed,
    )


def answer_label(question: Question, value: int | None) -> str:
    """An answer in words."""
    if value is None:
        return _("Not applicable")
    if question.scale == Question.Scale.BINARY:
        return _("Yes") if value else _("No")
    return _("%(value)s of %(best)s") % {"value": value, "best": question.answers[-1]}


def _figure(value: Fraction) -> str:
    return number_format(rounded(value).normalize() + 0, use_l10n=True)
