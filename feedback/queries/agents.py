"""Agents as choices for the handler of a contact; see `people.person_search`."""

from intake.permissions import IMPORTERS
from people.identity import User
from people.queries.persons import names
from people.queries.roles import agent_ids


def possible_agents() -> dict[int, str]:
    """All agents, by name."""
    return names(agent_ids())


def agents_for(user: User, _about: int) -> dict[int, str]:
    """All agents, for users who may import; none for others."""
    return possible_agents() if user.has_role(*IMPORTERS) else {}
