"""Fields and figures about people, found by walking models, tables and cards, and docs/data.md, written from the registry.

``python -m tests.architecture.data_uses`` writes the document.
"""

import os
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from tests.architecture.rooms import ROOMS, ROOT

DOCUMENT = ROOT / "docs" / "data.md"
INTRODUCTION = """# Data about people

What the system keeps and computes about people, with the default settings. `python -m tests.architecture.data_uses` writes
this page from the registry in the code. A test fails if it's out of date, and another one if a field or a figure about a
person is missing. In the product, the page **Data about you** in everyone's menu shows the same with the settings of the
installation, first what concerns the reader's roles, and as a PDF for a works agreement. The legal bases are proposals; the
organisation decides.
"""

# Persons without a foreign key: as a number, an address or a name.
NAMES_OF_PERSONS = {"person_id", "actor_id", "recipient", "writer_ids", "agent"}
# Sessions contain their user. Calls are made by programs; the table is here because its caller could be mistaken for a person.
ALSO = {"sessions.Session", "people.CallCount"}


def models_about_people() -> dict[str, Any]:
    """Models with a path to a person, directly or through another record of one."""
    from django.apps import apps
    from django.db.models import EmailField

    models = list(apps.get_models(include_auto_created=True))
    found = {
        model
        for model in models
        if model._meta.label in {"people.Person", "people.User", *ALSO}
        or any(isinstance(each, EmailField) or each.name in NAMES_OF_PERSONS for each in model._meta.concrete_fields)
    }
    while more := {
        model for model in models if model not in found and {each.related_model for each in model._meta.concrete_fields} & found
    }:
        found |= more
    return {model._meta.label: model for model in found}


def refers_to_a_person(field: Any) -> bool:
    return field.is_relation and field.related_model._meta.label in {"people.Person", "people.User"}


def is_technical(field: Any, about: dict[str, Any]) -> bool:
    """A primary key, which only numbers the row, or a link to another record of a person, whose fields have their own uses."""
    links = field.is_relation and not refers_to_a_person(field) and field.related_model._meta.label in about
    return field.primary_key or links


def stored() -> set[str]:
    """All fields that need a use, such as `quality.Review.score`."""
    about = models_about_people()
    return {
        f"{label}.{field.name}"
        for label, model in about.items()
        for field in model._meta.concrete_fields
        if not is_technical(field, about)
    }


def stored_persons() -> set[str]:
    """Fields that refer to a person."""
    return {
        f"{label}.{field.name}"
        for label, model in models_about_people().items()
        for field in model._meta.concrete_fields
        if refers_to_a_person(field)
    }


def columns() -> set[str]:
    """All columns of all tables of pages, such as `RankingTable.chance`. A table that inherits columns has only its own."""
    return {
        f"{table.__name__}.{name}"
        for table in _tables()
        for name, column in table.base_columns.items()
        if column not in _inherited(table)
    }


def _inherited(table: Any) -> list[Any]:
    """Columns of the table's parents, which share them with it."""
    return [column for parent in table.__mro__[1:] for column in getattr(parent, "base_columns", {}).values()]


def _tables() -> Iterator[Any]:
    from core.tables import Table

    for room in ROOMS:
        if room not in {"api", "core"} and find_spec(f"{room}.tables"):
            import_module(f"{room}.tables")
    yield from (each for each in _subclasses(Table) if each.__module__.split(".")[0] in set(ROOMS) - {"api", "core"})


def _subclasses(table: Any) -> Iterator[Any]:
    for each in table.__subclasses__():
        yield each
        yield from _subclasses(each)


def parts_of_cards() -> set[str]:
    """Fields of the records behind cards and comparisons, such as `RankedCsp.trend`."""
    from feedback.presentation import Card
    from feedback.sustained import RankedCsp
    from feedback.sustained.response_rates import ResponseRate
    from selection.fairness import GroupShare
    from selection.presentation.own_cards import OwnCard

    return {f"{card.__name__}.{part}" for card in (Card, RankedCsp, ResponseRate, GroupShare, OwnCard) for part in _parts(card)}


def _parts(card: type[Any]) -> tuple[str, ...]:
    """Names of the fields of a dataclass or a named tuple."""
    return tuple(field.name for field in fields(card)) if is_dataclass(card) else card._fields


def text() -> str:
    """The document: a table for each area."""
    from people.data_registry import Area, uses

    sections = [INTRODUCTION]
    for area in Area:
        rows = [
            f"| {use.title} | {use.what} | {use.purpose} | {', '.join(str(seer.label) for seer in use.seen_by)} | "
            f"{' '.join(map(str, use.kept))} | {use.basis.label} |"
            for use in uses()
            if use.area == area
        ]
        head = ["| data | what | why | seen by | kept | legal basis (proposal) |", "| --- | --- | --- | --- | --- | --- |"]
        sections.append("\n".join([f"## {area.label}", "", *head, *rows]) + "\n")
    return "\n".join(sections)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    DOCUMENT.write_text(text(), encoding="utf-8")
