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
    """The records that are this person, whichever of them is given: the kept one, and those that were merged into it."""
    kept = Person.objects.filter(pk=person_id).values(kept=Coalesce("merged_into", "pk"))
    records = Person.objects.filter(Q(pk__in=kept) | Q(merged_into__in=kept))
    return {person_id, *records.values_list("pk", flat=True)}


def is_own(user: User, path: str = "person") -> Q:
    """Whether a row is the user's: of the record that they sign in to, or of one that was merged into it."""
    return Q((path, user.person_id)) | Q((f"{path}__merged_into", user.person_id))


def is_address_taken(email: str, *, besides: int = 0) -> bool:
    """True if another person than the one with this id has the e-mail address, with or without a sign-in."""
    others = Person.objects.exclude(pk=besides)
    return others.filter(Q(email__iexact=email) | Q(user__email__iexact=email)).exists()


def people_list(text: str = "", *, with_left: bool = False) -> QuerySet[Person]:
    """Persons whose name or address contains the text, with today's teams (as `teams_today`), roles and sign-in, and
    `sign_in_rank` to sort by: those who can sign in, those who can't, those who have left.
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
