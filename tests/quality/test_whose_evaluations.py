"""Matching of imported evaluations to people: known agents, waiting agents, permissions and corrections."""

import json

import pytest

from core.work import find, run
from people.models import Person, SourceIdentity
from quality.actions import evaluation_reading
from quality.actions.evaluation_people import OneselfChosen, decide_agents
from quality.models import ImportedEvaluation
from quality.queries.evaluation_imports import agents_waiting
from tests.factories import evaluations as make
from tests.factories.evaluations import NIA
from tests.factories.merging import merged
from tests.factories.people import Personas, PersonFactory

pytestmark = pytest.mark.django_db


def test_evaluations_of_unknown_agents_wait_and_the_match_is_remembered(personas: Personas) -> None:
    make.taken(personas.ops, [make.evaluation(id="a"), make.evaluation(id="b", agent=NIA["id"])])
    make.taken(personas.ops, [make.evaluation(id="a", changedDate="2026-03-02T09:00:00Z")])
    assert ImportedEvaluation.objects.waiting().count() == 2
    [waiting] = agents_waiting(personas.ops, make.SOURCE)
    assert (waiting.identity, waiting.name.rows) == (NIA["id"], 2)
    decided = decide_agents(
        actor=personas.ops, source=make.SOURCE, people={NIA["id"]: personas.agent.person_id, "forged": personas.agent.person_id}
    )
    assert decided == 2
    assert set(ImportedEvaluation.objects.values_list("person", flat=True)) == {personas.agent.person_id}
    assert agents_waiting(personas.ops, make.SOURCE) == []
    assert not SourceIdentity.objects.filter(label="forged").exists()
    make.taken(personas.ops, [make.evaluation(id="c", agent={"id": NIA["id"], "name": "Nia Berg-Lund"})])
    assert ImportedEvaluation.objects.get(external_id="c").person == personas.agent.person


def test_match_made_in_feedback_of_the_source_is_used(personas: Personas) -> None:
    make.known(personas.ops, personas.agent.person, "Nia Berg (nia@example.org)")
    make.taken(personas.ops, [make.evaluation(id="a")])
    assert ImportedEvaluation.objects.get().person == personas.agent.person


def test_match_by_name_does_not_match_ids(personas: Personas) -> None:
    make.known(personas.ops, personas.agent.person, "Nia Berg")
    agents = [{"id": "one", "name": "Nia Berg"}, {"id": "two", "name": "Nia Berg"}, {"name": "Nia Berg"}]
    make.taken(personas.ops, [make.evaluation(agent=agent) for agent in agents])
    assert list(ImportedEvaluation.objects.order_by("line").values_list("person", flat=True)) == [
        None, None, personas.agent.person_id,
    ]  # fmt: skip


def test_users_cannot_match_evaluations_to_themselves(personas: Personas) -> None:
    make.taken(personas.ops, [make.evaluation(), make.evaluation(agent={"id": "x", "name": "Somebody"})])
    with pytest.raises(OneselfChosen, match="Ask a colleague"):
        decide_agents(
            actor=personas.ops, source=make.SOURCE, people={NIA["id"]: personas.ops.person_id, "x": personas.agent.person_id}
        )
    merged(personas.ops.person, other := PersonFactory.create())
    with pytest.raises(OneselfChosen):
        decide_agents(actor=personas.ops, source=make.SOURCE, people={NIA["id"]: other.pk})
    assert set(ImportedEvaluation.objects.values_list("person", flat=True)) == {None}
    assert not SourceIdentity.objects.exists()
    assert decide_agents(actor=personas.administrator, source=make.SOURCE, people={NIA["id"]: personas.ops.person_id}) == 1


def test_only_equal_addresses_are_certain_and_users_are_never_proposed_themselves(personas: Personas) -> None:
    make.taken(personas.ops, [make.evaluation(agent={"id": "x", "name": personas.agent.person.display_name})])
    [waiting] = agents_waiting(personas.ops, make.SOURCE)
    assert (waiting.name.likely[0].person_id, waiting.name.certain_id) == (personas.agent.person_id, None)
    Person.objects.filter(pk=personas.ops.person_id).update(email="own@example.org")
    make.taken(personas.ops, [make.evaluation(agent={"id": "y", "email": "own@example.org"})])
    certain = {agent.identity: agent.name.certain_id for agent in agents_waiting(personas.administrator, make.SOURCE)}
    assert certain == {"x": None, "y": personas.ops.person_id}
    assert {agent.name.certain_id for agent in agents_waiting(personas.ops, make.SOURCE)} == {None}


def test_namesakes_are_told_apart_and_likely_people_proposed(personas: Personas) -> None:
    nia = PersonFactory.create(display_name="Nia B", email="nia@example.org")
    rows = [make.evaluation(agent=NIA), make.evaluation(agent={"id": "other", "name": "Nia Berg", "email": NIA["email"]})]
    make.taken(personas.ops, rows)
    found = agents_waiting(personas.ops, make.SOURCE)
    assert len({agent.name.label for agent in found}) == 2
    assert {agent.name.certain_id for agent in found} == {nia.pk}


def test_match_made_while_the_file_is_read_is_used(personas: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluation_reading, "ROWS_PER_STEP", 1)
    imported = make.received(personas.ops, json.dumps([make.evaluation(id="a"), make.evaluation(id="b")]).encode())
    work = find(imported.work_key)
    assert work is not None
    run(work.pk, seconds=0)
    make.known(personas.ops, personas.agent.person)
    make.worked(imported)
    assert set(ImportedEvaluation.objects.values_list("person", flat=True)) == {personas.agent.person_id}


def test_corrected_match_applies_to_all_files_after_the_next_import(personas: Personas) -> None:
    rows = [make.evaluation(id="a"), make.evaluation(id="b", agent={"id": "x", "name": "Somebody"})]
    make.known(personas.ops, personas.agent.person)
    make.taken(personas.ops, rows)
    make.taken(personas.ops, [*rows, make.evaluation(id="c")])
    make.known(personas.ops, personas.other_agent.person)
    make.taken(personas.ops, [make.evaluation(id="a")])
    persons = ImportedEvaluation.objects.filter(external_id__in=["a", "c"]).values_list("person", flat=True)
    assert set(persons) == {personas.other_agent.person_id}
    assert set(ImportedEvaluation.objects.filter(external_id="b").values_list("person", flat=True)) == {None}
