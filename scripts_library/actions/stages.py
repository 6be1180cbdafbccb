"""Stages of holding statements."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from journal.actions import record
from people.identity import User
from scripts_library import permissions
from scripts_library.actions.transitions import lock_script
from scripts_library.models import Script, Stage
from scripts_library.verbs import Verb


@transaction.atomic
def change_stage(*, actor: User, script: Script, stage: str) -> Script:
    """Make a script the holding statement for a stage of a crisis, or an everyday script if the stage is empty."""
    if not permissions.can_write(actor):
        raise PermissionDenied
    locked = lock_script(script.pk)
    before = locked.stage
    if stage == before:
        return locked
    locked.stage = Stage(stage).value if stage else ""
    locked.save(update_fields=["stage"])
    data = {"stage": locked.stage, "before": before}
    record(locked.journal, Verb.STAGE_CHANGED, actor=actor, subject=locked, data=data, texts={"title": locked.title})
    return locked
