"""Scripts in a person's copy of their own data."""

from collections.abc import Collection

from people.own_data import OwnDataPart, Rows
from scripts_library.models import Acknowledgement, ScriptUse


def _acknowledged(records: Collection[int]) -> Rows:
    known = Acknowledgement.objects.filter(person__in=records)
    return known.values("version__script__title", "version__number", "what", "acknowledged_at")


def _used(records: Collection[int]) -> Rows:
    known = ScriptUse.objects.filter(person__in=records).order_by("started_at")
    return known.values("version__script__title", "version__number", "started_at", "ended_at", "outcome", "path")


SCRIPT_PARTS = (
    OwnDataPart("scripts_read", ("scripts_library.Acknowledgement",), _acknowledged),
    OwnDataPart("scripts_used", ("scripts_library.ScriptUse",), _used),
)
