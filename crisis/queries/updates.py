"""The latest update of a crisis, and its confirmations by the team."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from crisis import permissions
from crisis.models import Crisis
from crisis.queries.team import team_ids
from crisis.queries.timeline import newest_update
from people.identity import User
from people.queries.persons import names

MOST_NAMES = 10


@dataclass(frozen=True, slots=True)
class LatestUpdate:
    """The latest update, from the journal entry `sequence`. `seen` of `team` people have confirmed it, not counting the
    author. Names are for lead and deputy, and empty for others.
    """

    sequence: int
    text: str
    author: str
    given_at: datetime
    is_decision: bool
    is_corrected: bool
    team: int
    seen: int
    may_confirm: bool
    has_confirmed: bool
    seen_ids: frozenset[int] = frozenset()
    missing: tuple[str, ...] = ()

    @property
    def missing_names(self) -> tuple[str, ...]:
        """The first names, few enough to read at a glance."""
        return self.missing[:MOST_NAMES]

    @property
    def more_missing(self) -> int:
        return max(0, len(self.missing) - MOST_NAMES)


def latest_update(crisis: Crisis, user: User) -> LatestUpdate | None:
    """The latest update or decision of an unfinished crisis, as this user sees it."""
    update = None if crisis.is_finished else newest_update(crisis)
    if update is None:
        return None
    team = team_ids(crisis) - {update.writer_id or 0}
    confirmed = frozenset(crisis.updates_seen.filter(sequence=update.told_by).values_list("person_id", flat=True))
    sees_names = permissions.leads_crisis(user, crisis)
    known = names({update.writer_id or 0, *(team - confirmed if sees_names else ())})
    return LatestUpdate(
        sequence=update.told_by,
        text=update.text or _("(erased)"),
        author=known.get(update.writer_id or 0, ""),
        given_at=update.given_at,
        is_decision=update.is_decision,
        is_corrected=update.is_corrected,
        team=len(team),
        seen=len(team & confirmed),
        may_confirm=user.person_id in team,
        has_confirmed=user.person_id in confirmed,
        seen_ids=team & confirmed if sees_names else frozenset(),
        missing=tuple(sorted((known[one] for one in team - confirmed), key=str.casefold)) if sees_names else (),
    )


def is_the_latest(crisis: Crisis, sequence: int) -> bool:
    """True for the entry number of the latest update, or of its last correction. Only that text can be confirmed."""
    update = newest_update(crisis)
    return update is not None and update.told_by == sequence
