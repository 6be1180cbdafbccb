"""All writes of training. Other rooms import from here."""

from training.actions.attempts import finish_attempt, save_answer, settle_by_conversation, start_attempt
from training.actions.items import NotAnonymised, NothingToChoose, TooManyItems, add_item, change_item, move_item, remove_item
from training.actions.new_versions import tell_of_new_versions
from training.actions.nudges import NUDGE_EVERY, NobodyToNudge, nudge
from training.actions.progress import NotDoneHere, do_item, record_conversation
from training.actions.questions import QuestionTexts, edit_question, restore_question, retire_question, write_question
from training.actions.quiz_retention import forget_old_results, forget_quizzes
from training.actions.quizzes import change_quiz, write_quiz
from training.actions.recall import answer_recall, ask_recall_later, plan_recall
from training.actions.refreshers import (
    CrisisUnknown,
    DueTooEarly,
    RefresherIncomplete,
    change_refresher,
    close_refresher,
    close_refreshers_of,
    publish_refresher,
    start_refresher,
    tell_new_trainee,
)
from training.actions.rehearsals import (
    NotAnObserver,
    ScriptChanged,
    SheetIncomplete,
    ask_observer,
    cancel_rehearsal,
    decide_rehearsal,
)
from training.actions.reopening import reopen_item
from training.actions.role_plays import (
    ScriptUnknown,
    SheetRefused,
    add_behaviour,
    change_role_play,
    remove_behaviour,
    write_role_play,
)

__all__ = [
    "NUDGE_EVERY",
    "CrisisUnknown",
    "DueTooEarly",
    "NobodyToNudge",
    "NotAnObserver",
    "NotAnonymised",
    "NotDoneHere",
    "NothingToChoose",
    "QuestionTexts",
    "RefresherIncomplete",
    "ScriptChanged",
    "ScriptUnknown",
    "SheetIncomplete",
    "SheetRefused",
    "TooManyItems",
    "add_behaviour",
    "add_item",
    "answer_recall",
    "ask_observer",
    "ask_recall_later",
    "cancel_rehearsal",
    "change_item",
    "change_quiz",
    "change_refresher",
    "change_role_play",
    "close_refresher",
    "close_refreshers_of",
    "decide_rehearsal",
    "do_item",
    "edit_question",
    "finish_attempt",
    "forget_old_results",
    "forget_quizzes",
    "move_item",
    "nudge",
    "plan_recall",
    "publish_refresher",
    "record_conversation",
    "remove_behaviour",
    "remove_item",
    "reopen_item",
    "restore_question",
    "retire_question",
    "save_answer",
    "settle_by_conversation",
    "start_attempt",
    "start_refresher",
    "tell_new_trainee",
    "tell_of_new_versions",
    "write_question",
    "write_quiz",
    "write_role_play",
]
