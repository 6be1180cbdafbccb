# ruff: noqa: S608 - the SQL consists of our own fragments, never of user input
"""Rows behind the crisis room and the crises on a home; for `core.version_tokens`."""

from collections.abc import Iterable

from core.version_tokens import NOW, VERSION, Rows
from crisis.models import (
    Crisis,
    Goal,
    GoalEntry,
    HelpCall,
    HelpRequest,
    Invitation,
    LineShift,
    StaffingNeed,
    SupportContact,
    TeamMember,
    UpdateEscalation,
    UpdateSeen,
)
from crisis.queries.help_requests import ROWS_OF_HELP
from crisis.verbs import TOLD
from feedback.queries.rollups import SCORES
from journal.queries import rows_of_timeline, rows_of_verbs
from notices.queries.deliveries import rows_of_deliveries
from people.identity import User
from people.queries.leave import rows_of_leave
from people.queries.notifications import rows_of_notifications
from people.queries.version_tokens import version_token_for
from quality.queries.version_tokens import rows_of_pace
from recognition.queries import rows_of_issued
from scripts_library.queries.version_tokens import rows_of_scripts
from training.queries.version_tokens import rows_of_readiness

HERE = "crisis_id = %(crisis)s"
JOURNAL = "(SELECT journal_id FROM crisis_crisis WHERE id = %(crisis)s)"
IN_PROGRESS = "state NOT IN ('closed', 'cancelled')"
UNFINISHED = f"crisis_id IN (SELECT id FROM crisis_crisis WHERE {IN_PROGRESS})"
UNFINISHED_JOURNALS = f"ANY (SELECT journal_id FROM crisis_crisis WHERE {IN_PROGRESS})"

# Notifications about open invitations of a crisis, of which lead and deputy see whether their e-mail was delivered. It no
# longer counts once the notification is read.
ABOUT_INVITATIONS = """SELECT n.id FROM people_notification n
    JOIN crisis_invitation i ON i.person_id = n.person_id AND starts_with(n.key, 'invitation:' || i.id || ':')
    JOIN crisis_crisis c ON c.id = i.crisis_id
    WHERE i.state = 'invited' AND"""

# Changes each minute for people on the team if a contact has hours, because these start and end without a write. Then the page
# is rendered again, and sent if it differs. Only the team sees whom to call now.
TEAMS_OF_THE_READER = """SELECT m.crisis_id FROM crisis_teammember m JOIN crisis_crisis c ON c.id = m.crisis_id
    WHERE m.person_id = %(person)s AND (m.left_at IS NULL OR m.left_at >= c.resolved_at)"""
MINUTE = f"floor(extract(epoch FROM {NOW}) / 60)"
HOURS = f"sum({VERSION}), max({MINUTE}) FILTER (WHERE starts_at IS NOT NULL AND crisis_id IN ({TEAMS_OF_THE_READER}))"
ON_DUTY = "SELECT person_id FROM crisis_supportcontact WHERE"

ROOM = (
    Rows(Crisis, "id = %(crisis)s", moments=("next_update_at",)),
    Rows(Invitation, HERE),
    rows_of_deliveries(f"{ABOUT_INVITATIONS} c.id = %(crisis)s"),
    rows_of_notifications(f"{ABOUT_INVITATIONS} c.id = %(crisis)s"),
    Rows(TeamMember, HERE),
    Rows(StaffingNeed, HERE),
    Rows(LineShift, HERE),
    Rows(SupportContact, HERE, version=HOURS),
    rows_of_leave(f"{ON_DUTY} {HERE}"),
    *ROWS_OF_HELP,
    Rows(Goal, HERE),
    Rows(GoalEntry, f"goal_id IN (SELECT id FROM crisis_goal WHERE {HERE})"),
    # For a goal about the time to an answer; who asked is not read from it.
    Rows(HelpRequest, HERE),
    Rows(UpdateSeen, HERE),
    Rows(UpdateEscalation, HERE),
    SCORES,
    *rows_of_pace(JOURNAL),
    rows_of_issued(JOURNAL),
    *rows_of_scripts(JOURNAL),
    *rows_of_readiness(JOURNAL),
    *rows_of_timeline(JOURNAL),
)

# All crises and members, the progress of unfinished crises, and the rows of the person with the id `person`.
CRISES = (
    Rows(Crisis, moments=("next_update_at",)),
    Rows(TeamMember),
    Rows(Invitation, f"person_id = %(person)s OR {UNFINISHED}"),
    rows_of_deliveries(f"{ABOUT_INVITATIONS} %(person)s IN (c.lead_id, c.deputy_id)"),
    rows_of_notifications(f"{ABOUT_INVITATIONS} %(person)s IN (c.lead_id, c.deputy_id)"),
    Rows(StaffingNeed, UNFINISHED),
    Rows(LineShift, UNFINISHED),
    Rows(SupportContact, UNFINISHED, version=HOURS),
    rows_of_leave(f"{ON_DUTY} {UNFINISHED}"),
    *ROWS_OF_HELP,
    Rows(UpdateSeen, UNFINISHED),
    *rows_of_verbs(TOLD, f"SELECT journal_id FROM crisis_crisis WHERE {IN_PROGRESS}"),
    SCORES,
    *rows_of_pace(UNFINISHED_JOURNALS),
    rows_of_issued(UNFINISHED_JOURNALS),
    *rows_of_readiness(UNFINISHED_JOURNALS),
)


_of_other_rooms: list[Rows] = []
_on_homes: list[Rows] = []


def register(*, room: Iterable[Rows], homes: Iterable[Rows]) -> None:
    """Register rows behind the steps of another room: for the room of the crisis with the id `crisis`, and for homes. Called
    from that room's ``AppConfig.ready``, which runs before that of the crisis.
    """
    _of_other_rooms.extend(room)
    _on_homes.extend(homes)


def rows_of_crises() -> tuple[Rows, ...]:
    """Rows behind the crises on homes and their open tasks."""
    return (*CRISES, *_on_homes)


def room_version_token(crisis_id: int, user: User) -> str:
    """Cache key that changes with any row behind the room of this crisis or behind the right to see it. Two queries."""
    return version_token_for(user, (*ROOM, *_of_other_rooms), crisis=crisis_id)


def help_version_token(request_id: int, user: User) -> str:
    """Cache key that changes with any row behind the page of a request for help. Two queries."""
    here = "crisis_id = (SELECT crisis_id FROM crisis_helprequest WHERE id = %(request)s)"
    rows = (
        Rows(Crisis, "id = (SELECT crisis_id FROM crisis_helprequest WHERE id = %(request)s)"),
        Rows(HelpRequest, "id = %(request)s"),
        Rows(HelpCall, "request_id = %(request)s"),
        Rows(SupportContact, here, version=HOURS),
        rows_of_leave(f"{ON_DUTY} {here}"),
    )
    return version_token_for(user, rows, request=request_id)
