from collections.abc import Collection, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from journal.verbs import Audience


class Verb(TextChoices):
    """What is recorded about a crisis, in its own journal.

    Nothing here names people who declined, let an invitation expire, withdrew or were released.
    """

    OPENED = "crisis.opened", _("{actor} opened the crisis “{title}”")
    EDITED = "crisis.edited", _("{actor} changed the set-up")
    SOLUTION_STATED = "crisis.solution_stated", _("{actor} stated the solution: {solution}")
    LEADERS_NAMED = "crisis.leaders_named", _("{actor} named who leads: {lead_name}; as deputy: {deputy_name}")
    CONTACT_ADDED = "crisis.contact_added", _("{actor} added the support contact {name}")
    CONTACT_REMOVED = "crisis.contact_removed", _("{actor} removed the support contact {name}")
    GOAL_SET = "crisis.goal_set", _("{actor} set a goal: {measure}, {target}, by {due_on}")
    GOAL_DROPPED = "crisis.goal_dropped", _("{actor} dropped the goal: {measure}, {target}")
    ACTIVATED = "crisis.activated", _("{actor} activated the crisis")
    RESOLVED = "crisis.resolved", _("{actor} resolved the crisis. The team of {members} is released")
    REOPENED = "crisis.reopened", _("{actor} reopened the crisis: it came back")
    REVIEW_BEGUN = "crisis.review_begun", _("{actor} began the review")
    REVIEW_INTERRUPTED = "crisis.review_interrupted", _("{actor} put the crisis back to resolved")
    CLOSED = "crisis.closed", _("{actor} closed the crisis")
    CANCELLED = "crisis.cancelled", _("{actor} cancelled the crisis")
    UPDATE_GIVEN = "crisis.update_given", _("{actor} gave an update: {text}")
    DECISION_TAKEN = "crisis.decision_taken", _("{actor} recorded a decision: {text}")
    UPDATE_CORRECTED = "crisis.update_corrected", _("{actor} corrected the update of {given_at}: {text}")
    NEXT_UPDATE_SET = "crisis.next_update_set", _("{actor} set the time of the next update")
    TERMS_STATED = "crisis.terms_stated", _("{actor} stated version {version} of what the team is asked to confirm")
    INVITED = "crisis.invited", _("{actor} sent invitations: {count}")
    JOINED = "crisis.joined", _("{actor} joined the team: {taken} of {team_size} places are taken")
    PLACE_FREED = "crisis.place_freed", _("A place in the team is free again: {taken} of {team_size} are taken")


# What tells the team something: the latest of these stands on top of the room and of their homes.
UPDATES = (Verb.UPDATE_GIVEN, Verb.DECISION_TAKEN)
# With what was said in the place of one of them.
TOLD = (*UPDATES, Verb.UPDATE_CORRECTED)

# The circle that reads each sentence in a crisis: an allow-list, checked when the room registers its verbs.
AUDIENCES: Mapping[Audience, Collection[TextChoices]] = {
    Audience.MEMBERS: {
        Verb.OPENED,
        Verb.EDITED,
        Verb.SOLUTION_STATED,
        Verb.LEADERS_NAMED,
        Verb.CONTACT_ADDED,
        Verb.CONTACT_REMOVED,
        Verb.GOAL_SET,
        Verb.GOAL_DROPPED,
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
        Verb.TERMS_STATED,
        Verb.JOINED,
        Verb.PLACE_FREED,
    },
    Audience.LEADS: {
        Verb.INVITED,
    },
}
