"""Rows that may be about known contacts although one of both has no ID: asked about, taken for them, counted, and undone."""

from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from feedback.models import Claim, Interaction, SurveyResponse
from feedback.queries.rollups import rollup_differences
from intake.actions.decisions import decide_findings
from intake.actions.file_reading import start_reading
from intake.actions.publication_request import request_publication
from intake.actions.undo import undo
from intake.finding_sentences import described
from intake.models import Import
from intake.queries.findings import findings_of
from intake.reading.profiles import Field, Profile
from people.models import User
from tests.factories import feedback
from tests.factories.people import Personas, organisation

COLUMNS = {Field.AGENT: "agent", Field.STARTED: "date", Field.RATING: "rating", Field.TOPIC: "topic"}
WITHOUT_IDS = Profile(name="generic", source="shop", columns=COLUMNS)
WITH_IDS = replace(WITHOUT_IDS, columns={**COLUMNS, Field.EXTERNAL_ID: "ticket"})
HEAD = "ticket,agent,date,rating,topic"
NIA, OMAR, LATE = ",Nia,2026-01-31 10:00:05,4,a", ",Omar,2026-01-31 11:00:05,5,a", ",Nia,2026-01-31 12:00:05,3,a"
NIA_AGAIN, LATE_AGAIN = NIA.replace(",4,", ",2,"), LATE.replace(",3,", ",1,")


def read(*rows: str, profile: Profile = WITHOUT_IDS) -> Import:
    content = "".join(f"{row}\n" for row in (HEAD, *rows)).encode()
    return feedback.worked(
        start_reading(actor=None, imported=feedback.received(content, profile_name="", goes_on=False), profile=profile)
    )


def decided(imported: Import, decision: str) -> Import:
    decide_findings(actor=None, imported=imported, decisions={"perhaps_known": decision})
    return feedback.worked(request_publication(actor=None, imported=imported))


def kinds(imported: Import) -> list[tuple[str, int]]:
    return sorted(imported.findings.values_list("kind", "count"))


def counted() -> list[int]:
    return sorted(SurveyResponse.objects.filter(state="counted").values_list("value", flat=True))


