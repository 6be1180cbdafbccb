"""Which responses count: an independent computation, row by row in plain Python, agrees with the database whatever is
imported, undone and decided, in whatever order.
"""

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from feedback.actions.audit import assign, decide
from feedback.actions.publishing import publish
from feedback.actions.undoing import undo
from feedback.models import Assignment, CountingDecision, Import, Interaction, LeftOut, StagedRow, SurveyResponse
from feedback.queries.rollups import rollup_differences
from people.identities import remember_identities
from people.models import Person
from tests.factories import feedback
from tests.factories.people import Personas

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 1, 31, 12, 0, 7, tzinfo=UTC)
DAY, MINUTE, SECOND = 1, 2, 3
Rows = list[dict[str, Any]]


def contact(external_id: str, **said: Any) -> dict[str, Any]:
    """A row of a file in which everything is plain: a contact at noon, answered two hours later."""
    return {
        "external_id": external_id, "agent": "Nia", "channel": "phone", "started_at": NOON, "started_precision": SECOND,
        "instrument": "csat", "value": 5, "responded_at": NOON + timedelta(hours=2), "precision": SECOND, **said,
    }  # fmt: skip


def imported_rows(rows: Rows, source: str = "s") -> Import:
    """A file with these rows, as its reading would have left them, published."""
    imported = Import.objects.create(
        file_name="f", path="imports/f", size_bytes=1, digest="d", source=source, state=Import.State.CHECKED,
        creates_people=True, counts={"rows": len(rows)},
    )  # fmt: skip
    StagedRow.objects.bulk_create([StagedRow(file=imported, line=line, **row) for line, row in enumerate(rows, 2)])
    people = {name: Person.objects.get_or_create(display_name=name)[0].pk for name in ("Nia", "Omar")}
    remember_identities(actor=None, source=source, people=people)
    return feedback.worked(publish(actor=None, imported=imported))


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
    """A contact whose customer answered so long after being asked."""
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
    ],
)
def test_an_answer_within_seconds_of_the_asking(personas: Personas, row: dict[str, Any], state: str) -> None:
    imported_rows([row])
    assert states() == {"s A": [state]}
    assert rollup_differences() == []


@pytest.mark.parametrize(
    ("many", "said", "state"),
    [
        (10, {}, "suspected"),
        (9, {}, "counted"),
        (10, {"precision": MINUTE}, "counted"),
        (10, {"precision": DAY}, "counted"),
        (10, {"precision": 0}, "counted"),
    ],
)
def test_many_answers_at_one_moment(personas: Personas, many: int, said: dict[str, Any], state: str) -> None:
    rows = [contact(f"C{number}", started_at=NOON + timedelta(minutes=number), **said) for number in range(many)]
    imported_rows(rows)
    assert set(map(tuple, states().values())) == {(state,)}


def test_the_moment_is_one_of_a_source_and_a_question(personas: Personas) -> None:
    imported_rows([contact(f"C{number}") for number in range(6)])
    imported_rows([contact(f"D{number}") for number in range(6)], source="other")
    imported_rows([contact(f"C{number}", instrument="nps") for number in range(6)])
    assert SurveyResponse.objects.filter(state="suspected").count() == 0


def test_those_of_earlier_files_become_suspected_and_are_released(personas: Personas) -> None:
    imported_rows([contact(f"C{number}") for number in range(6)])
    second = imported_rows(
        [contact(f"D{number}", responded_at=NOON + timedelta(hours=2, milliseconds=9)) for number in range(4)]
    )
    assert set(SurveyResponse.objects.values_list("state", flat=True)) == {"suspected"}
    assert rollup_differences() == []
    undone(second)
    assert set(SurveyResponse.objects.values_list("state", flat=True)) == {"counted"}
    assert rollup_differences() == []


def test_the_figures_are_settings(personas: Personas, settings: Any) -> None:
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
def test_the_same_answer_from_two_sources(personas: Personas, said: dict[str, Any], state: str) -> None:
    imported_rows([contact("A", **said)], source="first")
    imported_rows([contact("4711", **{**said, "responded_at": NOON + timedelta(hours=5)})], source="second")
    imported_rows([contact("B", **said, value=4)], source="third")
    assert states() == {"first A": ["counted"], "second 4711": [state], "third B": ["counted"]}


