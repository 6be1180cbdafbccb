"""Starts of contacts that are known already, for files that name their agents and have no dates."""

from collections.abc import Sequence

from intake.destination import destination
from intake.reading.contact_cells import Starts
from intake.reading.profiles import Profile
from intake.reading.row_parsing import ids_in
from intake.reading.sources import Item


def known_starts(items: Sequence[Item], header: Sequence[str], profile: Profile) -> Starts:
    """Starts of the known contacts among these rows, with their precision, by ID."""
    found = destination().known(profile.source, ids_in(items, header, profile))
    return {external_id: (known.started_at, known.started_precision) for external_id, known in found.items()}
