"""Figures of programmes for the crisis room, the protocol and the board."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, Q, QuerySet
from django.utils.translation import ngettext

from core import clock
from core.request_cache import once
from feedback.queries.interactions import ReviewableInteraction, are_kept_since, reviewable
from quality.models import Programme, ProgrammeMember, Review, ReviewAnswer, Slot
from quality.models.scorecards import Aspect
from quality.review_coverage import ReviewCoverage, review_coverage
from quality.review_scores import sections_of
from quality.scoring import Mode, mean, rounded, score

PERIOD_OF_COVERAGE = timedelta(days=28)
OPEN = {Slot.State.WAITING, Slot.State.ASSIGNED, Slot.State.STARTED}


@dataclass(frozen=True, slots=True)
class SectionMean:
    """Mean of a section (0-100) over all reviews in which it was answered. Sections with one title are one."""

    aspect: str
    title: str
    mean_percent: Decimal
    reviews: int


@dataclass(frozen=True, slots=True)
class SlotCounts:
    """Planned and completed reviews. `planned` counts all slots that have opened so far, `overdue` open slots past their due
    time, `waiting` open slots without a contact or reviewer. Lapsed slots waited too long and aren't open any more.
    """

    planned: int = 0
    done: int = 0
    open: int = 0
    overdue: int = 0
    waiting: int = 0
    cancelled: int = 0
    lapsed_without_contact: int = 0
    lapsed_without_reviewer: int = 0

    @property
    def lapsed(self) -> int:
        return self.lapsed_without_contact + self.lapsed_without_reviewer


@dataclass(frozen=True, slots=True)
class Pace:
    """Extra reviews per member and week, and progress."""

    cadence: int
    slots: SlotCounts


@dataclass(frozen=True, slots=True)
class ProgrammeSummary:
    """Results of all extra programmes of one journal (a reopened case has several). Scores exclude bonuses, and are None while
    no review is done.
    """

    cadence: int
    members: int
    starts_at: datetime
    ends_at: datetime | None
    slots: SlotCounts
    mean_score: Decimal | None
    lowest_score: Decimal | None
    highest_score: Decimal | None
    red_flags: int
    acknowledged: int
    sections: tuple[SectionMean, ...]
    # None once the contacts of that time are deleted, because only reviewed ones are left.
    review_coverage: ReviewCoverage | None


def has_baseline() -> bool:
    """Whether a baseline is running."""
    return Programme.objects.filter(kind=Programme.Kind.BASELINE, ends_at=None).exists()


def baseline_runs(cadence: int) -> str:
    """Message that a baseline is running, with its cadence."""
    text = ngettext(
        "The baseline is running: %(count)d review a week per agent.",
        "The baseline is running: %(count)d reviews a week per agent.",
        cadence,
    )
    return text % {"count": cadence}


def last_baseline_cadence() -> int:
    """Reviews a week of the running or last baseline; 1 if there never was one."""
    last = Programme.objects.filter(kind=Programme.Kind.BASELINE).order_by("-starts_at", "-pk").first()
    return last.cadence if last else 1


@once
def baseline_cadence() -> int:
    """Reviews per CSP per week outside any crisis; 1 until a baseline runs."""
    running = Programme.objects.filter(kind=Programme.Kind.BASELINE, ends_at=None).values_list("cadence", flat=True).first()
    return running or 1


@once
def pace(journal_id: int) -> Pace | None:
    """Cadence and progress of this journal's extra reviews, or None if it never had any. One query."""
    tallies = _tallies(_extra(journal_id), clock.now())
    return Pace(tallies[-1].cadence, _counted(tallies)) if tallies else None


def _extra(journal_id: int) -> QuerySet[Programme]:
    return Programme.objects.filter(journal=journal_id, kind=Programme.Kind.EXTRA).order_by("starts_at", "pk")


