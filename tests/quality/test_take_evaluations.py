"""Import of finished Genesys evaluations: values, rejections with reasons, and the life of the files."""

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from pytest_django.fixtures import Settings

from core.work import WorkFailed, find, run, run_here
from intake.actions.discards import abandon
from intake.actions.steps import try_again
from intake.actions.uploads import FileUnreadable
from intake.lifecycle import WrongImportState
from intake.models import Import, ImportKind, Rejection, kinds
from intake.upload_storage import place_of
from journal.models import Entry
from people.identity import Role
from people.models import Notification
from quality.actions import evaluation_reading
from quality.actions.evaluation_people import decide_agents
from quality.models import ImportedEvaluation, Review
from tests.factories import evaluations as make
from tests.factories.evaluations import NIA
from tests.factories.people import Personas

pytestmark = pytest.mark.django_db


def encoded(value: Any, **options: Any) -> bytes:
    return json.dumps(value, **options).encode()


def current() -> list[str]:
    shown = ImportedEvaluation.objects.filter(is_current=True, is_withheld=False)
    return sorted(shown.values_list("external_id", flat=True))


def score(external_id: str) -> float:
    return float(ImportedEvaluation.objects.get(external_id=external_id, is_current=True).total_score or 0)


def rejected(imported: Import) -> list[tuple[int, str, str, str]]:
    return list(Rejection.objects.filter(file=imported).order_by("line").values_list("line", "column", "value", "reason"))


def test_content_of_an_evaluation_is_stored(personas: Personas) -> None:
    make.known(personas.ops, personas.agent.person)
    imported = make.taken(personas.ops, [make.evaluation(id="a")])
    assert (imported.state, imported.counts["added"]) == ("published", 1)
    review = ImportedEvaluation.objects.get()
    assert (review.source, review.external_id, review.person) == ("genesys", "a", personas.agent.person)
    assert (review.agent, review.identity, review.evaluator) == ("Nia Berg (nia@example.org)", NIA["id"], "Rui Costa")
    assert (review.form, review.conversation_id, review.comment) == ("Phone 2026", "c0ffee-1", "Calm and clear.")
    assert (float(review.total_score or 0), float(review.critical_score or 0), review.is_red_flagged) == (87.5, 90.0, False)
    assert review.groups == [
        {"title": "Opening", "got": "17.5", "possible": "20"},
        {"title": "", "got": "", "possible": ""},
    ]
    assert review.changed_at.isoformat() == "2026-03-02T08:00:00+00:00"
    assert not Review.objects.exists()
    assert Entry.objects.latest("pk").verb == "quality.evaluations_taken"
    assert Notification.objects.filter(person=personas.ops.person, key=f"import:{imported.pk}").exists()


@pytest.mark.parametrize(
    "content",
    [
        encoded([make.evaluation(id="a"), make.evaluation(id="b")]),
        encoded({"entities": [make.evaluation(id="a"), make.evaluation(id="b")], "pageSize": 25, "total": 2}),
        encoded({"pageNumber": 1, "entities": [make.evaluation(id="a"), make.evaluation(id="b")]}, indent=1),
        encoded(make.evaluation(id="a")) + b"\n\n" + encoded(make.evaluation(id="b")) + b"\n",
        "\ufeff".encode() + encoded([make.evaluation(id="a"), make.evaluation(id="b")]),
        json.dumps([make.evaluation(id="a"), make.evaluation(id="b")]).encode("utf-16"),
    ],
    ids=["a list", "a page", "a page written nicely", "lines", "with a mark", "UTF-16"],
)
def test_every_shape_is_read(content: bytes, personas: Personas) -> None:
    make.worked(make.received(personas.ops, content))
    assert current() == ["a", "b"]


@pytest.mark.parametrize("indent", [None, 2])
def test_a_single_evaluation_is_a_file(indent: int | None, personas: Personas) -> None:
    make.worked(make.received(personas.ops, encoded(make.evaluation(id="a"), indent=indent)))
    assert current() == ["a"]


