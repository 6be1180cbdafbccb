"""Storing what checks of an import find, and the state that follows."""

from collections.abc import Collection, Sequence

from django.db.models import Q

from core import clock
from intake.findings import CheckResult, Kind
from intake.models import Finding, Import
from intake.queries.findings import found_in_contacts, found_in_file

# What another import can change until this one is published.
IN_CONTACTS = (
    Kind.PUBLISHED_BEFORE,
    Kind.OTHER_QUESTION,
    Kind.SAME_CONTACTS,
    Kind.REASSIGNED,
    Kind.OTHER_CONTACTS,
    Kind.PERHAPS_KNOWN,
)
IN_FILE = tuple(kind for kind in Kind if kind not in IN_CONTACTS)
BEFORE_NAMES = "before_names"


def look_at_new_file(locked: Import, *, before_names: bool) -> bool:
    """Store what a file shows that was just read. True if it needs a decision, which can make a person give up the file.

    With `before_names`, names are still to be matched; what their decisions can change is left for later.
    """
    _store(locked, IN_FILE, found_in_file(locked, now=clock.now()))
    if not locked.findings.blocking().filter(kind__in=(Kind.NOTHING_READ, Kind.RATINGS_REJECTED)).exists():
        _store(locked, IN_CONTACTS, found_in_contacts(locked, before_names=before_names), before_names=before_names)
    return locked.findings.blocking().exists()


def look_at_contacts(locked: Import) -> bool:
    """Compare the file with published ones and known contacts, once its names are matched. True if it needs a decision.

    Decisions about the same contacts still hold, and those from before the names were matched. Others are asked for again.
    """
    _store(locked, IN_CONTACTS, found_in_contacts(locked))
    return locked.findings.blocking().exists()


def forget_findings(locked: Import) -> None:
    """Delete the findings of an import that is read again or discarded."""
    Finding.objects.filter(file=locked).delete()


def forget_examples(locked: Import) -> None:
    """Delete the examples of a published import, which name people. Its decisions stay."""
    Finding.objects.filter(file=locked).exclude(about={}).update(about={})


def _store(locked: Import, kinds: Collection[Kind], found: Sequence[CheckResult], *, before_names: bool = False) -> None:
    mark = {BEFORE_NAMES: True} if before_names else {}
    known = {finding.kind: finding for finding in locked.findings.filter(kind__in=kinds)}
    kept = {each.kind for each in found if each.kind in known and _still_holds(known[each.kind], each)}
    Finding.objects.filter(file=locked, kind__in=known.keys() - kept).delete()
    for each in found:
        values = {"level": each.level, "count": each.count, "token": each.token, "about": {**each.about, **mark}}
        Finding.objects.update_or_create(file=locked, kind=each.kind, defaults=values)


def _still_holds(finding: Finding, found: CheckResult) -> bool:
    """True if a decision about a finding holds for what is found now. Matching names only shows more of what was decided, but
    another import that was published or undone since then shows something else.
    """
    if finding.token == found.token:
        return True
    at = finding.decided_at
    if at is None or not finding.about.get(BEFORE_NAMES, False):
        return False
    return not Import.objects.filter(Q(published_at__gte=at) | Q(undone_at__gte=at)).exists()
