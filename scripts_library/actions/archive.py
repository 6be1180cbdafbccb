"""Archived scripts: out of every list, kept with their history, and restored when they are needed again."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from journal.actions import record
from people.identity import User
from scripts_library import permissions
from scripts_library.actions.reader_notifications import settle_reading
from scripts_library.actions.schedules import take_off
from scripts_library.actions.transitions import lock_script, move, write_down
from scripts_library.lifecycle import Step
from scripts_library.models import Script, ScriptVersion
from scripts_library.verbs import Verb


class StillLive(Refused):
    """A version is live, and the user didn't say that it should end."""


class AlreadyArchived(Refused):
    """The script is archived already."""


class NotArchived(Refused):
    """The script isn't archived."""


@transaction.atomic
def archive_script(*, actor: User, script: Script, ends_live_version: bool = False) -> Script:
    """Take a script out of all lists. A live version ends only if the user wants it; a planned publication is cancelled."""
    if not permissions.can_release(actor):
        raise PermissionDenied
    locked = lock_script(script.pk)
    if locked.archived_at is not None:
        raise AlreadyArchived(_("“%(title)s” is archived already.") % {"title": locked.title})
    now = clock.now()
    live = _version_of(locked, state=ScriptVersion.State.PUBLISHED)
    if live is not None and not ends_live_version:
        raise StillLive(_("Version %(number)s is live. Say that it should end, or keep the script.") % {"number": live.number})
    if live is not None:
        move(live, Step.EXPIRE)
        live.ended_at = min(now, live.ends_at or now)
        live.save(update_fields=["state", "ended_at"])
        settle_reading(live)
        write_down(live, Verb.EXPIRED, actor=actor)
    for planned in ScriptVersion.objects.filter(script=locked, publish_at__isnull=False):
        planned.script = locked
        take_off(planned)
        write_down(planned, Verb.SCHEDULE_CANCELLED, actor=actor)
    locked.archived_at = now
    locked.save(update_fields=["archived_at"])
    record(locked.journal, Verb.ARCHIVED, actor=actor, subject=locked, texts={"title": locked.title})
    return locked


@transaction.atomic
def restore_script(*, actor: User, script: Script) -> Script:
    """Put an archived script back into the lists. Nothing becomes live again: a version has to be published."""
    if not permissions.can_release(actor):
        raise PermissionDenied
    locked = lock_script(script.pk)
    if locked.archived_at is None:
        raise NotArchived(_("“%(title)s” isn't archived any more.") % {"title": locked.title})
    locked.archived_at = None
    locked.save(update_fields=["archived_at"])
    record(locked.journal, Verb.RESTORED, actor=actor, subject=locked, texts={"title": locked.title})
    return locked


def _version_of(script: Script, **state: object) -> ScriptVersion | None:
    found = ScriptVersion.objects.filter(script=script, **state).first()
    if found is not None:
        found.script = script
    return found
