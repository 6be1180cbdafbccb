"""Rules that decide which responses count, from both sides, and people's decisions."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from feedback.actions.audit import assign, decide
from feedback.models import Assignment, CountingDecision, Interaction, LeftOut, SurveyResponse
from feedback.queries.rollups import rollup_differences
from feedback.sql.counting import crowded, figures
from intake.actions.undo import undo
from intake.models import Import, StagedRow
from people.actions.source_names import remember_identities
from people.models import Person
from tests.factories import feedback
from tests.factories.merging import merged, taken_apart
from tests.factories.people import Personas

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 1, 31, 12, 0, 7, tzinfo=UTC)
DAY, MINUTE, SECOND = 1, 2, 3
Rows = list[dict[str, Any]]


def contact(external_id: str, **said: Any) -> dict[str, Any]:
    """An ordinary row of a file: a contact at noon, answered two hours later."""
    return {
        "external_id": external_id, "agent": "Nia", "channel": "phone", "started_at": NOON, "started_precision": SECOND,
        "instrument": "csat", "value": 5, "responded_at": NOON + timedelta(hours=2), "precision": SECOND, **said,
    }  # fmt: skip


FORGET_STATISTICS = """
    SELECT pg_clear_attribute_stats(schemaname, tablename, attname, inherited) FROM pg_stats
    WHERE tablename IN ('feedback_interaction', 'feedback_surveyresponse')
    UNION ALL
    SELECT pg_clear_relation_stats('public', relation)
    FROM unnest(ARRAY['feedback_interaction', 'feedback_surveyresponse']) AS relation
"""
MANY_CONTACTS = """
    INSERT INTO feedback_interaction (id, source, external_id, channel, topic, language, started_at, hour_band, is_drill,
        recording_url, transcript)
    SELECT i, 'one', i::text, 'phone', '', '', timestamptz '2026-01-01' + i * interval '1 minute', 1, false, '', ''
    FROM generate_series(1, 5000) i
"""
MANY_ANSWERS = """
    INSERT INTO feedback_surveyresponse (interaction_id, instrument, value, state, responded_at, comment, precision)
    SELECT id, 'csat', 5, 'counted', started_at + interval '7 seconds', '', 3 FROM feedback_interaction
