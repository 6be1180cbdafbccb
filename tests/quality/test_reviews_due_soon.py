"""Reviewers are notified once a day of reviews that are due within a day."""

from datetime import UTC, datetime, timedelta

from core import tick
from core.clock import travel
from people.models import Notification
from quality.actions.due_reviews import tell_reviewers
from quality.models import Slot
from tests.factories import quality as make
from tests.factories.people import Personas

NOON = datetime(2026, 11, 25, 11, tzinfo=UTC)


def due(personas: Personas, *in_hours: float) -> None:
    """Reviews in Rita's queue that are due in so many hours from noon."""
    with travel(NOON - timedelta(days=1)):
        programme = make.baseline(at=NOON - timedelta(days=8))
        make.forget_slots()
    for number, hours in enumerate(in_hours):
        with travel(NOON + timedelta(minutes=number)):
            slot = make.slot(programme, personas.agent.person, NOON - timedelta(days=number))
        slot.state, slot.reviewer, slot.assigned_at = Slot.State.ASSIGNED, personas.reviewer.person, NOON
        slot.interaction = make.contact(personas.agent.person, NOON - timedelta(hours=number + 1))
        slot.due_at = NOON + timedelta(hours=hours)
        slot.opens_at = slot.due_at - timedelta(hours=48)
        slot.save()


def told() -> list[tuple[int, str]]:
    rows = Notification.objects.filter(key__startswith="reviews-due:").order_by("pk")
    return list(rows.values_list("person_id", "text"))


def test_tick_tells_reviewers() -> None:
    assert "quality.due_reviews" in tick._reconcilers


def test_reviewer_is_told_once_a_day(personas: Personas) -> None:
    due(personas, -1, 2, 23, 25)
    reviewer = personas.reviewer.person_id
    with travel(NOON):
        assert (tell_reviewers(), tell_reviewers()) == (1, 0)
    assert told() == [(reviewer, "2 reviews are due within a day.")]
    with travel(NOON + timedelta(hours=13)):
        assert (tell_reviewers(), tell_reviewers()) == (1, 0)
    assert told()[1:] == [(reviewer, "2 reviews are due within a day.")]


def test_nothing_is_due(personas: Personas) -> None:
    due(personas, 25)
    with travel(NOON):
        assert tell_reviewers() == 0
    assert told() == []
