"""Published refreshers, of which each crisis has at most one."""

from core.request_cache import once
from training.models import Refresher


@once
def published_refreshers() -> list[Refresher]:
    """All published refreshers: real ones before drills, then by due day. One query for all parts of a page."""
    rows = Refresher.objects.published().select_related("journal", "trainer")
    return list(rows.order_by("journal__is_drill", "due_on", "pk"))


def published_refresher(journal_id: int) -> Refresher | None:
    """The published refresher of the journal."""
    return next((one for one in published_refreshers() if one.journal_id == journal_id), None)
