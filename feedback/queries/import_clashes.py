"""Contacts of a file that are known already: from another source, or with another agent or date."""

import json
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from django.db import connection

from feedback.sql.import_clashes import (
    COUNTED,
    IN_OTHER_SOURCES,
    IN_THIS_SOURCE,
    OTHER_SOURCES,
    PERHAPS_KNOWN,
    RATED_AGAIN,
    RATINGS,
)
from intake.destination import Clashes, FileComparison, Names

if TYPE_CHECKING:
    from intake.models import Import

EXAMPLES_SHOWN = 5


def compare(imported: "Import", names: Names, without: Collection[str]) -> FileComparison:
    """Compare the staged rows of a file with known contacts. Other sources named in `without` are not compared."""
    values: dict[str, Any] = {"file": imported.pk, "source": imported.source, "at_most": EXAMPLES_SHOWN}
    # A name that still waits says nothing about who the agent is.
    here = _clashes(IN_THIS_SOURCE, {**values, "people": json.dumps({**dict.fromkeys(names.waiting), **names.known})})
    others = _other_sources({imported.source, *without})
    people = json.dumps({**names.likely, **names.known})
    elsewhere = _clashes(IN_OTHER_SOURCES, {**values, "people": people, "others": others}) if others else {}
    return FileComparison(
        same_contacts=elsewhere.get(False, Clashes()),
        reassigned=here.get(False, Clashes()),
        other_contacts=here.get(True, Clashes()),
    )


def rated_again(imported: "Import") -> Clashes:
    """Contacts of the file's source with a rating that the file would replace."""
    values = {"file": imported.pk, "source": imported.source, "at_most": EXAMPLES_SHOWN}
    return _clashes(RATED_AGAIN, values, also=RATINGS).get(False, Clashes())


def perhaps_known(imported: "Import", known: Mapping[str, int | None]) -> Clashes:
    """New rows of the file with the start and agent of known contacts that it doesn't mention, if one of both has no ID.
    `known` are the people by the names in the file.
    """
    values = {"file": imported.pk, "source": imported.source, "at_most": EXAMPLES_SHOWN, "people": json.dumps(dict(known))}
    return _clashes(PERHAPS_KNOWN, values, also=RATINGS).get(False, Clashes())


def _other_sources(besides: Collection[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(OTHER_SOURCES, {"besides": list(besides)})
        return [source for (source,) in cursor.fetchall()]


def _clashes(sql: str, values: Mapping[str, Any], *, also: str = "") -> dict[bool, Clashes]:
    """Clashes by whether they are probably other contacts."""
    with connection.cursor() as cursor:
        cursor.execute(sql + COUNTED.format(also=also), values)
        return {is_other: Clashes(count, token, _read(found)) for is_other, count, token, found in cursor.fetchall()}


def _read(examples: Any) -> tuple[dict[str, str], ...]:
    return tuple(json.loads(examples) if isinstance(examples, str) else examples)