@pytest.mark.parametrize("status", ["PENDING", "INPROGRESS", "", None, 5, ["FINISHED"]])
def test_only_finished_ones_count(status: Any, personas: Personas) -> None:
    imported = make.taken(personas.ops, [make.evaluation(id="a", status=status), make.evaluation(id="b")])
    assert current() == ["b"]
    assert [(line, field, reason) for line, field, _value, reason in rejected(imported)] == [(1, "status", "not_finished")]


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ({"id": ""}, "id", "evaluation_id"),
        ({"id": "x" * 121}, "id", "evaluation_id"),
        ({"id": {"id": "a"}}, "id", "evaluation_id"),
        ({"calibration": {"id": "k"}}, "calibration", "calibration"),
        ({"neverRelease": True}, "neverRelease", "never_released"),
        ({"agent": None}, "agent", "agent"),
        ({"agent": {"id": True}}, "agent", "agent"),
        ({"answers": {"totalScore": None}}, "answers.totalScore", "score_missing"),
        ({"answers": {"totalScore": 100.5}}, "answers.totalScore", "score"),
        ({"answers": {"totalScore": -1}}, "answers.totalScore", "score"),
        ({"answers": {"totalScore": True}}, "answers.totalScore", "score"),
        ({"answers": {"totalScore": float("nan")}}, "answers.totalScore", "score"),
        ({"answers": {"totalScore": "1e999999999"}}, "answers.totalScore", "score"),
        ({"answers": {"totalScore": 10**60}}, "answers.totalScore", "score"),
        ({"answers": {"totalCriticalScore": "good"}}, "answers.totalCriticalScore", "score"),
        ({"answers": {"anyFailedKillQuestions": "no"}}, "answers.anyFailedKillQuestions", "flag"),
        ({"answers": {"comments": "x" * 40_000}}, "answers.comments", "text_too_long"),
        ({"changedDate": "yesterday"}, "changedDate", "evaluation_moment"),
        ({"changedDate": "2026-03-02T08:00:00"}, "changedDate", "evaluation_moment"),
        ({"conversationDate": "0001-01-01T00:00:00+14:00"}, "conversationDate", "evaluation_moment"),
        ({"changedDate": "2999-01-01T00:00:00Z"}, "changedDate", "future"),
        ({"changedDate": "", "releaseDate": "", "assignedDate": None}, "changedDate", "moment_missing"),
    ],
)
def test_invalid_evaluation_is_rejected_with_a_reason_and_others_are_imported(
    fields: dict[str, Any], field: str, reason: str, personas: Personas
) -> None:
    imported = make.taken(personas.ops, [make.evaluation(**fields), make.evaluation(id="good")])
    assert [(line, name, why) for line, name, _value, why in rejected(imported)] == [(1, field, reason)]
    assert current() == ["good"]


def test_value_that_is_no_record_is_rejected(personas: Personas) -> None:
    imported = make.taken(personas.ops, [make.evaluation(id="a"), 7, ["b"], None])
    assert [(line, reason) for line, _field, _value, reason in rejected(imported)] == [
        (2, "no_record"), (3, "no_record"), (4, "no_record"),
    ]  # fmt: skip


@pytest.mark.parametrize("groups", [None, "none", [7, {}, {"totalScore": 5, "maxTotalScore": 4}, {"totalScore": "x"}]])
def test_unreadable_question_groups_are_left_out(groups: Any, personas: Personas) -> None:
    form = {"name": "Phone 2026", "questionGroups": [None, {"id": 5}]}
    make.taken(personas.ops, [make.evaluation(evaluationForm=form, answers={"questionGroupScores": groups})])
    assert ImportedEvaluation.objects.get().groups == []


def test_a_line_with_damaged_letters_is_rejected(personas: Personas) -> None:
    content = encoded(make.evaluation(id="a")) + b"\n" + encoded(make.evaluation(id="b")).replace(b"Calm", b"C\xfflm") + b"\n"
    content += json.dumps(make.evaluation(id="c", answers={"comments": "Grüße, schöne Grüße"}), ensure_ascii=False).encode()
    imported = make.worked(make.received(personas.ops, content))
    assert current() == ["a", "c"]
    assert rejected(imported) == [(2, "", "", "characters")]


def test_unusual_texts_are_stored_as_far_as_possible(personas: Personas) -> None:
    make.worked(make.received(personas.ops, encoded([make.evaluation(id="a", answers={"comments": "a\x00b \ud800"})])))
    assert ImportedEvaluation.objects.get().comment == "a\ufffdb \ufffd"


def test_damaged_letters_are_rejected(personas: Personas) -> None:
    content = json.dumps([make.evaluation(id="a", answers={"comments": "Grüße, schöne Grüße"})], ensure_ascii=False).encode()
    imported = make.worked(make.received(personas.ops, content.replace("ö".encode(), b"\xc3")))
    assert [reason for *_rest, reason in rejected(imported)] == ["characters"]


def test_truncated_file_is_imported_up_to_the_break(personas: Personas) -> None:
    content = encoded([make.evaluation(id="a"), make.evaluation(id="b"), make.evaluation(id="c")])
    imported = make.worked(make.received(personas.ops, content[:-200]))
    assert imported.state == "published"
    assert current() == ["a", "b"]
    assert [(line, reason) for line, _field, _value, reason in rejected(imported)] == [(3, "breaks_off")]


def test_a_broken_line_leaves_the_others_and_is_not_shown(personas: Personas) -> None:
    broken = b'\n{"id": "c", "answers": {"totalScore": 12.5\n'
    content = encoded(make.evaluation(id="a")) + broken + encoded(make.evaluation(id="b"))
    imported = make.worked(make.received(personas.ops, content))
    assert current() == ["a", "b"]
    assert rejected(imported) == [(2, "", "", "not_json")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\x00\x00\x00\x00\x00",
        b'{"id": "a", "evaluationForm": {',
        b"[]",
        b'{"entities": []}',
        b'[{"id": ' + b"[" * 100_000,
        b'[{"evaluationForm": "' + b"x" * 5_000_000 + b'"}]',
    ],
)
def test_other_file_is_refused_at_once(content: bytes, personas: Personas) -> None:
    with pytest.raises(FileUnreadable):
        make.received(personas.ops, content)
    assert not Import.objects.exists()


