"""People for tests: persons, teams, sign-ins, and the personas that every page is tried with."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from factory.declarations import Sequence, SubFactory
from factory.django import DjangoModelFactory

from people.models import Membership, Organisation, Person, Role, RoleGrant, Shift, Team, User

PASSWORD = "correct horse battery staple"


class TeamFactory(DjangoModelFactory[Team]):
    class Meta:
        model = Team

    name = Sequence(lambda n: f"Team {n}")
    site = "Lisbon"


class ShiftFactory(DjangoModelFactory[Shift]):
    class Meta:
        model = Shift

    name = Sequence(lambda n: f"Shift {n}")
    starts_at = "08:00"
    ends_at = "16:00"


class PersonFactory(DjangoModelFactory[Person]):
    class Meta:
        model = Person

    display_name = Sequence(lambda n: f"Person {n}")


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    person = SubFactory(PersonFactory)
    email = Sequence(lambda n: f"user{n}@example.org")


def organisation(**fields_: Any) -> Organisation:
    """The organisation, in Berlin time unless told otherwise, so that days are not those of UTC by accident."""
    values = {"name": "Harbour Contact Centre", "reporting_zone": "Europe/Berlin", **fields_}
    return Organisation.objects.update_or_create(pk=1, defaults=values)[0]


def user_with(*roles: Role, name: str, team: Team | None = None, leads: bool = False) -> User:
    """A signed-in person with the roles, in the team since long ago."""
    person = PersonFactory.create(display_name=name)
    RoleGrant.objects.bulk_create([RoleGrant(person=person, role=role) for role in roles])
    if team is not None:
        Membership.objects.create(person=person, team=team, starts_on=date(2020, 1, 1), is_lead=leads)
    return UserFactory.create(person=person, email=f"{name.lower().replace(' ', '.')}@example.org")


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
    north, south = TeamFactory.create(name="North"), TeamFactory.create(name="South", site="Porto")
    return Personas(
        supervisor=user_with(Role.SUPERVISOR, name="Sofia Supervisor", team=north, leads=True),
        other_supervisor=user_with(Role.SUPERVISOR, name="Omar Othersupervisor", team=south, leads=True),
        agent=user_with(Role.AGENT, name="Ana Agent", team=north),
        other_agent=user_with(Role.AGENT, name="Otto Otheragent", team=south),
        reviewer=user_with(Role.REVIEWER, name="Rita Reviewer"),
        approver=user_with(Role.APPROVER, name="Abel Approver"),
        trainer=user_with(Role.TRAINER, name="Tina Trainer"),
        ops=user_with(Role.OPS, name="Oona Ops"),
        administrator=user_with(Role.ADMINISTRATOR, name="Adam Administrator"),
    )
