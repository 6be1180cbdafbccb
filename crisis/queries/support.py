"""The support contact for a team member now."""

from dataclasses import dataclass
from datetime import datetime

from crisis.models import Crisis, SupportContact
from crisis.support import DutyContact, UsualWork, turn_of
from people.queries.colleagues import colleagues
from people.queries.employment import left_person_ids
from people.queries.leave import on_leave
from people.queries.organisation import reporting_zone
from people.queries.persons import names


@dataclass(frozen=True, slots=True)
class SupportLine:
    """Contacts to call now, in order; without any, the next one and when. `leaders` are deputy and lead, who always follow.

    `others` are all contacts of the crisis but the first one.
    """

    contacts: list[SupportContact]
    others: list[SupportContact]
    next_contact: SupportContact | None
    next_at: datetime | None
    leaders: list[str]

    @property
    def backups(self) -> list[SupportContact]:
        return self.contacts[1:]

    @property
    def first(self) -> SupportContact | None:
        return self.contacts[0] if self.contacts else None


def contacts_of(crisis: Crisis) -> list[SupportContact]:
    """Support contacts in order. One query."""
    return list(crisis.support_contacts.select_related("person", "shift"))


def support_line(crisis: Crisis, person_id: int, now: datetime) -> SupportLine:
    """The support contacts for this CSP at this time, without people on leave and people who have left."""
    contacts = {contact.pk: contact for contact in contacts_of(crisis)}
    away = on_leave(now.astimezone(reporting_zone()).date()) | left_person_ids()
    turn = turn_of(map(_facts, contacts.values()), _work_of(person_id), away | {person_id}, now)
    posts = [post for post in (crisis.deputy_id, crisis.lead_id) if post is not None and post not in away]
    known = names(posts)
    return SupportLine(
        contacts=[contacts[key] for key in turn.now],
        others=[contact for key, contact in contacts.items() if key not in turn.now[:1]],
        next_contact=None if turn.next_key is None else contacts[turn.next_key],
        next_at=turn.next_at,
        leaders=[known[post] for post in posts],
    )


def _facts(contact: SupportContact) -> DutyContact:
    return DutyContact(
        key=contact.pk,
        rank=contact.rank,
        hours=contact.hours,
        person_id=contact.person_id,
        shift=contact.shift.name if contact.shift else "",
        channel=contact.channel,
        language=contact.language,
    )


def _work_of(person_id: int) -> UsualWork:
    known = colleagues([person_id]).get(person_id)
    return UsualWork() if known is None else UsualWork(known.shift, known.channels, known.languages)
