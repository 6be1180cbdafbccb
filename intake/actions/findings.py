"""Storing what checks of an import find, and the state that follows."""

from collections.abc import Collection, Sequence

from core import clock
from intake.findings import CheckResult, Kind
from intake.models import Finding, Import
from intake.queries.findings import found_in_contacts, found_in_file

# What another import can change until this one is published.
IN_CONTACTS = (Kind.PUBLISHED_BEFORE, Kind.SAME_CONTACTS, Kind.REASSIGNED, Kind.OTHER_CONTACTS)
IN_FILE = tuple(kind for kind in Kind if kind not in IN_CONTACTS)


def look_at_file(locked: Import) -> bool:
    """Store what the file shows on its own. True if nothing can be published, so that its names need not be matched."""
    _store(locked, IN_FILE, found_in_file(locked, now=clock.now()))
    return locked.findings.filter(level=Finding.Level.OBSTACLE).exists()


def look_at_contacts(locked: Import) -> bool:
    """Compare the file with published ones and known contacts, once its names are matched. True if it needs a decision.

    Decisions about the same contacts still hold, others are asked for again.
    """
    _store(locked, IN_CONTACTS, found_in_contacts(locked))
    return locked.findings.blocking().exists()


def forget_findings(locked: Import) -> None:
    """Delete the findings of an import that is read again or discarded."""
    Finding.objects.filter(file=locked).delete()


def forget_examples(locked: Import) -> None:
    """Delete the examples of a published import, which name people. Its decisions stay."""
    Finding.objects.filter(file=locked).exclude(about={}).update(about={})


def _store(locked: Import, kinds: Collection[Kind], found: Sequence[CheckResult]) -> None:
    known = {finding.kind: finding for finding in locked.findings.filter(kind__in=kinds)}
    same = {each.kind for each in found if each.kind in known and known[each.kind].token == each.token}
    Finding.objects.filter(file=locked, kind__in=known.keys() - same).delete()
    Finding.objects.bulk_create(
        Finding(file=locked, kind=each.kind, level=each.level, count=each.count, token=each.token, about=dict(each.about))
        for each in found
        if each.kind not in same
    )
