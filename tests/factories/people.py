"""People for tests: persons, teams, sign-ins, and the personas that every page is tried with."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from factory.declarations import Sequence as Numbered
from factory.declarations import SubFactory
from factory.django import DjangoModelFactory

from people.models import Membership, Organisation, Person, Role, RoleGrant, Shift, Team, User

PASSWORD = "correct horse battery staple"


class TeamFactory(DjangoModelFactory[Team]):
    class Meta:
        model = Team

    name = Numbered(lambda n: f"Team {n}")
    site = "Lisbon"


class ShiftFactory(DjangoModelFactory[Shift]):
    class Meta:
        model = Shift

    name = Numbered(lambda n: f"Shift {n}")
    starts_at = "08:00"
    ends_at = "16:00"


class PersonFactory(DjangoModelFactory[Person]):
    class Meta:
        model = Person

    display_name = Numbered(lambda n: f"Person {n}")


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    person = SubFactory(PersonFactory)
    email = Numbered(lambda n: f"user{n}@example.org")


def organisation(**fields_: Any) -> Organisation:
    """The organisation, in Berlin time unless told otherwise, so that days are not those of UTC by accident."""
    values = {"name": "Harbour Contact Centre", "reporting_zone": "Europe/Berlin", **fields_}
    return Organisation.objects.update_or_create(pk=1, defaults=values)[0]


@dataclass(frozen=True)
class Made:
    """Whom to make: their name, roles, and the team in which they have been since long ago."""

    name: str
    roles: tuple[Role, ...]
    team: Team | None = None
    leads: bool = False

    @property
    def email(self) -> str:
        return f"{self.name.lower().replace(' ', '.')}@example.org"


def users(made: Sequence[Made]) -> list[User]:
    """Signed-in persons, in four queries: most tests begin with the nine personas."""
    persons = Person.objects.bulk_create(Person(display_name=each.name) for each in made)
    pairs = list(zip(persons, made, strict=True))
    RoleGrant.objects.bulk_create(RoleGrant(person=person, role=role) for person, each in pairs for role in each.roles)
    Membership.objects.bulk_create(
        Membership(person=person, team=each.team, starts_on=date(2020, 1, 1), is_lead=each.leads)
        for person, each in pairs
        if each.team is not None
    )
    return User.objects.bulk_create(User(person=person, email=each.email) for person, each in pairs)


def user_with(*roles: Role, name: str, team: Team | None = None, leads: bool = False) -> User:
    """A signed-in person with the roles, in the team since long ago."""
    return users([Made(name, roles, team, leads)])[0]


def one_of_each_role() -> dict[Role, User]:
    """Signed-in persons with one role each."""
    return dict(zip(Role, users([Made(f"Only {role}", (role,)) for role in Role]), strict=True))


@dataclass(frozen=True)
class Personas:
    """One of each. North and South are two teams; who leads one is nobody in the other."""

    supervisor: User
    other_supervisor: User
    agent: User
    other_agent: User
    reviewer: User
    approver: User
    trainer: User
    ops: User
    administrator: User

    def __iter__(self) -> Any:
        return iter((field.name, getattr(self, field.name)) for field in fields(self))


def personas() -> Personas:
    organisation()
    north, south = Team.objects.bulk_create([Team(name="North", site="Lisbon"), Team(name="South", site="Porto")])
    made = [
        Made("Sofia Supervisor", (Role.SUPERVISOR,), north, leads=True),
        Made("Omar Othersupervisor", (Role.SUPERVISOR,), south, leads=True),
        Made("Ana Agent", (Role.AGENT,), north),
        Made("Otto Otheragent", (Role.AGENT,), south),
        Made("Rita Reviewer", (Role.REVIEWER,)),
        Made("Abel Approver", (Role.APPROVER,)),
        Made("Tina Trainer", (Role.TRAINER,)),
        Made("Oona Ops", (Role.OPS,)),
        Made("Adam Administrator", (Role.ADMINISTRATOR,)),
    ]
    return Personas(*users(made))
