from collections.abc import Collection, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from journal.verbs import Audience


class Verb(TextChoices):
    """Verbs in the journal of a crisis.

    No entry names people who declined, did not reply, withdrew or were released.
    """

    OPENED = "crisis.opened", _("{actor} opened the crisis “{title}”")
    EDITED = "crisis.edited", _("{actor} changed the set-up")
    SOLUTION_STATED = "crisis.solution_stated", _("{actor} set the solution: {solution}")
    LEADERS_NAMED = "crisis.leaders_named", _("{actor} set the lead ({lead_name}) and deputy ({deputy_name})")
    CONTACT_ADDED = "crisis.contact_added", _("{actor} added {name} as a support contact")
    CONTACT_CHANGED = "crisis.contact_changed", _("{actor} changed how and when {name} can be reached")
    CONTACT_REMOVED = "crisis.contact_removed", _("{actor} removed {name} as a support contact")
    GOAL_SET = "crisis.goal_set", _("{actor} added a goal: {measure}, {target}, by {due_on}")
    GOAL_DROPPED = "crisis.goal_dropped", _("{actor} removed a goal: {measure}, {target}")
    GOAL_PROGRESS = "crisis.goal_progress", _("{actor} recorded progress on “{measure}”: {value}")
    ACTIVATED = "crisis.activated", _("{actor} activated the crisis")
    RESOLVED = (
        "crisis.resolved",
        ngettext_lazy(
            "{actor} resolved the crisis and released the team ({members} person)",
            "{actor} resolved the crisis and released the team ({members} people)",
            "members",
        ),
    )
    REOPENED = "crisis.reopened", _("{actor} reopened the crisis")
    REVIEW_BEGUN = "crisis.review_begun", _("{actor} started the crisis review")
    REVIEW_INTERRUPTED = "crisis.review_interrupted", _("{actor} moved the crisis back to resolved")
    CLOSED = "crisis.closed", _("{actor} closed the crisis")
    CANCELLED = "crisis.cancelled", _("{actor} cancelled the crisis")
    UPDATE_GIVEN = "crisis.update_given", _("{actor} posted an update: {text}")
    DECISION_TAKEN = "crisis.decision_taken", _("{actor} recorded a decision: {text}")
    UPDATE_CORRECTED = "crisis.update_corrected", _("{actor} corrected the update of {given_at}: {text}")
    NEXT_UPDATE_SET = "crisis.next_update_set", _("{actor} changed the time of the next update")
    ESCALATED_TO_DEPUTY = "crisis.escalated_to_deputy", _("The update due on {due_at} was late, so the deputy was told")
    ESCALATED_TO_SUPERVISORS = (
        "crisis.escalated_to_supervisors",
        _("The update due on {due_at} was late, so the supervisors were told"),
    )
    TERMS_STATED = "crisis.terms_stated", _("{actor} updated the team agreement (version {version})")
    INVITED = "crisis.invited", ngettext_lazy("{actor} sent {count} invitation", "{actor} sent {count} invitations", "count")
    DEADLINE_EXTENDED = "crisis.deadline_extended", _("{actor} extended the deadline of an invitation")
    JOINED = "crisis.joined", _("{actor} joined the team: {taken} of {team_size} spots filled")
    PLACE_FREED = "crisis.place_freed", _("A spot opened up: {taken} of {team_size} filled")
    NEEDED_SET = "crisis.needed_set", _("{actor} set how many people are needed for {cell}: {needed}")
    NEEDED_REMOVED = "crisis.needed_removed", _("{actor} removed how many people are needed for {cell}")
    HOURS_CORRECTED = (
        "crisis.hours_corrected",
        _("{actor} corrected hours of {person} on the line: {from_at} – {to_at}, not {was_from_at} – {was_to_at}. {reason}"),
    )
    HOURS_ADDED = "crisis.hours_added", _("{actor} added hours of {person} on the line: {from_at} – {to_at}. {reason}")


# Updates for the team. The latest one is at the top of the room and of the team's homes.
UPDATES = (Verb.UPDATE_GIVEN, Verb.DECISION_TAKEN)
# Updates and their corrections.
TOLD = (*UPDATES, Verb.UPDATE_CORRECTED)

# The audience of each verb in a crisis: an allow-list, checked when the room registers its verbs.
AUDIENCES: Mapping[Audience, Collection[TextChoices]] = {
    Audience.MEMBERS: {
        Verb.OPENED,
        Verb.EDITED,
        Verb.SOLUTION_STATED,
        Verb.LEADERS_NAMED,
        Verb.CONTACT_ADDED,
        Verb.CONTACT_CHANGED,
        Verb.CONTACT_REMOVED,
        Verb.GOAL_SET,
        Verb.GOAL_DROPPED,
        Verb.GOAL_PROGRESS,
        Verb.ACTIVATED,
        Verb.RESOLVED,
        Verb.REOPENED,
        Verb.REVIEW_BEGUN,
        Verb.REVIEW_INTERRUPTED,
        Verb.CLOSED,
        Verb.CANCELLED,
        Verb.UPDATE_GIVEN,
        Verb.DECISION_TAKEN,
        Verb.UPDATE_CORRECTED,
        Verb.NEXT_UPDATE_SET,
        Verb.ESCALATED_TO_DEPUTY,
        Verb.ESCALATED_TO_SUPERVISORS,
        Verb.TERMS_STATED,
        Verb.JOINED,
        Verb.PLACE_FREED,
        Verb.NEEDED_SET,
        Verb.NEEDED_REMOVED,
    },
    Audience.LEADS: {
        Verb.INVITED,
        Verb.DEADLINE_EXTENDED,
        Verb.HOURS_CORRECTED,
        Verb.HOURS_ADDED,
    },
}
