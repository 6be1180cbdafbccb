from collections.abc import Collection, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from journal.verbs import Audience


class Verb(TextChoices):
    """Verbs of the entries about people, in the organisation journal."""

    PERSON_ADDED = "people.person_added", _("{actor} added {subject}")
    PERSON_CHANGED = "people.person_changed", _("{actor} changed the record of {subject}")
    PERSON_LEFT = "people.person_left", _("{actor} recorded that {subject} has left")
    PERSON_RETURNED = "people.person_returned", _("{actor} recorded that {subject} is back")
    PERSON_ERASED = "people.person_erased", _("{actor} erased the personal data of {subject}")
    SIGN_IN_GIVEN = "people.sign_in_given", _("{actor} gave {subject} an account")
    SIGN_IN_ENDED = "people.sign_in_ended", _("{actor} deactivated the account of {subject}")
    SECOND_FACTOR_RESET = "people.second_factor_reset", _("{actor} removed the second factors of {subject}")
    SECOND_FACTOR_ROLES_SET = (
        "people.second_factor_roles_set",
        _("{actor} changed which roles need a second factor: {roles}"),
    )
    ROLES_SET = "people.roles_set", _("{actor} set the roles of {subject}: {roles}")
    TEAM_ADDED = "people.team_added", _("{actor} added the team {name}")
    TEAM_CHANGED = "people.team_changed", _("{actor} changed the team {name}")
    TEAM_JOINED = "people.team_joined", _("{actor} added {subject} to a team from {starts_on}")
    TEAM_LEFT = "people.team_left", _("{actor} ended a team membership of {subject} on {ends_on}")
    LEAVE_ENTERED = "people.leave_entered", _("{actor} added leave for {subject} from {first_on} to {last_on}")
    LEAVE_CANCELLED = "people.leave_cancelled", _("{actor} cancelled the leave of {subject} from {first_on} to {last_on}")
    SHIFT_ADDED = "people.shift_added", _("{actor} added the shift {name}")
    SHIFT_CHANGED = "people.shift_changed", _("{actor} changed the shift {name}")
    ORGANISATION_SET = "people.organisation_set", _("{actor} changed the organisation settings")
    PRIVACY_STATED = "people.privacy_stated", _("{actor} changed what the organisation states about data")
    IDENTITY_DECIDED = "people.identity_decided", _("{actor} matched a name from {source} to {subject}")
    NAMES_SET_ASIDE = "people.names_set_aside", _("{actor} decided that names from {source} are not a person")
    NAME_REOPENED = "people.name_reopened", _("{actor} withdrew the decision that a name from {source} is not a person")
    IDENTITIES_DECIDED = "people.identities_decided", _("{actor} matched names from {source} to people")
    AGENTS_ADDED = "people.agents_added", _("{actor} added agents from {source}")
    PERSONS_MERGED = (
        "people.persons_merged",
        _("{actor} merged a record into {subject}. Moved: {moved}; not moved: {stayed}"),
    )
    MERGE_UNDONE = (
        "people.merge_undone",
        _("{actor} undid a merge into {subject}. Moved back: {moved}; not moved back: {lost}"),
    )
    TOKEN_MADE = "people.token_made", _("{actor} created the API token {name}")
    TOKEN_REVOKED = "people.token_revoked", _("{actor} revoked the API token {name}")


# The circle that reads each sentence in a crisis: an allow-list, checked when the room registers its verbs.
AUDIENCES: Mapping[Audience, Collection[TextChoices]] = {
    Audience.NOBODY: set(Verb),
}
