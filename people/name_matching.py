"""Matches of names in imported files to people: decided ones and likely ones."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core.folding import folded
from people.models import Person, SourceIdentity
from people.queries.colleagues import colleagues

LIKELY = 0.35
SURE = 1.0
MOST_SHOWN = 20

# Agents as help desks write them in a cell: “Nia Berg (nia@example.org)”, “Nia Berg <nia@example.org>”, or the address alone.
_WITH_EMAIL = re.compile(r"(\S.*?)?\s*[(<]\s*([^\s()<>]+@[^\s()<>]+)\s*[)>]")
_EMAIL = re.compile(r"[^\s@()<>,;]+@[^\s@()<>,;]+")
_HANDLE = re.compile(r"#(\d{1,18})$", re.ASCII)
_BETWEEN_NAMES = re.compile(r"[._+-]+")

# One query for all labels: first by address, including addresses of merged records, then by similar names.
# The operator % uses the index on names, with the similarity threshold set before.
_ALIKE = """
    SELECT l.label, near.person_id, near.name, near.similarity, near.by_email, near.has_left, near.namesakes
    FROM unnest(%(labels)s::text[], %(names)s::text[], %(emails)s::text[]) l(label, name, email)
    CROSS JOIN LATERAL (
        SELECT p.id AS person_id, p.display_name AS name, found.similarity, found.by_email, p.left_on IS NOT NULL AS has_left,
            count(*) FILTER (WHERE lower(p.display_name) = lower(l.name)) OVER () AS namesakes
        FROM (
            SELECT id, max(similarity) AS similarity, bool_or(by_email) AS by_email FROM (
                SELECT id, 1 AS similarity, true AS by_email FROM people_person
                WHERE l.email <> '' AND lower(email) = l.email AND merged_into_id IS NULL
                UNION ALL
                SELECT kept_id, 1, true FROM people_personmerge
                WHERE l.email <> '' AND lower(merged_email) = l.email AND merged_email <> '' AND state = 'merged'
                    AND NOT EXISTS (SELECT FROM people_person has WHERE lower(has.email) = l.email)
                UNION ALL (
                    SELECT id, similarity(display_name, l.name), false FROM people_person
                    WHERE display_name %% l.name AND merged_into_id IS NULL
                    ORDER BY similarity(display_name, l.name) DESC, id LIMIT %(at_most)s
                )
            ) each GROUP BY id
        ) found JOIN people_person p USING (id)
        ORDER BY found.by_email DESC, found.similarity DESC, p.id LIMIT %(at_most)s
    ) near
"""


@dataclass(frozen=True, slots=True)
class Likely:
    """Likely match of a label: similarity (0 to 1), reason, and facts that tell namesakes apart.

    A match is certain if the e-mail addresses are equal, or if the label has no address and only one person has this name.
    """

    person_id: int
    name: str
    similarity: float
    by_email: bool = False
    is_certain: bool = False
    has_left: bool = False
    teams: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """Reason for the match, for users."""
        if self.by_email:
            return _("same e-mail")
        if self.similarity >= SURE:
            return _("same name")
        return _("similar name (%(percent)d %%)") % {"percent": int(self.similarity * 100)}

    @property
    def handle(self) -> str:
        """Name with the person's number, which `persons_meant` understands."""
        return f"{self.name} #{self.person_id}"

    @property
    def whereabouts(self) -> str:
        """The person's teams today, or that they have left."""
        return _("has left") if self.has_left else ", ".join(self.teams) or _("no team")


def parts_of(label: str) -> tuple[str, str]:
    """Name and e-mail address (in lower case) in a label; each may be empty.

    For a bare address, the name is the part before the @, because most addresses are made of names.
    """
    label = label.strip()
    if found := _WITH_EMAIL.fullmatch(label):
        name, email = found[1] or "", found[2].lower()
    elif _EMAIL.fullmatch(label):
        name, email = "", label.lower()
    else:
        return label, ""
    return name or _BETWEEN_NAMES.sub(" ", email.partition("@")[0]), email


