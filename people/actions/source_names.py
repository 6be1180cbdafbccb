"""Matches of names in imported files to people. Used by imports."""

from collections.abc import Collection, Mapping
from itertools import chain

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from core.locks import take_for_step, wait_for
from journal.actions import house_journal, record
from people import permissions
from people.models import Person, Role, RoleGrant, SourceIdentity, User
from people.name_matching import name_key, parts_of, people_by_identity, same_names
from people.verbs import Verb

LONGEST_EMAIL = 254
IDENTITIES = "people.source_names"


@transaction.atomic
def add_agents(*, actor: User | None, source: str, labels: Collection[str]) -> dict[str, int]:
    """Add an agent for each unmatched label, with the name in the label. Labels that differ only in spelling are one agent.
    Returns person ids by label.

    New agents get no account. They get the address in the label if no one else uses it, so that other sources can match them.
    Can be called without an actor.
    """
    if actor is not None and not permissions.can_add_agents(actor):
        raise PermissionDenied
    identities_one_at_a_time()
    known = people_by_identity(source, labels)
    new = _by_key(set(labels) - known.keys())
    taken = _taken(list(chain.from_iterable(new)))
    people = Person.objects.bulk_create([_agent_called(spellings[0], taken) for spellings in new])
    RoleGrant.objects.bulk_create([RoleGrant(person=person, role=Role.AGENT) for person in people])
    added = {label: person for spellings, person in zip(new, people, strict=True) for label in spellings}
    SourceIdentity.objects.bulk_create(
        [SourceIdentity(source=source, label=label, person=person) for label, person in added.items()]
    )
    if new:
        journal = house_journal()
        ids = [person.pk for person in people]
        record(journal, Verb.AGENTS_ADDED, actor=actor, subject=journal, data={"source": source, "people": ids})
    return {label: pk for label, pk in known.items() if pk} | {label: person.pk for label, person in added.items()}


@transaction.atomic
def match_same_names(*, source: str, labels: Collection[str]) -> int:
    """Match labels that differ only in spelling from names of exactly one person in the source. Returns how many.

    Called for imports, without an actor. The others wait for a decision.
    """
    identities_one_at_a_time()
    unknown = set(labels) - people_by_identity(source, labels).keys()
    found = {label: people.copy().pop() for label, people in same_names(source, unknown).items() if len(people) == 1}
    remember_identities(actor=None, source=source, people=found)
    return len(found)


@transaction.atomic
def add_unknown_agents(*, actor: User | None, source: str, labels: Collection[str]) -> tuple[int, int]:
    """Match labels that differ only in spelling from a known name, and add an agent for each other one. Returns the numbers
    of decided labels and of new agents.

    Labels that could be several people wait for a decision.
    """
    if actor is not None and not permissions.can_add_agents(actor):
        raise PermissionDenied
    matched = match_same_names(source=source, labels=labels)
    unknown = set(labels) - people_by_identity(source, labels).keys()
    clear = unknown - same_names(source, unknown).keys()
    added = add_agents(actor=actor, source=source, labels=clear)
    return matched + len(clear), len(set(added.values()))


@transaction.atomic
def remember_identities(*, actor: User | None, source: str, people: Mapping[str, int | None]) -> None:
    """Match labels to people, or to None if they are not a person; replaces earlier matches. People who have been merged are
    replaced by the kept ones.
    """
    if actor is not None and not permissions.can_add_agents(actor):
        raise PermissionDenied
    identities_one_at_a_time()
    rows = Person.objects.filter(pk__in={pk for pk in people.values() if pk}).values_list("pk", "merged_into")
    existing: dict[int | None, int | None] = {None: None, **{pk: merged_into or pk for pk, merged_into in rows}}
    decided = {label: existing[pk] for label, pk in people.items() if pk in existing}
    SourceIdentity.objects.bulk_create(
        [SourceIdentity(source=source, label=label, person_id=pk) for label, pk in decided.items()],
        update_conflicts=True,
        unique_fields=["source", "label"],
        update_fields=["person"],
    )
    journal = house_journal() if decided else None
    if journal and (ids := sorted({pk for pk in decided.values() if pk})):
        record(journal, Verb.IDENTITIES_DECIDED, actor=actor, subject=journal, data={"source": source, "people": ids})
    if journal and None in decided.values():
        record(journal, Verb.NAMES_SET_ASIDE, actor=actor, subject=journal, data={"source": source})


@transaction.atomic
def reopen_name(*, actor: User, identity: SourceIdentity) -> None:
    """Forget that a name is not a person, so that the next import asks about it."""
    if not permissions.can_add_agents(actor):
        raise PermissionDenied
    identities_one_at_a_time()
    locked = SourceIdentity.objects.select_for_update().filter(pk=identity.pk, person=None).first()
    if locked is None:
        return
    journal = house_journal()
    record(journal, Verb.NAME_REOPENED, actor=actor, subject=journal, data={"source": locked.source})
    locked.delete()


def _by_key(labels: Collection[str]) -> list[list[str]]:
    """Labels that differ only in spelling, together. The first of each is the best name for a person."""
    groups: dict[str, list[str]] = {}
    for label in sorted(labels, key=_plainness):
        groups.setdefault(name_key(label), []).append(label)
    return sorted(groups.values())


def _plainness(label: str) -> tuple[bool, bool, bool, str]:
    """Order of spellings: “First Last” before “Last, First”, then with capitals and accents before without."""
    return "," in label, label in {label.lower(), label.upper()}, label.isascii(), label


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
