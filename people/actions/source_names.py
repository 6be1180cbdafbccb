"""Matches of names in imported files to people. Used by imports."""

from collections.abc import Collection, Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from core.locks import take_for_step, wait_for
from journal.actions import house_journal, record
from people import permissions
from people.models import Person, Role, RoleGrant, SourceIdentity, User
from people.name_matching import parts_of
from people.verbs import Verb

LONGEST_EMAIL = 254
IDENTITIES = "people.source_names"


@transaction.atomic
def add_agents(*, actor: User | None, source: str, labels: Collection[str]) -> dict[str, int]:
    """Add an agent for each unmatched label, with the name in the label. Returns person ids by label.

    New agents get no account. They get the address in the label if no one else uses it, so that other sources can match them.
    Can be called without an actor.
    """
    if actor is not None and not permissions.can_add_agents(actor):
        raise PermissionDenied
    identities_one_at_a_time()
    known = dict(SourceIdentity.objects.filter(source=source, label__in=set(labels)).values_list("label", "person_id"))
    new = sorted(set(labels) - known.keys())
    taken = _taken(new)
    people = Person.objects.bulk_create([_agent_called(label, taken) for label in new])
    RoleGrant.objects.bulk_create([RoleGrant(person=person, role=Role.AGENT) for person in people])
    SourceIdentity.objects.bulk_create(
        [SourceIdentity(source=source, label=label, person=person) for label, person in zip(new, people, strict=True)]
    )
    if new:
        journal = house_journal()
        added = [person.pk for person in people]
        record(journal, Verb.AGENTS_ADDED, actor=actor, subject=journal, data={"source": source, "people": added})
    return known | {label: person.pk for label, person in zip(new, people, strict=True)}


@transaction.atomic
def remember_identities(*, actor: User | None, source: str, people: Mapping[str, int]) -> None:
    """Match labels to people; replaces earlier matches. People who have been merged are replaced by the kept ones."""
    if actor is not None and not permissions.can_add_agents(actor):
        raise PermissionDenied
    identities_one_at_a_time()
    rows = Person.objects.filter(pk__in=set(people.values())).values_list("pk", "merged_into")
    existing = {pk: merged_into or pk for pk, merged_into in rows}
    SourceIdentity.objects.bulk_create(
        [SourceIdentity(source=source, label=label, person_id=existing[pk]) for label, pk in people.items() if pk in existing],
        update_conflicts=True,
        unique_fields=["source", "label"],
        update_fields=["person"],
    )
    if existing:
        journal, decided = house_journal(), sorted(set(existing.values()))
        record(journal, Verb.IDENTITIES_DECIDED, actor=actor, subject=journal, data={"source": source, "people": decided})


def _agent_called(label: str, taken: set[str]) -> Person:
    """Unsaved person with the name and the address in the label. A taken or invalid address is left out."""
    name, email = parts_of(label)
    display_name = label if label.lower() == email else name
    is_theirs = email not in taken and _is_address(email)
    taken.add(email)
    return Person(display_name=display_name[:120], email=email if is_theirs else None)


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= LONGEST_EMAIL


def _taken(labels: Collection[str]) -> set[str]:
    """Addresses in the labels that are already in use."""
    emails = [email for email in (parts_of(label)[1] for label in labels) if email]
    people = Person.objects.annotate(address=Lower("email")).filter(address__in=emails)
    users = User.objects.annotate(address=Lower("email")).filter(address__in=emails)
    return {*people.values_list("address", flat=True), *users.values_list("address", flat=True)}


def identities_one_at_a_time() -> None:
    """Lock matches of names until the transaction ends."""
    # Two imports with the same new name must add only one person.
    wait_for(IDENTITIES)


def identities_for_step() -> None:
    """Lock matches of names in a step of background work, which is postponed instead of waiting long."""
    take_for_step(IDENTITIES, _("Waiting for another import or a merge of two people. This continues automatically."))
