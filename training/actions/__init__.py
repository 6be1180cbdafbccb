"""Actions of training."""

from training.actions.items import (
    NotAnonymised,
    NothingToChoose,
    TooManyItems,
    add_item,
    change_item,
    move_item,
    remove_item,
)
from training.actions.new_versions import tell_of_new_versions
from training.actions.nudges import NUDGE_EVERY, NobodyToNudge, nudge
from training.actions.progress import NoConversationNeeded, NotDoneHere, do_item, record_conversation
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
    "NoConversationNeeded",
    "NobodyToNudge",
    "NotAnObserver",
    "NotAnonymised",
    "NotDoneHere",
    "NothingToChoose",
    "RefresherIncomplete",
    "ScriptChanged",
    "ScriptUnknown",
    "SheetIncomplete",
    "SheetRefused",
    "TooManyItems",
    "add_behaviour",
    "add_item",
    "ask_observer",
    "cancel_rehearsal",
    "change_item",
    "change_refresher",
    "change_role_play",
    "close_refresher",
    "close_refreshers_of",
    "decide_rehearsal",
    "do_item",
    "move_item",
    "nudge",
    "publish_refresher",
    "record_conversation",
    "remove_behaviour",
    "remove_item",
    "reopen_item",
    "start_refresher",
    "tell_new_trainee",
    "tell_of_new_versions",
    "write_role_play",
]
