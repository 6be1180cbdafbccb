"""How a file about people is read, its content while its import waits, and the update that it became."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from intake.models.imports import Import


class StaffFile(models.Model):
    """How a file about people is read (`intake.staff_settings`), what was read (`intake.reading.staff.results.StaffContent`),
    and whom its names mean.

    `matches` are person ids by name: 0 for new people, None for names to decide about. All three are deleted when the changes
    are made; `update` then has the changes, until they are deleted by age.
    """

    file = models.OneToOneField(Import, on_delete=models.CASCADE, primary_key=True, related_name="staff")
    settings: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    content: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    matches: models.JSONField[dict[str, int | None], dict[str, int | None]] = models.JSONField(default=dict)
    update = models.ForeignKey("people.StaffUpdate", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(update=None) | Q(settings={}, content={}, matches={}), name="staff_file_waits_or_is_done"
            )
        ]

    def __str__(self) -> str:
        return f"content of import {self.file_id}"
