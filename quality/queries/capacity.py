"""Capacity of reviewers and how much of it is used."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count

from people.identity import Role
from people.queries.roles import holders_of
from quality.models import Review, ReviewerCapacity, Slot
from quality.reviewer_choice import Load
from quality.slot_times import start_of_day

DEFAULT_REVIEWS_PER_WEEK = 20


def week_starts_at(now: datetime, zone: ZoneInfo) -> datetime:
    """Local 00:00 of this ISO week's Monday."""
    today = now.astimezone(zone).date()
    return start_of_day(today - timedelta(days=today.weekday()), zone)


def loads(now: datetime, zone: ZoneInfo, *, with_drills: bool = False) -> dict[int, Load]:
    """Each reviewer's week by person id: reviews open or completed since Monday, and capacity. Reviews of drills don't use up
    capacity for others.
    """
    reviewers = set(holders_of(Role.REVIEWER))
    rooms = dict(ReviewerCapacity.objects.filter(person__in=reviewers).values_list("person_id", "reviews_per_week"))
    open_slots = Slot.objects.filter(state__in=[Slot.State.ASSIGNED, Slot.State.STARTED], reviewer__in=reviewers)
    done = Review.objects.completed().filter(reviewer__in=reviewers, completed_at__gte=week_starts_at(now, zone))
    if not with_drills:
        open_slots, done = open_slots.in_earnest(), done.in_earnest()
    open_by = dict(open_slots.values_list("reviewer").annotate(count=Count("pk")).values_list("reviewer", "count"))
    done_by = dict(done.values_list("reviewer").annotate(count=Count("pk")).values_list("reviewer", "count"))
    return {
        person_id: Load(
            person_id=person_id,
            taken=open_by.get(person_id, 0) + done_by.get(person_id, 0),
            capacity=rooms.get(person_id, DEFAULT_REVIEWS_PER_WEEK),
        )
        for person_id in sorted(reviewers)
    }
