"""Actions of selection, split by subject. Only they write selections."""

from selection.actions.leader_input import (
    NobodyToAsk,
    NoLongerHeard,
    NoReason,
    NothingToWithdraw,
    add_nothing,
    ask_leaders,
    give_leader_input,
    refuse_unless_heard,
    withdraw_leader_input,
)
from selection.actions.replies import NothingSaid, reply_to_card
from selection.actions.selections import (
    FiguresBehind,
    NobodyEligible,
    NoDeputy,
    NotCovered,
    NotOffered,
    TooFewPlaces,
    Undecided,
    store_selection,
)
from selection.actions.unranked_selections import store_unranked_selection

__all__ = [
    "FiguresBehind",
    "NoDeputy",
    "NoLongerHeard",
    "NoReason",
    "NobodyEligible",
    "NobodyToAsk",
    "NotCovered",
    "NotOffered",
    "NothingSaid",
    "NothingToWithdraw",
    "TooFewPlaces",
    "Undecided",
    "add_nothing",
    "ask_leaders",
    "give_leader_input",
    "refuse_unless_heard",
    "reply_to_card",
    "store_selection",
    "store_unranked_selection",
    "withdraw_leader_input",
]
