"""The demo's organisation, teams, shifts, people, roles, leave and accounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from desk.demo import cast
from desk.demo.cast import Csp
from desk.demo.schedule import ZONE, Story
from people import actions as people
from people.identity import Role, User
from quality.actions import set_capacity

if TYPE_CHECKING:
    from people.models import Person, Shift, Team

DOMAIN = "demo.example"
# The installation begins this many days before the last day.
BEGINS = 130
DAYS_OF_THE_NEW = 75


@dataclass
class House:
    """Everyone by name. `users` are the people with an account."""

    persons: "dict[str, Person]"
    users: dict[str, User]
    csps: list[Csp]

    def user(self, name: str) -> User:
        return self.users[name]

    def user_of(self, person_id: int) -> User | None:
        return next((user for user in self.users.values() if user.person_id == person_id), None)

    def csp_of(self, person_id: int) -> Csp | None:
        return next((csp for csp in self.csps if csp.name in self.persons and self.persons[csp.name].pk == person_id), None)

    @property
    def agents(self) -> list[User]:
        """The CSPs with an account, in the order of the lists."""
        return [self.users[csp.name] for csp in self.csps if csp.name in self.users]

    def leader_of(self, name: str) -> User:
        team = next(csp.team for csp in self.csps if csp.name == name)
        place = [name_ for name_, _site in cast.TEAMS].index(team)
        return self.users[cast.LEADERS[place]]


def leave_of(csp: Csp, story: Story) -> list[tuple[date, date]]:
    """A CSP's leave: some are away now, some were in the past, most never."""
    if csp.name == cast.INVITED_AGENT:
        return [(story.before(20), story.before(2))]
    away = []
    if csp.number % 17 == 8:  # noqa: PLR2004 - any few people will do
        away.append((story.before(4), story.before(-9)))
    if csp.number % 11 == 5:  # noqa: PLR2004
        away.append((story.before(188), story.before(175)))
    return away


def build(story: Story, password: str) -> House:
    """Set up the organisation. The actor is the system, because nobody exists yet."""
    people.set_organisation(
        actor=None,
        name=cast.ORGANISATION,
        reporting_zone=ZONE.key,
        work_starts_at=time(8),
        work_ends_at=time(18),
    )
    teams = {name: people.add_team(actor=None, name=name, site=site) for name, site in cast.TEAMS}
    shifts = {
        name: people.add_shift(actor=None, name=name, starts_at=starts_at, ends_at=ends_at)
        for name, (starts_at, ends_at) in cast.SHIFTS.items()
    }
    house = House({}, {}, cast.csps(story.size.people_in_a_team))
    joined_on = story.before(900)
    for name, team in zip(cast.LEADERS, teams.values(), strict=True):
        _add(house, name, [Role.SUPERVISOR], password, joined_on=joined_on)
        people.join_team(actor=None, person=house.persons[name], team=team, starts_on=joined_on, is_lead=True)
    for name, role in _staff().items():
        _add(house, name, [role], password, joined_on=joined_on)
    for name, reviews in cast.REVIEWERS.items():
        set_capacity(actor=None, person_id=house.persons[name].pk, reviews_per_week=reviews)
    for csp in house.csps:
        add = partial(_add_csp, house, csp, story, password, teams=teams, shifts=shifts)
        if csp.quality == "new":
            story.at(story.moment(DAYS_OF_THE_NEW + 1, 9), add)
        else:
            add()
    return house


def _staff() -> dict[str, Role]:
    staff = dict.fromkeys(cast.REVIEWERS, Role.REVIEWER)
    return staff | {
        cast.APPROVER: Role.APPROVER,
        cast.TRAINER: Role.TRAINER,
        cast.OPS: Role.OPS,
        cast.ADMINISTRATOR: Role.ADMINISTRATOR,
    }


def _add_csp(
    house: House, csp: Csp, story: Story, password: str, *, teams: "Mapping[str, Team]", shifts: "Mapping[str, Shift]"
) -> None:
    starts_on = joined_on(csp, story)
    _add(
        house,
        csp.name,
        [Role.AGENT],
        password,
        has_sign_in=csp.has_sign_in,
        joined_on=starts_on,
        languages=list(csp.languages),
        channels=["phone", "chat", "email"] if csp.number % 3 else ["phone", "chat", "social"],
        contract_hours=csp.contract_hours,
        shift=shifts[csp.shift],
    )
    person = house.persons[csp.name]
    people.join_team(actor=None, person=person, team=teams[csp.team], starts_on=starts_on)
    for first_on, last_on in leave_of(csp, story):
        people.enter_leave(actor=None, person=person, first_on=first_on, last_on=last_on)


def joined_on(csp: Csp, story: Story) -> date:
    if csp.quality == "new":
        return story.before(DAYS_OF_THE_NEW)
    return story.before(700) - timedelta(days=23 * csp.number)


def _add(house: House, name: str, roles: list[Role], password: str, *, has_sign_in: bool = True, **details: object) -> None:
    person = people.add_person(actor=None, display_name=name, **details)
    people.set_roles(actor=None, person=person, roles=roles)
    house.persons[name] = person
    if not has_sign_in:
        return
    desk = cast.DESKS.get(name)
    email = f"{desk or name.lower().replace(' ', '.')}@{DOMAIN}"
    # Only the accounts for visitors get the password: hashing it for everyone would take longer than all the rest.
    house.users[name] = people.give_sign_in(actor=None, person=person, email=email, password=password if desk else None)
