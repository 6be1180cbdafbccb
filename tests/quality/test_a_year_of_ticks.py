"""Cost of a year of weekly ticks: it doesn't grow, even with a person who is idle all the time."""

from datetime import UTC, datetime, timedelta

from core.clock import travel
from quality import actions
from quality.models import Slot
from tests.counting import Asked, asked_by
from tests.factories import quality as make
from tests.factories.people import Personas

MONDAY = datetime(2026, 1, 5, 8, tzinfo=UTC)
DAY = timedelta(days=1)
WEEKS = 52
# Until the first slots lapse, and the first reviews are older than four weeks.
BEGINNING = 6


def week(personas: Personas, number: int) -> Asked:
    """A tick on Monday after a week with five contacts of the busy person; then all assigned reviews are done."""
    with travel(MONDAY + number * 7 * DAY):
        now = MONDAY + number * 7 * DAY
        for days in range(5):
            make.contact(personas.agent.person, now - days * DAY - timedelta(hours=1))
        asked = asked_by(actions.reconcile_slots)
        for slot in Slot.objects.queued_for(personas.reviewer.person_id):
            review = actions.start_review(actor=personas.reviewer, slot=slot)
            answers = make.best_answers(review.version)
            actions.complete_review(actor=personas.reviewer, review=review, answers=answers, comment="")
        return asked


def test_weekly_queries_do_not_grow_over_a_year(personas: Personas) -> None:
    with travel(MONDAY - DAY):
        make.baseline(at=MONDAY - DAY)
    asked = [week(personas, number) for number in range(WEEKS)]
    assert set(asked[BEGINNING:]) == {asked[BEGINNING]}
    assert asked[BEGINNING].rows < 60
    idle = Slot.objects.filter(person=personas.other_agent.person)
    states = [idle.filter(state=state).count() for state in ("waiting", "lapsed")]
    assert states == [2, WEEKS - 2]
    assert Slot.objects.filter(person=personas.agent.person, state="done").count() == WEEKS
