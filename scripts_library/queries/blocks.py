"""Building blocks: the library, their uses, and the texts that a script version contains."""

import copy
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from scripts_library import block_references
from scripts_library.models import Block, BlockVersion, ScriptVersion, VersionBlock

State = ScriptVersion.State
IN_PROGRESS = (State.DRAFT, State.IN_REVIEW)
# Of these states, the newest version of a script is the one that agents will see next.
CURRENT = (*IN_PROGRESS, State.APPROVED, State.PUBLISHED)


@dataclass(frozen=True, slots=True)
class InsertableBlock:
    """A block that the editor offers, and the line that inserts it."""

    title: str
    kind: str
    reference: str


@dataclass(frozen=True, slots=True)
class ContainedBlock:
    """A block that a script version contains: in which of its versions, and whether a newer one exists."""

    id: int
    title: str
    number: int
    is_newest: bool


@dataclass(frozen=True, slots=True)
class Proposals:
    """What a change of a block starts: new drafts of scripts, and drafts and versions in review that get the new text."""

    drafts: int
    renewals: int


def blocks() -> QuerySet[Block]:
    """All blocks by kind and title, with `number` and `text` of the newest version, and the number of `scripts` that use it."""
    newest = BlockVersion.objects.filter(block=OuterRef("pk")).order_by("-number")
    used = Count("pins__version__script", distinct=True, filter=Q(pins__version__state__in=CURRENT))
    return Block.objects.annotate(  # type: ignore[no-redef] # the model declares them for its readers
        number=Subquery(newest.values("number")[:1]), text=Subquery(newest.values("text")[:1]), scripts=used
    ).order_by("kind", "title", "pk")


def blocks_to_insert() -> list[InsertableBlock]:
    """The blocks that the editor offers, by kind and title."""
    return [
        InsertableBlock(block.title, block.get_kind_display(), block_references.reference_to(block.key))
        for block in Block.objects.order_by("kind", "title", "pk")
    ]


def newest_texts(keys: Collection[str]) -> dict[str, str]:
    """The newest texts of the blocks, by key. Unknown keys are left out."""
    return {block.key: block.text for block in blocks().filter(key__in=keys)} if keys else {}


def pinned_texts(version: ScriptVersion) -> dict[str, str]:
    """The texts of the blocks that the version contains, by key."""
    return dict(version.block_pins.values_list("block__key", "block_version__text"))


def contained_blocks(version: ScriptVersion) -> list[ContainedBlock]:
    """The blocks that the version contains, by title."""
    rows = version.block_pins.annotate(is_old=Exists(_newer_texts())).order_by("block__title", "pk")
    values = rows.values_list("block_id", "block__title", "block_version__number", "is_old")
    return [ContainedBlock(pk, title, number, not is_old) for pk, title, number, is_old in values]


def with_blocks(version: ScriptVersion) -> ScriptVersion:
    """A copy of the version for display, with the blocks in place of their references. Never save it."""
    shown = copy.copy(version)
    texts = {name: getattr(version, name) for name in ScriptVersion.TEXTS}
    if block_references.keys_in(texts.values()):
        pinned = pinned_texts(version)
        for name, text in texts.items():
            setattr(shown, name, block_references.expanded(text, pinned))
    return shown


def uses_of(block: Block) -> QuerySet[VersionBlock]:
    """Where the block is used: in published versions, and in newer ones on the way there."""
    return (
        VersionBlock.objects.filter(Q(version=_newest_version()) | Q(version__state=State.PUBLISHED), block=block)
        .select_related("version__script__journal", "block_version")
        .order_by("version__script__title", "pk")
    )


def proposals_of(block: Block) -> Proposals:
    """What a change of the block would start now. Archived scripts and those of closed journals stay as they are."""
    pins = _open_pins().filter(block=block)
    states: list[Any] = list(pins.values_list("version__state", flat=True))
    renewals = sum(state in IN_PROGRESS for state in states)
    return Proposals(len(states) - renewals, renewals)


def outdated_pins() -> QuerySet[VersionBlock]:
    """Pins of a script's newest version to a text of a block that has changed."""
    return _open_pins().filter(Exists(_newer_texts()))


def _open_pins() -> QuerySet[VersionBlock]:
    """Pins of the newest version of each script. Without archived scripts and those of closed journals."""
    return VersionBlock.objects.filter(
        version=_newest_version(), version__script__journal__closed_at=None, version__script__archived_at=None
    )


def _newer_texts() -> QuerySet[BlockVersion]:
    return BlockVersion.objects.filter(block=OuterRef("block"), number__gt=OuterRef("block_version__number"))


def _newest_version() -> Subquery:
    versions = ScriptVersion.objects.filter(script=OuterRef("version__script"), state__in=CURRENT)
    return Subquery(versions.order_by("-number").values("pk")[:1])
