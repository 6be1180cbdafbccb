"""Import profiles that people saved for later files with the same columns."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now

from people.identity import Role, User


class OwnProfileQuerySet(models.QuerySet["OwnProfile"]):
    def visible_to(self, user: User) -> "OwnProfileQuerySet":
        """All profiles for operations and administrators, none for others, as with imports."""
        return self.all() if user.has_role(Role.OPS, Role.ADMINISTRATOR) else self.none()


class OwnProfile(models.Model):
    """Import profile that a person saved. `definition` is a `Profile` as JSON. Imports keep their own copy."""

    name = models.CharField(max_length=60)
    definition: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    saved_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(db_default=Now())

    objects: ClassVar[OwnProfileQuerySet] = OwnProfileQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("name"), name="own_profile_name_unique"),
            models.CheckConstraint(condition=~Q(name=""), name="own_profile_has_a_name"),
            models.CheckConstraint(condition=Q(definition__has_key="columns"), name="own_profile_maps_columns"),
        ]

    def __str__(self) -> str:
        return self.name
