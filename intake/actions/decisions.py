"""Decisions about questions that came up when a file was checked."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from intake import permissions
from intake.findings import options
from intake.lifecycle import LIFECYCLE, Step
from intake.models import Finding, Import
from intake.verbs import Verb
from journal.actions import house_journal, record
from people.identity import User


class NotDecided(Refused):
    """A question has no answer, or one that it doesn't allow."""


@transaction.atomic
def decide_findings(*, actor: User | None, imported: Import, decisions: Mapping[str, str]) -> Import:
    """Answer all open questions about an import, by kind. It is then ready to publish. Raises `NotDecided`."""
    if actor is not None and not permissions.can_import(actor, imported.kind):
        raise PermissionDenied
    locked = Import.objects.select_for_update().get(pk=imported.pk)
    LIFECYCLE.check(locked, Step.DECIDE)
    open_ones = list(locked.findings.blocking())
    if any(finding.level == Finding.Level.OBSTACLE for finding in open_ones):
        raise NotDecided(_("Nothing in this file can be published. Match the columns again, or discard the import."))
    for finding in open_ones:
        decision = decisions.get(finding.kind, "")
        if decision not in options(finding.kind):
            raise NotDecided(_("Some questions have no answer yet. Answer each of them."))
        finding.decision, finding.decided_at = decision, clock.now()
        finding.decided_by_id = actor.person_id if actor else None
        finding.save(update_fields=["decision", "decided_at", "decided_by"])
        record(
            house_journal(),
            Verb.IMPORT_DECIDED,
            actor=actor,
            subject=locked,
            data={"kind": finding.kind, "decision": decision, "count": finding.count},
        )
    LIFECYCLE.move(locked, Step.DECIDE)
    locked.touched_at = clock.now()
    locked.save(update_fields=["state", "touched_at"])
    imported.refresh_from_db()
    return imported
