"""Permissions to read cards (domain section 10)."""

from people.identity import User
from people.queries.team_leaders import led_person_ids


def readable_person_ids(user: User) -> set[int]:
    """Ids of the user and of everyone in teams they lead as a supervisor.

    Crises have permissions of their own for the cards of their candidates.
    """
    return {user.person_id} | led_person_ids(user)
