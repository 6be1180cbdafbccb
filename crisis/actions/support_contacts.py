"""Support contacts of a crisis, with their hours."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from core.refusals import Refused
from crisis.actions.lock import crisis_to_change
from crisis.models import Crisis, SupportContact
from crisis.verbs import Verb
from journal.actions import record
from people.identity import User


class ContactDetails(TypedDict, total=False):
    """How and when a contact can be reached; see the fields of `SupportContact`."""

    reach: str
    phone: str
    rank: int
    days: Sequence[int]
    starts_at: time | None
    ends_at: time | None
    time_zone: str
    shift_id: int | None
    channel: str
    language: str


class StillNeeded(Refused):
    """The change would remove something a running crisis needs, or contradict its history."""


class AlreadyContact(Refused):
    """The person is already a support contact of this crisis."""


@transaction.atomic
def add_contact(
    *, actor: User, crisis: Crisis, person_id: int | None = None, name: str = "", **details: Unpack[ContactDetails]
) -> SupportContact:
    """Add a support contact: a colleague, or someone else by name."""
    edited = crisis_to_change(actor, crisis)
    if person_id is not None and edited.support_contacts.filter(person_id=person_id).exists():
        raise AlreadyContact(_("This person is already a support contact."))
    contact = SupportContact.objects.create(crisis=edited, person_id=person_id, name=name, **details)
    texts = {"name": str(contact), "reach": contact.reach}
    record(edited.journal, Verb.CONTACT_ADDED, actor=actor, subject=contact, texts=texts)
    return contact


@transaction.atomic
def edit_contact(*, actor: User, contact: SupportContact, **details: Unpack[ContactDetails]) -> SupportContact:
    """Change how and when a support contact can be reached, and whom they serve."""
    edited = crisis_to_change(actor, contact.crisis)
    present = edited.support_contacts.select_for_update(of=("self",)).get(pk=contact.pk)
    values: Mapping[str, Any] = details
    changed = sorted(name for name, value in values.items() if getattr(present, name) != value)
    if changed:
        for name in changed:
            setattr(present, name, values[name])
        present.save(update_fields=changed)
        texts = {"name": str(present), "reach": present.reach}
        record(edited.journal, Verb.CONTACT_CHANGED, actor=actor, subject=present, texts=texts)
    return present


@transaction.atomic
def remove_contact(*, actor: User, contact: SupportContact) -> int:
    """Remove a support contact; a running crisis keeps at least one. Returns the entry number for undoing it."""
    edited = crisis_to_change(actor, contact.crisis)
    if edited.state != Crisis.State.DRAFT and edited.support_contacts.count() == 1:
        raise StillNeeded(_("The team needs at least one support contact. Add another one before you remove this one."))
    texts = {"name": str(contact), "reach": contact.reach, "phone": contact.phone}
    data = {"person": contact.person_id, "hours": _hours_of(contact)}
    removed = record(edited.journal, Verb.CONTACT_REMOVED, actor=actor, subject=contact, data=data, texts=texts)
    contact.delete()
    return removed.sequence


def _hours_of(contact: SupportContact) -> dict[str, Any]:
    """The order, the hours and whom the contact serves, for undoing a removal."""
    return {
        "rank": contact.rank,
        "days": contact.days,
        "starts_at": contact.starts_at.isoformat() if contact.starts_at else None,
        "ends_at": contact.ends_at.isoformat() if contact.ends_at else None,
        "time_zone": contact.time_zone,
        "shift_id": contact.shift_id,
        "channel": contact.channel,
        "language": contact.language,
    }
