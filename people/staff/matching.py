"""Matches of people in files about people: by e-mail address, else by a name that only one person has."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db.models.functions import Lower

from people.models import Person
from people.name_matching import likely_people, parts_of, people_by_identity
from people.staff.records import key_of

# Source under which names in these files are remembered.
SOURCE = "Staff files"
# Match of a label that means a new person.
NEW = 0
# Match of a label that a user has decided means no one.
NOBODY = -1
ALIKE = 0.7


def matches_of(labels: Collection[str], decided: Mapping[str, int], *, may_add: bool) -> dict[str, int | None]:
    """Person ids by label: `NEW` for people who would be added, `NOBODY`, and None for names that a user has to decide about.

    People who aren't known are only added by staff lists (`may_add`), or by a decision.
    """
    known = {label: decided[label] for label in labels if label in decided}
    found: dict[str, int | None] = {label: choice for label, choice in known.items() if choice in {NEW, NOBODY}}
    found |= _still_there(known)
    remembered = people_by_identity(SOURCE, [label for label in labels if label not in found])
    found |= _still_there({label: NOBODY if person_id is None else person_id for label, person_id in remembered.items()})
    found |= _by_address([label for label in labels if label not in found])
    found |= _by_name([label for label in labels if label not in found])
    rest = [label for label in labels if label not in found]
    if not may_add:
        return found | dict.fromkeys(rest)
    # Names that are almost the same may be a typing mistake.
    likely = likely_people(rest) if rest else {}
    return found | {label: None if any(match.similarity >= ALIKE for match in likely[label]) else NEW for label in rest}


def _still_there(matches: Mapping[str, int]) -> dict[str, int]:
    """These matches, with the kept record of people who were merged since, and without erased people."""
    people = Person.objects.filter(pk__in=matches.values(), erased_at=None).values_list("pk", "merged_into")
    kept = {pk: merged_into or pk for pk, merged_into in people}
    kept[NOBODY] = NOBODY
    return {label: kept[person_id] for label, person_id in matches.items() if person_id in kept}


def _by_address(labels: Collection[str]) -> dict[str, int]:
    addresses = {label: parts_of(label)[1] for label in labels}
    given, people = set(addresses.values()) - {""}, Person.objects.themselves()
    by_address = {
        **dict(people.annotate(address=Lower("user__email")).filter(address__in=given).values_list("address", "pk")),
        **dict(people.annotate(address=Lower("email")).filter(address__in=given).values_list("address", "pk")),
    }
    return {label: by_address[address] for label, address in addresses.items() if address in by_address}


def _by_name(labels: Collection[str]) -> dict[str, int | None]:
    """People by name. A name of several people, or one with another address, has to be decided."""
    names = {label: name.lower() for label in labels if (name := _name_in(label))}
    namesakes: defaultdict[str, list[Person]] = defaultdict(list)
    people = Person.objects.themselves().filter(erased_at=None).annotate(name=Lower("display_name"))
    for person in people.filter(name__in=set(names.values())):
        namesakes[person.display_name.lower()].append(person)
    found: dict[str, int | None] = {}
    for label, name in names.items():
        alike = namesakes.get(name, [])
        if len(alike) == 1 and (not parts_of(label)[1] or not alike[0].email):
            found[label] = alike[0].pk
        elif alike:
            found[label] = None
    return found


def _name_in(label: str) -> str:
    name, email = parts_of(label)
    return "" if key_of(label, "") == email else name
