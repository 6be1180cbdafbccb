"""What training asks about a crisis, by its journal; and readiness for the pages of the crisis."""

from crisis.models import Crisis
from crisis.queries.support import contacts_of
from crisis.queries.team import team_ids
from training.contact import SupportPerson
from training.queries.readiness import ready_ids
from training.trainees import Trainees


def trainees_of_journal(journal_id: int) -> Trainees:
    """The people on the team, lead and deputy, and since when the crisis is active."""
    crisis = Crisis.objects.filter(journal=journal_id).first()
    if crisis is None:
        return Trainees()
    return Trainees(
        person_ids=team_ids(crisis),
        lead_ids=frozenset(post for post in (crisis.lead_id, crisis.deputy_id) if post is not None),
        active_since=crisis.activated_at if crisis.state == Crisis.State.ACTIVE else None,
    )


def support_people(journal_id: int) -> list[SupportPerson]:
    """The support contacts of the crisis, the first choice first."""
    crisis = Crisis.objects.filter(journal=journal_id).first()
    if crisis is None:
        return []
    return [SupportPerson(row.pk, str(row), row.reach, row.phone) for row in contacts_of(crisis)]


def ready_members(crisis: Crisis) -> frozenset[int] | None:
    """Ids of the people on the team who are ready, or None while no refresher is published."""
    return ready_ids(crisis.journal_id)
