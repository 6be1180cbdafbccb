"""Scripts in a person's copy of their own data."""

from collections.abc import Collection

from people.own_data import OwnDataPart, Rows
from scripts_library.models import Acknowledgement


def _acknowledged(records: Collection[int]) -> Rows:
    known = Acknowledgement.objects.filter(person__in=records)
    return known.values("version__script__title", "version__number", "what", "acknowledged_at")


SCRIPT_PARTS = (OwnDataPart("scripts_read", ("scripts_library.Acknowledgement",), _acknowledged),)
