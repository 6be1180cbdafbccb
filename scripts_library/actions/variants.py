"""Variants of a script for another channel or language."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from journal.actions import record
from people.identity import User
from scripts_library import permissions
from scripts_library.actions.drafts import first_draft, refuse_unless_source_has
from scripts_library.actions.transitions import ChangedMeanwhile, lock, lock_script, write_down
from scripts_library.audiences import audience_name
from scripts_library.models import Script, ScriptVersion
from scripts_library.verbs import Verb


class AudienceTaken(Refused):
    """The source or another variant is already for this channel and language."""


class NotASource(Refused):
    """A variant can't have variants."""


class NotAVariant(Refused):
    """Only variants follow a source, and only published ones can be confirmed."""


@transaction.atomic
def write_variant(
    *, actor: User, source: Script, channel: str, language: str, title: str = "", owner_id: int | None = None, **texts: str
) -> ScriptVersion:
    """Create a variant of a script for a channel and a language, with a first draft that starts from the source's texts.

    The texts are those of the source's published version, or else of its newest one. Title and owner are the source's unless
    given.
    """
    if not permissions.can_write(actor):
        raise PermissionDenied
    locked = lock_script(source.pk)
    if locked.variant_of_id is not None:
        raise NotASource(_("This script is a variant itself. Write the variant from its source."))
    _refuse_taken(locked, None, channel, language)
    versions = ScriptVersion.objects.filter(script=locked)
    published = versions.filter(state=ScriptVersion.State.PUBLISHED).first()
    start = published or versions.latest("number")
    variant = Script.objects.create(
        title=title or locked.title,
        owner_id=owner_id or locked.owner_id,
        journal=locked.journal,
        kind=locked.kind,
        channel=channel,
        language=language,
        variant_of=locked,
        created_at=clock.now(),
    )
    version = first_draft(
        variant,
        author_id=actor.person_id,
        texts={**{name: getattr(start, name) for name in ScriptVersion.TEXTS}, **texts},
        follows_number=published.number if published else None,
        # A published text was approved by others. The writers of any other one may not approve its variant either.
        writer_ids=() if published else start.writer_ids,
    )
    data = {"source": locked.pk, "channel": channel, "language": language}
    write_down(version, Verb.VARIANT_WRITTEN, actor=actor, data=data, texts={"audience": audience_name(channel, language)})
    return version


@transaction.atomic
def change_audience(*, actor: User, script: Script, channel: str, language: str, read: tuple[str, str]) -> Script:
    """Change the channel and the language that a script is for. `read` are those that the user saw."""
    if not permissions.can_write(actor):
        raise PermissionDenied
    source = lock_script(script.variant_of_id or script.pk)
    locked = source if source.pk == script.pk else lock_script(script.pk)
    before = (locked.channel, locked.language)
    if read != before:
        raise ChangedMeanwhile(
            _("Someone else has just changed the channel or the language. Reload the page to see the change.")
        )
    if before == (channel, language):
        return locked
    _refuse_taken(source, locked, channel, language)
    locked.channel, locked.language = channel, language
    locked.save(update_fields=["channel", "language"])
    texts = {"title": locked.title, "before": audience_name(*before), "audience": audience_name(channel, language)}
    record(
        locked.journal,
        Verb.AUDIENCE_CHANGED,
        actor=actor,
        subject=locked,
        data={"channel": channel, "language": language},
        texts=texts,
    )
    return locked


@transaction.atomic
def confirm_variant(*, actor: User, version: ScriptVersion, follows_number: int) -> ScriptVersion:
    """Record that the published text of a variant still fits this published version of its source. Idempotent."""
    if not permissions.sees_every_version(actor):
        raise PermissionDenied
    locked = lock(version)
    if locked.script.variant_of_id is None or locked.state != ScriptVersion.State.PUBLISHED:
        raise NotAVariant(_("Only the published version of a variant can be marked as up to date."))
    refuse_unless_source_has(locked, follows_number)
    if locked.follows_number == follows_number:
        return locked
    locked.follows_number = follows_number
    locked.save(update_fields=["follows_number"])
    write_down(locked, Verb.VARIANT_CONFIRMED, actor=actor, data={"follows": follows_number})
    return locked


def _refuse_taken(source: Script, script: Script | None, channel: str, language: str) -> None:
    """Refuse a channel and language that another script of the family has. `script` is None for a new variant."""
    family = Script.objects.filter(Q(pk=source.pk) | Q(variant_of=source))
    if script is not None:
        family = family.exclude(pk=script.pk)
    if family.filter(channel=channel, language=language).exists():
        audience = audience_name(channel, language)
        raise AudienceTaken(_("There is already a text for %(audience)s. Open that one instead.") % {"audience": audience})
