"""Rounds of the wellbeing pulse in a crisis: who is asked, who sees the figures, and who can give a break."""

from datetime import timedelta

from django.utils.translation import gettext as _

from care.journals import PulsePlan
from care.rest import RestGiver
from crisis.models import Crisis
from people.queries.persons import names

# A round begins every three days while a crisis is active, and every shift has two days to answer.
EVERY, LASTS = timedelta(days=3), timedelta(days=2)


def pulse_plans() -> list[PulsePlan]:
    """The rounds of active crises. Their teams are asked; drills strain nobody, so nobody is asked in them."""
    active = Crisis.objects.filter(state=Crisis.State.ACTIVE, is_drill=False).prefetch_related("members")
    return [
        PulsePlan(
            journal_id=crisis.journal_id,
            person_ids=frozenset(member.person_id for member in crisis.members.all() if member.left_at is None),
            every=EVERY,
            lasts=LASTS,
        )
        for crisis in active
    ]


def rest_givers(person_id: int) -> list[RestGiver]:
    """The leads of active crises whose team the person is on."""
    mine = Crisis.objects.filter(state=Crisis.State.ACTIVE, members__person=person_id, members__left_at=None, is_drill=False)
    leads = [(crisis.lead_id, crisis.title) for crisis in mine if crisis.lead_id is not None]
    known = names(lead_id for lead_id, _title in leads)
    return [RestGiver(lead_id, known[lead_id], _("lead of %(crisis)s") % {"crisis": title}) for lead_id, title in leads]
