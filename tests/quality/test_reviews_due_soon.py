"""Reviewers are notified at most once a day, and once of each review that is due within a day."""

from datetime import UTC, datetime, timedelta

from core import tick
from core.clock import travel
from journal.actions import open_journal
from people.models import Notification
from quality.actions import open_programme
from quality.actions.due_reviews import tell_reviewers
from quality.models import Programme, Slot
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


def drill(personas: Personas) -> Programme:
    return open_programme(
        actor=None,
        journal=open_journal(title="Storm", is_drill=True),
        cadence=1,
        person_ids=[personas.agent.person_id],
        at=NOON,
    )


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


def test_reviewer_is_told_once_of_each_review(personas: Personas) -> None:
    due(personas, 16, 23)
    with travel(NOON):
        assert tell_reviewers() == 1
    with travel(NOON + timedelta(hours=14)):
        assert tell_reviewers() == 0
    # A colleague's review, taken over on the next day, is news.
    Slot.objects.filter(due_at=NOON + timedelta(hours=23)).update(assigned_at=NOON + timedelta(hours=14))
    with travel(NOON + timedelta(hours=15)):
        assert tell_reviewers() == 1


def unread() -> int:
    return Notification.objects.filter(key__startswith="reviews-due:", read_at=None).count()


def test_notification_is_settled_once_nothing_is_due(personas: Personas) -> None:
    due(personas, 2, 23)
    with travel(NOON):
        tell_reviewers()
    Slot.objects.filter(due_at=NOON + timedelta(hours=2)).update(state=Slot.State.DONE)
    with travel(NOON + timedelta(hours=1)):
        tell_reviewers()
        assert unread() == 1
    # An overdue review still has to be done.
    with travel(NOON + timedelta(hours=24)):
        tell_reviewers()
        assert unread() == 1
    Slot.objects.update(state=Slot.State.WAITING, reviewer=None, assigned_at=None)
    with travel(NOON + timedelta(hours=25)):
        tell_reviewers()
        assert unread() == 0


def test_later_notification_replaces_the_earlier_one(personas: Personas) -> None:
    due(personas, 23, 25)
    for hours in (0, 13):
        with travel(NOON + timedelta(hours=hours)):
            assert tell_reviewers() == 1
    assert (len(told()), unread()) == (2, 1)


def test_reviews_of_a_drill_are_not_told_and_keep_nothing_open(personas: Personas) -> None:
    due(personas, 2)
    with travel(NOON):
        tell_reviewers()
    Slot.objects.update(programme=drill(personas))
    with travel(NOON + timedelta(hours=1)):
        tell_reviewers()
        assert unread() == 0
    Notification.objects.all().delete()
    with travel(NOON + timedelta(hours=1)):
        assert tell_reviewers() == 0


def test_nothing_is_due(personas: Personas) -> None:
    due(personas, 25)
    with travel(NOON):
        assert tell_reviewers() == 0
    assert told() == []
