"""Decisions about questions that came up when a file was checked."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from intake import permissions
from intake.actions.file_reading import start_reading
from intake.actions.names import settle_names
from intake.findings import Kind, options
from intake.lifecycle import LIFECYCLE, Step
from intake.models import Finding, Import
from intake.reading.profiles import Profile
from intake.verbs import Verb
from journal.actions import house_journal, record
from people.identity import User


class NotDecided(Refused):
    """A question has no answer, or one that it doesn't allow."""


@transaction.atomic
def decide_findings(*, actor: User | None, imported: Import, decisions: Mapping[str, str]) -> Import:
    """Answer all open questions about an import, by kind. Then its names are matched, or it is ready to publish. If values are
    no ratings, it is read again without them. Raises `NotDecided`.
    """
    if actor is not None and not permissions.can_import(actor, imported.kind):
        raise PermissionDenied
    locked = Import.objects.select_for_update().get(pk=imported.pk)
    LIFECYCLE.check(locked, Step.DECIDE)
    open_ones = list(locked.findings.blocking())
    if any(finding.level == Finding.Level.OBSTACLE for finding in open_ones):
        raise NotDecided(_("Nothing in this file can be published. Match the columns again, or discard the import."))
    for finding in open_ones:
        _decide(actor, locked, finding, decisions.get(finding.kind, ""))
    unrated = next((finding for finding in open_ones if finding.kind == Kind.RATINGS_REJECTED), None)
    if unrated is not None:
        start_reading(actor=actor, imported=locked, profile=_without_answers(locked, unrated.about["values"]))
    else:
        _move_on(locked)
    imported.refresh_from_db()
    return imported


def _decide(actor: User | None, locked: Import, finding: Finding, decision: str) -> None:
    if decision not in options(finding.kind):
        raise NotDecided(_("Some questions have no answer yet. Answer each of them."))
    finding.decision, finding.decided_at = decision, clock.now()
    finding.decided_by_id = actor.person_id if actor else None
    finding.save(update_fields=["decision", "decided_at", "decided_by"])
    data = {"kind": finding.kind, "decision": decision, "count": finding.count}
    record(house_journal(), Verb.IMPORT_DECIDED, actor=actor, subject=locked, data=data)


def _without_answers(locked: Import, values: Iterable[str]) -> Profile:
    """The profile of an import, where these values are no ratings."""
    profile = Profile.from_json(locked.profile)
    return replace(profile, scale=replace(profile.scale, words={**profile.scale.words, **dict.fromkeys(values)}))


def _move_on(locked: Import) -> None:
    """Go on with the names, which come last because they are work, or make the import ready."""
    unknown = settle_names(locked).unknown
    locked.counts["unknown_names"] = len(unknown)
    LIFECYCLE.move(locked, Step.ASK_FOR_NAMES if unknown and not locked.creates_people else Step.DECIDE)
    locked.touched_at = clock.now()
    locked.save(update_fields=["counts", "state", "touched_at"])
