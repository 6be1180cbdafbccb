"""Uploaded files with scripts."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

LONGEST_FILE_NAME = 200


class ScriptImport(models.Model):
    """A file with scripts that a person uploaded: what was read from it, and how many scripts the import wrote.

    `scripts` and `rejected` are fields of `script_files.contents.ScriptFile` and `RejectedScript`. The scripts are deleted once
    the file is imported. `counts` are numbers by `queries.script_imports.ScriptOutcome`.
    """

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=LONGEST_FILE_NAME)
    scripts: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list)
    rejected: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list)
    counts: models.JSONField[dict[str, int], dict[str, int]] = models.JSONField(default=dict)
    uploaded_at = models.DateTimeField(db_default=Now())
    imported_at = models.DateTimeField(null=True)

    person_id: int

    class Meta:
        ordering: ClassVar = ["-uploaded_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(imported_at=None) | Q(scripts=[]), name="script_import_content_is_deleted"),
        ]
        indexes: ClassVar = [models.Index(fields=["uploaded_at"], name="script_import_uploaded")]

    def __str__(self) -> str:
        return self.file_name
