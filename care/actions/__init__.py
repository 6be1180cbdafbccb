"""Actions of care, the only code that writes its tables. Other rooms import from here."""

from care.actions.about_me import write_about_me
from care.actions.answers import NotOnTheScale, RoundClosed, answer, skip
from care.actions.breaks import NotAReceiver, ask_for_break, settle_break, take_back_break
from care.actions.changes import ChangeSaid, RoundNotEnded, say_change
from care.actions.coaches import (
    NotACoach,
    ProposalOver,
    accept_coach,
    choose_coach,
    decline_coach,
    end_coaching,
    propose_coach,
    read_as_coach,
    share_earlier,
)
from care.actions.retention import forget_old_answers, forget_old_sessions
from care.actions.rounds import RoundRunning, keep_up_rounds, start_round
from care.actions.sessions import (
    NotesChanged,
    NotOneOfTheTwo,
    agree_action,
    cancel_session,
    hold_session,
    plan_session,
    save_private_notes,
    save_shared_notes,
    set_done,
)

__all__ = [
    "ChangeSaid",
    "NotACoach",
    "NotAReceiver",
    "NotOnTheScale",
    "NotOneOfTheTwo",
    "NotesChanged",
    "ProposalOver",
    "RoundClosed",
    "RoundNotEnded",
    "RoundRunning",
    "accept_coach",
    "agree_action",
    "answer",
    "ask_for_break",
    "cancel_session",
    "choose_coach",
    "decline_coach",
    "end_coaching",
    "forget_old_answers",
    "forget_old_sessions",
    "hold_session",
    "keep_up_rounds",
    "plan_session",
    "propose_coach",
    "read_as_coach",
    "save_private_notes",
    "save_shared_notes",
    "say_change",
    "set_done",
    "settle_break",
    "share_earlier",
    "skip",
    "start_round",
    "take_back_break",
    "write_about_me",
]
