"""Actions on people, the only code that writes them. Other rooms import from here."""

from people.actions.absences import LeaveOverlaps, cancel_leave, enter_leave
from people.actions.access_log import (
    looked_at_card,
    looked_at_everyone,
    looked_at_own_teams,
    looked_at_record,
    looked_at_results,
)
from people.actions.drafts import forget_drafts_of_forms
from people.actions.erasure import NotErasable, ask_for_erasure, erase_person
from people.actions.locks import MergedAlready
from people.actions.merges import CannotMerge, merge_persons, refuse_unless_mergeable, try_merge_again, undo_merge
from people.actions.notifications import (
    forget_messages,
    mark_read,
    notify,
    notify_all,
    settle,
    settle_all,
    settle_for_everyone,
    take_unplanned,
)
from people.actions.organisation import (
    NameTaken,
    add_shift,
    add_team,
    change_shift,
    change_team,
    set_organisation,
    set_second_factor_roles,
)
from people.actions.persons import (
    EmailTaken,
    NotYet,
    WasErased,
    add_person,
    change_person,
    record_leaving,
    record_return,
    remember_identity,
)
from people.actions.sign_ins import (
    AlreadyHasSignIn,
    LastAdministrator,
    NoSecondFactor,
    end_sign_in,
    give_sign_in,
    reset_second_factor,
    send_password_link,
    set_roles,
)
from people.actions.teams import AlreadyInTeam, LeftBeforeJoining, join_team, leave_team
from people.actions.tokens import make_token, revoke_token

__all__ = [
    "AlreadyHasSignIn",
    "AlreadyInTeam",
    "CannotMerge",
    "EmailTaken",
    "LastAdministrator",
    "LeaveOverlaps",
    "LeftBeforeJoining",
    "MergedAlready",
    "NameTaken",
    "NoSecondFactor",
    "NotErasable",
    "NotYet",
    "WasErased",
    "add_person",
    "add_shift",
    "add_team",
    "ask_for_erasure",
    "cancel_leave",
    "change_person",
    "change_shift",
    "change_team",
    "end_sign_in",
    "enter_leave",
    "erase_person",
    "forget_drafts_of_forms",
    "forget_messages",
    "give_sign_in",
    "join_team",
    "leave_team",
    "looked_at_card",
    "looked_at_everyone",
    "looked_at_own_teams",
    "looked_at_record",
    "looked_at_results",
    "make_token",
    "mark_read",
    "merge_persons",
    "notify",
    "notify_all",
    "record_leaving",
    "record_return",
    "refuse_unless_mergeable",
    "remember_identity",
    "reset_second_factor",
    "revoke_token",
    "send_password_link",
    "set_organisation",
    "set_roles",
    "set_second_factor_roles",
    "settle",
    "settle_all",
    "settle_for_everyone",
    "take_unplanned",
    "try_merge_again",
    "undo_merge",
]
