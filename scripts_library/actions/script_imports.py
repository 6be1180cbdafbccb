"""Imports of scripts from files: the upload, and the import as drafts. Nothing is published."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from journal.actions import house_journal
from people.identity import User
from scripts_library import permissions
from scripts_library.actions.drafts import edit_draft, revise, write_script
from scripts_library.actions.transitions import ChangedMeanwhile
from scripts_library.actions.variants import write_variant
from scripts_library.models import Script, ScriptImport, ScriptVersion
from scripts_library.models.imports import LONGEST_FILE_NAME
from scripts_library.queries.script_imports import PlannedScript, ScriptOutcome, as_rows, plan_of
from scripts_library.script_files.contents import RejectedScript, ScriptFile

KEPT = timedelta(days=7)


@transaction.atomic
def upload_scripts(
    *, actor: User, file_name: str, scripts: Iterable[ScriptFile], rejected: Iterable[RejectedScript]
) -> ScriptImport:
    """Keep what was read from a file, until it is imported or a week has passed."""
    if not permissions.can_write(actor):
        raise PermissionDenied
    return ScriptImport.objects.create(
        person_id=actor.person_id,
        file_name=file_name[-LONGEST_FILE_NAME:],
        scripts=as_rows(scripts),
        rejected=as_rows(rejected),
        uploaded_at=clock.now(),
    )


@transaction.atomic
def import_scripts(*, actor: User, imported: ScriptImport, token: str) -> ScriptImport:
    """Import the scripts of a file as drafts. `token` is that of the plan that the user saw. Idempotent.

    All scripts are locked before the first journal, like in `expire_ended`.
    """
    if not permissions.can_write(actor):
        raise PermissionDenied
    locked = ScriptImport.objects.select_for_update(no_key=True, of=("self",)).get(pk=imported.pk, person=actor.person_id)
    if locked.imported_at is not None:
        return locked
    concerned = _scripts_of(plan_of(locked).scripts)
    list(Script.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=concerned).order_by("pk"))
    plan = plan_of(locked)
    if plan.token != token:
        raise ChangedMeanwhile(_("Scripts have changed since you checked this file. Check the list again."))
    new_sources: dict[str, Script] = {}
    counts = Counter({ScriptOutcome.REJECT.value: len(plan.rejected)})
    refused: list[RejectedScript] = [*plan.rejected]
    for planned in plan.scripts:
        reason = _import_one(actor, planned, new_sources)
        counts[ScriptOutcome.REJECT.value if reason else planned.outcome.value] += 1
        if reason:
            refused.append(RejectedScript(planned.file.source, reason, planned.file.line))
    locked.counts = {outcome.value: counts[outcome.value] for outcome in ScriptOutcome}
    locked.scripts, locked.rejected, locked.imported_at = [], as_rows(refused), clock.now()
    locked.save(update_fields=["counts", "scripts", "rejected", "imported_at"])
    return locked


def _scripts_of(planned: Iterable[PlannedScript]) -> set[int]:
    """Ids of the scripts that an import changes, and of the sources of new variants."""
    return {
        script_id
        for each in planned
        for script_id in (each.version.script_id if each.version else None, each.source_id)
        if script_id is not None
    }


def _import_one(actor: User, planned: PlannedScript, new_sources: dict[str, Script]) -> str:
    """Import one script. Returns the reason if it is refused."""
    if planned.outcome is ScriptOutcome.REJECT:
        return planned.reason
    if planned.outcome is ScriptOutcome.UNCHANGED:
        return ""
    try:
        with transaction.atomic():
            if planned.version is not None:
                _change(actor, planned.version, planned.file)
            else:
                _create(actor, planned, new_sources)
    except Refused as refusal:
        return str(refusal)
    return ""


def _change(actor: User, version: ScriptVersion, file: ScriptFile) -> None:
    draft = version if version.state == ScriptVersion.State.DRAFT else revise(actor=actor, version=version)
    texts: Mapping[str, Any] = file.texts
    edit_draft(actor=actor, version=draft, revision=draft.revision, **texts)


def _create(actor: User, planned: PlannedScript, new_sources: dict[str, Script]) -> None:
    file, owner_id = planned.file, planned.owner_id or actor.person_id
    audience = {"channel": file.channel, "language": file.language}
    if not file.variant_of:
        version = write_script(
            actor=actor, journal=house_journal(), title=file.title, owner_id=owner_id, **audience, **file.texts
        )
        new_sources[file.title] = version.script
        return
    source = Script.objects.get(pk=planned.source_id) if planned.source_id else new_sources.get(file.variant_of)
    if source is None:
        raise ChangedMeanwhile(_("Its source couldn't be imported."))
    write_variant(actor=actor, source=source, title=file.title, owner_id=owner_id, **audience, **file.texts)


@transaction.atomic
def forget_script_imports() -> int:
    """Delete uploaded files with scripts after a week. Part of the tick."""
    deleted, _by_model = ScriptImport.objects.filter(uploaded_at__lt=clock.now() - KEPT).delete()
    return deleted
