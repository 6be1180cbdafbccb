"""Spellings of one name in a source: one person, or a decision if it could be several."""

from typing import Any

import pytest

from intake.actions.people import decide_people
from intake.models import Import
from people.actions.source_names import add_agents, add_unknown_agents, match_same_names, remember_identities
from people.models import Person, SourceIdentity
from people.name_matching import name_key, people_by_identity
from tests.factories import feedback
from tests.factories.people import Personas, PersonFactory, organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _organisation() -> None:
    organisation()


def imported(*names: str, **options: Any) -> Import:
    rows = "".join(f'{name}-{number},2026-01-05 10:00,"{name}",5\n' for number, name in enumerate(names))
    return feedback.imported(f"id,date,agent,rating\n{rows}".encode(), profile_name="generic", **options)


def people() -> list[str]:
    return sorted(Person.objects.values_list("display_name", flat=True))


@pytest.mark.parametrize("label", ["nia BERG", " Nia   Berg ", "Berg, Nia", "Niá Bérg", "Nia Berg."])
def test_spellings_have_the_same_key(label: str) -> None:
    assert name_key(label) == name_key("Nia Berg")


@pytest.mark.parametrize("label", ["Berg Nia", "Nia Berg (nia@example.org)", "Nia B", "Nia Berg 2", "Berg, Nia, Dr."])
def test_other_names_have_other_keys(label: str) -> None:
    assert name_key(label) != name_key("Nia Berg")


def test_numbers_of_accounts_differ_by_every_sign() -> None:
    assert len({name_key(label) for label in ("12-3", "12 3", "1 23", "A-12", "A12")}) == 5
    assert name_key("Agent-12") == name_key("AGENT-12")


def test_automatic_import_adds_one_person_for_all_spellings() -> None:
    done = imported("ann testperson", "Ann Testperson", "Testperson, Ann", "Ben")
    assert (done.state, done.counts["new_people"]) == (Import.State.PUBLISHED, 2)
    assert people() == ["Ann Testperson", "Ben"]
    later = imported("ANN TESTPERSON")
    assert (later.state, later.counts.get("new_people", 0)) == (Import.State.PUBLISHED, 0)
    assert people() == ["Ann Testperson", "Ben"]


def test_name_that_another_import_adds_meanwhile_is_no_longer_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = []

    def another_import_was_first() -> None:
        steps.append("lock")
        # The first time, the file is read; the second time, it is published.
        if len(steps) == 2:
            add_agents(actor=None, source="shop", labels=["Ann Testperson"])

    monkeypatch.setattr("intake.actions.names.identities_for_step", another_import_was_first)
    assert imported("Ann Testperson").state == Import.State.PUBLISHED
    assert people() == ["Ann Testperson"]


def test_automatic_import_waits_for_a_name_that_could_be_two_people() -> None:
    one, other = PersonFactory.create_batch(2, display_name="Ann Testperson")
    remember_identities(actor=None, source="shop", people={"Ann Testperson": one.pk, "Ann  Testperson": other.pk})
    done = imported("ann testperson", "Ben")
    assert (done.state, done.counts["unknown_names"], done.counts["new_people"]) == (Import.State.NEEDS_PEOPLE, 1, 1)
    assert people() == ["Ann Testperson", "Ann Testperson", "Ben"]


def test_namesakes_with_different_addresses_are_two_people() -> None:
    imported("Ann Testperson (ann@example.org)", "Ann Testperson (ann.t@example.org)")
    assert people() == ["Ann Testperson", "Ann Testperson"]


def test_a_decision_covers_all_spellings_of_the_name(personas: Personas) -> None:
    ann = PersonFactory.create(display_name="Ann Testperson")
    waits = imported("Ann Testperson", "ann testperson", "Ben", goes_on=False, creates_people=False)
    decided = decide_people(actor=personas.ops, imported=waits, people={"Ann Testperson": ann.pk})
    assert decided.counts["unknown_names"] == 1
    assert people_by_identity("shop", ["ann testperson"]) == {"ann testperson": ann.pk}


def test_adding_all_others_leaves_out_names_that_could_be_two_people(personas: Personas) -> None:
    one, other = PersonFactory.create_batch(2, display_name="Ann Testperson")
    remember_identities(actor=None, source="shop", people={"Ann Testperson": one.pk, "Ann  Testperson": other.pk})
    waits = imported("ann testperson", "Ben", goes_on=False, creates_people=False)
    decided = decide_people(actor=personas.ops, imported=waits, people={}, all_new=True)
    assert (decided.state, decided.counts["unknown_names"]) == (Import.State.NEEDS_PEOPLE, 1)
    explicit = decide_people(actor=personas.ops, imported=waits, people={}, new=["ann testperson"])
    assert explicit.state == Import.State.CHECKED
    assert people().count("ann testperson") == 1


def test_spellings_are_matched_within_one_source_only() -> None:
    add_agents(actor=None, source="shop", labels=["Ann Testperson"])
    assert match_same_names(source="phone", labels=["ann testperson"]) == 0
    assert match_same_names(source="shop", labels=["ann testperson"]) == 1
    assert SourceIdentity.objects.filter(source="shop").values("person").distinct().count() == 1


def test_numbers_of_decided_and_new_names_are_returned() -> None:
    add_agents(actor=None, source="shop", labels=["Ann Testperson"])
    labels = ["Testperson, Ann", "Ben", "BEN", "Cleo"]
    assert add_unknown_agents(actor=None, source="shop", labels=labels) == (4, 2)
