"""Parts of a person's own data that come from recognition. Nominations appear only once they are issued."""

from collections.abc import Collection

from people.own_data import OwnDataPart, Rows
from recognition.models import Award, Discretion, LedgerEntry


def _received(records: Collection[int]) -> Rows:
    issued = Award.objects.issued().filter(nominee__in=records)
    return issued.values("type__name", "amount", "reason", "nominator__display_name", "issued_at", "journal__is_drill")


def _nominated(records: Collection[int]) -> Rows:
    return Award.objects.filter(nominator__in=records).values("type__name", "reason", "state", "nominated_at")


def _paid(records: Collection[int]) -> Rows:
    return LedgerEntry.objects.filter(person__in=records).values("type__name", "amount", "issued_on")


def _discretion(records: Collection[int]) -> Rows:
    return [{"is_shown_publicly": False} for _wish in Discretion.objects.filter(person__in=records)]


PARTS = (
    OwnDataPart("awards_received", ("recognition.Award",), _received),
    OwnDataPart("nominations_made", (), _nominated),
    OwnDataPart("award_history", ("recognition.LedgerEntry",), _paid),
    OwnDataPart("asked_not_to_be_shown", ("recognition.Discretion",), _discretion),
)
