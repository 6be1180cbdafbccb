"""Permissions of the pulse and of coaching. Nobody sees another person's answers because of a role."""

from care import journals
from care.models import PulseRound
from care.models.coaches import COACHES
from people.identity import Role, User
from people.queries.team_leaders import led_person_ids

COLLEAGUES = (Role.AGENT, Role.SUPERVISOR, Role.REVIEWER, Role.APPROVER, Role.TRAINER)


def can_use_pulse(user: User) -> bool:
    """Whether the user has the pages about their own pulse and coach."""
    return user.has_role(*COLLEAGUES)


def can_see_rounds(user: User) -> bool:
    """Whether the user owns rounds: supervisors those of the organisation, lead and deputy those of their crisis."""
    return user.has_role(Role.SUPERVISOR) or bool(journals.led_by(user))


def can_start_round(user: User) -> bool:
    return user.has_role(Role.SUPERVISOR)


def can_say_change(user: User, pulse_round: PulseRound) -> bool:
    return PulseRound.objects.owned_by(user).filter(pk=pulse_round.pk).exists()


def can_coach(user: User) -> bool:
    """Whether the user has the page about the people they coach."""
    return user.has_role(*COACHES)


def can_propose_coach(user: User, person_id: int) -> bool:
    """Whether the user leads a team of this person. The person decides."""
    return person_id != user.person_id and person_id in led_person_ids(user)
