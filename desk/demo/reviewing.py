"""Reviewers at work: the baseline, the extra reviews of both crises, and what people say about them."""

from datetime import timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from core import clock
from desk.demo import cast
from desk.demo.contacts import RECALL, STORM
from desk.demo.organisation import House
from desk.demo.story import Story
from people.identity import User
from quality.actions import acknowledge_review, complete_review, ensure_baseline, start_review
from quality.queries.reviews import slots_to_do

if TYPE_CHECKING:
    from quality.models import Question, Review, Slot

# Reviews a reviewer makes in a day, or as many as would be late tomorrow; on the last day no others.
A_DAY = 9
MINUTES_OF_A_REVIEW = 22

PRAISE = (
    "You named the worry before you offered the way out. The customer relaxed from there on.",
    "Clear, warm and unhurried. The next step had a time, and you said it twice.",
    "Good use of the script in your own words. Nothing was promised that we cannot keep.",
    "You let the customer finish. That took a minute and saved the conversation.",
)
ADVICE = (
    "Everything was right. Next time say what happens next before you say goodbye.",
    "Kind tone. Ask one question more before you offer the repair: the customer wanted a date.",
    "The facts were fine, the beginning was hurried. A breath before the first sentence helps.",
    "Good solution. The apology came late; put it first and it counts double.",
)
CONCERN = (
    "The date you gave is not in the script. Please call back today, and let us look at it together tomorrow.",
    "This was a hard one. Hand it on earlier: that is what the second line is for.",
)


def plan_reviews(story: Story, house: House) -> None:
    """The baseline begins some weeks ago; in a crisis before that there are extra reviews alone."""
    begins = 7 * story.size.weeks_of_baseline + story.day.isoweekday() - 1
    supervisor = house.user(cast.LEADERS[2])
    story.at(story.moment(begins, 0, 20), lambda: _begin_baseline(story, supervisor))
    for days in range(RECALL.first, 0, -1):
        if days >= RECALL.last or days <= begins:
            story.at(story.moment(days, 9), partial(_plan_day, story, house, days))


def _begin_baseline(story: Story, supervisor: User) -> None:
    story.say("  the weekly reviews of everybody begin")
    ensure_baseline(actor=supervisor, cadence=1)


def _plan_day(story: Story, house: House, days: int) -> None:
    """Each reviewer does what would be late tomorrow, and a fair part of the rest; one is left too long."""
    tomorrow = clock.now() + timedelta(hours=17)
    for place, name in enumerate(cast.REVIEWERS):
        reviewer = house.user(name)
        slots = [slot for slot in slots_to_do(reviewer) if not _is_left_too_long(story, slot, place)]
        urgent = sum(slot.due_at < tomorrow for slot in slots)
        for number, slot in enumerate(slots[: urgent if days == 1 else max(urgent, A_DAY)]):
            begins_at = clock.now() + timedelta(minutes=MINUTES_OF_A_REVIEW * number + 5 * place)
            story.at(begins_at, partial(_review, story, house, reviewer, slot))


def _is_left_too_long(story: Story, slot: "Slot", place: int) -> bool:
    """The first reviewer's first extra review of the crisis that is going on, so that the board has something to show.
    Whoever it is handed on to does not get to it either.
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
    if reader is not None and lot.random() < 0.75:  # noqa: PLR2004 - most read what was written for them
        story.at(story.at_work(clock.now() + timedelta(minutes=lot.randrange(60, 2000))), partial(_acknowledge, reader, done))


def _acknowledge(reader: User, review: "Review") -> None:
    acknowledge_review(actor=reader, review=review)


def _answer(lot: Random, question: "Question", skill: float) -> int | None:
    """An answer as good as the person usually is; a red flag is a rare thing."""
    best, worst = question.answers[-1], question.answers[0]
    if question.allows_na and lot.random() < 0.5:  # noqa: PLR2004 - half of the time it does not arise
        return None
    if question.is_red_flag:
        return worst if lot.random() < 0.004 else best  # noqa: PLR2004
    if question.is_bonus:
        return best if lot.random() < (skill - 80) / 100 else worst
    if len(question.answers) == 2:  # noqa: PLR2004 - yes or no
        return best if lot.random() < 0.44 + skill / 200 else worst
    return max(worst, round(best - abs(lot.gauss(0, 0.5 + (100 - skill) / 15))))
