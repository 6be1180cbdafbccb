"""Persons: their names, addresses and records."""

from collections.abc import Iterable

from django.db.models import Case, Prefetch, Q, QuerySet, When
from django.db.models.functions import Coalesce

from people.models import Membership, Person, User
from people.queries.id_lists import one_by_one


def names(person_ids: Iterable[int]) -> dict[int, str]:
    """Display names by person id, in one query."""
    return dict(Person.objects.filter(pk__in=one_by_one(person_ids)).values_list("pk", "display_name"))


def records_of(person_id: int) -> set[int]:
    """Ids of all records of a person, given any of them: the kept record and those merged into it."""
    kept = Person.objects.filter(pk=person_id).values(kept=Coalesce("merged_into", "pk"))
    records = Person.objects.filter(Q(pk__in=kept) | Q(merged_into__in=kept))
    return {person_id, *records.values_list("pk", flat=True)}


def is_own(user: User, path: str = "person") -> Q:
    """Condition: the row belongs to the user's record or to one merged into it."""
    return Q((path, user.person_id)) | Q((f"{path}__merged_into", user.person_id))


def is_address_taken(email: str, *, besides: int = 0) -> bool:
    """Whether someone else (not the person `besides`) has the e-mail address, with or without an account."""
    others = Person.objects.exclude(pk=besides)
    return others.filter(Q(email__iexact=email) | Q(user__email__iexact=email)).exists()


def people_list(text: str = "", *, with_left: bool = False) -> QuerySet[Person]:
    """People whose name or address contains the text, with their user, roles and today's teams (as `teams_today`).

    `sign_in_rank` sorts people who can sign in first, then people who can't, then people who have left.
    """
    people = Person.objects.themselves() if with_left else Person.objects.active()
    if text:
        people = people.named(text)
    today_ = Membership.objects.current().select_related("team").order_by("team__name")
    rank = Case(When(left_on__isnull=False, then=2), When(user__is_active=True, then=0), default=1)
    return (
        people.select_related("user")
        .annotate(sign_in_rank=rank)
        .prefetch_related(Prefetch("memberships", queryset=today_, to_attr="teams_today"), "role_grants")
    )


def all_names() -> list[str]:
    """Display names of all people, including those who have left."""
    return list(Person.objects.themselves().filter(erased_at=None).values_list("display_name", flat=True))
