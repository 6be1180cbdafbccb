"""Imports of evaluations from another tool: a file is received, becomes current as a whole, and can be undone."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core import clock
from core.locks import take_for_step, wait_for
from core.refusals import Refused
from core.work import enqueue, find, retry
from intake.actions.files import delete_file, forget_path, keep_file, sweep_folder
from intake.reading.reasons import Unreadable
from journal.actions import house_journal, record
from people.identity import User
from quality import permissions
from quality.actions.evaluation_versions import settle
from quality.evaluation_file_lifecycle import FILE_LIFECYCLE, FileStep, NotTaken
from quality.evaluation_limits import limits
from quality.evaluations.changes import changes
from quality.evaluations.reasons import EvaluationFileTrouble
from quality.evaluations.sentences import trouble_sentence
from quality.models import EvaluationFile, EvaluationRejection, ImportedEvaluation
from quality.queries.evaluation_contexts import contexts_in, counting
from quality.verbs import Verb

KIND = "quality.evaluations"
FOLDER = "evaluations"
EVALUATION_FILES = "quality.evaluation_files"


class FileRefused(Refused):
    """The file cannot be imported. The message says why and what to do."""


def receive_evaluations(*, actor: User, file_name: str, chunks: Iterable[bytes]) -> EvaluationFile:
    """Store a file and queue it for a worker. The file is written before the transaction, and deleted if that fails."""
    if not permissions.can_import_evaluations(actor):
        raise PermissionDenied
    try:
        kept = keep_file(chunks, most_bytes=limits().file_bytes, folder=FOLDER)
    except Unreadable as error:
        raise FileRefused(trouble_sentence(error.trouble, error.about)) from error
    try:
        return _begin(actor, file_name=file_name, path=kept.path, size_bytes=kept.size_bytes)
    except BaseException:
        delete_file(kept.path)
        raise


@transaction.atomic
def undo_evaluation_file(*, actor: User, imported: EvaluationFile) -> EvaluationFile:
    """Undo a file, so that versions in other files become current again. Idempotent."""
    if not permissions.can_import_evaluations(actor):
        raise PermissionDenied
    locked = EvaluationFile.objects.select_for_update().get(pk=imported.pk)
    if locked.state == EvaluationFile.State.UNDONE:
        return locked
    FILE_LIFECYCLE.check(locked, FileStep.UNDO)
    one_at_a_time()
    touched = contexts_in(locked)
    before = counting(locked.source, touched).digests()
    ImportedEvaluation.objects.filter(file=locked).delete()
    settle(locked.source, touched)
    changed = changes(before, counting(locked.source, touched).digests())
    counts = {"removed": changed.removed, "back": changed.replaced + changed.added}
    FILE_LIFECYCLE.move(locked, FileStep.UNDO)
    locked.undone_at, locked.undone_by_id = clock.now(), actor.person_id
    locked.counts = {**locked.counts, **counts}
    locked.save(update_fields=["state", "undone_at", "undone_by", "counts"])
    record(house_journal(), Verb.EVALUATIONS_UNDONE, actor=actor, subject=locked, data=counts)
    return locked


@transaction.atomic
def read_again(*, actor: User, imported: EvaluationFile) -> None:
    """Resume a file whose reading failed, from where it stopped."""
    if not permissions.can_import_evaluations(actor):
        raise PermissionDenied
    work = find(imported.work_key)
    if work is not None:
        retry(work)


@transaction.atomic
def discard_evaluation_file(*, actor: User, imported: EvaluationFile) -> EvaluationFile:
    """Discard a file whose reading failed. None of it was ever current. Idempotent."""
    if not permissions.can_import_evaluations(actor):
        raise PermissionDenied
    locked = EvaluationFile.objects.select_for_update().get(pk=imported.pk)
    if locked.state == EvaluationFile.State.REFUSED:
        return locked
    FILE_LIFECYCLE.check(locked, FileStep.REFUSE)
    work = find(locked.work_key)
    if work is not None and work.is_open:
        raise NotTaken(_("This file is still being read. You can discard it only if reading fails."))
    refuse(locked, EvaluationFileTrouble.DISCARDED)
    record(house_journal(), Verb.EVALUATIONS_DISCARDED, actor=actor, subject=locked)
    return locked


def refuse(imported: EvaluationFile, trouble: str, about: str = "") -> None:
    """Delete a file's rows and keep only the reason why it couldn't be imported."""
    ImportedEvaluation.objects.filter(file=imported).delete()
    EvaluationRejection.objects.filter(file=imported).delete()
    FILE_LIFECYCLE.move(imported, FileStep.REFUSE)
    imported.trouble, imported.about = str(trouble), about[:40]
    imported.save(update_fields=["state", "trouble", "about"])
    forget_path(imported.path)


def one_at_a_time() -> None:
    """Lock changes of current versions until the transaction ends."""
    wait_for(EVALUATION_FILES)


def one_file_for_step() -> None:
    """The same lock for a step of background work, which is postponed rather than kept waiting for long."""
    take_for_step(EVALUATION_FILES, _("Waiting for another evaluation file to finish. This continues automatically."))


def needed() -> set[str]:
    """Paths of files that are still being read."""
    return set(EvaluationFile.objects.filter(state=EvaluationFile.State.READING).values_list("path", flat=True))


def unfinished() -> QuerySet[Any]:
    """Imports that a worker hasn't finished."""
    return EvaluationFile.objects.filter(state=EvaluationFile.State.READING).values("pk")


def sweep_evaluations() -> int:
    """Delete uploaded files that are no longer needed. Part of the tick."""
    return sweep_folder(FOLDER, needed)


@transaction.atomic
def _begin(actor: User, *, file_name: str, path: str, size_bytes: int) -> EvaluationFile:
    imported = EvaluationFile.objects.create(
        file_name=Path(file_name).name[:200] or "file",
        path=path,
        size_bytes=size_bytes,
        uploaded_by_id=actor.person_id,
        created_at=clock.now(),
    )
    enqueue(kind=KIND, subject_id=imported.pk, key=imported.work_key)
    return imported
