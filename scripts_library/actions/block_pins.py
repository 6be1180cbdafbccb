"""Pins: the versions of building blocks that a draft contains."""

from django.utils.translation import gettext as _

from core.refusals import Refused
from scripts_library import block_references
from scripts_library.models import Block, ScriptVersion, VersionBlock


class BlockUnknown(Refused):
    """The text refers to a block that doesn't exist."""


class TooManyBlocks(Refused):
    """The text refers to too many blocks."""


def pin_blocks(version: ScriptVersion) -> None:
    """Pin the newest versions of the blocks that the texts and steps of the draft refer to. The caller has locked its script.

    The authors of these blocks become writers of the draft, so they can't approve it.
    """
    texts = [getattr(version, name) for name in ScriptVersion.TEXTS]
    keys = block_references.keys_in([*texts, *version.steps.order_by("position").values_list("say", flat=True)])
    if len(keys) > block_references.MOST_BLOCKS:
        raise TooManyBlocks(_("Use at most %(count)d building blocks.") % {"count": block_references.MOST_BLOCKS})
    found = {block.key: block for block in Block.objects.filter(key__in=keys)} if keys else {}
    if unknown := [key for key in keys if key not in found]:
        raise BlockUnknown(_("There is no building block “%(key)s”. Check how it's written.") % {"key": unknown[0]})
    version.block_pins.exclude(block__in=found.values()).delete()
    for key in keys:
        _pin(version, found[key])


def renew_pins(version: ScriptVersion) -> None:
    """Pin the newest versions of the blocks that the version contains already."""
    for block in Block.objects.filter(pins__version=version).order_by("pk"):
        _pin(version, block)


def _pin(version: ScriptVersion, block: Block) -> None:
    newest = block.versions.order_by("-number")[0]
    VersionBlock.objects.update_or_create(version=version, block=block, defaults={"block_version": newest})
    # Words of earlier versions may be in the newest one.
    authors = set(block.versions.values_list("author_id", flat=True)) - set(version.writer_ids)
    if authors:
        version.writer_ids = [*version.writer_ids, *sorted(authors)]
        version.save(update_fields=["writer_ids"])
