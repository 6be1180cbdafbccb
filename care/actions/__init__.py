"""Actions of care, the only code that writes its tables. Other rooms import from here."""

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
    share_earlier,
)
from care.actions.retention import forget_old_answers
from care.actions.rounds import RoundRunning, keep_up_rounds, start_round

__all__ = [
    "ChangeSaid",
    "NotACoach",
    "NotAReceiver",
    "NotOnTheScale",
    "ProposalOver",
    "RoundClosed",
    "RoundNotEnded",
    "RoundRunning",
    "accept_coach",
    "answer",
    "ask_for_break",
    "choose_coach",
    "decline_coach",
    "end_coaching",
    "forget_old_answers",
    "keep_up_rounds",
    "propose_coach",
    "say_change",
    "settle_break",
    "share_earlier",
    "skip",
    "start_round",
    "take_back_break",
]