@pytest.mark.django_db
class TestAskingAndPublishing:
    @pytest.fixture(autouse=True)
    def _organisation(self) -> None:
        organisation()

    def test_changed_ratings_are_asked_about_with_both(self) -> None:
        feedback.published(read(NIA, OMAR, LATE))
        imported = read(NIA_AGAIN, OMAR, LATE_AGAIN)
        assert (imported.state, kinds(imported)) == (Import.State.NEEDS_LOOK, [("perhaps_known", 2)])
        shown = described(findings_of(imported))[0]
        assert shown.text.startswith("2 contacts have the date, time and agent of contacts that an earlier file")
        assert [(each.known[:13], each.here[:13]) for each in shown.examples] == [
            ("rating 4, Nia", "rating 2, Nia"),
            ("rating 3, Nia", "rating 1, Nia"),
        ]
        assert counted() == [3, 4, 5]

    def test_same_contacts_take_the_new_ratings_and_undoing_gives_the_old_ones_back(self) -> None:
        feedback.published(read(NIA, OMAR, LATE))
        before = feedback.end_state()
        second = decided(read(NIA_AGAIN, OMAR, LATE_AGAIN.replace(",a", ",b")), "same")
        assert (counted(), Interaction.objects.count()) == ([1, 2, 5], 3)
        assert sorted(Interaction.objects.values_list("topic", flat=True)) == ["a", "a", "b"]
        assert SurveyResponse.objects.filter(state="superseded").count() == 2
        assert rollup_differences() == []
        feedback.worked(undo(actor=None, imported=second))
        assert feedback.end_state() == before
        assert kinds(read(NIA_AGAIN)) == [("perhaps_known", 1)]

    def test_undoing_the_first_file_leaves_what_the_second_says(self) -> None:
        first = feedback.published(read(NIA, OMAR))
        decided(read(NIA_AGAIN), "same")
        feedback.worked(undo(actor=None, imported=first))
        assert (counted(), Interaction.objects.count()) == ([2], 1)
        assert rollup_differences() == []

    def test_other_contacts_count_too_and_are_known_from_then_on(self) -> None:
        feedback.published(read(NIA))
        decided(read(NIA_AGAIN), "publish")
        assert counted() == [2, 4]
        assert read(NIA_AGAIN).state == Import.State.CHECKED

    def test_same_file_again_asks_nothing_and_changes_nothing(self) -> None:
        feedback.published(read(NIA, OMAR))
        decided(read(NIA_AGAIN, OMAR), "same")
        again = read(NIA_AGAIN, OMAR)
        assert (again.state, kinds(again)) == (Import.State.CHECKED, [])
        feedback.published(again)
        assert (counted(), Interaction.objects.count()) == ([2, 5], 2)

    def test_first_file_with_ids_or_second_file_with_ids_is_asked_about(self) -> None:
        feedback.published(read(f"T1{NIA}", profile=WITH_IDS))
        assert kinds(read(NIA_AGAIN)) == [("perhaps_known", 1)]
        feedback.published(read(OMAR))
        second = read(f"T2{OMAR}", profile=WITH_IDS)
        assert kinds(second) == [("perhaps_known", 1)]
        decided(second, "same")
        assert read(f"T2{OMAR}", profile=WITH_IDS).state == Import.State.CHECKED
        assert Interaction.objects.count() == 2

    def test_other_ids_and_contacts_that_the_file_mentions_are_other_contacts(self) -> None:
        feedback.published(read(f"T1{NIA}", profile=WITH_IDS))
        assert kinds(read(f"T2{NIA}", profile=WITH_IDS)) == []
        feedback.published(read(OMAR))
        assert kinds(read(OMAR, OMAR.replace(",5,", ",1,"))) == []

    def test_other_starts_agents_and_sources_are_other_contacts(self) -> None:
        feedback.published(read(NIA))
        assert kinds(read(NIA_AGAIN.replace("10:00:05", "10:00:06"), NIA_AGAIN.replace("Nia", "Omar"))) == []
        assert kinds(read(NIA_AGAIN, profile=replace(WITHOUT_IDS, source="other"))) == []

    def test_contacts_of_one_day_are_compared_by_channel_too(self) -> None:
        columns: dict[Field, str] = {column: title for column, title in COLUMNS.items() if column is not Field.TOPIC}
        daily = replace(WITHOUT_IDS, columns={**columns, Field.CHANNEL: "topic"})
        feedback.published(read(",Nia,2026-01-31,4,phone", profile=daily))
        assert kinds(read(",Nia,2026-01-31,2,chat", profile=daily)) == []
        assert kinds(read(",Nia,2026-01-31,2,phone", profile=daily)) == [("perhaps_known", 1)]

    def test_contacts_without_an_agent_are_compared(self) -> None:
        feedback.published(read(NIA.replace("Nia", ""), OMAR))
        assert kinds(read(NIA_AGAIN.replace("Nia", ""), OMAR)) == [("perhaps_known", 1)]

    def test_question_that_a_later_publication_raises_is_asked_before_this_one(self) -> None:
        waiting = read(NIA_AGAIN)
        assert waiting.state == Import.State.CHECKED
        feedback.published(read(NIA))
        feedback.worked(request_publication(actor=None, imported=waiting))
        assert (waiting.state, kinds(waiting)) == (Import.State.NEEDS_LOOK, [("perhaps_known", 1)])

    def test_question_is_answered_on_the_page(self, personas: Personas, sign_in: Callable[[User], Client]) -> None:
        feedback.published(read(NIA))
        imported = read(NIA_AGAIN)
        shown = sign_in(personas.ops).get(reverse("intake:import_detail", args=[imported.pk])).content.decode()
        assert "They are the same contacts: use the new ratings and details" in shown
        decide = reverse("intake:import_decide", args=[imported.pk])
        assert sign_in(personas.supervisor).post(decide, {"perhaps_known": "same"}).status_code == 403
        assert sign_in(personas.ops).post(decide, {"perhaps_known": "same"}).status_code == 302
        assert imported.renews_contacts

    def test_command_refuses_and_says_how_to_go_on(self, tmp_path: Path) -> None:
        first, second = tmp_path / "first.csv", tmp_path / "second.csv"
        first.write_text(f"agent,date,rating\n{NIA[1:-2]}\n")
        second.write_text(f"agent,date,rating\n{NIA_AGAIN[1:-2]}\n")
        options = {"profile": "generic", "source": "shop", "stdout": StringIO()}
        call_command("import_feedback", first, **options)
        with pytest.raises(CommandError, match=r"--perhaps-known same(.|\n)*--perhaps-known publish"):
            call_command("import_feedback", second, **options)
        call_command("import_feedback", second, **options, perhaps_known="same")
        assert (counted(), Claim.objects.exclude(other_key="").count()) == ([2], 1)


@pytest.mark.django_db
class TestSharedIds:
    @pytest.fixture(autouse=True)
    def _organisation(self) -> None:
        organisation()

    def test_id_of_a_customer_is_asked_about(self) -> None:
        rows = [f"C{at % 3},{('Nia', 'Omar')[at % 2]},2026-01-{at + 1:02} 10:00,4,a" for at in range(12)]
        imported = read(*rows, profile=WITH_IDS)
        assert kinds(imported) == [("shared_ids", 12)]
        shown = described(findings_of(imported))[0]
        assert "The column “ticket” has 3 values for 12 rows with different times or agents" in shown.text
        assert "“C0”, for example, has the lines 2, 5, 8" in shown.text
        feedback.published_as_it_is(imported)
        assert Interaction.objects.count() == 3

    def test_few_contacts_with_a_second_agent_and_several_answers_are_no_question(self) -> None:
        rows = [f"T{at},Nia,2026-01-31 10:{at:02},4,a" for at in range(30)]
        assert kinds(read(*rows, "T1,Omar,2026-01-31 11:00,2,a", profile=WITH_IDS)) == []
        assert kinds(read("T1,Nia,2026-01-31 10:00,4,a", "T1,Nia,2026-01-31 10:05,3,a", profile=WITH_IDS)) == []
        assert kinds(read("T1,Nia,2026-01-31 10:00,4,a", "T1,Omar,2026-01-31 10:00,3,a", profile=WITH_IDS)) == []
