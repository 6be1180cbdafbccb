"""Compilation of the protocol from the records of a crisis, by a worker."""

import json
from dataclasses import asdict
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from core import clock, faults, work
from core.work import Progress, WorkRow
from crisis.public_models import Crisis, locked
from feedback.actions.rollups import catch_up
from journal.actions import record
from journal.queries import head
from people.identity import User
from people.queries.organisation import reporting_zone
from protocol import permissions
from protocol.actions.protocols import begin_new_version
from protocol.models import Protocol
from protocol.sections import compile_sections
from protocol.verbs import Verb
from protocol.work_kinds import COMPILE


def request_compilation(crisis: Crisis) -> None:
    """Queue the compilation of the protocol from the records as of this transaction. Called by `resolve`."""
    sequence, _hash = head(crisis.journal_id)
    work.enqueue(kind=COMPILE, subject_id=crisis.pk, key=f"{COMPILE}:{crisis.pk}:{sequence}")


def compile_step(row: WorkRow) -> Progress:
    """The only step of a compilation: read the records and replace the sections of an earlier run."""
    catch_up()
    crisis = locked(row.subject_id)
    if crisis.is_finished:
        # Too late: the crisis is closed, and its protocol was reviewed as it is.
        return Progress(finished=True)
    sequence, _hash = head(crisis.journal_id)
    zone = reporting_zone()
    sections = [asdict(section) for section in compile_sections(crisis, zone)]
    compiled = {"zone": zone.key, "sections": json.loads(json.dumps(sections))}
    faults.point("protocol.compiled")
    protocol, is_new = Protocol.objects.select_for_update().get_or_create(
        crisis=crisis, defaults={"compiled": compiled, "compiled_at": clock.now(), "journal_sequence": sequence}
    )
    if not is_new:
        protocol.compiled, protocol.compiled_at, protocol.journal_sequence = compiled, clock.now(), sequence
        begin_new_version(protocol)
        protocol.save()
    record(crisis.journal, Verb.COMPILED, actor=None, subject=crisis, data={"last": sequence})
    return Progress(finished=True, done_units=1, total_units=1)


@transaction.atomic
def retry_compilation(*, actor: User, crisis: Crisis) -> None:
    """Retry a compilation that failed. Does nothing if it is running or finished."""
    if not permissions.can_read(actor, crisis):
        raise PermissionDenied
    if (row := work.latest(COMPILE, crisis.pk)) is not None:
        work.retry(row)


def uncompiled() -> QuerySet[Any]:
    """Crises whose protocols can still be compiled."""
    return Crisis.objects.unfinished().values("pk")
