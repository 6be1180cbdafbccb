from collections.abc import Collection, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from journal.verbs import Audience


class Verb(TextChoices):
    """What is recorded about people, in the house journal."""

    PERSON_ADDED = "people.person_added", _("{actor} added {subject}")
    PERSON_CHANGED = "people.person_changed", _("{actor} changed the record of {subject}")
    PERSON_LEFT = "people.person_left", _("{actor} recorded that {subject} has left")
    PERSON_RETURNED = "people.person_returned", _("{actor} recorded that {subject} works here again")
    PERSON_ERASED = "people.person_erased", _("{actor} erased the personal data of {subject}")
    SIGN_IN_GIVEN = "people.sign_in_given", _("{actor} gave {subject} a sign-in")
    SIGN_IN_ENDED = "people.sign_in_ended", _("{actor} ended the sign-in of {subject}")
    SECOND_FACTOR_RESET = "people.second_factor_reset", _("{actor} removed the second factor of {subject}")
    SECOND_FACTOR_ROLES_SET = (
        "people.second_factor_roles_set",
        _("{actor} changed the roles that need a second factor: {roles}"),
    )
    ROLES_SET = "people.roles_set", _("{actor} set the roles of {subject}: {roles}")
    TEAM_ADDED = "people.team_added", _("{actor} added the team {name}")
    TEAM_CHANGED = "people.team_changed", _("{actor} changed the team {name}")
    TEAM_JOINED = "people.team_joined", _("{actor} put {subject} into a team from {starts_on}")
    TEAM_LEFT = "people.team_left", _("{actor} ended a team membership of {subject} on {ends_on}")
    LEAVE_ENTERED = "people.leave_entered", _("{actor} entered leave of {subject} from {first_on} to {last_on}")
    LEAVE_CANCELLED = "people.leave_cancelled", _("{actor} cancelled leave of {subject} from {first_on} to {last_on}")
    SHIFT_ADDED = "people.shift_added", _("{actor} added the shift {name}")
    SHIFT_CHANGED = "people.shift_changed", _("{actor} changed the shift {name}")
    ORGANISATION_SET = "people.organisation_set", _("{actor} changed the settings of the organisation")
    IDENTITY_DECIDED = "people.identity_decided", _("{actor} decided who a name in {source} is")
    IDENTITIES_DECIDED = "people.identities_decided", _("{actor} decided who the names in {source} are")
    AGENTS_ADDED = "people.agents_added", _("{actor} added the agents that {source} names")
    PERSONS_MERGED = (
        "people.persons_merged",
        _("{actor} merged a record into {subject}: {moved} rows moved, {stayed} not"),
    )
    MERGE_UNDONE = (
        "people.merge_undone",
        _("{actor} undid a merge into {subject}: {moved} rows went back, {lost} not"),
    )
    TOKEN_MADE = "people.token_made", _("{actor} made the token {name} for other systems")
    TOKEN_REVOKED = "people.token_revoked", _("{actor} revoked the token {name}")


# The circle that reads each sentence in a crisis: an allow-list, checked when the room registers its verbs.
AUDIENCES: Mapping[Audience, Collection[TextChoices]] = {
    Audience.NOBODY: set(Verb),
}
