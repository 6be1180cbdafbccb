"""Append-only journals. Triggers refuse to change or delete entries."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from pgtrigger import AnyChange, Delete, F, Truncate, Update
from pgtrigger import Q as Rows

from core.triggers import refuse

NEVER_CHANGED = "journal entries are never changed or deleted"
ERASED_ONLY = "a journal text can only be erased"


class Journal(models.Model):
    """Chain of entries: the organisation journal, or the journal of a crisis.

    A closed journal only accepts entries that follow from something begun before. A trigger refuses changes of `is_drill`.
    """

    class Kind(models.TextChoices):
        HOUSE = "house", _("Organisation")
        CASE = "case", _("Crisis")

    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=200)
    created_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True)
    is_drill = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind"], condition=Q(kind="house"), name="journal_one_house"),
            models.CheckConstraint(condition=Q(kind="case") | Q(closed_at=None), name="journal_of_the_house_stays_open"),
            models.CheckConstraint(condition=Q(kind__in=["house", "case"]), name="journal_kind_known"),
            models.CheckConstraint(condition=Q(kind="case") | Q(is_drill=False), name="journal_of_the_house_is_no_drill"),
            # Tables with a copy of `is_drill` refer to both columns, so that the copy is always right.
            models.UniqueConstraint(fields=["id", "is_drill"], name="journal_drill_mark"),
        ]
        triggers: ClassVar = [
            refuse(
                "drill_mark_is_fixed",
                "whether a journal is a drill never changes",
                operation=Update,
                condition=AnyChange("is_drill"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class Entry(models.Model):
    """Journal entry with ids and figures only; names and free text are in `JournalText`.

    `actor_id` and `subject_id` are plain numbers because foreign keys never point to higher rooms. `occurred_at` is the time
    of the event, `recorded_at` the time of writing.
    """

    journal = models.ForeignKey(Journal, on_delete=models.PROTECT, related_name="entries")
    sequence = models.PositiveIntegerField()
    verb = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    data: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    text_digests: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["journal", "sequence"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["journal", "sequence"], name="entry_sequence_unique"),
            models.UniqueConstraint(fields=["journal", "previous_hash"], name="entry_chain_does_not_fork"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject_type", "subject_id"], name="entry_subject"),
            models.Index(fields=["journal", "verb"], name="entry_verb"),
        ]
        triggers: ClassVar = [
            refuse("append_only", NEVER_CHANGED, operation=Update | Delete),
            refuse("never_truncated", NEVER_CHANGED, operation=Truncate),
        ]

    def __str__(self) -> str:
        return f"{self.journal_id}/{self.sequence} {self.verb}"


class JournalText(models.Model):
    """Free text or name of an entry. The entry's hash covers its salted digest, so erasing the text keeps the chain valid."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="texts")
    name = models.CharField(max_length=40)
    salt = models.CharField(max_length=64, null=True)  # noqa: DJ001 - null means erased, which empty would not
    text = models.TextField(null=True)  # noqa: DJ001 - null means erased, which empty would not

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "name"], name="journal_text_name_unique"),
            models.CheckConstraint(
                condition=Q(salt__isnull=True, text__isnull=True) | Q(salt__isnull=False, text__isnull=False),
                name="journal_text_erased_whole",
            ),
        ]
        triggers: ClassVar = [
            refuse("never_deleted", ERASED_ONLY, operation=Delete),
            refuse("never_truncated", ERASED_ONLY, operation=Truncate),
            refuse(
                "only_erased",
                ERASED_ONLY,
                operation=Update,
                condition=Rows(new__salt__isnull=False)
                | Rows(new__text__isnull=False)
                | Rows(old__id__df=F("new__id"))
                | Rows(old__entry__df=F("new__entry"))
                | Rows(old__name__df=F("new__name")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} of entry {self.entry_id}"
