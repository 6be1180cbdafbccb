"""Teams, shifts and the settings of the organisation."""

from collections.abc import Collection
from datetime import date, time

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core.refusals import Refused
from journal.actions import house_journal, record
from people import permissions
from people.models import Organisation, Role, Shift, Team, User
from people.verbs import Verb


class NameTaken(Refused):
    """The name is already taken."""


@transaction.atomic
def add_team(*, actor: User | None, name: str, site: str = "") -> Team:
    if not permissions.can_manage_people(actor):
        raise PermissionDenied
    _check_name(Team, name)
    team = Team.objects.create(name=name, site=site)
    record(house_journal(), Verb.TEAM_ADDED, actor=actor, subject=team, texts={"name": name})
    return team


@transaction.atomic
def change_team(*, actor: User | None, team: Team, name: str, site: str) -> Team:
    """Rename a team or move it to another site."""
    if not permissions.can_manage_people(actor):
        raise PermissionDenied
    locked = Team.objects.select_for_update().get(pk=team.pk)
    _check_name(Team, name, besides=locked.pk)
    locked.name, locked.site = name, site
    locked.save(update_fields=["name", "site"])
    record(house_journal(), Verb.TEAM_CHANGED, actor=actor, subject=locked, texts={"name": name})
    return locked


@transaction.atomic
def add_shift(*, actor: User | None, name: str, starts_at: time, ends_at: time) -> Shift:
    """Add a shift. If it ends before it starts, it lasts into the next day."""
    if not permissions.can_manage_people(actor):
        raise PermissionDenied
    _check_name(Shift, name)
    shift = Shift.objects.create(name=name, starts_at=starts_at, ends_at=ends_at)
    record(house_journal(), Verb.SHIFT_ADDED, actor=actor, subject=shift, texts={"name": name})
    return shift


@transaction.atomic
def change_shift(*, actor: User | None, shift: Shift, name: str, starts_at: time, ends_at: time) -> Shift:
    if not permissions.can_manage_people(actor):
        raise PermissionDenied
    locked = Shift.objects.select_for_update().get(pk=shift.pk)
    _check_name(Shift, name, besides=locked.pk)
    locked.name, locked.starts_at, locked.ends_at = name, starts_at, ends_at
    locked.save(update_fields=["name", "starts_at", "ends_at"])
    record(house_journal(), Verb.SHIFT_CHANGED, actor=actor, subject=locked, texts={"name": name})
    return locked


@transaction.atomic
def set_organisation(
    *,
    actor: User | None,
    name: str,
    reporting_zone: str,
    work_starts_at: time,
    work_ends_at: time,
    accessibility_contact: str = "",
) -> Organisation:
    """Set the organisation's name, reporting time zone, usual working hours and accessibility contact."""
    if not permissions.can_manage_people(actor):
        raise PermissionDenied
    values = {
        "name": name,
        "reporting_zone": reporting_zone,
        "work_starts_at": work_starts_at,
        "work_ends_at": work_ends_at,
        "accessibility_contact": accessibility_contact,
    }
    organisation, _created = Organisation.objects.update_or_create(pk=1, defaults=values)
    data = {"reporting_zone": reporting_zone, "from": work_starts_at.isoformat(), "to": work_ends_at.isoformat()}
    record(house_journal(), Verb.ORGANISATION_SET, actor=actor, subject=organisation, data=data, texts={"name": name})
    return organisation


@transaction.atomic
def set_second_factor_roles(*, actor: User, roles: Collection[Role]) -> None:
    """Set the roles that must have a second factor. Replaces the earlier choice."""
    if not permissions.can_manage_people(actor):
        raise PermissionDenied
    organisation, _created = Organisation.objects.select_for_update().get_or_create(pk=1)
    chosen = [role.value for role in Role if role in roles]
    if chosen == organisation.second_factor_roles:
        return
    organisation.second_factor_roles = chosen
    organisation.save(update_fields=["second_factor_roles"])
    record(house_journal(), Verb.SECOND_FACTOR_ROLES_SET, actor=actor, subject=organisation, data={"roles": chosen})


@transaction.atomic
def state_privacy(
    *, actor: User, privacy_contact: str, legal_basis: str, works_agreement: str, works_agreement_on: date | None
) -> None:
    """Set what the organisation states on the page “Data about you”. Replaces the earlier statement."""
    if not permissions.can_manage_people(actor):
        raise PermissionDenied
    organisation, _created = Organisation.objects.select_for_update().get_or_create(pk=1)
    stated = {
        "privacy_contact": privacy_contact,
        "legal_basis": legal_basis,
        "works_agreement": works_agreement,
        "works_agreement_on": works_agreement_on,
    }
    changed = [name for name, value in stated.items() if getattr(organisation, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(organisation, name, stated[name])
    organisation.save(update_fields=changed)
    texts = {name: str(value or "") for name, value in stated.items() if name in changed}
    record(house_journal(), Verb.PRIVACY_STATED, actor=actor, subject=organisation, data={"changed": changed}, texts=texts)


def _check_name(model: type[Team | Shift], name: str, *, besides: int = 0) -> None:
    if model._default_manager.filter(name__iexact=name).exclude(pk=besides).exists():  # noqa: SLF001 - documented by Django
        raise NameTaken(_("%(name)s already exists. Choose another name.") % {"name": name})
