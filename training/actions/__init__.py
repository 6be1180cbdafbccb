"""All writes of training. Other rooms import from here."""

from training.actions.attempts import finish_attempt, save_answer, settle_by_conversation, start_attempt
from training.actions.questions import QuestionTexts, edit_question, restore_question, retire_question, write_question
from training.actions.quiz_retention import forget_old_results, forget_quizzes
from training.actions.quizzes import change_quiz, write_quiz
from training.actions.recall import answer_recall, ask_recall_later, plan_recall

__all__ = [
    "QuestionTexts",
    "answer_recall",
    "ask_recall_later",
    "change_quiz",
    "edit_question",
    "finish_attempt",
    "forget_old_results",
    "forget_quizzes",
    "plan_recall",
    "restore_question",
    "retire_question",
    "save_answer",
    "settle_by_conversation",
    "start_attempt",
    "write_question",
    "write_quiz",
]
