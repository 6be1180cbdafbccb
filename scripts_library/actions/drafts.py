"""Drafts: new scripts, changes of title and owner, edits, and new versions."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from journal.actions import record
from people.identity import User
from people.queries.roles import holders_of
from scripts_library import permissions
from scripts_library.actions.search_index import refresh_vectors
from scripts_library.actions.transitions import ChangedMeanwhile, check, lock, lock_script, write_down
from scripts_library.lifecycle import Step
from scripts_library.models import KEEPERS, Script, ScriptVersion
from scripts_library.verbs import Verb

if TYPE_CHECKING:
    from journal.models import Journal


class OwnerNotPossible(Refused):
    """The proposed owner doesn't work with scripts."""


class AlreadyInProgress(Refused):
    """The script already has a draft or a version in review."""


@transaction.atomic
def write_script(*, actor: User, journal: "Journal", title: str, owner_id: int, **texts: str) -> ScriptVersion:
    """Create a script with a first draft. `texts` are any of `ScriptVersion.TEXTS`; Markdown, with {placeholders}.

    The script belongs to the journal, which records all its events.
    """
    if not permissions.can_write(actor):
        raise PermissionDenied
    _check_names(texts)
    _owner_name(owner_id)
    script = Script.objects.create(title=title, owner_id=owner_id, journal=journal, created_at=clock.now())
    version = ScriptVersion.objects.create(
        script=script,
        number=1,
        author_id=actor.person_id,
        writer_ids=[actor.person_id],
        created_at=script.created_at,
        **texts,
    )
    refresh_vectors([script.pk])
    write_down(version, Verb.WRITTEN, actor=actor, data={"owner": owner_id})
    return version


@transaction.atomic
def change_script(*, actor: User, script: Script, title: str, owner_id: int, read: tuple[str, int]) -> Script:
    """Change the title or the owner of a script. Its texts and their approval stay the same.

    `read` is the title and the owner that the user saw, so that two users can't undo each other's change.
    """
    if not permissions.can_write(actor):
        raise PermissionDenied
    locked = lock_script(script.pk)
    title_before, owner_before = locked.title, locked.owner
    if read != (title_before, owner_before.pk):
        raise ChangedMeanwhile(_("Someone else has just changed the title or the owner. Reload the page to see the change."))
    locked.title, locked.owner_id = title, owner_id
    locked.save(update_fields=["title", "owner"])
    if title != title_before:
        texts = {"before": title_before, "title": title}
        refresh_vectors([locked.pk])
        record(locked.journal, Verb.RENAMED, actor=actor, subject=locked, texts=texts)
    if owner_id != owner_before.pk:
        data = {"owner": owner_id, "owner_before": owner_before.pk}
        texts = {"before": owner_before.display_name, "owner_name": _owner_name(owner_id), "title": title}
        record(locked.journal, Verb.OWNER_CHANGED, actor=actor, subject=locked, data=data, texts=texts)
    return locked


@transaction.atomic
def edit_draft(*, actor: User, version: ScriptVersion, revision: int, **texts: str) -> ScriptVersion:
    """Edit a draft. `revision` is the one that the user saw, so that two writers can't overwrite each other.

    The editor becomes one of its writers, and so can't approve it.
    """
    if not permissions.can_write(actor):
        raise PermissionDenied
    _check_names(texts)
    locked = lock(version)
    check(locked, Step.EDIT)
    if locked.revision != revision:
        raise ChangedMeanwhile(_("Someone saved this draft after you opened it. Copy your text and open the draft again."))
    for name, text in texts.items():
        setattr(locked, name, text)
    locked.revision += 1
    if actor.person_id not in locked.writer_ids:
        locked.writer_ids = [*locked.writer_ids, actor.person_id]
    locked.save(update_fields=[*texts, "revision", "writer_ids"])
    refresh_vectors([locked.script_id])
    write_down(locked, Verb.EDITED, actor=actor, data={"revision": locked.revision})
    return locked


@transaction.atomic
def revise(*, actor: User, version: ScriptVersion) -> ScriptVersion:
    """Start a new draft with the texts of an approved version. A published version stays live until replaced."""
    if not permissions.can_write(actor):
        raise PermissionDenied
    locked = lock(version)
    siblings = ScriptVersion.objects.filter(script=locked.script)
    in_progress = siblings.filter(state__in=[ScriptVersion.State.DRAFT, ScriptVersion.State.IN_REVIEW]).first()
    if in_progress is not None:
        raise AlreadyInProgress(
            _("Version %(number)s is already in progress. Finish it first.") % {"number": in_progress.number}
        )
    draft = ScriptVersion.objects.create(
        script=locked.script,
        number=siblings.aggregate(last=Max("number"))["last"] + 1,
        author_id=actor.person_id,
        writer_ids=[actor.person_id],
        created_at=clock.now(),
        **{name: getattr(locked, name) for name in ScriptVersion.TEXTS},
    )
    refresh_vectors([draft.script_id])
    write_down(draft, Verb.REVISED, actor=actor, data={"from": locked.number})
    return draft


def _owner_name(person_id: int) -> str:
    name = holders_of(*KEEPERS).get(person_id)
    if name is None:
        raise OwnerNotPossible(
            _("The owner needs an account and must be able to write or approve scripts. Choose someone else.")
        )
    return name


def _check_names(texts: dict[str, str]) -> None:
    if unknown := texts.keys() - set(ScriptVersion.TEXTS):
        raise TypeError(f"A script has no text named {', '.join(sorted(unknown))}.")
