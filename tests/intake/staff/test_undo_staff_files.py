"""Random staff lists, published and undone in reverse order: the forecast is the effect, and everything is as before."""

import random
from typing import Any

import pytest

from intake.kinds import kind_of
from intake.models import Import
from people.models import Membership, Person, RosteredShift, Shift, StaffChange, Team
from tests.factories import staff as make
from tests.factories.people import Personas
from tests.seeds import seeds

pytestmark = pytest.mark.django_db

HEADER = "Name;E-mail;Team;Hours;Languages;Shift\n"
NAMES = ("Ida Holm", "Jon Berg", "Kaja Lind")


def random_list(chance: random.Random) -> str:
    some = chance.choice
    rows = [
        ";".join(
            (
                name, some(("", f"{name.split()[0].lower()}@example.org")), some(("", "Blue", "Red")), some(("", "20", "38.5")),
                some(("", "de", "en, de")), some(("", "Early 06:00-14:00", "Late 14:00-22:00")),
            )
        )
        for name in chance.sample(NAMES, chance.randrange(1, 4))
    ]  # fmt: skip
    return HEADER + "".join(f"{row}\n" for row in rows)


def present() -> dict[str, list[Any]]:
    fields = ("display_name", "email", "contract_hours", "languages", "shift__name")
    memberships = Membership.objects.order_by("person", "pk")
    return {
        "people": list(Person.objects.order_by("display_name").values_list(*fields)),
        "memberships": list(memberships.values_list("person__display_name", "team__name", "ends_on")),
        "teams": list(Team.objects.order_by("name").values_list("name", flat=True)),
        "shifts": list(Shift.objects.order_by("name").values_list("name", flat=True)),
    }


def undone(actor: Any, imported: Import) -> Import:
    """The import after undoing it had the effect that the page said."""
    would = dict(kind_of(imported).would_undo(imported))
    imported = make.undone(actor, imported)
    assert {name: imported.counts[name] for name in would} == would
    return imported


@pytest.mark.parametrize("seed", seeds(4))
def test_undoing_in_reverse_order_leaves_what_was_there(personas: Personas, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a seeded test
    states, imports = [], []
    for _ in range(3):
        imported = make.uploaded(personas.administrator, random_list(chance))
        if imported.state == Import.State.CHECKED:
            states.append(present())
            imports.append(make.published(personas.administrator, imported))
    for before, imported in zip(reversed(states), reversed(imports), strict=True):
        assert undone(personas.administrator, imported).counts["stayed"] == 0
        assert present() == before


@pytest.mark.parametrize("seed", seeds(4))
def test_undoing_all_in_any_order_leaves_what_was_there(personas: Personas, seed: int) -> None:
    """Nothing comes back that only an import had brought that was undone before."""
    chance = random.Random(100 + seed)  # noqa: S311 - a seeded test
    before = present()
    uploaded = (make.uploaded(personas.administrator, random_list(chance)) for _ in range(3))
    imports = [make.published(personas.administrator, each) for each in uploaded if each.state == Import.State.CHECKED]
    chance.shuffle(imports)
    for imported in imports:
        undone(personas.administrator, imported)
    assert present() == before
    assert not StaffChange.objects.exists()


def test_roster_that_two_files_replaced_is_there_again_when_both_are_undone_in_their_order(personas: Personas) -> None:
    name, day = str(personas.agent.person), "DTSTART:20270301T{}0000Z|DTEND:20270301T{}0000Z"
    Person.objects.filter(pk=personas.agent.person_id).update(email="ana@example.org")
    imports = []
    for starts, ends in (("06", "14"), ("07", "15"), ("08", "16")):
        entry = f"SUMMARY:Shift|ATTENDEE;CN={name}:mailto:ana@example.org|{day.format(starts, ends)}"
        uploaded = make.uploaded(personas.administrator, make.calendar(entry), "roster.ics")
        imports.append(make.published(personas.administrator, uploaded))
    first, second, third = imports
    for imported in (second, third):
        undone(personas.administrator, imported)
    assert [shift.starts_at.hour for shift in RosteredShift.objects.all()] == [6]
    undone(personas.administrator, first)
    assert not RosteredShift.objects.exists()
