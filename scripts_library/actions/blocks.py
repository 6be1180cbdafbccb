"""Building blocks: adding and changing them, and the new versions of scripts that a change proposes.

Lock order: block, then scripts without waiting for those that another action holds, then journals in their order. What is left
out is done by the next tick.
"""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from journal.actions import house_journal, record
from people.actions import notify
from people.identity import User
from scripts_library import permissions
from scripts_library.actions.approval import void_approvals
from scripts_library.actions.block_pins import renew_pins
from scripts_library.actions.drafts import copied
from scripts_library.actions.transitions import ChangedMeanwhile, write_down
from scripts_library.models import Block, BlockVersion, Script, ScriptVersion
from scripts_library.queries.blocks import CURRENT, IN_PROGRESS, outdated_pins
from scripts_library.starter_blocks import STARTER_BLOCKS
from scripts_library.verbs import Verb


class BlockInBlock(Refused):
    """A block can't contain another one."""


class TextMissing(Refused):
    """A block needs a title and a text."""


@transaction.atomic
def add_block(*, actor: User, title: str, kind: str, text: str, key: str = "") -> Block:
    """Add a building block. Without a key, one is made from the title."""
    if not permissions.can_write(actor):
        raise PermissionDenied
    _check_texts(title, text)
    block = Block.objects.create(key=key or _free_key(title), title=title, kind=kind, created_at=clock.now())
    _add_version(block, 1, text, actor)
    _write_down(block, Verb.BLOCK_ADDED, actor, 1)
    return block


@transaction.atomic
def change_block(*, actor: User, block: Block, number: int, title: str, kind: str, text: str) -> int:
    """Change a block, and propose a new version of each script that uses it. Returns the number of scripts.

    `number` is the version that the user saw, so that two writers can't overwrite each other. A published script version keeps
    the text it was approved with.
    """
    if not permissions.can_write(actor):
        raise PermissionDenied
    _check_texts(title, text)
    locked = Block.objects.select_for_update(no_key=True).get(pk=block.pk)
    newest = locked.versions.order_by("-number")[0]
    if newest.number != number:
        raise ChangedMeanwhile(_("Someone changed this block after you opened it. Copy your text and open the block again."))
    locked.title, locked.kind = title, Block.Kind(kind)
    locked.save(update_fields=["title", "kind"])
    if text == newest.text:
        _write_down(locked, Verb.BLOCK_CHANGED, actor, number)
        return 0
    _add_version(locked, number + 1, text, actor)
    _write_down(locked, Verb.BLOCK_CHANGED, actor, number + 1)
    return propose_changed_blocks()


@transaction.atomic
def add_starter_blocks(*, actor: User) -> int:
    """Add the blocks to start from whose key isn't taken. Returns how many were added. Idempotent."""
    if not permissions.can_write(actor):
        raise PermissionDenied
    taken = set(Block.objects.values_list("key", flat=True))
    missing = [block for block in STARTER_BLOCKS if block.key not in taken]
    for block in missing:
        add_block(actor=actor, title=block.title, kind=block.kind, text=block.text, key=block.key)
    return len(missing)


@transaction.atomic
def propose_changed_blocks() -> int:
    """Put the newest texts of blocks into the newest version of each script that contains an older one. Part of the tick.

    A draft or a version in review gets the new text, and what was checked of it has to be checked again. For an approved or
    published version, a draft is started. Nothing is published. Returns the number of scripts.
    """
    concerned = list(outdated_pins().values_list("version__script", flat=True).distinct())
    if not concerned:
        return 0
    unlocked = Script.objects.select_for_update(no_key=True, skip_locked=True, of=("self",)).select_related("journal")
    scripts = list(unlocked.filter(pk__in=concerned).order_by("journal", "pk"))
    for script in scripts:
        _propose(script)
    return len(scripts)


def _propose(script: Script) -> None:
    newest = ScriptVersion.objects.filter(script=script, state__in=CURRENT).order_by("-number").first()
    outdated = outdated_pins().filter(version=newest).select_related("block").order_by("block__title")
    changed = [pin.block for pin in outdated]
    if newest is None or not changed:
        return
    newest.script = script
    author_id = changed[-1].versions.order_by("-number")[0].author_id
    if newest.state in IN_PROGRESS:
        version = newest
        # First, because the author of the block may have approved the version and becomes a writer of it.
        void_approvals(version)
        version.revision += 1
        version.save(update_fields=["revision", "first_approver"])
        renew_pins(version)
        text = _("“%(block)s” changed. Version %(number)s of “%(title)s” now contains the new text.")
    else:
        version = copied(newest, author_id=author_id)
        text = _("“%(block)s” changed, so version %(number)s of “%(title)s” was started. Read it and request approval.")
    names = ", ".join(block.title for block in changed)
    write_down(version, Verb.BLOCKS_RENEWED, actor=None, data={"revision": version.revision}, texts={"blocks": names})
    notify(
        person_id=script.owner_id,
        key=f"script-blocks:{version.pk}:{version.revision}",
        text=text % {"block": names, "number": version.number, "title": script.title},
        url=reverse("scripts_library:version", args=[version.pk]),
        journal=script.journal,
    )


def _check_texts(title: str, text: str) -> None:
    if not title.strip() or not text.strip():
        raise TextMissing(_("Write a title and a text."))
    if "{{" in text:
        raise BlockInBlock(_("A building block can't contain another one. Remove the text in double braces."))


def _add_version(block: Block, number: int, text: str, actor: User) -> None:
    BlockVersion.objects.create(block=block, number=number, text=text, author_id=actor.person_id, created_at=clock.now())


def _free_key(title: str) -> str:
    """A key that isn't taken, from the title if it has letters that can be in one."""
    length = Block.key.field.max_length - 6  # type: ignore[operator] # leaves space for a number
    stem = slugify(title.replace("_", "-"))[:length].strip("-") or "block"
    taken = set(Block.objects.filter(key__startswith=stem).values_list("key", flat=True))
    return next(key for key in (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))) if key not in taken)


def _write_down(block: Block, verb: Verb, actor: User, number: int) -> None:
    data: Mapping[str, object] = {"version": number, "kind": str(block.kind)}
    record(house_journal(), verb, actor=actor, subject=block, data=data, texts={"block": block.title})
