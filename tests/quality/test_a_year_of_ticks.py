"""A year of weekly ticks: one who is idle all the time costs no more at its end than at its beginning."""

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
# Until the first slots lapse, and what was reviewed is older than four weeks.
BEGINNING = 6


def week(personas: Personas, number: int) -> Asked:
    """A tick on Monday, after a week of five contacts of the one who is not idle; then what is to be reviewed is reviewed."""
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


def test_each_week_asks_as_much_of_the_database_as_any_other(personas: Personas) -> None:
    with travel(MONDAY - DAY):
        make.baseline(at=MONDAY - DAY)
    asked = [week(personas, number) for number in range(WEEKS)]
    assert set(asked[BEGINNING:]) == {asked[BEGINNING]}
    assert asked[BEGINNING].rows < 60
    idle = Slot.objects.filter(person=personas.other_agent.person)
    states = [idle.filter(state=state).count() for state in ("waiting", "lapsed")]
    assert states == [2, WEEKS - 2]
    assert Slot.objects.filter(person=personas.agent.person, state="done").count() == WEEKS