@pytest.mark.parametrize("content", [b"id;agent;score\n1;Nia;80\n", encoded([{"id": 1, "rating": 5}])])
def test_other_file_with_columns_is_taken_for_feedback(content: bytes, personas: Personas) -> None:
    assert make.received(personas.ops, content).kind == ImportKind.FEEDBACK


def test_files_are_limited_in_bytes_and_rows(personas: Personas, settings: Settings) -> None:
    settings.EVALUATIONS_MAX_ROWS = 2
    many = make.received(personas.ops, encoded([make.evaluation() for _number in range(3)]))
    work = find(many.work_key)
    assert work is not None
    with pytest.raises(WorkFailed, match="more than 2"):
        run_here(work)
    assert not ImportedEvaluation.objects.exists()
    settings.EVALUATIONS_MAX_BYTES = 100
    with pytest.raises(FileUnreadable, match="larger than 0 MB"):
        make.received(personas.ops, encoded([make.evaluation()]))


def test_reading_resumes_after_every_step_and_nothing_is_current_before_the_last(
    personas: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluation_reading, "ROWS_PER_STEP", 2)
    rows = [make.evaluation(id=f"{number}") for number in range(5)] + [7]
    for content in (encoded(rows), b"\n".join(encoded(row) for row in rows)):
        imported = make.received(personas.ops, content)
        work = find(imported.work_key)
        assert work is not None
        assert run(work.pk, seconds=0) is False
        assert ImportedEvaluation.objects.filter(file=imported).count() == 2
        assert current() == []
        make.worked(imported)
        assert current() == ["0", "1", "2", "3", "4"]
        assert imported.counts["rejected"] == 1
        make.undone(personas.ops, imported)


def test_nothing_is_current_before_the_file_is_published(personas: Personas) -> None:
    make.taken(personas.ops, [make.evaluation(id="a")])
    imported = make.finished(
        make.received(personas.ops, encoded([make.evaluation(id="a", changedDate="2026-05-01T00:00:00Z")]))
    )
    assert imported.state == Import.State.CHECKED
    assert score("a") == 87.5
    assert ImportedEvaluation.objects.get(is_current=True).file_id != imported.pk


def test_the_file_is_deleted_once_it_is_published(personas: Personas, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        imported = make.received(personas.ops, encoded([make.evaluation()]))
    assert place_of(imported.path).exists()
    with django_capture_on_commit_callbacks(execute=True):
        make.worked(imported)
    assert not place_of(imported.path).exists()


def test_a_file_that_is_gone_can_only_be_discarded(personas: Personas) -> None:
    imported = make.received(personas.ops, encoded([make.evaluation()]))
    place_of(imported.path).unlink()
    work = find(imported.work_key)
    assert work is not None
    with pytest.raises(WorkFailed, match="The uploaded file is gone"):
        run_here(work)
    with pytest.raises(WrongImportState):
        make.undone(personas.ops, imported)
    assert abandon(actor=personas.ops, imported=imported).state == Import.State.ABANDONED


def test_a_file_is_discarded_while_it_is_read(
    personas: Personas, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(evaluation_reading, "ROWS_PER_STEP", 2)
    imported = make.received(personas.ops, encoded([make.evaluation(), 7, make.evaluation()]))
    work = find(imported.work_key)
    assert work is not None
    run(work.pk, seconds=0)
    with django_capture_on_commit_callbacks(execute=True):
        discarded = abandon(actor=personas.administrator, imported=imported)
    assert discarded.state == Import.State.ABANDONED
    assert not ImportedEvaluation.objects.exists()
    assert not Rejection.objects.exists()
    assert not place_of(imported.path).exists()
    assert Entry.objects.latest("pk").verb == "intake.import_abandoned"
    assert make.worked(imported).state == Import.State.ABANDONED
    with pytest.raises(WrongImportState):
        abandon(actor=personas.ops, imported=make.taken(personas.ops, [make.evaluation()]))


def test_only_importers_can_import(personas: Personas) -> None:
    imported = make.taken(personas.ops, [make.evaluation()])
    for user in (personas.supervisor, personas.agent, personas.reviewer):
        with pytest.raises(PermissionDenied):
            make.received(user, encoded([make.evaluation()]))
        with pytest.raises(PermissionDenied):
            make.undone(user, imported)
        with pytest.raises(PermissionDenied):
            try_again(actor=user, imported=imported)
        with pytest.raises(PermissionDenied):
            abandon(actor=user, imported=imported)
        with pytest.raises(PermissionDenied):
            decide_agents(actor=user, source=make.SOURCE, people={NIA["id"]: user.person_id})


def test_file_of_a_kind_is_imported_only_by_its_roles(personas: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds.IMPORTERS_OF, ImportKind.EVALUATIONS, (Role.ADMINISTRATOR,))
    content = encoded([make.evaluation()])
    with pytest.raises(PermissionDenied):
        make.received(personas.ops, content)
    imported = make.received(personas.administrator, content)
    assert [*Import.objects.visible_to(personas.administrator)] == [imported]
    assert not Import.objects.visible_to(personas.ops).exists()