def programme_summary(journal_id: int) -> ProgrammeSummary | None:
    """Results of the journal's extra programmes so far, or None if it never had one."""
    programmes, reviewed = list(_extra(journal_id)), pace(journal_id)
    if reviewed is None:
        return None
    now, last = clock.now(), programmes[-1]
    reviews = list(Review.objects.completed().filter(slot__programme__in=programmes).select_related("version"))
    scores = [review.score for review in reviews if review.score is not None]
    starts_at, ends_at = programmes[0].starts_at, last.ends_at
    members = set(ProgrammeMember.objects.filter(programme__in=programmes).values_list("person_id", flat=True))
    contacts = reviewable(members, starts_at, ends_at or now)
    coverages = review_coverages(members, contacts, [review.interaction_id for review in reviews])
    return ProgrammeSummary(
        cadence=reviewed.cadence,
        members=last.members.filter(Q(left_at=None) | Q(left_at=ends_at)).values("person").distinct().count(),
        starts_at=starts_at,
        ends_at=ends_at,
        slots=reviewed.slots,
        mean_score=mean(scores),
        lowest_score=min(scores, default=None),
        highest_score=max(scores, default=None),
        red_flags=sum(review.is_red_flagged for review in reviews),
        acknowledged=sum(review.acknowledged_at is not None for review in reviews),
        sections=section_means(reviews),
        review_coverage=sum(coverages.values(), ReviewCoverage(0, 0)) if are_kept_since(starts_at) else None,
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """Number of equal slots of a programme. A programme without slots has an empty tally."""

    programme_id: int
    cadence: int
    state: str | None
    lapse_reason: str | None
    is_late: bool | None
    count: int


ALIKE = ("pk", "cadence", "slots__state", "slots__lapse_reason", "is_late")


def _tallies(programmes: QuerySet[Programme], now: datetime) -> list[Tally]:
    """Tallies of these programmes, in their order. One query."""
    rows = programmes.annotate(is_late=Q(slots__due_at__lt=now)).values_list(*ALIKE).annotate(Count("slots"))
    return [Tally(*row) for row in rows]


def _counted(tallies: Iterable[Tally]) -> SlotCounts:
    counts: Counter[str] = Counter()
    for tally in tallies:
        kinds = {
            "planned": True,
            "done": tally.state == Slot.State.DONE,
            "open": tally.state in OPEN,
            "overdue": tally.state in OPEN and tally.is_late,
            "waiting": tally.state == Slot.State.WAITING,
            "cancelled": tally.state == Slot.State.CANCELLED,
            "lapsed_without_contact": tally.lapse_reason == Slot.LapseReason.NO_CONTACT,
            "lapsed_without_reviewer": tally.lapse_reason == Slot.LapseReason.NO_REVIEWER,
        }
        counts.update({kind: tally.count for kind, is_counted in kinds.items() if is_counted})
    return SlotCounts(**counts)


def slot_counts(programmes: QuerySet[Programme], now: datetime) -> dict[int, SlotCounts]:
    """Slot counts by programme id. One query."""
    tallies: defaultdict[int, list[Tally]] = defaultdict(list)
    for tally in _tallies(programmes, now):
        tallies[tally.programme_id].append(tally)
    return {programme_id: _counted(of_programme) for programme_id, of_programme in tallies.items()}


def section_means(reviews: Iterable[Review]) -> tuple[SectionMean, ...]:
    """Mean of each section in scorecard order. Sections of different versions are matched by title."""
    listed = list(reviews)
    answers: dict[int, dict[int, int | None]] = defaultdict(dict)
    for review_id, question_id, value in ReviewAnswer.objects.filter(review__in=listed).values_list(
        "review_id", "question_id", "value"
    ):
        answers[review_id][question_id] = value
    versions = {review.version_id: review.version for review in listed}
    scorecards = sections_of(versions.values())
    sections = {section.pk: section for version in versions.values() for section in version.sections.all()}
    found: dict[tuple[str, str], list[Fraction]] = defaultdict(list)
    for review in listed:
        for part in score(scorecards[review.version_id], answers[review.pk], Mode(review.version.mode)).sections:
            percent = part.percent
            if percent is not None:
                section = sections[part.id]
                found[section.aspect, section.title].append(percent)
    order = list(Aspect.values)
    return tuple(
        SectionMean(aspect, title, rounded(sum(values, Fraction(0)) / len(values)), len(values))
        for (aspect, title), values in sorted(found.items(), key=lambda item: (order.index(item[0][0]), item[0][1]))
    )


def review_coverages(
    person_ids: Iterable[int], contacts: Iterable[ReviewableInteraction], reviewed_ids: Iterable[int]
) -> dict[int, ReviewCoverage]:
    """Coverage by person id: the share of strata of their contacts that reviews have seen."""
    of_person: dict[int, list[ReviewableInteraction]] = defaultdict(list)
    for contact in contacts:
        of_person[contact.person_id].append(contact)
    reviewed = set(reviewed_ids)
    return {person_id: review_coverage(of_person[person_id], reviewed) for person_id in person_ids}


def recent_review_coverages(person_ids: Iterable[int], now: datetime) -> dict[int, ReviewCoverage]:
    """Coverage of the last four weeks by person id, over all programmes except drills."""
    people = set(person_ids)
    contacts = reviewable(people, now - PERIOD_OF_COVERAGE, now)
    reviewed = Review.objects.completed().in_earnest().filter(person__in=people).values_list("interaction_id", flat=True)
    return review_coverages(people, contacts, reviewed)
