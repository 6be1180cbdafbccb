"""Quality reviews in the demo: the baseline, the extra reviews of both crises, and acknowledgements."""

from datetime import timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from core import clock
from desk.demo import cast
from desk.demo.contacts import RECALL, STORM
from desk.demo.organisation import House
from desk.demo.schedule import Story
from people.identity import User
from quality.actions import acknowledge_review, complete_review, ensure_baseline, start_review
from quality.queries.reviews import slots_to_do

if TYPE_CHECKING:
    from quality.models import Question, Review, Slot

# Reviews per reviewer and day, or more if more would be overdue tomorrow. On the last day only the urgent ones.
A_DAY = 9
MINUTES_OF_A_REVIEW = 22

PRAISE = (
    "You acknowledged the customer's worry before offering a solution. You can hear them relax after that.",
    "Clear, warm and unhurried. You gave a time for the next step and repeated it. Great call.",
    "Good use of the script in your own words, and you only promised what we can keep.",
    "You let the customer finish before you answered. That turned the conversation around.",
)
ADVICE = (
    "Everything was correct. Next time, summarise the next steps before you say goodbye.",
    "Friendly tone. Ask one more question before you offer the repair: the customer wanted a date.",
    "The facts were right, but the opening felt rushed. Take a breath before your first sentence.",
    "Good solution, but the apology came late. Say sorry first, then solve the problem.",
)
CONCERN = (
    "The date you gave isn't in the script. Please call the customer back today, and let's go through it tomorrow.",
    "This was a tough one. Escalate earlier next time: that's what second line is for.",
)


def plan_reviews(story: Story, house: House) -> None:
    """Plan the reviews. The baseline begins after the recall, which has extra reviews only."""
    begins = 7 * story.size.weeks_of_baseline + story.day.isoweekday() - 1
    supervisor = house.user(cast.LEADERS[2])
    story.at(story.moment(begins, 0, 20), lambda: _begin_baseline(story, supervisor))
    for days in range(RECALL.first, 0, -1):
        if days >= RECALL.last or days <= begins:
            story.at(story.moment(days, 9), partial(_plan_day, story, house, days))


def _begin_baseline(story: Story, supervisor: User) -> None:
    story.say("  Weekly baseline reviews")
    ensure_baseline(actor=supervisor, cadence=1)


def _plan_day(story: Story, house: House, days: int) -> None:
    """Plan each reviewer's day: what would be overdue tomorrow, and some of the rest. One slot is left overdue."""
    tomorrow = clock.now() + timedelta(hours=17)
    for place, name in enumerate(cast.REVIEWERS):
        reviewer = house.user(name)
        slots = [slot for slot in slots_to_do(reviewer) if not _is_left_too_long(story, slot, place)]
        urgent = sum(slot.due_at < tomorrow for slot in slots)
        for number, slot in enumerate(slots[: urgent if days == 1 else max(urgent, A_DAY)]):
            begins_at = clock.now() + timedelta(minutes=MINUTES_OF_A_REVIEW * number + 5 * place)
            story.at(begins_at, partial(_review, story, house, reviewer, slot))


def _is_left_too_long(story: Story, slot: "Slot", place: int) -> bool:
    """True for the first reviewer's first extra review of the storm, so that the board shows an overdue one. The reviewer
    it is reassigned to leaves it too.
    """
    if place == 0 and slot.due_at > story.moment(STORM.first, 0) and slot.programme.kind == "extra":
        story.left_too_long.setdefault("slot", slot.pk)
    return story.left_too_long.get("slot") == slot.pk


def _review(story: Story, house: House, reviewer: User, slot: "Slot") -> None:
    lot = story.lot("review", slot.person_id, slot.opens_at, slot.programme.kind)
    csp = house.csp_of(slot.person_id)
    review = start_review(actor=reviewer, slot=slot)
    skill = cast.QUALITY[csp.quality] if csp else 90.0
    questions = [
        question for section in review.version.sections.prefetch_related("questions") for question in section.questions.all()
    ]
    answers = {question.pk: _answer(lot, question, skill) for question in questions}
    share = sum(answers[question.pk] == question.answers[-1] for question in questions if not question.is_bonus) / len(
        questions
    )
    comment = lot.choice(PRAISE if share > 0.7 else ADVICE if share > 0.4 else CONCERN)  # noqa: PLR2004 - shares of best answers
    complete = partial(complete_review, actor=reviewer, review=review, answers=answers, comment=comment)
    done_at = clock.now() + timedelta(minutes=MINUTES_OF_A_REVIEW - 4)
    story.at(done_at, lambda: _show(story, house.user_of(slot.person_id), complete(), lot))


def _show(story: Story, reader: User | None, done: "Review", lot: Random) -> None:
    if reader is not None and lot.random() < 0.75:  # noqa: PLR2004 - most people read their reviews
        story.at(story.at_work(clock.now() + timedelta(minutes=lot.randrange(60, 2000))), partial(_acknowledge, reader, done))


def _acknowledge(reader: User, review: "Review") -> None:
    acknowledge_review(actor=reader, review=review)


def _answer(lot: Random, question: "Question", skill: float) -> int | None:
    """A random answer around the person's skill. Red flags are rare."""
    best, worst = question.answers[-1], question.answers[0]
    if question.allows_na and lot.random() < 0.5:  # noqa: PLR2004 - not applicable half of the time
        return None
    if question.is_red_flag:
        return worst if lot.random() < 0.004 else best  # noqa: PLR2004
    if question.is_bonus:
        return best if lot.random() < (skill - 80) / 100 else worst
    if len(question.answers) == 2:  # noqa: PLR2004 - yes or no
        return best if lot.random() < 0.44 + skill / 200 else worst
    return max(worst, round(best - abs(lot.gauss(0, 0.5 + (100 - skill) / 15))))
