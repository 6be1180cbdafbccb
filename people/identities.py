"""Deciding who the names in a source's files are. Part of this room's actions; used by imports."""

import re
from collections.abc import Collection, Mapping

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from journal.actions import house_journal, record
from people import permissions
from people.models import Person, Role, RoleGrant, SourceIdentity, User
from people.verbs import Verb

# As help desks write an agent in one cell.
_WITH_EMAIL = re.compile(r"(\S.*?)\s*\([^\s()]+@[^\s()]+\)")


@transaction.atomic
def add_agents(*, actor: User | None, source: str, labels: Collection[str]) -> dict[str, int]:
    """A new agent for each label that nobody has been decided for, named as the source names them.

    Returns the persons of all the labels. They get no sign-in. The system (no actor) may.
    """
    if actor is not None and not permissions.can_add_agents(actor):
        raise PermissionDenied
    _one_at_a_time()
    known = dict(SourceIdentity.objects.filter(source=source, label__in=set(labels)).values_list("label", "person_id"))
    new = sorted(set(labels) - known.keys())
    people = Person.objects.bulk_create([Person(display_name=_name_in(label)) for label in new])
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
    """Remember who the labels are; deciding again replaces the decision."""
    if actor is not None and not permissions.can_add_agents(actor):
        raise PermissionDenied
    _one_at_a_time()
    existing = set(Person.objects.filter(pk__in=set(people.values())).values_list("pk", flat=True))
    SourceIdentity.objects.bulk_create(
        [SourceIdentity(source=source, label=label, person_id=pk) for label, pk in people.items() if pk in existing],
        update_conflicts=True,
        unique_fields=["source", "label"],
        update_fields=["person"],
    )
    if existing:
        journal = house_journal()
        record(
            journal, Verb.IDENTITIES_DECIDED, actor=actor, subject=journal, data={"source": source, "people": sorted(existing)}
        )


def _name_in(label: str) -> str:
    """The name in a label such as “Nia Berg (nia@example.org)”."""
    found = _WITH_EMAIL.fullmatch(label)
    return (found[1] if found else label)[:120]


def _one_at_a_time() -> None:
    # Two imports that meet the same new name must make one person of it.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('people.identities'))")
