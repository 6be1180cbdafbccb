"""Access log: who else has looked at a person's figures."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from people.models import Look, Membership, Role, RoleGrant


def looks_at(records: Iterable[int]) -> QuerySet[Look]:
    """Looks of others at a person's records, newest first.

    Includes looks at teams the person was in on that day and, for agents, looks at everyone.
    """
    records = list(records)
    spans = Membership.objects.filter(person__in=records, team=OuterRef("team"), starts_on__lte=OuterRef("on"))
    in_the_team = Exists(spans.filter(Q(ends_on=None) | Q(ends_on__gt=OuterRef("on"))))
    concerned = Q(person__in=records) | Q(in_the_team, kind=Look.Kind.TEAM)
    if RoleGrant.objects.filter(person__in=records, role=Role.AGENT).exists():
        concerned |= Q(kind=Look.Kind.EVERYONE)
    return Look.objects.filter(concerned).exclude(viewer__in=records).select_related("viewer", "team")
