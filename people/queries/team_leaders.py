"""Team leaders and the people they lead."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.request_cache import once
from people.models import Membership, Role, User
from people.queries.persons import names


@once
def led_person_ids(user: User) -> set[int]:
    """Ids of everyone in the teams that the user leads today, including the user; empty if they lead none."""
    if not user.has_role(Role.SUPERVISOR):
        return set()
    return set(Membership.objects.of_teams_led_by(user.person_id).values_list("person_id", flat=True))


def leads(user: User, person_id: int) -> bool:
    """True if the user is a supervisor who leads a team of this person today."""
    return person_id in led_person_ids(user)


def leaders_of(person_ids: Iterable[int]) -> dict[int, set[int]]:
    """Ids of team leaders by person id: supervisors who can sign in and lead a team of theirs today. Others are missing."""
    led: dict[int, set[int]] = {}
    leaders = Membership.objects.current().filter(
        is_lead=True, person__role_grants__role=Role.SUPERVISOR, person__user__is_active=True
    )
    by_team: dict[int, set[int]] = {}
    for team_id, leader_id in leaders.values_list("team", "person"):
        by_team.setdefault(team_id, set()).add(leader_id)
    members = Membership.objects.current().filter(person__in=set(person_ids), team__in=by_team.keys())
    for person_id, team_id in members.values_list("person", "team"):
        led.setdefault(person_id, set()).update(by_team[team_id])
    return led


@dataclass(frozen=True, slots=True)
class TeamLeader:
    """A supervisor with the teams they lead today."""

    id: int
    name: str
    team_names: tuple[str, ...]


def team_leaders(person_ids: Iterable[int], *, besides: Iterable[int] = ()) -> list[TeamLeader]:
    """Team leaders of these persons by name, with those teams, and the persons `besides` in any case. Three queries.

    A team leader is a supervisor who can sign in and leads one of these persons (other than themselves) today.
    """
    led: dict[int, list[str]] = {person_id: [] for person_id in besides}
    members: dict[int, set[int]] = {}
    current = Membership.objects.current()
    for team_id, person_id in current.filter(person__in=set(person_ids)).values_list("team", "person"):
        members.setdefault(team_id, set()).add(person_id)
    leaderships = current.filter(
        is_lead=True, team__in=members.keys(), person__role_grants__role=Role.SUPERVISOR, person__user__is_active=True
    )
    for team_id, team_name, leader_id in leaderships.order_by("team__name").values_list("team", "team__name", "person"):
        if members[team_id] - {leader_id}:
            led.setdefault(leader_id, []).append(team_name)
    known = sorted(names(led).items(), key=lambda item: item[1].casefold())
    return [TeamLeader(person_id, name, tuple(led[person_id])) for person_id, name in known]
