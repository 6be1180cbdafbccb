"""Role plays for trainers."""

from django.db.models import Count, QuerySet

from people.identity import User
from training.models import RolePlay


def role_plays_for(user: User) -> "QuerySet[RolePlay]":
    """Role plays that the user keeps, by title, with the number of behaviours as `behaviours_count`."""
    rows = RolePlay.objects.visible_to(user).select_related("script")
    return rows.annotate(behaviours_count=Count("behaviours")).order_by("title", "pk")
