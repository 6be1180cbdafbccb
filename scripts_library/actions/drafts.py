"""Drafts: new scripts, changes of title and owner, edits, and new versions."""

from collections.abc import Collection, Mapping
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
from scripts_library.actions.block_pins import pin_blocks
from scripts_library.actions.search_index import refresh_vectors
from scripts_library.actions.steps import copy_steps
from scripts_library.actions.transitions import (
    ChangedMeanwhile,
    lock,
    lock_draft,
    lock_script,
    refuse_archived,
    save_edit,
    write_down,
)
from scripts_library.audiences import EVERY_CHANNEL
from scripts_library.models import KEEPERS, USUAL_LANGUAGE, Script, ScriptVersion
from scripts_library.verbs import Verb

if TYPE_CHECKING:
    from journal.models import Journal


class OwnerNotPossible(Refused):
    """The proposed owner doesn't work with scripts."""


class AlreadyInProgress(Refused):
    """The script already has a draft or a version in review."""


@transaction.atomic
def write_script(
    *,
    actor: User,
    journal: "Journal",
    title: str,
    owner_id: int,
    channel: str = EVERY_CHANNEL,
    language: str = USUAL_LANGUAGE,
    **texts: str,
) -> ScriptVersion:
    """Create a script with a first draft. `texts` are any of `ScriptVersion.TEXTS`; Markdown, with {placeholders}.

    The script belongs to the journal, which records all its events.
    """
    if not permissions.can_write(actor):
        raise PermissionDenied
    _check_names(texts)
    _owner_name(owner_id)
    created_at = clock.now()
    script = Script.objects.create(
        title=title, owner_id=owner_id, journal=journal, channel=channel, language=language, created_at=created_at
    )
    version = first_draft(script, author_id=actor.person_id, texts=texts)
    write_down(version, Verb.WRITTEN, actor=actor, data={"owner": owner_id})
    return version


def first_draft(
    script: Script,
    *,
    author_id: int,
    texts: Mapping[str, str],
    follows_number: int | None = None,
    writer_ids: Collection[int] = (),
) -> ScriptVersion:
    """Version 1 of a script that has just been created. `writer_ids` wrote its texts besides the author."""
    version = ScriptVersion.objects.create(
        script=script,
        number=1,
        author_id=author_id,
        writer_ids=sorted({author_id, *writer_ids}),
        follows_number=follows_number,
        created_at=script.created_at,
        **texts,
    )
    pin_blocks(version)
    refresh_vectors([script.pk])
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
def edit_draft(
    *, actor: User, version: ScriptVersion, revision: int, follows_number: int | None = None, **texts: str
) -> ScriptVersion:
    """Edit a draft. `revision` is the one that the user saw. `follows_number` says that the text of a variant now follows this
    version of its source.
    """
    _check_names(texts)
    locked = lock_draft(actor, version, revision)
    changed: dict[str, str | int] = {**texts}
    if follows_number is not None:
        refuse_unless_source_has(locked, follows_number)
        changed["follows_number"] = follows_number
    for name, value in changed.items():
        setattr(locked, name, value)
    save_edit(locked, *changed, actor=actor)
    return locked


@transaction.atomic
def revise(*, actor: User, version: ScriptVersion) -> ScriptVersion:
    """Start a new draft with the texts of an approved version. A published version stays live until replaced."""
    if not permissions.can_write(actor):
        raise PermissionDenied
    locked = lock(version)
    refuse_archived(locked.script)
    siblings = ScriptVersion.objects.filter(script=locked.script)
    in_progress = siblings.filter(state__in=[ScriptVersion.State.DRAFT, ScriptVersion.State.IN_REVIEW]).first()
    if in_progress is not None:
        raise AlreadyInProgress(
            _("Version %(number)s is already in progress. Finish it first.") % {"number": in_progress.number}
        )
    draft = copied(locked, author_id=actor.person_id)
    write_down(draft, Verb.REVISED, actor=actor, data={"from": locked.number})
    return draft


def copied(source: ScriptVersion, *, author_id: int) -> ScriptVersion:
    """A new draft of the same script with the texts of the source and the newest building blocks. The caller has locked the
    script.
    """
    siblings = ScriptVersion.objects.filter(script=source.script)
    draft = ScriptVersion.objects.create(
        script=source.script,
        number=siblings.aggregate(last=Max("number"))["last"] + 1,
        author_id=author_id,
        writer_ids=[author_id],
        created_at=clock.now(),
        follows_number=source.follows_number,
        **{name: getattr(source, name) for name in ScriptVersion.TEXTS},
    )
    copy_steps(source, draft)
    pin_blocks(draft)
    return draft


def refuse_unless_source_has(version: ScriptVersion, number: int) -> None:
    """Refuse if the source of a variant doesn't have this version, or has published a newer one meanwhile."""
    published = ScriptVersion.objects.filter(script=version.script.variant_of_id, state=ScriptVersion.State.PUBLISHED)
    if published.values_list("number", flat=True).first() != number:
        raise ChangedMeanwhile(_("The source has another published version now. Reload the page and compare the texts again."))


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
