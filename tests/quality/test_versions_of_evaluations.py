"""The latest version of each imported evaluation is current, in whichever file it is; undo restores earlier ones."""

from typing import Any

import pytest

from core import clock
from journal.models import Entry
from quality.models import ImportedEvaluation
from quality.queries.evaluation_imports import forecast
from tests.factories import evaluations as make
from tests.factories.evaluations import NIA
from tests.factories.people import Personas

pytestmark = pytest.mark.django_db


def current() -> list[str]:
    shown = ImportedEvaluation.objects.filter(is_current=True, is_withheld=False)
    return sorted(shown.values_list("external_id", flat=True))


def score(external_id: str) -> float:
    return float(ImportedEvaluation.objects.get(external_id=external_id, is_current=True).total_score or 0)


def test_the_same_file_twice_changes_nothing(personas: Personas) -> None:
    rows = [make.evaluation(id="a"), make.evaluation(id="b")]
    make.taken(personas.ops, rows)
    first = set(ImportedEvaluation.objects.filter(is_current=True).values_list("pk", flat=True))
    again = make.taken(personas.administrator, rows)
    assert (again.counts["added"], again.counts["replaced"], again.counts["unchanged"]) == (0, 0, 2)
    assert set(ImportedEvaluation.objects.filter(is_current=True).values_list("pk", flat=True)) == first


def test_later_version_replaces_earlier_one_in_any_import_order(personas: Personas) -> None:
    later = make.evaluation(id="a", changedDate="2026-04-01T00:00:00Z", answers={"totalScore": 60})
    make.taken(personas.ops, [make.evaluation(id="a")])
    newer = make.taken(personas.ops, [later])
    assert (newer.counts["added"], newer.counts["replaced"], score("a")) == (0, 1, 60)
    older = make.taken(personas.ops, [make.evaluation(id="a", changedDate="2026-02-28T00:00:00Z", answers={"totalScore": 10})])
    assert (older.counts["unchanged"], score("a")) == (1, 60)


def test_later_of_two_versions_in_one_file_is_current(personas: Personas) -> None:
    later = make.evaluation(id="a", changedDate="2026-04-01T00:00:00Z", answers={"totalScore": 60})
    imported = make.taken(personas.ops, [later, make.evaluation(id="a")])
    assert (imported.counts["added"], imported.counts["unchanged"], score("a")) == (1, 1, 60)


def test_last_file_wins_for_versions_with_the_same_date(personas: Personas) -> None:
    make.taken(personas.ops, [make.evaluation(id="a", agent=NIA["id"])])
    make.taken(personas.ops, [make.evaluation(id="a")])
    assert ImportedEvaluation.objects.get(is_current=True).agent == "Nia Berg (nia@example.org)"


def test_undo_restores_earlier_versions_and_keeps_those_of_other_files(personas: Personas) -> None:
    make.taken(personas.ops, [make.evaluation(id="a"), make.evaluation(id="c")])
    newer = make.evaluation(id="a", changedDate="2026-04-01T00:00:00Z", answers={"totalScore": 60})
    second = make.taken(personas.ops, [newer, make.evaluation(id="b")])
    assert current() == ["a", "b", "c"]
    undone = make.undone(personas.administrator, second)
    assert (undone.state, undone.counts["removed"], undone.counts["back"]) == ("undone", 1, 1)
    assert current() == ["a", "c"]
    assert score("a") == 87.5
    assert Entry.objects.latest("pk").verb == "quality.evaluations_undone"
    assert make.undone(personas.ops, second).undone_by == personas.administrator.person
    make.taken(personas.ops, [newer])
    assert score("a") == 60


def test_undo_of_the_first_of_two_equal_files_keeps_the_evaluation(personas: Personas) -> None:
    rows = [make.evaluation(id="a")]
    first, _second = make.taken(personas.ops, rows), make.taken(personas.ops, rows)
    make.undone(personas.ops, first)
    assert current() == ["a"]


def test_repeated_version_is_counted_when_its_file_is_imported_and_undone(personas: Personas) -> None:
    said, otherwise = make.evaluation(id="a"), make.evaluation(id="a", answers={"totalScore": 60})
    make.taken(personas.ops, [said])
    make.taken(personas.ops, [otherwise])
    assert score("a") == 60
    again = make.taken(personas.ops, [said, make.evaluation(id="b")])
    assert score("a") == 87.5
    assert (again.counts["added"], again.counts["replaced"], again.counts["unchanged"]) == (1, 1, 0)
    assert (forecast(again).removed, forecast(again).back) == (1, 1)
    undone = make.undone(personas.ops, again)
    assert (undone.counts["removed"], undone.counts["back"]) == (1, 1)
    assert score("a") == 60


def test_undo_of_one_of_two_equal_files_removes_nothing(personas: Personas) -> None:
    rows = [make.evaluation(id="a")]
    first, _second = make.taken(personas.ops, rows), make.taken(personas.ops, rows)
    assert (forecast(first).removed, forecast(first).back) == (0, 0)
    undone = make.undone(personas.ops, first)
    assert (undone.counts["removed"], undone.counts["back"]) == (0, 0)


@pytest.mark.parametrize("fields", [{"neverRelease": True, "answers": {"totalScore": None}}, {"calibration": {"id": "k"}}])
def test_later_withheld_version_hides_the_evaluation(fields: dict[str, Any], personas: Personas) -> None:
    make.known(personas.ops, personas.agent.person)
    rows = [make.evaluation(id="a"), make.evaluation(id="b")]
    make.taken(personas.ops, rows)

    def shown() -> list[str]:
        mine = ImportedEvaluation.objects.visible_to(personas.agent, clock.now())
        return sorted(mine.values_list("external_id", flat=True))

    withdrawn = make.evaluation(id="a", agent=None, changedDate="2026-04-01T00:00:00Z", **fields)
    second = make.taken(personas.ops, [withdrawn])
    counted = [second.counts[name] for name in ("rejected", "added", "replaced", "withdrawn", "unchanged")]
    assert counted == [1, 0, 0, 1, 0]
    assert shown() == ["b"]
    assert not ImportedEvaluation.objects.waiting().exists()
    make.taken(personas.ops, rows)
    assert shown() == ["b"]
    assert (forecast(second).removed, forecast(second).back) == (0, 1)
    undone = make.undone(personas.ops, second)
    assert (undone.counts["removed"], undone.counts["back"]) == (0, 1)
    assert shown() == ["a", "b"]


def test_earlier_withheld_version_does_not_hide_the_later_one(personas: Personas) -> None:
    make.taken(personas.ops, [make.evaluation(id="a")])
    make.taken(personas.ops, [make.evaluation(id="a", changedDate="2026-02-01T00:00:00Z", neverRelease=True)])
    assert score("a") == 87.5
