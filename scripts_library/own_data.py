"""What this room knows about a person, for their own copy."""

from collections.abc import Collection

from people.own_data import Part, Rows
from scripts_library.models import Acknowledgement


def _acknowledged(records: Collection[int]) -> Rows:
    known = Acknowledgement.objects.filter(person__in=records)
    return known.values("version__script__title", "version__number", "what", "acknowledged_at")


PARTS = (Part("scripts_read", ("scripts_library.Acknowledgement",), _acknowledged),)
