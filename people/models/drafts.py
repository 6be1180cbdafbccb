"""Drafts of forms: text that a user has typed but not submitted."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from people.models.persons import Person

LONGEST_KEY = 80


class FormDraft(models.Model):
    """Draft of a form, visible only to its author.

    `key` names the form and its object (“crisis.update:7”). `fields` holds the values as the browser sends them. After
    submission the row stays without fields, so that a late save doesn't restore the draft.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=LONGEST_KEY)
    fields: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    # Digests of the field values when the form was rendered.
    saved: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "key"], name="form_draft_once"),
            models.CheckConstraint(condition=~Q(key=""), name="form_draft_names_its_form"),
        ]
        indexes: ClassVar = [models.Index(fields=["saved_at"], name="form_draft_time")]

    def __str__(self) -> str:
        return self.key
