"""Files whose ratings answer another question than earlier ones of their source: asked about, remembered, and undone."""

from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from feedback.models import SurveyResponse
from intake.actions.decisions import decide_findings
from intake.actions.file_reading import start_reading
from intake.actions.publication_request import request_publication
from intake.actions.undo import undo
from intake.finding_sentences import described
from intake.lifecycle import WrongImportState
from intake.models import Import
from intake.queries.findings import findings_of
from intake.rated_questions import RatedQuestion, named_questions
from intake.reading.profiles import Field, Profile, RowFilter, Scale
from people.models import User
from tests.factories import feedback
from tests.factories.people import Personas, organisation

HEAD = "ticket,agent,date,overall,ease,metric"
COLUMNS = {Field.EXTERNAL_ID: "ticket", Field.AGENT: "agent", Field.STARTED: "date", Field.RATING: "overall"}
OVERALL = Profile(name="generic", source="shop", columns=COLUMNS)
EASE = replace(OVERALL, columns={**COLUMNS, Field.RATING: "ease"})
FIRST = "1,Nia,2026-01-31 10:00,4,2,csat"


def read(*rows: str, profile: Profile = OVERALL) -> Import:
    """A file that was read with this profile. New names are added as agents."""
    content = "".join(f"{row}\n" for row in (HEAD, *rows)).encode()
    return feedback.worked(
        start_reading(actor=None, imported=feedback.received(content, profile_name="", goes_on=False), profile=profile)
    )


def published(*rows: str, profile: Profile = OVERALL) -> Import:
    imported = read(*rows, profile=profile)
    is_asked = imported.state == Import.State.NEEDS_LOOK
    return feedback.published_as_it_is(imported) if is_asked else feedback.published(imported)


def kinds(imported: Import) -> list[str]:
    return sorted(imported.findings.values_list("kind", flat=True))


def counted() -> list[int]:
    return sorted(SurveyResponse.objects.filter(state="counted").values_list("value", flat=True))


def asked(column: str, *rows: RowFilter, instrument: str = "csat", name: str = "generic", **named: str) -> RatedQuestion:
    profile = Profile(name, "shop", {Field.RATING: column}, rows=rows, scale=Scale(instrument))
    question = RatedQuestion.of(profile, named)
    assert question is not None
    return question


METRIC = RowFilter("Metric", "is", "csat")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (asked("Overall"), asked("overall ")),
        (asked("Overall", METRIC), asked("Overall", RowFilter("metric", "is", "CSAT"))),
        # A condition such as on the region doesn't change the question.
        (asked("Overall"), asked("Overall", RowFilter("Region", "is", "EU"))),
        (asked("Overall", METRIC), asked("Overall", metric="csat")),
        (asked("Overall"), asked("Overall", metric="csat")),
        # Two formats of one tool.
        (asked("Rating", name="chatwoot"), asked("rating", name="chatwoot-json")),
        (asked("conversation_rating.rating", name="intercom-json"), asked("Conversation rating", name="intercom")),
    ],
)
def test_same_question_is_recognised(one: RatedQuestion, other: RatedQuestion) -> None:
    assert one.is_same(other)
    assert other.is_same(one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (asked("answers[overall].number"), asked("answers[ease].number")),
        (asked("Score", METRIC), asked("Score", RowFilter("Metric", "is", "ease"))),
        (asked("Score", METRIC), asked("Score")),
        (asked("Score", RowFilter("Survey", "is", "chat")), asked("Score", RowFilter("Survey", "is", "phone"))),
        (asked("Score", METRIC), asked("Score", metric="ease")),
        (asked("Score", metric="csat"), asked("Score", metric="ease")),
        (asked("Score"), asked("Score", instrument="ces")),
    ],
)
def test_other_question_is_recognised(one: RatedQuestion, other: RatedQuestion) -> None:
    assert not one.is_same(other)
    assert not other.is_same(one)


def test_other_survey_types_of_other_columns_are_kept_apart() -> None:
    assert asked("Effort", instrument="ces").is_kept_apart(asked("Overall"))
    assert not asked("Score", instrument="ces").is_kept_apart(asked("Score"))
    # A column says the survey type, so it can be the same one.
    by_row = RatedQuestion("Effort", "", frozenset({"effort"}))
    assert not by_row.is_kept_apart(asked("Overall"))


@pytest.mark.parametrize(
    ("one", "other", "header", "may_be"),
    [
        # Two tools can write one question in two ways.
        (asked("CSAT"), asked("Rating"), "", True),
        (asked("Rating", name="chatwoot"), asked("CSAT score"), "", True),
        (asked("Rating"), asked("rating"), "", True),
        # A file that has both columns, titles that name a question, and conditions tell.
        (asked("CSAT"), asked("Rating"), "csat", False),
        (asked("Overall"), asked("Ease"), "", False),
        (asked("Rating"), asked("Ease"), "", False),
        (asked("Score", METRIC), asked("Score", RowFilter("Metric", "is", "ease")), "", False),
    ],
)
def test_answers_of_two_sources_may_be_to_the_same_question(
    one: RatedQuestion, other: RatedQuestion, header: str, may_be: bool
) -> None:
    assert one.may_be_same(other, [], [header]) is may_be
    assert other.may_be_same(one, [header], []) is may_be


def test_column_that_names_one_question_only_is_remembered() -> None:
    header = ["metric", "score", "question"]
    rows = [["csat", "4", "How was it?"], ["csat", "5", "How easy was it?"], ["", "", ""]]
    assert named_questions(OVERALL, header, rows) == {"metric": "csat"}


