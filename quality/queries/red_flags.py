"""Red flags that a user is notified of, and those not seen yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from core.version_tokens import STATEMENT_NOW, Rows
from people.identity import User
from people.queries.team_leaders import leaders_of, led_person_ids
from quality import findings
from quality.models import Programme, RedFlagSeen, Review
from quality.models.reviews import ReviewQuerySet

# Older red flags are no longer listed, even if not seen.
WAITS_FOR = timedelta(days=28)

# For `core.version_tokens`. Teams and cases decide which of them concern the user.
RED_FLAGS = (
    Rows(Review, f"is_red_flagged AND completed_at > {STATEMENT_NOW} - interval '{WAITS_FOR.days} days'"),
    Rows(RedFlagSeen, "person_id = %(person)s"),
    Rows(Programme),
)


@dataclass(frozen=True, slots=True)
class OpenRedFlag:
    """A red flag that a user hasn't seen yet, and the page of the review."""

    review_id: int
    person: str
    reviewer: str
    completed_at: datetime
    url: str
    is_drill: bool


def told_of(user: User) -> ReviewQuerySet:
    """Red-flagged reviews that the user is notified of: of their team (except drills) and of cases that they lead. Reviews made
    by the user or about the user are left out.
    """
    led, journals = led_person_ids(user) - {user.person_id}, findings.journals_of(user)
    if not (led or journals):
        return Review.objects.none()
    theirs = Q(person__in=led, slot__programme__journal__is_drill=False) | Q(
        slot__programme__kind=Programme.Kind.EXTRA, slot__programme__journal__in=journals
    )
    flagged = Review.objects.completed().filter(theirs, is_red_flagged=True)
    return flagged.exclude(Q(reviewer=user.person_id) | Q(person=user.person_id))


def unseen_by(user: User) -> ReviewQuerySet:
    """Red-flagged reviews that the user hasn't confirmed as seen."""
    return told_of(user).exclude(Exists(RedFlagSeen.objects.filter(review=OuterRef("pk"), person=user.person_id)))


def open_red_flags(user: User, now: datetime) -> list[OpenRedFlag]:
    """Red flags that the user hasn't seen, newest first. The number of queries is constant."""
    waiting = unseen_by(user).filter(completed_at__gte=now - WAITS_FOR).order_by("-completed_at", "-pk")
    facts = ("pk", "person__display_name", "reviewer__display_name", "completed_at", "slot__programme__journal__is_drill")
    rows = list(waiting.values_list("person", "slot__programme__journal", *facts))
    pages = pages_for(user, {review_id: (person_id, journal_id) for person_id, journal_id, review_id, *_facts in rows})
    return [
        OpenRedFlag(review_id, person, reviewer, completed_at, pages[review_id], is_drill)
        for _person, _journal, review_id, person, reviewer, completed_at, is_drill in rows
    ]


def pages_for(user: User, reviews: Mapping[int, tuple[int, int]]) -> dict[int, str]:
    """Page of each review for this user, by review id: as team leader, or else as lead of the case. `reviews` gives the person
    and the journal of each.
    """
    led = led_person_ids(user)
    of_cases = {review: journal for review, (person, journal) in reviews.items() if person not in led}
    own = {review: reverse("quality:result", args=[review]) for review, (person, _journal) in reviews.items() if person in led}
    return own | (findings.pages_of(of_cases) if of_cases else {})


def told_about(review: Review) -> dict[int, str]:
    """Everyone who is notified of a red flag in this review, by person id, with the page for them."""
    programme = review.slot.programme
    pages: dict[int, str] = {}
    if programme.kind == Programme.Kind.EXTRA:
        url = findings.pages_of({review.pk: programme.journal_id}).get(review.pk)
        pages = dict.fromkeys(findings.readers_of(programme.journal_id), url) if url else {}
    leaders = leaders_of([review.person_id]).get(review.person_id, set())
    pages |= dict.fromkeys(leaders, reverse("quality:result", args=[review.pk]))
    return {person: url for person, url in pages.items() if person not in {review.person_id, review.reviewer_id}}
