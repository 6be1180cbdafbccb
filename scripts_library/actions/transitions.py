"""What every transition of a version has in common: the lock, the refusal of a wrong state, the entry."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise

from core.refusals import Refused
from journal.actions import record
from people.identity import User
from scripts_library.models import Script, ScriptVersion
from scripts_library.verbs import Verb


class NotInThatState(Refused):
    """The version is not in the state that the step starts from."""


class ChangedMeanwhile(Refused):
    """Somebody edited the text after it was read."""


def lock(version: ScriptVersion) -> ScriptVersion:
    """The version as it is now, with its script locked: one step at a time for each script."""
    script = lock_script(version.script_id)
    locked = ScriptVersion.objects.get(pk=version.pk)
    locked.script = script
    return locked


def lock_script(script_id: int) -> Script:
    return Script.objects.select_for_update(no_key=True, of=("self",)).select_related("journal").get(pk=script_id)


def require_state(version: ScriptVersion, state: ScriptVersion.State, otherwise: str | Promise) -> None:
    """Raise `NotInThatState`, with the sentence filled in: ``%(number)s`` and ``%(state)s``."""
    if version.state != state:
        raise NotInThatState(str(otherwise) % {"number": version.number, "state": version.get_state_display().lower()})


def write_down(
    version: ScriptVersion,
    verb: Verb,
    *,
    actor: User | None,
    data: Mapping[str, Any] | None = None,
    texts: Mapping[str, str] | None = None,
    follows_through: bool = False,
) -> None:
    """Record the step in the journal that the script belongs to.

    Once that is closed nothing is done to the script any more but what ends it: see `record`.
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
