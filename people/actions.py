"""The only place that writes people."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core.refusals import Refused
from journal.actions import house_journal, record
from people import permissions
from people.models import Membership, Notification, Person, Role, RoleGrant, SourceIdentity, Team, User
from people.verbs import Verb


class AlreadyHasSignIn(Refused):
    """The person can sign in already."""


@transaction.atomic
def add_person(*, actor: User | None, display_name: str, **details: Any) -> Person:
    """Add a person without a sign-in. `details` are fields of `Person`. The system (no actor) may, for imports."""
    if actor is not None and not permissions.can_manage_people(actor):
        raise PermissionDenied
    person = Person.objects.create(display_name=display_name, **details)
    record(house_journal(), Verb.PERSON_ADDED, actor=actor, subject=person, texts={"name": display_name})
    return person


@transaction.atomic
def give_sign_in(*, actor: User | None, person: Person, email: str, password: str | None = None) -> User:
    """Let a person sign in with an e-mail address. Without a password they set one through the reset link."""
    if actor is not None and not permissions.can_manage_people(actor):
        raise PermissionDenied
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if User.objects.filter(person=locked).exists():
        raise AlreadyHasSignIn(_("%(name)s can sign in already.") % {"name": locked.display_name})
    user = User.objects.create_user(email=email, person=locked, password=password)
    record(house_journal(), Verb.SIGN_IN_GIVEN, actor=actor, subject=locked)
    return user


@transaction.atomic
def set_roles(*, actor: User | None, person: Person, roles: Collection[Role]) -> None:
    """Make exactly these the person's roles."""
    if actor is not None and not permissions.can_manage_people(actor):
        raise PermissionDenied
    locked = Person.objects.select_for_update().get(pk=person.pk)
    RoleGrant.objects.filter(person=locked).exclude(role__in=roles).delete()
    RoleGrant.objects.bulk_create([RoleGrant(person=locked, role=role) for role in roles], ignore_conflicts=True)
    record(house_journal(), Verb.ROLES_SET, actor=actor, subject=locked, data={"roles": sorted(roles)})


@transaction.atomic
def join_team(*, actor: User | None, person: Person, team: Team, starts_on: date, is_lead: bool = False) -> Membership:
    """Put a person into a team from a day on."""
    if actor is not None and not permissions.can_manage_people(actor):
        raise PermissionDenied
    membership = Membership.objects.create(person=person, team=team, starts_on=starts_on, is_lead=is_lead)
    data: Mapping[str, Any] = {"team": team.pk, "starts_on": starts_on.isoformat(), "is_lead": is_lead}
    record(house_journal(), Verb.TEAM_JOINED, actor=actor, subject=person, data=data)
    return membership


@transaction.atomic
def remember_identity(*, actor: User | None, source: str, label: str, person_id: int) -> SourceIdentity:
    """Remember who a name in a source's files is; deciding again replaces the decision."""
    identity, _created = SourceIdentity.objects.update_or_create(source=source, label=label, defaults={"person_id": person_id})
    person = Person.objects.get(pk=person_id)
    record(house_journal(), Verb.IDENTITY_DECIDED, actor=actor, subject=person, data={"source": source}, texts={"label": label})
    return identity


def notify(*, person_id: int, key: str, text: str, url: str = "") -> None:
    """Leave a message for a person. The key makes it exist once, however often this is called. Long texts are cut."""
    text = Truncator(text).chars(Notification.TEXT_LENGTH)
    Notification.objects.bulk_create([Notification(person_id=person_id, key=key, text=text, url=url)], ignore_conflicts=True)
