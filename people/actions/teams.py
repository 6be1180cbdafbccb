"""Memberships of people in teams."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.refusals import Refused
from journal.actions import house_journal, record
from people import permissions
from people.actions.locks import locked_person
from people.actions.own_rights import announce_for_oneself, refuse_for_oneself
from people.models import Membership, Person, Team, User
from people.verbs import Verb


class AlreadyInTeam(Refused):
    """The person is already in the team at that time."""


class LeftBeforeJoining(Refused):
    """A membership would end before it starts."""


@transaction.atomic
def join_team(*, actor: User | None, person: Person, team: Team, starts_on: date, is_lead: bool = False) -> Membership:
    """Add a person to a team. Administrators can't make themselves its leader while another one could do it."""
    if not permissions.can_manage_people(actor):
        raise PermissionDenied
    locked = locked_person(person)
    if is_lead:
        refuse_for_oneself(actor, locked)
    if Membership.objects.filter(Q(ends_on=None) | Q(ends_on__gt=starts_on), person=locked, team=team).exists():
        raise AlreadyInTeam(
            _("%(name)s is already in %(team)s at that time. End that membership first.") % {"name": locked, "team": team.name}
        )
    membership = Membership.objects.create(person=locked, team=team, starts_on=starts_on, is_lead=is_lead)
    data = {"team": team.pk, "starts_on": starts_on.isoformat(), "is_lead": is_lead}
    entry = record(house_journal(), Verb.TEAM_JOINED, actor=actor, subject=locked, data=data)
    if is_lead:
        text = _("%(name)s, the only administrator, became leader of %(team)s.") % {"name": locked, "team": team.name}
        announce_for_oneself(actor, locked, entry.pk, text)
    return membership


@transaction.atomic
def leave_team(*, actor: User | None, membership: Membership, ends_on: date) -> Membership:
    """End a membership. `ends_on` is the first day outside the team."""
    if not permissions.can_manage_people(actor):
        raise PermissionDenied
    locked = Membership.objects.select_for_update(of=("self",)).select_related("person").get(pk=membership.pk)
    if ends_on <= locked.starts_on:
        raise LeftBeforeJoining(
            _("This membership starts on %(day)s. It can end on that day or later.") % {"day": date_format(locked.starts_on)}
        )
    if locked.ends_on is not None and locked.ends_on <= ends_on:
        raise LeftBeforeJoining(_("This membership has already ended. To extend it, add the person to the team again."))
    locked.ends_on = ends_on
    locked.save(update_fields=["ends_on"])
    data = {"team": locked.team_id, "ends_on": ends_on.isoformat()}
    record(house_journal(), Verb.TEAM_LEFT, actor=actor, subject=locked.person, data=data)
    return locked
