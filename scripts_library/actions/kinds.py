"""Kinds of scripts, and the kind of a script."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.refusals import Refused
from journal.actions import house_journal, record
from people.identity import User
from scripts_library import permissions
from scripts_library.actions.transitions import ChangedMeanwhile, lock_script
from scripts_library.models import Script, ScriptKind
from scripts_library.queries.kinds import kind_of
from scripts_library.verbs import Verb


class KindExists(Refused):
    """Another kind has this name."""


class FewerApprovals(Refused):
    """A writer can't lower the number of approvals for their own texts."""


@transaction.atomic
def add_kind(*, actor: User, name: str, approvals_needed: int, review_every_days: int) -> ScriptKind:
    """Add a kind of script."""
    if not permissions.can_keep_kinds(actor):
        raise PermissionDenied
    added = ScriptKind(name=name, approvals_needed=approvals_needed, review_every_days=review_every_days)
    _save(added)
    _record(added, Verb.KIND_ADDED, actor)
    return added


@transaction.atomic
def edit_kind(*, actor: User, kind_id: int, name: str, approvals_needed: int, review_every_days: int) -> ScriptKind:
    """Edit a kind. Versions in review keep the number of approvals with which they were submitted."""
    if not permissions.can_keep_kinds(actor):
        raise PermissionDenied
    locked = ScriptKind.objects.select_for_update().get(pk=kind_id)
    if approvals_needed < locked.approvals_needed:
        _refuse_fewer(actor)
    locked.name, locked.approvals_needed, locked.review_every_days = name, approvals_needed, review_every_days
    _save(locked)
    _record(locked, Verb.KIND_EDITED, actor)
    return locked


@transaction.atomic
def set_kind(*, actor: User, script: Script, kind: ScriptKind, read: int) -> Script:
    """Choose the kind of a script. `read` is the id of the kind that the user saw."""
    if not permissions.can_keep_kinds(actor):
        raise PermissionDenied
    locked = lock_script(script.pk)
    before = kind_of(locked)
    if before.pk != read:
        raise ChangedMeanwhile(_("Someone else has just changed the kind. Reload the page to see it."))
    if kind.pk == before.pk:
        return locked
    if kind.approvals_needed < before.approvals_needed:
        _refuse_fewer(actor)
    locked.kind = kind
    locked.save(update_fields=["kind"])
    texts = {"title": locked.title, "before": before.name, "kind": kind.name}
    record(locked.journal, Verb.KIND_CHANGED, actor=actor, subject=locked, data={"kind_id": kind.pk}, texts=texts)
    return locked


def _refuse_fewer(actor: User) -> None:
    if not permissions.can_approve(actor):
        raise FewerApprovals(_("Only approvers and trainers can lower the number of approvals. Ask one of them."))


def _save(kind: ScriptKind) -> None:
    try:
        with transaction.atomic():
            kind.save()
    except IntegrityError as error:
        raise KindExists(_("There is already a kind named “%(name)s”.") % {"name": kind.name}) from error


def _record(kind: ScriptKind, verb: Verb, actor: User) -> None:
    data = {"approvals_needed": kind.approvals_needed, "review_every_days": kind.review_every_days}
    record(house_journal(), verb, actor=actor, subject=kind, data=data, texts={"kind": kind.name})
