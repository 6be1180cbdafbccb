"""The supervisors' board: programmes, reviewer capacity, and the review coverage of their teams."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from people.identity import User
from people.queries.leave import on_leave
from people.queries.persons import names
from people.queries.team_leaders import led_person_ids
from quality.models import Programme, ProgrammeMember, Review, Slot
from quality.queries.capacity import loads
from quality.queries.programmes import PERIOD_OF_COVERAGE, SlotCounts, recent_review_coverages, slot_counts
from quality.queries.reviews import programme_title
from quality.review_coverage import ReviewCoverage
from quality.scoring import mean
from quality.slot_times import CONTACT_WITHIN, REVIEWER_WITHIN

RESULTS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    title: str
    cadence: int
    members: int
    starts_at: datetime
    ends_at: datetime | None
    slots: SlotCounts
    is_baseline: bool


@dataclass(frozen=True, slots=True)
class ReviewerRow:
    """A reviewer's week. Former reviewers are listed while a review they started is open."""

    person_id: int
    name: str
    taken: int
    capacity: int
    overdue: int
    is_away: bool = False
    is_former: bool = False

    @property
    def percent(self) -> int:
        """Used share of the week's capacity, at most 100."""
        return min(100, 100 * self.taken // self.capacity) if self.capacity else 100


@dataclass(frozen=True, slots=True)
class ResultLink:
    """One of the reviews behind a mean score, by its completion date."""

    id: int
    completed_at: datetime


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One CSP's last four weeks."""

    person_id: int
    name: str
    done: int
    open: int
    mean_score: Decimal | None
    red_flags: int
    unread: int
    review_coverage: ReviewCoverage
    results: tuple[ResultLink, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """`need_per_week` is the need of running programmes; `missing_per_week` the part that exceeds today's capacity.

    `overdue_with_nobody` counts overdue slots without a contact or a reviewer. Drills are listed as programmes, but count in no
    other figure.
    """

    programmes: tuple[ProgrammeRow, ...]
    reviewers: tuple[ReviewerRow, ...]
    people: tuple[PersonRow, ...]
    need_per_week: int
    room_per_week: int
    overdue_with_nobody: int
    has_baseline: bool
    lapses_without_contact_days: int = CONTACT_WITHIN.days
    lapses_without_reviewer_days: int = REVIEWER_WITHIN.days

    @property
    def baseline(self) -> ProgrammeRow | None:
        """The running baseline, or None."""
        return next((row for row in self.programmes if row.is_baseline and row.ends_at is None), None)

    @property
    def missing_per_week(self) -> int:
        return max(0, self.need_per_week - self.room_per_week)


def board(user: User, now: datetime, zone: ZoneInfo) -> Board:
    """The board as this supervisor sees it: figures of all programmes, people only of the teams they lead."""
    recent = Programme.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now - PERIOD_OF_COVERAGE))
    programmes, counts = list(recent.select_related("journal").order_by("kind", "-starts_at")), slot_counts(recent, now)
    members = _members_now(programmes, now)
    held = _held_by(now)
    reviewers = _reviewer_rows(held, now, zone)
    running = [
        programme
        for programme in programmes
        if programme.ends_at is None and programme.starts_at <= now and not programme.journal.is_drill
    ]
    return Board(
        programmes=tuple(
            ProgrammeRow(
                title=programme_title(programme),
                cadence=programme.cadence,
                members=members[programme.pk],
                starts_at=programme.starts_at,
                ends_at=programme.ends_at,
                slots=counts[programme.pk],
                is_baseline=programme.kind == Programme.Kind.BASELINE,
            )
            for programme in programmes
        ),
        reviewers=reviewers,
        people=_person_rows(led_person_ids(user) - {user.person_id}, now),
        need_per_week=sum(programme.cadence * members[programme.pk] for programme in running),
        room_per_week=sum(row.capacity for row in reviewers if not row.is_away),
        overdue_with_nobody=held[None].overdue,
        has_baseline=any(programme.kind == Programme.Kind.BASELINE for programme in running),
    )


def _members_now(programmes: Iterable[Programme], now: datetime) -> Counter[int]:
    present = ProgrammeMember.objects.filter(programme__in=programmes, joined_at__lte=now)
    present = present.filter(Q(left_at=None) | Q(left_at__gt=now))
    return Counter(dict(present.values_list("programme").annotate(count=Count("pk")).values_list("programme", "count")))


@dataclass(frozen=True, slots=True)
class Held:
    """Number of open reviews of a reviewer, and how many of them are overdue."""

    count: int = 0
    overdue: int = 0


def _held_by(now: datetime) -> defaultdict[int | None, Held]:
    """Open reviews by reviewer, and those without one under None. One query."""
    slots = Slot.objects.in_earnest().open().values_list("reviewer")
    counted = slots.annotate(count=Count("pk"), late=Count("pk", filter=Q(due_at__lt=now)))
    return defaultdict(Held, {reviewer_id: Held(count, late) for reviewer_id, count, late in counted})


def _reviewer_rows(held: defaultdict[int | None, Held], now: datetime, zone: ZoneInfo) -> tuple[ReviewerRow, ...]:
    week, away = loads(now, zone), on_leave(now.astimezone(zone).date())
    former = {person_id for person_id in held if person_id is not None and person_id not in week}
    called = names({*week, *former})
    rows = [
        *(
            ReviewerRow(person_id, called[person_id], load.taken, load.capacity, held[person_id].overdue, person_id in away)
            for person_id, load in week.items()
        ),
        *(
            ReviewerRow(person_id, called[person_id], held[person_id].count, 0, held[person_id].overdue, is_former=True)
            for person_id in former
        ),
    ]
    return tuple(sorted(rows, key=lambda row: (row.name, row.person_id)))


def _person_rows(person_ids: set[int], now: datetime) -> tuple[PersonRow, ...]:
    """Rows for those of the people whom a programme reviews, or reviewed recently."""
    since = now - PERIOD_OF_COVERAGE
    reviews: dict[int, list[Review]] = defaultdict(list)
    for review in Review.objects.completed().in_earnest().filter(person__in=person_ids, completed_at__gte=since):
        reviews[review.person_id].append(review)
    waiting = Slot.objects.in_earnest().open().filter(person__in=person_ids)
    still_open = dict(waiting.values_list("person").annotate(count=Count("pk")).values_list("person", "count"))
    current = ProgrammeMember.objects.filter(
        person__in=person_ids, left_at=None, programme__ends_at=None, programme__journal__is_drill=False
    )
    people = {*reviews, *still_open, *current.values_list("person_id", flat=True)}
    called, coverages = names(people), recent_review_coverages(people, now)
    rows = [
        PersonRow(
            person_id=person_id,
            name=called[person_id],
            done=len(reviews[person_id]),
            open=still_open.get(person_id, 0),
            mean_score=mean(review.score for review in reviews[person_id] if review.score is not None),
            red_flags=sum(review.is_red_flagged for review in reviews[person_id]),
            unread=sum(review.acknowledged_at is None for review in reviews[person_id]),
            review_coverage=coverages[person_id],
            results=tuple(
                ResultLink(review.pk, review.completed_at)
                for review in sorted(reviews[person_id], key=lambda review: review.pk, reverse=True)[:RESULTS_SHOWN]
                if review.completed_at is not None
            ),
        )
        for person_id in people
    ]
    return tuple(sorted(rows, key=lambda row: row.name))
