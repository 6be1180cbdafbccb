"""Decisions about the names in the files of a source: which person each of them is. Used by imports."""

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
    """A new agent for each label that nobody has been decided for, named as the source names them.

    Returns the persons of all the labels. They get no sign-in, and the address that the label gives, if it is free: by it
    the next source's files find them. The system (no actor) may.
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
    """Remember who the labels are; deciding again replaces the decision. Who was merged meanwhile is the kept person."""
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
    """A person with the name in the label, or the label itself if that is an address, which is theirs unless it is taken."""
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
    """Those addresses in the labels that belong to somebody."""
    emails = [email for email in (parts_of(label)[1] for label in labels) if email]
    people = Person.objects.annotate(address=Lower("email")).filter(address__in=emails)
    users = User.objects.annotate(address=Lower("email")).filter(address__in=emails)
    return {*people.values_list("address", flat=True), *users.values_list("address", flat=True)}


def identities_one_at_a_time() -> None:
    """Let nobody else decide who a name is until the transaction ends."""
    # Two imports that meet the same new name must make one person of it.
    wait_for(IDENTITIES)


def identities_for_step() -> None:
    """The same for a step of background work, which is postponed where it would have to wait for long."""
    take_for_step(IDENTITIES, _("Waiting for another import or a merge of two people. This continues automatically."))
