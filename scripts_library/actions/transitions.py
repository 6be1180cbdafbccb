"""Common parts of every transition of a version: lock, check, move and journal entry."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from core.refusals import Refused
from journal.actions import record
from people.identity import User
from scripts_library import permissions
from scripts_library.actions.block_pins import pin_blocks
from scripts_library.actions.search_index import refresh_vectors
from scripts_library.lifecycle import LIFECYCLE, Step
from scripts_library.models import Script, ScriptVersion
from scripts_library.verbs import Verb

# Steps that only end a version: possible for archived scripts too.
ENDING = {Step.EXPIRE, Step.WITHDRAW}


class ChangedMeanwhile(Refused):
    """The text was edited after it was read."""


class Archived(Refused):
    """The script is archived, so nothing of it can be edited, approved or published."""


def lock(version: ScriptVersion) -> ScriptVersion:
    """The current state of the version, with its script locked: one transition at a time per script."""
    script = lock_script(version.script_id)
    locked = ScriptVersion.objects.get(pk=version.pk)
    locked.script = script
    return locked


def lock_script(script_id: int) -> Script:
    return Script.objects.select_for_update(no_key=True, of=("self",)).select_related("journal").get(pk=script_id)


def check(version: ScriptVersion, step: Step) -> None:
    """Raise `NotInThatState` if the step isn't possible in the version's state, or `Archived`."""
    if step not in ENDING:
        refuse_archived(version.script)
    LIFECYCLE.check(version, step, number=version.number)


def move(version: ScriptVersion, step: Step) -> None:
    """Move the version to the step's target state, or raise `NotInThatState`."""
    LIFECYCLE.move(version, step, number=version.number)


def lock_draft(actor: User, version: ScriptVersion, revision: int) -> ScriptVersion:
    """The draft, locked for an edit by the actor, who saw this revision. Two writers can't overwrite each other."""
    if not permissions.can_write(actor):
        raise PermissionDenied
    locked = lock(version)
    check(locked, Step.EDIT)
    if locked.revision != revision:
        raise ChangedMeanwhile(_("Someone saved this draft after you opened it. Copy your text and open the draft again."))
    return locked


def save_edit(version: ScriptVersion, *fields: str, actor: User) -> None:
    """Save an edit of a locked draft. The editor becomes one of its writers, and so can't approve it."""
    version.revision += 1
    if actor.person_id not in version.writer_ids:
        version.writer_ids = [*version.writer_ids, actor.person_id]
    version.save(update_fields=[*fields, "revision", "writer_ids"])
    pin_blocks(version)
    refresh_vectors([version.script_id])
    write_down(version, Verb.EDITED, actor=actor, data={"revision": version.revision})


def refuse_archived(script: Script) -> None:
    if script.archived_at is not None:
        raise Archived(_("“%(title)s” is archived. Restore it first.") % {"title": script.title})


def write_down(
    version: ScriptVersion,
    verb: Verb,
    *,
    actor: User | None,
    data: Mapping[str, Any] | None = None,
    texts: Mapping[str, str] | None = None,
    follows_through: bool = False,
) -> None:
    """Record the step in the script's journal.

    Once the journal is closed, only steps that end a version are accepted; see `record`.
    """
    script = version.script
    record(
        script.journal,
        verb,
        actor=actor,
        subject=version,
        data={"script": script.pk, "version": version.number, **(data or {})},
        texts={"title": script.title, **(texts or {})},
        follows_through=follows_through,
    )