def test_two_alike_within_a_source_are_two(personas: Personas) -> None:
    imported_rows([contact("A"), contact("B")], source="first")
    imported_rows([contact("X"), contact("Y"), contact("Z")], source="second")
    assert states() == {
        "first A": ["counted"], "first B": ["counted"], "second X": ["duplicate"], "second Y": ["duplicate"],
        "second Z": ["counted"],
    }  # fmt: skip


def test_the_one_that_is_left_counts_when_the_first_is_undone(personas: Personas) -> None:
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
def test_an_answer_out_of_its_window_is_noted_and_counts(personas: Personas, said: dict[str, Any], outside: bool) -> None:
    imported_rows([contact("A", **said)])
    assert (response_of("A").is_out_of_window, response_of("A").state) == (outside, "counted")


def test_a_decision_holds_and_can_be_taken_back(personas: Personas) -> None:
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


def test_an_earlier_answer_can_be_let_count_instead(personas: Personas) -> None:
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


def test_importing_again_keeps_what_was_decided(personas: Personas) -> None:
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


def test_who_served_a_contact_can_be_said_and_taken_back(personas: Personas) -> None:
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


def test_a_contact_that_is_assigned_may_turn_out_to_be_a_duplicate(personas: Personas) -> None:
    imported_rows([contact("A")], source="first")
    imported_rows([contact("B", agent="")], source="second")
    assert response_of("B", "second").state == "counted"
    call = response_of("B", "second").interaction_id
    for person, state in ((Person.objects.get(display_name="Nia").pk, "duplicate"), (None, "counted")):
        assign(actor=personas.ops, interactions=[call], person_id=person)
        assert response_of("B", "second").state == state
        assert rollup_differences() == []


# The rule once more, answer by answer, as one would write it who knows no SQL.


def expected() -> dict[int, tuple[str, bool]]:
    """The state of each response, and whether it is out of its window."""
    answers = list(SurveyResponse.objects.select_related("interaction", "file"))
    decided = {(d.source, d.external_id, d.instrument, d.responded_at, d.value): d for d in CountingDecision.objects.all()}
    verdicts = {}
    racing: dict[tuple[int, str], list[tuple[Any, SurveyResponse]]] = defaultdict(list)
    for answer in answers:
        call = answer.interaction
        key = (call.source, call.external_id, answer.instrument, answer.responded_at, answer.value)
        decision = decided.get(key)
        if decision is not None and not decision.counts:
            verdicts[answer.pk] = "excluded"
        elif decision is None and is_suspected(answer, answers):
            verdicts[answer.pk] = "suspected"
        elif decision is None and is_duplicate(answer, answers):
            verdicts[answer.pk] = "duplicate"
        else:
            verdicts[answer.pk] = "superseded"
            first = (decision is not None, decision.decided_at if decision else NOON, answer.responded_at)
            racing[call.pk, answer.instrument].append((first, answer))
    for several in racing.values():
        winner = max(several, key=lambda pair: pair[0])[1]
        verdicts[winner.pk] = "counted"
    return {answer.pk: (verdicts[answer.pk], is_outside(answer)) for answer in answers}


def is_suspected(answer: SurveyResponse, answers: list[SurveyResponse]) -> bool:
    call = answer.interaction
    if answer.precision != SECOND:
        return False
    sent_at = call.survey_sent_at if call.survey_sent_precision == SECOND else None
    if sent_at and 0 <= (answer.responded_at - sent_at).total_seconds() <= 5:
        return True
    moment = answer.responded_at.replace(microsecond=0)
    same = [
        other for other in answers
        if other.interaction.source == call.source and other.instrument == answer.instrument
        and other.precision == SECOND and other.responded_at.replace(microsecond=0) == moment
    ]  # fmt: skip
    return len(same) >= 3


def is_duplicate(answer: SurveyResponse, answers: list[SurveyResponse]) -> bool:
    def says(other: SurveyResponse) -> Any:
        call = other.interaction
        enough = call.started_precision == SECOND or (call.started_precision == MINUTE and other.comment)
        return enough and call.person_id and (call.person_id, call.started_at, other.instrument, other.value, other.comment)

    if not says(answer):
        return False
    calls: dict[str, set[str]] = defaultdict(set)
    alike = [other for other in answers if says(other) == says(answer)]
    for other in alike:
        calls[other.interaction.source].add(other.interaction.external_id)
    numbers = {(source, key): at for source, keys in calls.items() for at, key in enumerate(sorted(keys))}

    def number(other: SurveyResponse) -> int:
        return numbers[other.interaction.source, other.interaction.external_id]

    def came(other: SurveyResponse) -> datetime:
        assert other.file is not None
        assert other.file.published_at is not None
        return other.file.published_at

    return any(
        other.interaction.source != answer.interaction.source and number(other) == number(answer) and came(other) < came(answer)
        for other in alike
    )