"""
MOMENTS = "SELECT 'one'::text AS source, 'csat'::text AS instrument, now() AS second FROM generate_series(1, 1000)"


def imported_rows(rows: Rows, source: str = "s") -> Import:
    """A published file with these rows."""
    imported = Import.objects.create(
        file_name="f", path="imports/f", size_bytes=1, digest="d", source=source, state=Import.State.CHECKED,
        creates_people=True, counts={"rows": len(rows)},
    )  # fmt: skip
    StagedRow.objects.bulk_create([StagedRow(file=imported, line=line, **row) for line, row in enumerate(rows, 2)])
    people = {name: Person.objects.get_or_create(display_name=name)[0].pk for name in ("Nia", "Omar")}
    remember_identities(actor=None, source=source, people=people)
    return feedback.published(imported)


def undone(imported: Import) -> None:
    feedback.worked(undo(actor=None, imported=imported))


def states() -> dict[str, list[str]]:
    """The states of the answers to each contact, by source and id, in the order in which they were answered."""
    found = defaultdict(list)
    for response in SurveyResponse.objects.select_related("interaction").order_by("responded_at", "pk"):
        found[str(response.interaction)].append(response.state)
    return dict(found)


def response_of(external_id: str, source: str = "s") -> SurveyResponse:
    return SurveyResponse.objects.get(interaction__source=source, interaction__external_id=external_id)


def asked(seconds: float, *, sent: int | None = SECOND, answered: int = SECOND) -> dict[str, Any]:
    """A contact whose customer answered this many seconds after the survey."""
    sent_at = NOON + timedelta(minutes=3, seconds=4)
    return contact(
        "A", survey_sent_at=sent_at, survey_sent_precision=sent, responded_at=sent_at + timedelta(seconds=seconds),
        precision=answered,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "state"),
    [
        (asked(0), "suspected"),
        (asked(5), "suspected"),
        (asked(6), "counted"),
        (asked(-1), "counted"),
        (asked(2, sent=MINUTE), "counted"),
        (asked(2, sent=None), "counted"),
        (asked(2, answered=MINUTE), "counted"),
        (asked(2, answered=DAY), "counted"),
        (asked(2, answered=0), "counted"),
        (asked(2) | {"channel": "chat"}, "counted"),
        (asked(2) | {"channel": "email"}, "suspected"),
        (asked(2) | {"channel": "other"}, "suspected"),
    ],
)
def test_answer_within_seconds_of_the_survey_is_suspected(personas: Personas, row: dict[str, Any], state: str) -> None:
    imported_rows([row])
    assert states() == {"s A": [state]}
    assert rollup_differences() == []


def test_state_is_recomputed_when_the_channel_becomes_known(personas: Personas) -> None:
    imported_rows([asked(2)])
    second = imported_rows([asked(2) | {"channel": "chat"}])
    assert states() == {"s A": ["counted"]}
    assert rollup_differences() == []
    undone(second)
    assert states() == {"s A": ["suspected"]}
    assert rollup_differences() == []


@pytest.mark.parametrize(
    ("many", "said", "state"),
    [
        (10, {}, "suspected"),
        (9, {}, "counted"),
        (10, {"precision": MINUTE}, "counted"),
        (10, {"channel": "chat"}, "suspected"),
        (10, {"precision": DAY}, "counted"),
        (10, {"precision": 0}, "counted"),
    ],
)
def test_many_answers_in_one_second_are_suspected(personas: Personas, many: int, said: dict[str, Any], state: str) -> None:
    rows = [contact(f"C{number}", started_at=NOON + timedelta(minutes=number), **said) for number in range(many)]
    imported_rows(rows)
    assert set(map(tuple, states().values())) == {(state,)}


def test_answers_in_one_second_are_counted_by_source_and_instrument(personas: Personas) -> None:
    imported_rows([contact(f"C{number}") for number in range(6)])
    imported_rows([contact(f"D{number}") for number in range(6)], source="other")
    imported_rows([contact(f"C{number}", instrument="nps") for number in range(6)])
    assert SurveyResponse.objects.filter(state="suspected").count() == 0


def test_answers_of_earlier_files_become_suspected_and_count_again(personas: Personas) -> None:
    imported_rows([contact(f"C{number}") for number in range(6)])
    second = imported_rows(
        [contact(f"D{number}", responded_at=NOON + timedelta(hours=2, milliseconds=9)) for number in range(4)]
    )
    assert set(SurveyResponse.objects.values_list("state", flat=True)) == {"suspected"}
    assert rollup_differences() == []
    undone(second)
    assert set(SurveyResponse.objects.values_list("state", flat=True)) == {"counted"}
    assert rollup_differences() == []


def test_thresholds_are_settings(personas: Personas, settings: Any) -> None:
    settings.AUDIT_SECONDS_AFTER_ASKING, settings.AUDIT_ANSWERS_AT_ONE_MOMENT = 60, 2
    imported_rows([asked(59), contact("B"), contact("C")])
    assert states() == {"s A": ["suspected"], "s B": ["suspected"], "s C": ["suspected"]}


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({}, "duplicate"),
        ({"started_precision": MINUTE, "comment": "Thanks"}, "duplicate"),
        ({"started_precision": MINUTE}, "counted"),
        ({"started_precision": DAY, "comment": "Thanks"}, "counted"),
        ({"started_precision": 0, "comment": "Thanks"}, "counted"),
        ({"agent": ""}, "counted"),
    ],
)
def test_same_answer_from_two_sources_is_a_duplicate(personas: Personas, said: dict[str, Any], state: str) -> None:
    imported_rows([contact("A", **said)], source="first")
    imported_rows([contact("4711", **{**said, "responded_at": NOON + timedelta(hours=5)})], source="second")
    imported_rows([contact("B", **said, value=4)], source="third")
    assert states() == {"first A": ["counted"], "second 4711": [state], "third B": ["counted"]}


def test_equal_answers_within_a_source_both_count(personas: Personas) -> None:
    imported_rows([contact("A"), contact("B")], source="first")
    imported_rows([contact("X"), contact("Y"), contact("Z")], source="second")
    assert states() == {
        "first A": ["counted"], "first B": ["counted"], "second X": ["duplicate"], "second Y": ["duplicate"],
        "second Z": ["counted"],
    }  # fmt: skip


def test_remaining_duplicate_counts_after_the_first_is_undone(personas: Personas) -> None:
    first = imported_rows([contact("A")], source="first")
    imported_rows([contact("B")], source="second")
    undone(first)
    assert states() == {"second B": ["counted"]}
    imported_rows([contact("A")], source="first")
    assert states() == {"first A": ["duplicate"], "second B": ["counted"]}
    assert rollup_differences() == []


@pytest.mark.parametrize(
    ("said", "outside"),
    [
        ({"responded_at": NOON - timedelta(seconds=1)}, True),
        ({"responded_at": NOON - timedelta(seconds=7), "precision": MINUTE}, False),
        ({"responded_at": NOON - timedelta(seconds=67), "precision": MINUTE}, True),
        ({"responded_at": NOON - timedelta(hours=12), "precision": DAY}, False),
        ({"responded_at": NOON - timedelta(hours=36), "precision": DAY}, True),
        ({"responded_at": NOON - timedelta(hours=36), "precision": 0}, False),
        ({"responded_at": NOON + timedelta(days=30)}, False),
        ({"responded_at": NOON + timedelta(days=30, seconds=1)}, True),
        ({"responded_at": NOON + timedelta(days=30, seconds=1), "started_precision": DAY}, False),
        ({"responded_at": NOON + timedelta(days=40), "ended_at": NOON + timedelta(days=10)}, False),
        ({"responded_at": NOON + timedelta(days=41), "ended_at": NOON + timedelta(days=10)}, True),
        ({"responded_at": NOON + timedelta(days=90), "precision": 0}, False),
    ],
)
def test_answer_at_an_unusual_time_is_marked_and_counts(personas: Personas, said: dict[str, Any], outside: bool) -> None:
    imported_rows([contact("A", **said)])
    assert (response_of("A").is_out_of_window, response_of("A").state) == (outside, "counted")


def test_decision_overrides_the_rule_and_can_be_removed(personas: Personas) -> None:
    imported_rows([asked(2), contact("B")])
    steps: list[tuple[bool | None, str, str]] = [
        (True, "counted", "counted"), (False, "excluded", "excluded"), (None, "suspected", "counted"),
    ]  # fmt: skip
    ids = list(SurveyResponse.objects.values_list("pk", flat=True))
    for counts, first, second in steps:
        decide(actor=personas.ops, responses=ids, counts=counts)
        assert states() == {"s A": [first], "s B": [second]}
        assert rollup_differences() == []
    assert not CountingDecision.objects.exists()


def test_earlier_answer_can_be_chosen_to_count(personas: Personas) -> None:
    later = contact("A", value=1, responded_at=NOON + timedelta(hours=3))
    imported_rows([contact("A"), later])
    first = SurveyResponse.objects.get(value=5)
    decide(actor=personas.ops, responses=[first.pk], counts=True)
    assert states() == {"s A": ["counted", "superseded"]}
    imported_rows([{**later, "value": 2, "responded_at": NOON + timedelta(hours=4)}])
    assert states() == {"s A": ["counted", "superseded", "superseded"]}
    decide(actor=personas.ops, responses=[SurveyResponse.objects.get(value=2).pk], counts=True)
    assert states() == {"s A": ["superseded", "superseded", "counted"]}
    assert rollup_differences() == []


def test_decisions_survive_a_repeated_import(personas: Personas) -> None:
    rows = [asked(2), contact("B"), contact("U", agent="")]
    imported = imported_rows(rows)
    nia = Person.objects.get(display_name="Nia")
    decide(actor=personas.ops, responses=[response_of("A").pk], counts=True)
    decide(actor=personas.ops, responses=[response_of("B").pk], counts=False, reason="Our own test call")
    assign(actor=personas.ops, interactions=[response_of("U").interaction_id], person_id=nia.pk)
    before = feedback.end_state()
    undone(imported)
    imported_rows(rows)
    assert states() == {"s A": ["counted"], "s B": ["excluded"], "s U": ["counted"]}
    assert Interaction.objects.get(external_id="U").person == nia
    assert feedback.end_state() == before
    assert rollup_differences() == []


def test_agent_can_be_assigned_and_removed(personas: Personas) -> None:
    imported_rows([contact("U", agent=""), contact("B", agent="Omar")])
    nia = personas.agent.person
    ids = list(Interaction.objects.values_list("pk", flat=True))
    assert assign(actor=personas.ops, interactions=ids, person_id=nia.pk) == 1
    assert {call.external_id: str(call.person) for call in Interaction.objects.all()} == {"U": str(nia), "B": "Omar"}
    assert not LeftOut.objects.exists()
    # What the source itself says holds, and is forgotten with its file.
    second = imported_rows([contact("U", agent="Omar")])
    assert str(Interaction.objects.get(external_id="U").person) == "Omar"
    undone(second)
    assert Interaction.objects.get(external_id="U").person == nia
    assert rollup_differences() == []
    assign(actor=personas.ops, interactions=ids, person_id=None)
    assert Interaction.objects.get(external_id="U").person is None
    assert (LeftOut.objects.get().reason, Assignment.objects.count()) == ("unassigned", 0)
    assert rollup_differences() == []


def test_assigned_contact_can_become_a_duplicate(personas: Personas) -> None:
    imported_rows([contact("A")], source="first")
    imported_rows([contact("B", agent="")], source="second")
    assert response_of("B", "second").state == "counted"
    call = response_of("B", "second").interaction_id
    for person, state in ((Person.objects.get(display_name="Nia").pk, "duplicate"), (None, "counted")):
        assign(actor=personas.ops, interactions=[call], person_id=person)
        assert response_of("B", "second").state == state
        assert rollup_differences() == []


def test_merged_records_can_hold_the_same_answer(personas: Personas) -> None:
    imported_rows([contact("A")], source="first")
    imported_rows([contact("B", agent="Omar")], source="second")
    assert response_of("B", "second").state == "counted"
    nia, omar = (Person.objects.get(display_name=name) for name in ("Nia", "Omar"))
    merge = merged(nia, omar)
    assert (response_of("A", "first").state, response_of("B", "second").state) == ("counted", "duplicate")
    assert rollup_differences() == []
    taken_apart(merge)
    assert response_of("B", "second").state == "counted"
    assert rollup_differences() == []


@pytest.mark.django_db
def test_busy_second_is_looked_up_by_index_without_table_statistics() -> None:
    """Starting with all contacts of the source for each moment made a first import quadratic."""
    with connection.cursor() as cursor:
        # As in the transaction of a first import: rows, and no statistics yet. Those here may be of other tests' rows.
        cursor.execute(FORGET_STATISTICS)
        cursor.execute(MANY_CONTACTS)
        cursor.execute(MANY_ANSWERS)
        cursor.execute(f"EXPLAIN {crowded(MOMENTS)}", figures().parameters)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "response_time" in plan
    assert "feedback_interaction_pkey" in plan
    assert "interaction_external_id_unique" not in plan
