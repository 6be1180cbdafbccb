"""Building blocks: texts that many scripts share, and which version of a block each script version contains."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from pgtrigger import AnyChange, Update

from core.triggers import refuse
from scripts_library.models.versions import LONGEST_TEXT, ScriptVersion


class Block(models.Model):
    """A building block for hard contacts. Its texts are in its versions. Scripts refer to it by its key."""

    class Kind(models.TextChoices):
        DE_ESCALATION = "de_escalation", _("De-escalation")
        RECOVERY = "recovery", _("Recovery")
        PROBLEM_SOLVING = "problem_solving", _("Problem solving")
        DIFFICULT_BEHAVIOUR = "difficult_behaviour", _("Difficult behaviour")
        TEACHING = "teaching", _("Teaching conversations")
        TELEPHONE = "telephone", _("Telephone basics")

    key = models.SlugField(_("Key"), max_length=50, unique=True)
    title = models.CharField(_("Title"), max_length=120)
    kind = models.CharField(_("Kind"), max_length=20, choices=Kind)
    created_at = models.DateTimeField(db_default=Now())

    # Annotated by `queries.blocks`.
    number: int
    text: str
    scripts: int

    class Meta:
        ordering: ClassVar = ["kind", "title", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(key="") & ~Q(title=""), name="block_has_a_key_and_a_title"),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "de_escalation",
                        "recovery",
                        "problem_solving",
                        "difficult_behaviour",
                        "teaching",
                        "telephone",
                    ]
                ),
                name="block_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class BlockVersion(models.Model):
    """The text of a block at one time. It never changes: a change is a new version."""

    block = models.ForeignKey(Block, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField(_("Text"), max_length=LONGEST_TEXT)
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    block_id: int
    author_id: int

    class Meta:
        ordering: ClassVar = ["block", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["block", "number"], name="block_version_number_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="block_version_numbers_from_one"),
            models.CheckConstraint(condition=~Q(text=""), name="block_version_has_a_text"),
            # A block in a block could contain itself.
            models.CheckConstraint(condition=~Q(text__contains="{{"), name="block_version_contains_no_block"),
        ]
        triggers: ClassVar = [
            refuse(
                "block_version_is_fixed",
                "the text of a building block never changes; a change is a new version",
                operation=Update,
                condition=AnyChange("block", "number", "text"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.block_id}, {self.number}"


class VersionBlock(models.Model):
    """The version of a block that a script version contains. A draft's changes when it is saved; a released one's never."""

    version = models.ForeignKey(ScriptVersion, on_delete=models.CASCADE, related_name="block_pins")
    block = models.ForeignKey(Block, on_delete=models.PROTECT, related_name="pins")
    block_version = models.ForeignKey(BlockVersion, on_delete=models.PROTECT, related_name="pins")

    version_id: int
    block_id: int
    block_version_id: int

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "block"], name="version_block_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.block_version_id}"
