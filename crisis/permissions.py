"""Who may do what in a crisis (domain section 10). Seeing a crisis at all is `Crisis.objects.visible_to`."""

from crisis.models import Crisis
from journal.verbs import Audience
from people.identity import Role, User
from people.queries.roles import holders_of


def can_open_crisis(user: User) -> bool:
    return user.has_role(Role.SUPERVISOR)


def leads_crisis(user: User, crisis: Crisis) -> bool:
    """The lead or the deputy."""
    return user.person_id in {crisis.lead_id, crisis.deputy_id}


def can_run(user: User, crisis: Crisis) -> bool:
    """The lead and the deputy; and whoever opened it, while it is a draft."""
    return leads_crisis(user, crisis) or (crisis.state == Crisis.State.DRAFT and user.person_id == crisis.opened_by_id)


def has_two_leaders(crisis: Crisis) -> bool:
    """Whether lead and deputy are both named, and both can sign in as supervisors: each knows that the other looks."""
    return crisis.lead_id is not None and {crisis.lead_id, crisis.deputy_id} <= holders_of(Role.SUPERVISOR).keys()


def can_correct_update(user: User, crisis: Crisis, writer_id: int | None) -> bool:
    """The lead and the deputy, and its writer, while the crisis is not over."""
    return not crisis.is_finished and (leads_crisis(user, crisis) or user.person_id == writer_id)


def can_see_invitations(user: User, crisis: Crisis) -> bool:
    """Who declined, let it expire or withdrew: the lead and the deputy alone, until closing."""
    return not crisis.is_finished and leads_crisis(user, crisis)


def audience_of(user: User, crisis: Crisis) -> Audience:
    """The circle as which the user reads the timeline of a crisis that they may see."""
    if leads_crisis(user, crisis):
        return Audience.LEADS
    return Audience.SUPERVISORS if user.has_role(Role.SUPERVISOR) else Audience.MEMBERS


def can_see_step_pages(user: User, crisis: Crisis) -> bool:
    """The steps behind the room: supervisors and who runs it. Team members have the room itself."""
    return user.has_role(Role.SUPERVISOR) or can_run(user, crisis)


def can_read_reviews(user: User, crisis: Crisis) -> bool:
    """Reviews of the team by name: the lead and the deputy."""
    return leads_crisis(user, crisis)
