"""Importing a file: new rows are added, known ones stay, older answers are superseded."""

from datetime import UTC, datetime

import pytest

from feedback.models import Interaction, LeftOut, MonthlyScore, SurveyResponse
from feedback.queries.rollups import rollup_differences
from intake.models import Import, StagedRow
from journal.models import Entry
from people.models import Notification, Person, RoleGrant, SourceIdentity
from tests.factories import feedback
from tests.factories.people import Personas

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _organisation(personas: Personas) -> None:
    """An organisation in Berlin's time zone."""


def counts(imported: Import, *names: str) -> tuple[int, ...]:
    return tuple(imported.counts[name] for name in names)


def test_the_rows_become_interactions_and_responses() -> None:
    imported = feedback.imported(feedback.calls())
    assert imported.state == Import.State.PUBLISHED
    assert counts(imported, "rows", "rejected", "added", "responses", "unassigned", "new_people") == (5, 0, 5, 4, 1, 2)
    call = Interaction.objects.get(external_id="C1")
    assert call.started_at == datetime(2026, 1, 4, 8, 12, 58, tzinfo=UTC)
    assert (call.hour_band, call.topic, call.channel, call.response_seconds, call.handle_seconds) == (
        9,
        "Billing",
        "phone",
        109,
        143,
    )
    assert call.person is not None
    assert call.person.display_name == "Nia"
    assert not SurveyResponse.objects.filter(interaction__external_id="C3").exists()


def test_unknown_names_become_agents_and_are_remembered_for_the_source() -> None:
    feedback.imported(feedback.calls())
    nia = Person.objects.get(display_name="Nia")
    assert SourceIdentity.objects.get(source="call-center", label="Nia").person == nia
    assert RoleGrant.objects.filter(person=nia, role="agent").exists()


def test_a_month_is_a_month_of_the_organisations_zone() -> None:
    feedback.imported(feedback.calls())
    # C4 is at 00:01 on the first of February in Berlin, and still January in UTC.
    assert Interaction.objects.get(external_id="C4").started_at == datetime(2026, 1, 31, 23, 1, tzinfo=UTC)
    scores = MonthlyScore.objects.order_by("month_on", "topic").values_list(
        "person__display_name", "month_on__month", "n3", "n4", "n5"
    )
    assert list(scores) == [("Nia", 1, 1, 0, 0), ("Omar", 1, 0, 0, 1), ("Nia", 2, 0, 1, 0)]


def test_unassigned_rows_are_kept_and_not_counted() -> None:
    feedback.imported(feedback.calls())
    assert Interaction.objects.get(external_id="C5").person is None
    left_out = LeftOut.objects.get()
    assert (left_out.reason, left_out.responses, left_out.month_on.month) == ("unassigned", 1, 2)


def test_the_same_file_twice_changes_nothing() -> None:
    feedback.imported(feedback.calls())
    before = feedback.end_state()
    again = feedback.imported(feedback.calls())
    assert counts(again, "added", "changed", "unchanged", "responses", "superseded", "unknown_names") == (0, 0, 5, 0, 0, 0)
    assert feedback.end_state() == before


def test_a_changed_row_changes_the_interaction_and_moves_its_counts() -> None:
    feedback.imported(feedback.calls())
    moved = feedback.imported(feedback.calls(["C1;Omar;04.01.2026;0.38400462962963;Delivery;Y;Y;109;12:02:23 AM;3;Y;"]))
    assert counts(moved, "added", "changed", "unchanged", "responses") == (0, 1, 0, 0)
    call = Interaction.objects.select_related("person").get(external_id="C1")
    assert (str(call.person), call.topic) == ("Omar", "Delivery")
    assert rollup_differences() == []


def test_empty_cell_does_not_delete_data() -> None:
    feedback.imported(feedback.calls())
    again = feedback.imported(feedback.calls(["C1;;04.01.2026;0.38400462962963;;;;;;3;;"]))
    assert counts(again, "changed", "unchanged") == (0, 1)


def test_newer_answer_supersedes_the_older_one() -> None:
    feedback.imported(feedback.calls())
    again = feedback.imported(feedback.calls(["C1;Nia;04.01.2026;0.38400462962963;Billing;Y;Y;109;12:02:23 AM;5;Y;"]))
    assert counts(again, "added", "changed", "responses", "superseded") == (0, 1, 1, 1)
    answers = SurveyResponse.objects.filter(interaction__external_id="C1").order_by("pk")
    assert list(answers.values_list("value", "state")) == [(3, "superseded"), (5, "counted")]
    assert LeftOut.objects.get(reason="superseded").responses == 1
    assert rollup_differences() == []
    before = feedback.end_state()
    first_again = feedback.imported(feedback.calls())
    assert counts(first_again, "unchanged", "superseded") == (5, 0)
    assert feedback.end_state() == before


def test_one_of_two_answers_in_a_file_is_superseded() -> None:
    rows = [feedback.CALLS[0], feedback.CALLS[0].replace(";3;Y", ";4;Y"), feedback.CALLS[0]]
    imported = feedback.imported(feedback.calls(rows))
    assert counts(imported, "rows", "added", "changed", "unchanged", "superseded") == (3, 1, 2, 0, 1)
    assert sorted(SurveyResponse.objects.values_list("value", "state")) == [(3, "counted"), (4, "superseded")]


def test_rows_without_id_are_identified_by_content_and_order() -> None:
    anonymous = [row.split(";", 1)[1] for row in feedback.CALLS]
    rows = [f";{row}" for row in (anonymous[0], anonymous[1], anonymous[0])]
    first = feedback.imported(feedback.calls(rows))
    assert counts(first, "added", "responses") == (3, 3)
    again = feedback.imported(feedback.calls([*rows, f";{anonymous[0]}"]))
    assert counts(again, "added", "unchanged") == (1, 3)


def test_publishing_is_recorded_and_notified_and_deletes_the_file(
    personas: Personas, django_capture_on_commit_callbacks: object
) -> None:
    from intake.upload_storage import place_of

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        imported = feedback.imported(feedback.calls(), actor=personas.ops)
    entry = Entry.objects.get(verb="intake.import_published")
    assert (entry.actor_id, entry.subject_id, entry.data["added"]) == (personas.ops.person_id, imported.pk, 5)
    assert Notification.objects.filter(person=personas.ops.person).count() == 1
    assert not place_of(imported.path).exists()
    assert not StagedRow.objects.exists()


def test_unknown_names_wait_to_be_matched() -> None:
    imported = feedback.imported(feedback.calls(), creates_people=False)
    assert imported.state == Import.State.NEEDS_PEOPLE
    assert imported.counts["unknown_names"] == 2
    assert not Interaction.objects.exists()
    assert not Person.objects.filter(display_name="Nia").exists()


def test_agent_with_an_address_is_named_without_it() -> None:
    feedback.imported(feedback.calls([feedback.CALLS[0].replace("Nia", "Nia Berg (nia@example.org)")]))
    assert Person.objects.get(source_identities__label="Nia Berg (nia@example.org)").display_name == "Nia Berg"
