"""What every transition of a version has in common: the lock, the step in the table, the entry."""

from collections.abc import Mapping
from typing import Any

from core.refusals import Refused
from journal.actions import record
from people.identity import User
from scripts_library.lifecycle import LIFECYCLE, Step
from scripts_library.models import Script, ScriptVersion
from scripts_library.verbs import Verb


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


def check(version: ScriptVersion, step: Step) -> None:
    """Raise `NotInThatState` if the step does not lead on from where the version is."""
    LIFECYCLE.check(version, step, number=version.number)


def move(version: ScriptVersion, step: Step) -> None:
    """Give the version the state to which the step leads, or raise `NotInThatState`."""
    LIFECYCLE.move(version, step, number=version.number)


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
