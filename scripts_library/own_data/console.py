"""Pinned scripts in a person's copy of their own data."""

from collections.abc import Collection

from people.own_data import OwnDataPart, Rows
from scripts_library.models import PinnedScript


def _pinned(records: Collection[int]) -> Rows:
    return PinnedScript.objects.filter(person__in=records).values("script__title", "position")


CONSOLE_PARTS = (OwnDataPart("scripts_pinned", ("scripts_library.PinnedScript",), _pinned),)