def is_outside(answer: SurveyResponse) -> bool:
    call = answer.interaction
    if not answer.precision:
        return False
    latest = (
        answer.responded_at + {DAY: timedelta(hours=25), MINUTE: timedelta(minutes=1), SECOND: timedelta()}[answer.precision]
    )
    if answer.responded_at < call.started_at and latest <= call.started_at:
        return True
    slack = timedelta(hours=25) if call.started_precision <= DAY else timedelta()
    return answer.responded_at > (call.ended_at or call.started_at) + timedelta(days=30) + slack


MOMENTS = (timedelta(0), timedelta(seconds=3), timedelta(days=32), timedelta(seconds=-9))


def random_rows(chance: random.Random) -> Rows:
    """Rows of few contacts at few moments, so that everything that can be found is found often."""

    def some(*values: Any) -> Any:
        return chance.choice(values)

    precise = some(0, DAY, MINUTE, SECOND, SECOND, SECOND)
    rows = []
    for _ in range(chance.randrange(1, 9)):
        number, answered = chance.randrange(5), chance.randrange(4)
        row = contact(
            f"C{number}", agent=some("", "Nia", "Nia", "Omar"),
            started_at=NOON + timedelta(seconds=chance.randrange(2)), started_precision=some(DAY, MINUTE, SECOND, SECOND),
            ended_at=some(None, None, NOON + timedelta(days=1)), instrument=some("csat", "csat", "nps"),
            # Never two values at one moment of a contact: which of them came last is the concern of other tests.
            value=3 + (number + answered) % 2, responded_at=NOON + MOMENTS[answered],
            precision=precise, comment=some("", "", "Good"),
        )  # fmt: skip
        if chance.random() < 0.4:
            row |= {"survey_sent_at": NOON + timedelta(seconds=1), "survey_sent_precision": some(MINUTE, SECOND)}
        if chance.random() < 0.1:
            row |= {"value": None, "responded_at": None, "comment": "", "precision": 0}
        rows.append(row)
    return rows


@pytest.mark.parametrize("seed", range(20))
def test_an_independent_computation_agrees(personas: Personas, settings: Any, seed: int) -> None:
    settings.AUDIT_ANSWERS_AT_ONE_MOMENT = 3
    chance = random.Random(seed)  # noqa: S311 - a seeded test
    files: list[Import] = []
    agents = [personas.agent.person_id, None]

    def bring() -> None:
        files.append(imported_rows(random_rows(chance), source=chance.choice(["one", "two", "two", "three"])))

    def take() -> None:
        if files:
            undone(files.pop(chance.randrange(len(files))))

    def say() -> None:
        ids = list(SurveyResponse.objects.values_list("pk", flat=True))
        chosen = chance.sample(ids, min(len(ids), 3))
        decide(actor=personas.ops, responses=chosen, counts=chance.choice([True, False, None]))

    def name() -> None:
        ids = list(Interaction.objects.values_list("pk", flat=True))
        assign(actor=personas.ops, interactions=chance.sample(ids, min(len(ids), 4)), person_id=chance.choice(agents))

    steps: list[Callable[[], None]] = [bring, bring, bring, take, say, name]
    bring()
    for _ in range(12):
        chance.choice(steps)()
        found = {answer.pk: (answer.state, answer.is_out_of_window) for answer in SurveyResponse.objects.all()}
        assert found == expected()
        assert rollup_differences() == []


def test_what_random_files_bring_is_of_every_kind(personas: Personas, settings: Any) -> None:
    """Or agreeing would mean little."""
    settings.AUDIT_ANSWERS_AT_ONE_MOMENT = 3
    chance = random.Random(3)  # noqa: S311 - a seeded test
    for number in range(12):
        imported_rows(random_rows(chance), source=f"source {number % 3}")
    found = set(SurveyResponse.objects.values_list("state", flat=True))
    assert found == {"counted", "superseded", "suspected", "duplicate"}
    assert SurveyResponse.objects.filter(is_out_of_window=True).exists()