def name_key(label: str) -> str:
    """Key of a label, without differences in case, accents and spacing, and with “Last, First” turned around.

    Labels with digits are often numbers of accounts, so their signs count. A different address is a different key.
    """
    name, email = parts_of(label)
    if any(map(str.isdigit, name)):
        return f"{' '.join(name.casefold().split())}|{email}"
    last, _comma, first = name.partition(",")
    if first.strip() and "," not in first:
        name = f"{first} {last}"
    return f"{folded(name)}|{email}"


def same_names(source: str, labels: Collection[str]) -> dict[str, set[int | None]]:
    """People of the source's names that differ from a label only in spelling, by label. Labels without any are missing."""
    by_key: dict[str, set[int | None]] = {}
    for known, person_id in SourceIdentity.objects.filter(source=source).values_list("label", "person_id"):
        by_key.setdefault(name_key(known), set()).add(person_id)
    return {label: by_key[key] for label in labels if (key := name_key(label)) in by_key}


def people_by_identity(source: str, labels: Collection[str]) -> dict[str, int | None]:
    """Decided matches: person ids by label, None if it is not a person. Undecided labels are missing."""
    known = SourceIdentity.objects.filter(source=source, label__in=set(labels))
    return dict(known.values_list("label", "person_id"))


def likely_people(labels: Collection[str], *, at_most: int = 3) -> dict[str, list[Likely]]:
    """Likely matches by label, best first. The number of queries doesn't depend on the number of labels."""
    found: dict[str, list[Likely]] = {label: [] for label in labels}
    rows = _alike(list(found), at_most)
    teams = {person.id: person.team_names for person in colleagues(row[1] for row in rows).values()}
    for label, person_id, name, similarity, by_email, has_left, namesakes in rows:
        gives_address = bool(parts_of(label)[1])
        same_name = similarity >= SURE and namesakes == 1 and name.casefold() == parts_of(label)[0].casefold()
        found[label].append(
            Likely(
                person_id=person_id,
                name=name,
                similarity=float(similarity),
                by_email=by_email,
                is_certain=by_email or (same_name and not gives_address),
                has_left=has_left,
                teams=teams.get(person_id, ()),
            )
        )
    return found


@transaction.atomic
def _alike(labels: list[str], at_most: int) -> list[tuple[str, int, str, float, bool, bool, int]]:
    parts = [parts_of(label) for label in labels]
    values: dict[str, Any] = {
        "labels": labels,
        "names": [name for name, _email in parts],
        "emails": [email for _name, email in parts],
        # At least two, so that a namesake is always found.
        "at_most": max(at_most, 2),
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(LIKELY)])
        cursor.execute(_ALIKE, values)
        return list(cursor.fetchall())


def persons_called(text: str, *, at_most: int = MOST_SHOWN) -> list[Likely]:
    """People whose name or e-mail address contains the text, by name, including people who have left."""
    return _shown(Person.objects.themselves().named(text)[:at_most]) if text else []


def persons_meant(text: str) -> list[Likely]:
    """People who match a typed part of a name or address, or a chosen `Likely.handle`: one person if it is clear."""
    if chosen := _HANDLE.search(text):
        return _shown(Person.objects.themselves().filter(pk=int(chosen[1])))
    themselves = Person.objects.themselves()
    return _shown(themselves.filter(Q(display_name__iexact=text) | Q(email__iexact=text))[:MOST_SHOWN]) or persons_called(text)


def persons_numbered(ids: Collection[int]) -> list[Likely]:
    """People with these ids. Unknown ids are ignored."""
    return _shown(Person.objects.themselves().filter(pk__in=set(ids)))


def _shown(people: Iterable[Person]) -> list[Likely]:
    people = list(people)
    teams = colleagues(person.pk for person in people)
    return [
        Likely(
            person_id=person.pk,
            name=person.display_name,
            similarity=0,
            has_left=person.left_on is not None,
            teams=teams[person.pk].team_names,
        )
        for person in people
    ]