@pytest.mark.django_db
class TestPublishing:
    @pytest.fixture(autouse=True)
    def _organisation(self) -> None:
        organisation()

    def test_file_with_another_rating_column_is_asked_about_with_the_ratings_it_would_replace(self) -> None:
        published(FIRST)
        imported = read(FIRST, profile=EASE)
        assert (imported.state, kinds(imported)) == (Import.State.NEEDS_LOOK, ["other_question"])
        shown = described(findings_of(imported))[0]
        assert "from the column “ease” (CSAT)" in shown.text
        assert "have ratings from the column “overall” (CSAT)" in shown.text
        assert "1 contact has ratings from both, of which only the newer one would count" in shown.text
        example = shown.examples[0]
        assert (example.external_id, example.known[:13], example.here[:13]) == ("1", "rating 4, Nia", "rating 2, Nia")
        assert counted() == [4]

    def test_other_contacts_are_asked_about_once(self) -> None:
        published(FIRST)
        imported = read("2,Nia,2026-02-01 10:00,4,2,csat", profile=EASE)
        assert kinds(imported) == ["other_question"]
        assert imported.findings.get().about["again"] == 0
        feedback.published_as_it_is(imported)
        assert read("3,Nia,2026-02-02 10:00,4,2,csat", profile=EASE).state == Import.State.CHECKED
        assert read("4,Nia,2026-02-03 10:00,4,2,csat").state == Import.State.CHECKED

    def test_decision_is_forgotten_when_its_import_is_undone(self) -> None:
        published(FIRST)
        again = published("2,Nia,2026-02-01 10:00,4,2,csat", profile=EASE)
        feedback.worked(undo(actor=None, imported=again))
        assert kinds(read("3,Nia,2026-02-02 10:00,4,2,csat", profile=EASE)) == ["other_question"]

    def test_file_that_names_another_question_in_a_column_is_asked_about(self) -> None:
        published(FIRST)
        assert kinds(read("2,Nia,2026-02-01 10:00,4,2,ease")) == ["other_question"]
        assert kinds(read("2,Nia,2026-02-01 10:00,4,2,csat")) == []

    def test_other_survey_type_of_another_column_is_no_question(self) -> None:
        published(FIRST)
        ces = replace(EASE, scale=Scale("ces", 1, 7))
        assert read(FIRST, profile=ces).state == Import.State.CHECKED
        assert kinds(read(FIRST, profile=replace(OVERALL, scale=Scale("ces", 1, 7)))) == ["other_question"]

    def test_contacts_without_ratings_and_other_sources_are_no_question(self) -> None:
        published(FIRST)
        assert kinds(read("2,Nia,2026-02-01 10:00,4,,csat", profile=EASE)) == ["no_rating"]
        assert kinds(read("2,Nia,2026-02-01 10:00,4,2,csat", profile=replace(EASE, source="ease"))) == []

    def test_source_of_another_question_may_have_the_same_contacts_once_that_is_decided(self) -> None:
        published(FIRST)
        apart = replace(EASE, source="ease")
        imported = read(FIRST, profile=apart)
        assert kinds(imported) == ["published_before"]
        other = "2,Nia,2026-02-01 10:00,4,2,csat"
        published(other)
        imported = read(other.replace("csat", "csat "), profile=apart)
        assert kinds(imported) == ["same_contacts"]
        feedback.published_as_it_is(imported)
        third = "3,Nia,2026-02-02 10:00,4,2,csat"
        published(third)
        assert kinds(read(third.replace("csat", "csat "), profile=apart)) == []

    def test_question_is_answered_on_the_page(self, personas: Personas, sign_in: Callable[[User], Client]) -> None:
        published(FIRST)
        imported = read(FIRST, profile=EASE)
        ops = sign_in(personas.ops)
        shown = " ".join(ops.get(reverse("intake:import_detail", args=[imported.pk])).content.decode().split())
        assert "It is the same question, only renamed: import it here" in shown
        assert "It is another question: import it under its own source" in shown
        decide = reverse("intake:import_decide", args=[imported.pk])
        assert ops.post(decide, {"other_question": "publish"}).status_code == 302
        assert ops.post(decide, {"other_question": "publish"}).status_code == 409
        assert sign_in(personas.supervisor).post(decide, {"other_question": "publish"}).status_code == 403
        imported.refresh_from_db()
        assert imported.state == Import.State.CHECKED

    def test_question_asked_by_a_later_publication_is_asked_before_this_one(self) -> None:
        waiting = read(FIRST, profile=EASE)
        assert waiting.state == Import.State.CHECKED
        published(FIRST)
        with pytest.raises(WrongImportState):
            decide_findings(actor=None, imported=waiting, decisions={})
        feedback.worked(request_publication(actor=None, imported=waiting))
        assert (waiting.state, kinds(waiting)) == (Import.State.NEEDS_LOOK, ["other_question"])

    def test_command_refuses_and_says_how_to_go_on(self, tmp_path: Path) -> None:
        first, second = tmp_path / "first.csv", tmp_path / "second.csv"
        first.write_text("ticket,agent,date,rating\n1,Nia,2026-01-31 10:00,5\n")
        second.write_text("ticket,agent,date,satisfaction score\n1,Nia,2026-01-31 10:00,4\n2,Nia,2026-02-01 10:00,5\n")
        options = {"profile": "generic", "source": "shop", "stdout": StringIO()}
        call_command("import_feedback", first, **options)
        with pytest.raises(CommandError, match=r"another question(.|\n)*--confirm other-question(.|\n)*--source NAME"):
            call_command("import_feedback", second, **options)
        call_command("import_feedback", second, **options, confirm=["other-question"])
        assert SurveyResponse.objects.count() == 3
