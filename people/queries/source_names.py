"""Names in imported files that are matched to no one."""

from django.db.models import QuerySet

from people.models import SourceIdentity


def set_aside_names() -> "QuerySet[SourceIdentity]":
    """Names that someone said are not a person, by source."""
    return SourceIdentity.objects.filter(person=None).order_by("source", "label")
