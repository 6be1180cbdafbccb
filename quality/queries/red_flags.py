"""Red flags that a person is told of, and those they have not taken note of yet."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from core.editions import STATEMENT_NOW, Rows
from people.identity import User
from people.queries import leaders_of, led_person_ids, names
from quality import findings
from quality.models import Programme, RedFlagSeen, Review
from quality.models.reviews import ReviewQuerySet

# After this time a red flag is history, seen or not.
WAITS_FOR = timedelta(days=28)

# For `core.editions`. Which of them are the user's follows from teams and cases.
RED_FLAGS = (
    Rows(Review, f"is_red_flagged AND completed_at > {STATEMENT_NOW} - interval '{WAITS_FOR.days} days'"),
    Rows(RedFlagSeen, "person_id = %(person)s"),
    Rows(Programme),
)


@dataclass(frozen=True, slots=True)
class OpenRedFlag:
    """A red flag that waits for a person, and the page on which they read the review."""

    review_id: int
    person: str
    reviewer: str
    completed_at: datetime
    url: str
    is_drill: bool


def told_of(user: User) -> ReviewQuerySet:
    """Red-flagged reviews of people whose team the user leads, unless it is a drill, and of cases that the user leads; none
    that they made, and none of themselves.
    """
    led, journals = led_person_ids(user) - {user.person_id}, findings.journals_of(user)
    theirs = Q(person__in=led, slot__programme__journal__is_drill=False) | Q(
        slot__programme__kind=Programme.Kind.EXTRA, slot__programme__journal__in=journals
    )
    flagged = Review.objects.completed().filter(theirs, is_red_flagged=True)
    return flagged.exclude(Q(reviewer=user.person_id) | Q(person=user.person_id))


def unseen_by(user: User) -> ReviewQuerySet:
    """The red-flagged reviews that the user is told of and has not taken note of."""
    return told_of(user).exclude(Exists(RedFlagSeen.objects.filter(review=OuterRef("pk"), person=user.person_id)))


def open_red_flags(user: User, now: datetime) -> list[OpenRedFlag]:
    """The red flags that wait for the user, the latest first. Few queries, however many there are."""
    waiting = unseen_by(user).filter(completed_at__gte=now - WAITS_FOR).select_related("slot__programme__journal")
    reviews = list(waiting.order_by("-completed_at", "-pk"))
    if not reviews:
        return []
    called = names({review.person_id for review in reviews} | {review.reviewer_id for review in reviews})
    pages = pages_for(user, reviews)
    return [
        OpenRedFlag(
            review.pk,
            called[review.person_id],
            called[review.reviewer_id],
            review.completed_at,
            pages[review.pk],
            review.is_drill,
        )
        for review in reviews
        if review.completed_at is not None
    ]


def pages_for(user: User, reviews: list[Review]) -> dict[int, str]:
    """Where the user reads these reviews, by review id: as the person's team leader, or else as the leader of the case."""
    led = led_person_ids(user)
    of_cases = {review.pk: review.slot.programme.journal_id for review in reviews if review.person_id not in led}
    own = {review.pk: reverse("quality:result", args=[review.pk]) for review in reviews if review.person_id in led}
    return own | (findings.pages_of(of_cases) if of_cases else {})


def told_about(review: Review) -> dict[int, str]:
    """Everyone who is told of a red flag in this review, by person id, with the page on which they read it."""
    programme = review.slot.programme
    pages: dict[int, str] = {}
    if programme.kind == Programme.Kind.EXTRA:
        url = findings.pages_of({review.pk: programme.journal_id}).get(review.pk)
        pages = dict.fromkeys(findings.readers_of(programme.journal_id), url) if url else {}
    leaders = leaders_of([review.person_id]).get(review.person_id, set())
    pages |= dict.fromkeys(leaders, reverse("quality:result", args=[review.pk]))
    return {person: url for person, url in pages.items() if person not in {review.person_id, review.reviewer_id}}
