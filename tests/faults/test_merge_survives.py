"""Merging two records whose worker is killed at any line is all there or not at all."""

import pytest

from core.work import find
from feedback.models import Interaction
from feedback.queries.rollups import rollup_differences
from journal.models import Entry
from people.actions import merge_persons, undo_merge
from people.models import Person
from people.verbs import Verb
from tests.factories import feedback
from tests.factories.merging import content_of_all_tables, merged, worked
from tests.factories.people import organisation
from tests.faults.processes import kill_at

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two() -> tuple[Person, Person]:
    organisation()
    feedback.imported(feedback.calls())
    kept, other = (Person.objects.get(source_identities__label=label) for label in ("Nia", "Omar"))
    return kept, other


@pytest.mark.parametrize("fault", ["merge.moved:1", "work.before_commit:1"])
def test_merging_that_is_killed(two: tuple[Person, Person], fault: str) -> None:
    kept, other = two
    before = content_of_all_tables()
    merge = merge_persons(actor=None, kept=kept, merged=other)
    kill_at(fault, find(merge.work_key))
    assert content_of_all_tables() == before
    assert worked(merge).state == "merged"
    assert set(Interaction.objects.exclude(person=None).values_list("person", flat=True)) == {kept.pk}
    assert rollup_differences() == []
    assert Entry.objects.filter(verb=Verb.PERSONS_MERGED).count() == 1


@pytest.mark.parametrize("fault", ["merge.moved_back:1", "work.before_commit:1"])
def test_taking_apart_that_is_killed(two: tuple[Person, Person], fault: str) -> None:
    before = content_of_all_tables()
    merge = merged(*two)
    after = content_of_all_tables()
    undo_merge(actor=None, merge=merge)
    merge.refresh_from_db()
    kill_at(fault, find(merge.work_key))
    assert content_of_all_tables() == after
    assert worked(merge).state == "undone"
    assert content_of_all_tables() == before
    assert Entry.objects.filter(verb=Verb.MERGE_UNDONE).count() == 1
