"""Accounts and roles of people."""

from collections.abc import Collection

from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core.refusals import Refused
from journal.actions import house_journal, record
from people import permissions
from people.actions.locks import locked_person
from people.actions.notifications import notify
from people.actions.own_rights import announce_for_oneself, refuse_for_oneself
from people.actions.second_factors import remove_second_factors
from people.models import Person, Role, RoleGrant, User
from people.password_mail import post_link
from people.queries.persons import is_address_taken
from people.verbs import Verb


class AlreadyHasSignIn(Refused):
    """The person already has an account, has left, or someone else uses the address."""


class NoSecondFactor(Refused):
    """The person has no second factor to reset."""


class LastAdministrator(Refused):
    """No administrator could sign in any more."""


@transaction.atomic
def give_sign_in(*, actor: User | None, person: Person, email: str, password: str | None = None, link_to: str = "") -> User:
    """Create an account with an e-mail address. With `link_to` (the site) the person gets a link to choose a password.

    A deactivated account is reactivated with the new address. Its old sessions stay closed.
    """
    if not permissions.can_manage_people(actor):
        raise PermissionDenied
    locked = locked_person(person)
    user = User.objects.filter(person=locked).first()
    if user is not None and user.is_active:
        raise AlreadyHasSignIn(_("%(name)s already has an account.") % {"name": locked})
    if locked.left_on is not None:
        raise AlreadyHasSignIn(_("%(name)s has left. Record their return first.") % {"name": locked})
    if is_address_taken(email, besides=locked.pk):
        raise AlreadyHasSignIn(_("Someone else uses the address %(email)s. Enter another one.") % {"email": email})
    if user is None:
        user = User.objects.create_user(email=email, person=locked, password=password)
    else:
        user.email, user.is_active = email.lower(), True
        user.set_password(password)
        user.save(update_fields=["email", "is_active", "password"])
    locked.email = email
    locked.save(update_fields=["email"])
    record(house_journal(), Verb.SIGN_IN_GIVEN, actor=actor, subject=locked)
    if link_to:
        post_link(email=email, site=link_to)
    return user


def send_password_link(*, actor: User, user: User, site: str) -> None:
    """Send a password link to a user again."""
    if not permissions.can_manage_people(actor):
        raise PermissionDenied
    post_link(email=user.email, site=site)


@transaction.atomic
def end_sign_in(*, actor: User | None, person: Person) -> None:
    """Deactivate a person's account. Their open sessions end at the next click."""
    if not permissions.can_manage_people(actor):
        raise PermissionDenied
    locked = locked_person(person)
    if close_sign_in(locked):
        record(house_journal(), Verb.SIGN_IN_ENDED, actor=actor, subject=locked)


@transaction.atomic
def reset_second_factor(*, actor: User | None, person: Person) -> None:
    """Remove all second factors of a person who can no longer use them, and notify the person."""
    if not permissions.can_manage_people(actor):
        raise PermissionDenied
    locked = locked_person(person)
    user = User.objects.filter(person=locked).first()
    if user is None or not remove_second_factors(user):
        raise NoSecondFactor(_("%(name)s has no second factor.") % {"name": locked})
    entry = record(house_journal(), Verb.SECOND_FACTOR_RESET, actor=actor, subject=locked)
    text = _("An administrator removed your second factor. Until you set up a new one, you sign in with just your password.")
    notify(person_id=locked.pk, key=f"second-factor-reset:{entry.pk}", text=text, url=reverse("mfa_index"))


@transaction.atomic
def set_roles(*, actor: User | None, person: Person, roles: Collection[Role]) -> None:
    """Replace the person's roles. Administrators can't add roles to themselves while another one could do it."""
    if not permissions.can_manage_people(actor):
        raise PermissionDenied
    locked = locked_person(person)
    if Role.ADMINISTRATOR not in roles:
        _leave_an_administrator_besides(locked)
    added = sorted(set(roles) - set(RoleGrant.objects.filter(person=locked).values_list("role", flat=True)))
    if added:
        refuse_for_oneself(actor, locked)
    RoleGrant.objects.filter(person=locked).exclude(role__in=roles).delete()
    RoleGrant.objects.bulk_create([RoleGrant(person=locked, role=role) for role in roles], ignore_conflicts=True)
    entry = record(house_journal(), Verb.ROLES_SET, actor=actor, subject=locked, data={"roles": sorted(roles)})
    if added:
        named = ", ".join(str(Role(role).label) for role in added)
        text = _("%(name)s, the only administrator, gave themselves new roles: %(roles)s.") % {"name": locked, "roles": named}
        announce_for_oneself(actor, locked, entry.pk, text)


def close_sign_in(person: Person) -> bool:
    """Deactivate the account of a locked person, as part of an action. Returns False if there was none."""
    user = User.objects.select_for_update(of=("self",)).filter(person=person, is_active=True).first()
    if user is None:
        return False
    _leave_an_administrator_besides(person)
    user.is_active = False
    # Otherwise passkeys and OpenID accounts would work again after a reactivation, without the new password.
    remove_second_factors(user)
    SocialAccount.objects.filter(user=user).delete()
    # Sessions depend on the password's hash, so that none of them works again after a reactivation.
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    return True


def _leave_an_administrator_besides(person: Person) -> None:
    grants = RoleGrant.objects.filter(role=Role.ADMINISTRATOR)
    # Lock all of them in the same order, so that two administrators can't remove each other at once.
    list(grants.select_for_update().order_by("pk"))
    # Only a query that starts after the wait for the lock sees accounts that were deactivated during it.
    administrators = set(grants.filter(person__user__is_active=True).values_list("person", flat=True))
    if administrators == {person.pk}:
        raise LastAdministrator(
            _("%(name)s is the only administrator who can sign in. Make someone else an administrator first.")
            % {"name": person}
        )
