"""Uploaded files with scripts in a person's copy of their own data."""

from collections.abc import Collection

from people.own_data import OwnDataPart, Rows
from scripts_library.models import ScriptImport


def _uploaded(records: Collection[int]) -> Rows:
    return ScriptImport.objects.filter(person__in=records).values("file_name", "uploaded_at", "imported_at")


IMPORT_PARTS = (OwnDataPart("scripts_imported", ("scripts_library.ScriptImport",), _uploaded),)
