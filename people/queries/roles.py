"""Roles, and the people who hold them."""

from django.contrib.postgres.aggregates import ArrayAgg

from core.request_cache import once
from people.models import Person, Role, RoleGrant


@once
def holders_of(*roles: Role) -> dict[int, str]:
    """Display names, by person id, of everyone who holds one of the roles, can sign in and has not left."""
    people = Person.objects.active().filter(role_grants__role__in=roles, user__is_active=True)
    return dict(people.values_list("pk", "display_name"))


def agent_ids() -> set[int]:
    """Ids of agents who haven't left."""
    # As an array, because rows of one number each take ten times as long to read.
    agents = Person.objects.active().filter(role_grants__role=Role.AGENT)
    return set(agents.aggregate(ids=ArrayAgg("pk", default=[]))["ids"])


def roles_of(person: Person) -> list[Role]:
    held = set(RoleGrant.objects.filter(person=person).values_list("role", flat=True))
    return [role for role in Role if role in held]
