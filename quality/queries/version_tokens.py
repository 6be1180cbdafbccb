# ruff: noqa: S608 - the SQL is put together from fragments of our own, never from what came in
"""Rows behind the reviews on other rooms' pages; for `core.version_tokens`."""

from core.version_tokens import Rows
from feedback.queries.interaction_facts import rows_of_contacts
from quality.models import Programme, Review, Slot

REVIEWED = "person_id = %(person)s"
QUEUED = "reviewer_id = %(person)s AND state IN ('assigned', 'started')"

# Results of the person with the id `person`, and their contacts.
OWN_RESULTS = (
    Rows(Review, REVIEWED),
    rows_of_contacts(f"SELECT interaction_id FROM quality_review WHERE {REVIEWED}"),
)

# Queue of the reviewer with the person id `person`.
OWN_QUEUE = (
    Rows(Slot, QUEUED, moments=("due_at",)),
    Rows(Programme),
    rows_of_contacts(f"SELECT interaction_id FROM quality_slot WHERE {QUEUED}"),
)


def rows_of_pace(journal: str) -> tuple[Rows, ...]:
    """Rows behind `pace`, for the journal whose id the SQL gives."""
    extra = f"journal_id = {journal} AND kind = 'extra'"
    return (
        Rows(Programme, extra),
        Rows(Slot, f"programme_id IN (SELECT id FROM quality_programme WHERE {extra})", moments=("due_at",)),
    )
