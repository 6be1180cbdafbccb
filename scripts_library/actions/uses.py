"""Uses of scripts by agents: they begin with the first tap and end with the contact.

Uses aren't recorded in the journal: they are many, they are about persons, and they are deleted after a time.
"""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from core import clock
from core.deletion import AT_ONCE, delete_some, kept_since
from core.refusals import Refused
from people.identity import User
from scripts_library import permissions
from scripts_library.models import LONGEST_PATH, LONGEST_USE, ScriptUse, ScriptVersion
from scripts_library.queries.shown_scripts import shown_to


class NotShown(Refused):
    """The version isn't the one that the agent may use now."""


@transaction.atomic
def take_step(*, actor: User, version: ScriptVersion, at: str = "", to: str = "") -> ScriptUse:
    """Go from one step to another. Begins a use of the version, unless the agent is using it already.

    Without a next step, this only begins the use. Keys that the version doesn't have are ignored.
    """
    if not permissions.can_use(actor):
        raise PermissionDenied
    use = _locked_use(actor, version)
    _check_is_shown(actor, version)
    if use is None or not _continues(use, version):
        use = _begin(actor, version, earlier=use)
    known = set(version.steps.values_list("key", flat=True))
    path = list(use.path)
    for key in (at, to):
        if key in known and path[-1:] != [key]:
            path.append(key)
    use.path = path[:LONGEST_PATH]
    use.save(update_fields=["path"])
    return use


@transaction.atomic
def finish_use(*, actor: User, version: ScriptVersion, outcome: str = "") -> ScriptUse:
    """End the agent's use of the version, and record whether it worked.

    An outcome without a use is recorded as a use that just began. A use can be finished after its version has ended.
    """
    if not permissions.can_use(actor):
        raise PermissionDenied
    use = _locked_use(actor, version)
    if use is None or not _continues(use, version):
        _check_is_shown(actor, version)
        use = _begin(actor, version, earlier=use)
    use.ended_at, use.outcome = clock.now(), outcome
    use.save(update_fields=["ended_at", "outcome"])
    return use


@transaction.atomic
def end_old_uses() -> int:
    """End uses that nobody finished. Part of the tick; readers don't depend on it, see `ScriptUse.objects.open`."""
    old = ScriptUse.objects.filter(ended_at=None, started_at__lte=clock.now() - LONGEST_USE)
    locked = list(old.select_for_update(skip_locked=True).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    if not locked:
        return 0
    return ScriptUse.objects.filter(pk__in=locked).update(ended_at=F("started_at") + LONGEST_USE)


@transaction.atomic
def forget_old_uses() -> int:
    """Delete uses after their retention time. Part of the tick."""
    before = kept_since(settings.RETENTION_SCRIPT_USES_DAYS)
    if before is None:
        return 0
    return delete_some(ScriptUse.objects.filter(started_at__lt=before).order_by("started_at"))


def _locked_use(actor: User, version: ScriptVersion) -> ScriptUse | None:
    """The agent's use of any version of the script that hasn't ended, locked: two taps at once count one after the other."""
    uses = ScriptUse.objects.filter(person_id=actor.person_id, script=version.script_id, ended_at=None)
    return uses.select_for_update(no_key=True).first()


def _check_is_shown(actor: User, version: ScriptVersion) -> None:
    shown = shown_to(actor.person_id, version.script)
    if not shown.is_live or shown.version != version:
        raise NotShown(_("This version was replaced or has ended. Open the script again."))


def _continues(use: ScriptUse, version: ScriptVersion) -> bool:
    return use.version_id == version.pk and use.started_at > clock.now() - LONGEST_USE


def _begin(actor: User, version: ScriptVersion, *, earlier: ScriptUse | None) -> ScriptUse:
    """A new use of the version. It ends an earlier one that was forgotten, or whose version was replaced."""
    now = clock.now()
    if earlier is not None:
        earlier.ended_at = min(now, earlier.started_at + LONGEST_USE)
        earlier.save(update_fields=["ended_at"])
    use = ScriptUse(script_id=version.script_id, version=version, person_id=actor.person_id, started_at=now)
    try:
        with transaction.atomic():
            use.save()
    except IntegrityError:
        # Another window of the same agent was faster.
        other = _locked_use(actor, version)
        if other is None:
            raise
        return other
    return use
