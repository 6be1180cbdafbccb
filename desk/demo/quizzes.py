"""A quiz in the demo: written by the trainer, and taken by agents."""

from functools import partial
from typing import TYPE_CHECKING

from desk.demo import cast
from desk.demo.organisation import House
from desk.demo.quiz_texts import QUESTIONS, QUIZ_TITLE, RIGHT
from desk.demo.schedule import Story
from journal.actions import house_journal
from people.identity import User
from scripts_library.queries import scripts_of
from training import actions
from training.queries.attempts import open_questions

if TYPE_CHECKING:
    from training.models import Quiz

# Days before the last day.
QUIZ_WRITTEN, QUIZ_TAKEN, TAKEN_AGAIN = 12, 10, 9
ASKED, PASS_PERCENT = 3, 60
# One of this many agents doesn't pass at first. The first of them fails twice, so that a conversation waits for the trainer.
ONE_IN = 6


def plan_quizzes(story: Story, house: House) -> None:
    story.at(story.moment(QUIZ_WRITTEN, 10, 30), partial(_write, story, house))


def _write(story: Story, house: House) -> None:
    trainer = house.user(cast.TRAINER)
    journal = house_journal()
    quiz = actions.write_quiz(
        actor=trainer, journal=journal, title=QUIZ_TITLE, questions_asked=ASKED, pass_percent=PASS_PERCENT
    )
    script_ids = {script.title: script.id for script in scripts_of(journal.pk)}
    for number, question in enumerate(QUESTIONS):
        options = [(question.right, True), *((wrong, False) for wrong in question.wrong)]
        # The right option isn't always the first one on the trainer's page either.
        options = options[number % 3 :] + options[: number % 3]
        texts = actions.QuestionTexts(
            text=question.text,
            kind="single",
            explanation=question.explanation,
            options=options,
            script_id=script_ids.get(question.script),
        )
        actions.write_question(actor=trainer, quiz=quiz, texts=texts)
    for place, agent in enumerate(house.agents):
        is_unsure = place % ONE_IN == 1
        at = story.moment(QUIZ_TAKEN, 11, place % 60)
        story.at(at, partial(_take, agent, quiz, wrong=2 if is_unsure else place % 2))
        if is_unsure:
            again = story.moment(TAKEN_AGAIN, 11, place % 60)
            story.at(again, partial(_take, agent, quiz, wrong=2 if place == 1 else 0))


def _take(agent: User, quiz: "Quiz", *, wrong: int) -> None:
    """Take the quiz, with so many wrong answers."""
    attempt = actions.start_attempt(actor=agent, quiz=quiz)
    for question in open_questions(attempt):
        is_wrong = question.position <= wrong
        chosen = next(option.id for option in question.options if (option.text == RIGHT[question.text]) is not is_wrong)
        actions.save_answer(actor=agent, attempt=attempt, position=question.position, chosen=[chosen])
    actions.finish_attempt(actor=agent, attempt=attempt)
