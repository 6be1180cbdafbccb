"""E-mail addresses of accounts."""

from collections.abc import Collection

from people.models import Person, User


def account_addresses(person_ids: Collection[int]) -> dict[int, str]:
    """Addresses of active accounts by person id, without people who have left."""
    people = Person.objects.active().filter(pk__in=person_ids)
    return dict(User.objects.filter(person__in=people, is_active=True).values_list("person_id", "email"))
