"""Versions of an evaluation with ids of their own: one stands, whatever the order of the files, and undo restores."""

import json
from typing import Any

import pytest

from core import clock
from intake.models import Import
from quality.models import ImportedEvaluation
from quality.queries.evaluation_imports import forecast
from quality.queries.evaluations import my_imported_evaluations
from tests.factories import evaluations as make
from tests.factories.people import Personas

pytestmark = pytest.mark.django_db

LATER = "2026-03-09T08:00:00.000Z"


def version(number: int, score: float, **fields: Any) -> dict[str, Any]:
    chain = {"id": f"v{number}", "evaluationContextId": "chain", "version": number}
    return make.evaluation(**{**chain, "answers": {"totalScore": score}, **fields})


def retracted(number: int, **fields: Any) -> dict[str, Any]:
    return version(number, 20, **{"status": "RETRACTED", "changedDate": LATER, **fields})


def successor(number: int, score: float, **fields: Any) -> dict[str, Any]:
    return version(number, score, **{"retractedEvaluation": {"id": f"v{number - 1}"}, "changedDate": LATER, **fields})


def standing() -> list[float]:
    shown = ImportedEvaluation.objects.filter(is_current=True, is_withheld=False)
    return sorted(float(score or 0) for score in shown.values_list("total_score", flat=True))


def files_of(personas: Personas, *rows: list[dict[str, Any]]) -> list[Import]:
    return [make.taken(personas.ops, each) for each in rows]


FIRST = [version(1, 20)]
SECOND = [retracted(1), successor(2, 95)]


@pytest.mark.parametrize("files", [[FIRST, SECOND], [SECOND, FIRST]], ids=["in order", "the other way round"])
def test_new_version_replaces_the_retracted_one_in_either_order(files: list[Any], personas: Personas) -> None:
    files_of(personas, *files)
    assert standing() == [95]


def test_undo_of_the_retraction_restores_the_first_version(personas: Personas) -> None:
    _first, second = files_of(personas, FIRST, SECOND)
    assert (second.counts["added"], second.counts["replaced"], second.counts["rejected"]) == (0, 1, 1)
    assert (forecast(second).removed, forecast(second).back) == (0, 1)
    undone = make.undone(personas.ops, second)
    assert (undone.counts["removed"], undone.counts["back"]) == (0, 1)
    assert standing() == [20]


def test_undo_of_the_first_version_leaves_the_second(personas: Personas) -> None:
    first, _second = files_of(personas, FIRST, SECOND)
    make.undone(personas.ops, first)
    assert standing() == [95]


@pytest.mark.parametrize(
    "second",
    [
        [retracted(1)],
        [retracted(1, changedDate="2026-01-02T08:00:00.000Z")],
        [retracted(2, id="v2")],
        [retracted(5, id="v5", evaluationContextId="another", retractedEvaluation={"id": "v1"})],
    ],
    ids=["itself", "with an older date", "as a version before", "as its predecessor"],
)
def test_retraction_withdraws_an_evaluation_and_undo_brings_it_back(second: list[Any], personas: Personas) -> None:
    _first, file = files_of(personas, FIRST, second)
    assert standing() == []
    assert file.counts["withdrawn"] == 1
    make.undone(personas.ops, file)
    assert standing() == [20]


def test_earlier_retraction_does_not_withdraw_a_later_version(personas: Personas) -> None:
    files_of(personas, [version(3, 80), retracted(2, id="v2")])
    assert standing() == [80]


def test_versions_without_dates_of_change_are_ordered_by_number(personas: Personas) -> None:
    files_of(personas, [version(2, 60), version(1, 20)])
    assert standing() == [60]


def test_unfinished_successor_replaces_nothing(personas: Personas) -> None:
    files_of(personas, FIRST, [successor(2, 95, status="INPROGRESS")])
    assert standing() == [20]


def test_context_that_only_a_later_file_names_joins_the_versions(personas: Personas) -> None:
    bare = make.evaluation(id="v1", answers={"totalScore": 20})
    _first, second = files_of(personas, [bare], [version(1, 20, changedDate=LATER), version(2, 95, changedDate=LATER)])
    assert standing() == [95]
    assert (second.counts["added"], second.counts["replaced"]) == (0, 1)
    files_of(personas, [bare])
    assert standing() == [95]


def test_undo_of_the_only_file_with_contexts_parts_the_evaluations(personas: Personas) -> None:
    """The result equals importing the other files without it."""
    bare = [make.evaluation(id=f"v{number}", answers={"totalScore": 20 * number}) for number in (1, 2)]
    named = [version(number, 90, changedDate=LATER) for number in (1, 2)]
    first, second, third = files_of(personas, bare, named, named)
    assert standing() == [90]
    make.undone(personas.ops, third)
    assert standing() == [90]
    would = forecast(second)
    undone = make.undone(personas.ops, second)
    assert (standing(), undone.counts["removed"], undone.counts["back"]) == ([20, 40], 0, 2)
    assert (would.removed, would.back) == (0, 2)
    make.undone(personas.ops, first)
    assert standing() == []


def test_context_in_a_file_that_is_not_published_joins_nothing(personas: Personas) -> None:
    bare = [make.evaluation(id=f"v{number}", answers={"totalScore": 20 * number}) for number in (1, 2)]
    named = json.dumps([version(1, 90), version(2, 90)]).encode()
    assert make.finished(make.received(personas.ops, named)).state == Import.State.CHECKED
    files_of(personas, bare)
    assert standing() == [20, 40]


def test_later_version_that_is_not_released_yet_hides_the_evaluation(personas: Personas) -> None:
    make.known(personas.ops, personas.agent.person)
    tomorrow = (clock.now().replace(microsecond=0)).isoformat().replace(str(clock.now().year), str(clock.now().year + 1), 1)
    files_of(personas, FIRST, [retracted(1), successor(2, 95, releaseDate=tomorrow)])
    assert my_imported_evaluations(personas.agent, clock.now()).shown == ()


def test_disputed_evaluation_is_shown_as_such_until_it_is_decided(personas: Personas) -> None:
    make.known(personas.ops, personas.agent.person)
    disputed = version(1, 20, status="INREVIEW", changedDate="2026-03-05T08:00:00.000Z")
    _first, second, declined = files_of(personas, FIRST, [disputed], [version(1, 20, changedDate=LATER)])
    assert second.counts["replaced"] == 1
    [shown] = my_imported_evaluations(personas.agent, clock.now()).shown
    assert not shown.is_disputed
    make.undone(personas.ops, declined)
    [shown] = my_imported_evaluations(personas.agent, clock.now()).shown
    assert shown.is_disputed


def test_evaluation_disputed_before_its_release_waits_for_the_decision(personas: Personas) -> None:
    [file] = files_of(personas, [version(1, 20, status="INREVIEW", releaseDate=None), version(2, 30, evaluationContextId="b")])
    assert standing() == [30]
    assert [bad.reason for bad in file.rejections.all()] == ["not_released"]
