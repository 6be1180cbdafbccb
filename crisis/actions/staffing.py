"""Staffing by cell: people needed, and the next invitation that closes a gap."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core.refusals import Refused
from crisis import permissions, selection_registry
from crisis.actions.invitations import invite_people, refuse_other_people, to_invite
from crisis.actions.lock import CrisisIsOver, locked
from crisis.cells import StaffingCell
from crisis.models import Crisis, StaffingNeed
from crisis.queries.staffing import own_needs, person_for, staffing_for
from crisis.verbs import Verb
from journal.actions import record
from people.identity import User


class TooFewNeeded(Refused):
    """The coverage rules need more people in a cell."""


class NobodyForTheCell(Refused):
    """The gap is closed already, or nobody on the list can close it."""


@transaction.atomic
def set_needed(*, actor: User, crisis: Crisis, needed: Mapping[StaffingCell, int | None]) -> int:
    """Set how many people are needed in these cells, or leave it to the coverage rules (None). Returns how many changed."""
    edited = locked(crisis.pk)
    if not permissions.leads_crisis(actor, edited):
        raise PermissionDenied
    if not edited.invites:
        raise CrisisIsOver(_("The team has been released, so no more people can be needed."))
    rules, before = selection_registry.needed_by_rules(edited), own_needs(edited)
    changes = {cell: count for cell, count in needed.items() if count != before.get(cell)}
    for cell, count in changes.items():
        if count is not None and count < rules.get(cell, 0):
            raise TooFewNeeded(
                _("%(cell)s: the coverage rules need at least %(count)d. Save a new selection if fewer are enough.")
                % {"cell": cell.name, "count": rules[cell]}
            )
        _set(edited, actor, cell, count)
    return len(changes)


@transaction.atomic
def invite_for_cell(*, actor: User, crisis: Crisis, cell: StaffingCell, named: Sequence[int]) -> int:
    """Invite the next person who closes the gap in a cell. `named` is the person in the preview. Refused if someone else is
    next now.
    """
    inviting = to_invite(actor, crisis)
    refuse_without_gap(inviting, actor, cell)
    following = next_for_cell(inviting, cell)
    refuse_other_people([following], named)
    return invite_people(inviting, named, actor=actor)


def next_for_cell(crisis: Crisis, cell: StaffingCell) -> int:
    """Id of the next person who closes the gap in a cell. Refused if there is none."""
    following = person_for(crisis, cell)
    if following is None:
        raise NobodyForTheCell(
            _(
                "%(cell)s: nobody who is still on the list and available can close this gap without breaking a coverage rule. "
                "Save a new selection, or change the people needed."
            )
            % {"cell": cell.name}
        )
    return following


def refuse_without_gap(crisis: Crisis, user: User, cell: StaffingCell) -> None:
    """Refuse a cell with enough people or invitations."""
    if not any(row.cell == cell and row.uninvited for row in staffing_for(crisis, user).gaps):
        raise NobodyForTheCell(_("%(cell)s: enough people are on the team or invited.") % {"cell": cell.name})


def _set(crisis: Crisis, actor: User, cell: StaffingCell, count: int | None) -> None:
    where: dict[str, Any] = {"dimension": cell.kind, "value": cell.value}
    if count is None:
        removed = crisis.staffing_needs.get(**where)
        record(crisis.journal, Verb.NEEDED_REMOVED, actor=actor, subject=removed, data=where, texts={"cell": cell.name})
        removed.delete()
        return
    need, _created = StaffingNeed.objects.update_or_create(crisis=crisis, **where, defaults={"needed": count})
    record(
        crisis.journal, Verb.NEEDED_SET, actor=actor, subject=need, data={**where, "needed": count}, texts={"cell": cell.name}
    )
