"""Permissions in a crisis (domain section 10). The right to see it is `Crisis.objects.visible_to`."""

from crisis.models import Crisis
from journal.verbs import Audience
from people.identity import Role, User
from people.queries.roles import holders_of


def can_open_crisis(user: User) -> bool:
    return user.has_role(Role.SUPERVISOR)


def leads_crisis(user: User, crisis: Crisis) -> bool:
    """Whether the user is lead or deputy."""
    return user.person_id in {crisis.lead_id, crisis.deputy_id}


def can_run(user: User, crisis: Crisis) -> bool:
    """Whether the user is lead or deputy, or opened the crisis while it is a draft."""
    return leads_crisis(user, crisis) or (crisis.state == Crisis.State.DRAFT and user.person_id == crisis.opened_by_id)


def has_two_leaders(crisis: Crisis) -> bool:
    """Whether lead and deputy are both set and can sign in as supervisors, so that neither sees figures alone."""
    return crisis.lead_id is not None and {crisis.lead_id, crisis.deputy_id} <= holders_of(Role.SUPERVISOR).keys()


def can_correct_update(user: User, crisis: Crisis, writer_id: int | None) -> bool:
    """Whether the user is lead, deputy or the update's author, and the crisis is not over."""
    return not crisis.is_finished and (leads_crisis(user, crisis) or user.person_id == writer_id)


def can_see_invitations(user: User, crisis: Crisis) -> bool:
    """Whether the user may see who declined, did not reply or withdrew: lead and deputy only, until closing."""
    return not crisis.is_finished and leads_crisis(user, crisis)


def can_correct_hours(user: User, crisis: Crisis, person_id: int) -> bool:
    """Whether the user may correct a person's hours on the line: their own, or all as lead or deputy. Not once the review has
    begun, because the protocol is compiled then.
    """
    return takes_corrections(crisis) and (user.person_id == person_id or leads_crisis(user, crisis))


def takes_corrections(crisis: Crisis) -> bool:
    """Whether hours on the line can still be corrected by those who may."""
    return not crisis.is_finished and crisis.state != Crisis.State.IN_REVIEW


def audience_of(user: User, crisis: Crisis) -> Audience:
    """The audience that a user belongs to when reading the timeline of a crisis they may see."""
    if leads_crisis(user, crisis):
        return Audience.LEADS
    return Audience.SUPERVISORS if user.has_role(Role.SUPERVISOR) else Audience.MEMBERS


def can_see_step_pages(user: User, crisis: Crisis) -> bool:
    """Whether the user may open the steps' pages: supervisors and people who run the crisis."""
    return user.has_role(Role.SUPERVISOR) or can_run(user, crisis)


def can_read_reviews(user: User, crisis: Crisis) -> bool:
    """Whether the user may read the team's reviews by name: lead and deputy only."""
    return leads_crisis(user, crisis)
