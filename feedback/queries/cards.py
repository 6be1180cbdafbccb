"""Who may read whose card (domain section 10)."""

from people.identity import User
from people.queries.team_leaders import led_person_ids


def readable_person_ids(user: User) -> set[int]:
    """Oneself, and everybody in a team one leads as a supervisor.

    Candidates of a crisis are the crisis's affair: it asks for its ranking with its own set of persons.
    """
    return {user.person_id} | led_person_ids(user)
