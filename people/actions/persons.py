"""Records of people: adding, changing, leaving and returning."""

from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core.refusals import Refused
from journal.actions import house_journal, record
from people import permissions
from people.actions.locks import locked_person
from people.actions.sign_ins import close_sign_in
from people.actions.source_names import identities_one_at_a_time
from people.models import Membership, Person, SourceIdentity, User
from people.queries.organisation import today
from people.queries.persons import is_address_taken
from people.verbs import Verb


class EmailTaken(Refused):
    """Someone else uses the address."""


class NotYet(Refused):
    """The date is too early for this."""


class WasErased(Refused):
    """The record was erased."""


@transaction.atomic
def add_person(*, actor: User | None, display_name: str, **details: Any) -> Person:
    """Add a person without an account. `details` are fields of `Person`. Imports call it without an actor."""
    if not permissions.can_manage_people(actor):
        raise PermissionDenied
    _check_address(details.get("email"))
    person = Person.objects.create(display_name=display_name, **details)
    record(house_journal(), Verb.PERSON_ADDED, actor=actor, subject=person, texts={"name": display_name})
    return person


@transaction.atomic
def change_person(*, actor: User | None, person: Person, **details: Any) -> Person:
    """Change fields of a person's record. The journal gets the names of the fields, never their values.

    A new e-mail address also becomes the address for signing in.
    """
    if not permissions.can_manage_people(actor):
        raise PermissionDenied
    locked = locked_person(person)
    changed = sorted(name for name, value in details.items() if getattr(locked, name) != value)
    if not changed:
        return locked
    _refuse_erased(locked)
    if "email" in changed:
        _move_sign_in(locked, details["email"])
    for name in changed:
        setattr(locked, name, details[name])
    locked.save(update_fields=changed)
    record(house_journal(), Verb.PERSON_CHANGED, actor=actor, subject=locked, data={"fields": changed})
    return locked


@transaction.atomic
def record_leaving(*, actor: User | None, person: Person, left_on: date) -> Person:
    """Record the first day on which a person no longer works here, tomorrow at the latest.

    Their account is deactivated now; their team memberships end on that day.
    """
    if not permissions.can_manage_people(actor):
        raise PermissionDenied
    locked = locked_person(person)
    if left_on > today() + timedelta(days=1):
        raise NotYet(_("That date is in the future. Come back on their last day."))
    if locked.joined_on and left_on <= locked.joined_on:
        raise NotYet(_("%(name)s joined after that day. Check both dates.") % {"name": locked})
    close_sign_in(locked)
    memberships = Membership.objects.filter(person=locked)
    memberships.filter(starts_on__gte=left_on).delete()
    memberships.on(left_on).update(ends_on=left_on)
    locked.left_on = left_on
    locked.save(update_fields=["left_on"])
    record(house_journal(), Verb.PERSON_LEFT, actor=actor, subject=locked, data={"left_on": left_on.isoformat()})
    return locked


@transaction.atomic
def record_return(*, actor: User | None, person: Person) -> Person:
    """Record that a person is back, or undo a departure. Their account and teams aren't restored."""
    if not permissions.can_manage_people(actor):
        raise PermissionDenied
    locked = locked_person(person)
    _refuse_erased(locked)
    if locked.left_on is not None:
        locked.left_on = None
        locked.save(update_fields=["left_on"])
        record(house_journal(), Verb.PERSON_RETURNED, actor=actor, subject=locked)
    return locked


@transaction.atomic
def remember_identity(*, actor: User | None, source: str, label: str, person_id: int) -> SourceIdentity:
    """Match a name in a source's files to a person, for future imports. Replaces an earlier match.

    A person who has been merged is replaced by the kept one.
    """
    if not permissions.can_manage_people(actor):
        raise PermissionDenied
    identities_one_at_a_time()
    person = Person.objects.select_related("merged_into").get(pk=person_id)
    person = person.merged_into or person
    identity, _created = SourceIdentity.objects.update_or_create(source=source, label=label, defaults={"person": person})
    record(house_journal(), Verb.IDENTITY_DECIDED, actor=actor, subject=person, data={"source": source}, texts={"label": label})
    return identity


def _refuse_erased(person: Person) -> None:
    if person.erased_at is not None:
        raise WasErased(_("This person's data was erased. Add them as a new person."))


def _move_sign_in(person: Person, email: str | None) -> None:
    _check_address(email, besides=person.pk)
    user = User.objects.select_for_update(of=("self",)).filter(person=person).first()
    if user is None:
        return
    if not email:
        raise EmailTaken(
            _("%(name)s signs in with this address. Enter another one, or deactivate the account first.") % {"name": person}
        )
    user.email = email.lower()
    user.save(update_fields=["email"])
    # allauth remembers used addresses. The old one must not sign in or get a password link.
    EmailAddress.objects.filter(user=user).delete()


def _check_address(email: str | None, *, besides: int = 0) -> None:
    if email and is_address_taken(email, besides=besides):
        raise EmailTaken(_("Someone else uses the address %(email)s. Enter another one.") % {"email": email})
