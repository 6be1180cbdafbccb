"""Rounds of the wellbeing pulse in a crisis: who is asked, who sees the figures, and who can give a break."""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from care.journals import PulsePlan
from care.rest import RestGiver
from core.request_cache import once
from crisis.models import Crisis
from people.identity import Role, User
from people.queries.roles import holders_of

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


@once
def journals_with_rounds_of(user: User) -> set[int]:
    """Journal ids of all crises that the user leads or led as lead or deputy: rounds often end after their crisis."""
    return set(Crisis.objects.filter(Q(lead=user.person_id) | Q(deputy=user.person_id)).values_list("journal", flat=True))


def rest_givers(person_id: int) -> list[RestGiver]:
    """The leads of active crises whose team the person is on, if they can sign in and read it."""
    mine = Crisis.objects.filter(state=Crisis.State.ACTIVE, members__person=person_id, members__left_at=None, is_drill=False)
    able = holders_of(*Role)
    leads = [(crisis.lead_id, crisis.title) for crisis in mine if crisis.lead_id in able]
    return [RestGiver(lead_id, able[lead_id], _("lead of %(crisis)s") % {"crisis": title}) for lead_id, title in leads]
