"""Version tokens of what is read from people."""

from collections.abc import Iterable
from typing import Any

from core.version_tokens import Rows, version_token
from people.models import Membership, Organisation, Person, RoleGrant, Shift, Team, User
from people.queries.organisation import reporting_zone

# Rows behind colleagues, agents and leaders. Of users only the person and `is_active` count, because each sign-in writes the
# row.
KNOWN_FROM = (
    Rows(Membership),
    Rows(Person),
    Rows(RoleGrant),
    Rows(Shift),
    Rows(Team),
    Rows(User, version="sum(hashint8extended(person_id, id + is_active::int))"),
)

EVERYONE = (*KNOWN_FROM, Rows(Organisation))
# SQL for the ids of the records of `person`: the kept one and those merged into it.
RECORDS = "SELECT id FROM people_person WHERE id = %(person)s OR merged_into_id = %(person)s"


def people_version_token() -> str:
    """Cache key that changes with the rows behind `colleagues` and `agent_ids`, and with the day, because memberships end.

    Two queries, one of them for the organisation.
    """
    return version_token(EVERYONE, zone=reporting_zone())


def version_token_for(user: User, rows: Iterable[Rows], **values: Any) -> str:
    """Version token of these rows and of people, for a page of the user.

    It includes the user's zone, read earlier in the request. Read roles after calling this. Two queries, one of them for the
    organisation.
    """
    rows_and_people = version_token((*EVERYONE, *rows), zone=reporting_zone(), person=user.person_id, **values)
    return f"{user.person.time_zone}\n{rows_and_people}"
