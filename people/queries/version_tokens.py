"""Version tokens of what is read from people."""

from collections.abc import Iterable
from typing import Any

from core.version_tokens import Rows, version_token
from people.models import Membership, Organisation, Person, RoleGrant, Shift, Team, User
from people.queries.organisation import reporting_zone

# The rows that colleagues, agents and leaders are read from. Of a sign-in only whose it is and whether it works; its row is
# written with each signing in.
KNOWN_FROM = (
    Rows(Membership),
    Rows(Person),
    Rows(RoleGrant),
    Rows(Shift),
    Rows(Team),
    Rows(User, version="sum(hashint8extended(person_id, id + is_active::int))"),
)

EVERYONE = (*KNOWN_FROM, Rows(Organisation))
# The ids of the records of the person with the id `person`: the kept one, and those that were merged into it.
RECORDS = "SELECT id FROM people_person WHERE id = %(person)s OR merged_into_id = %(person)s"


def people_version_token() -> str:
    """Cache key that changes with any row behind `colleagues` and `agent_ids`, and with the day, because memberships have
    a first and a last one. Two queries, one of them for the organisation.
    """
    return version_token(EVERYONE, zone=reporting_zone())


def version_token_for(user: User, rows: Iterable[Rows], **values: Any) -> str:
    """The version token of these rows and of the people, for the page of a user.

    It holds the user's zone as it was read for this request, before the rows; read roles after it. Two queries, one of them
    for the organisation.
    """
    rows_and_people = version_token((*EVERYONE, *rows), zone=reporting_zone(), person=user.person_id, **values)
    return f"{user.person.time_zone}\n{rows_and_people}"
