"""Copy of a person's data, in parts that the rooms register in `AppConfig.ready`.

A part only holds what the person may see in the product: no ranks, no drafts of others, and nothing about others.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from core import clock
from people.models import (
    FormDraft,
    Leave,
    Look,
    Membership,
    Notification,
    Person,
    RoleGrant,
    RosteredShift,
    SourceIdentity,
    StaffChange,
    User,
)
from people.queries.access_log import looks_at
from people.queries.persons import records_of

Rows = Iterable[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class OwnDataPart:
    """Part of the copy. `rows` returns the rows for a person's record ids; `covers` lists their models."""

    name: str
    covers: tuple[str, ...]
    rows: Callable[[Collection[int]], Rows]


_parts: list[OwnDataPart] = []


def register(*parts: OwnDataPart) -> None:
    _parts.extend(parts)


def parts() -> list[OwnDataPart]:
    return [*PEOPLE, *_parts]


def copy_of(person_id: int) -> str:
    """JSON document with all parts."""
    records = sorted(records_of(person_id))
    document = {"made_at": clock.now(), **{part.name: list(part.rows(records)) for part in parts()}}
    return json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)


def _person(records: Collection[int]) -> Rows:
    fields = ("display_name", "email", "languages", "channels", "contract_hours", "shift__name", "time_zone")
    return list(Person.objects.filter(pk__in=records).values(*fields, "work_starts_at", "work_ends_at", "joined_on", "left_on"))


def _sign_ins(records: Collection[int]) -> Rows:
    return User.objects.filter(person__in=records).values("email", "is_active", "date_joined", "last_login")


def _looks(records: Collection[int]) -> Rows:
    kinds = dict(Look.Kind.choices)
    return [{"day": look.on, "who": str(look.viewer), "what": str(kinds[look.kind])} for look in looks_at(records)]


PEOPLE = (
    OwnDataPart("person", ("people.Person",), _person),
    OwnDataPart("sign_ins", ("people.User",), _sign_ins),
    OwnDataPart("roles", ("people.RoleGrant",), lambda ids: RoleGrant.objects.filter(person__in=ids).values("role")),
    OwnDataPart(
        "teams",
        ("people.Membership",),
        lambda ids: Membership.objects.filter(person__in=ids).values("team__name", "is_lead", "starts_on", "ends_on"),
    ),
    OwnDataPart("leave", ("people.Leave",), lambda ids: Leave.objects.filter(person__in=ids).values("first_on", "last_on")),
    OwnDataPart(
        "rostered_shifts",
        ("people.RosteredShift",),
        lambda ids: RosteredShift.objects.filter(person__in=ids).values("starts_at", "ends_at"),
    ),
    OwnDataPart(
        "changes_from_files",
        ("people.StaffChange",),
        lambda ids: StaffChange.objects.filter(person__in=ids).values("update__applied_at", "kind", "field", "before", "after"),
    ),
    OwnDataPart(
        "names_in_files",
        ("people.SourceIdentity",),
        lambda ids: SourceIdentity.objects.filter(person__in=ids).values("source", "label"),
    ),
    OwnDataPart(
        "notifications",
        ("people.Notification",),
        lambda ids: Notification.objects.filter(person__in=ids).values("text", "created_at", "read_at"),
    ),
    OwnDataPart(
        "drafts",
        ("people.FormDraft",),
        lambda ids: FormDraft.objects.filter(person__in=ids, sent_at=None).values("key", "fields", "saved_at"),
    ),
    OwnDataPart("who_looked", ("people.Look",), _looks),
)
