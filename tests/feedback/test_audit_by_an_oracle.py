"""An independent computation of counted responses, row by row in plain Python, agrees with the database after any sequence of
imports, undos, decisions and assignments.
"""

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from feedback.actions.audit import assign, decide
from feedback.models import CountingDecision, Interaction, SurveyResponse
from feedback.queries.rollups import rollup_differences
from intake.models import Import
from tests.factories.people import Personas
from tests.feedback.test_audit_of_responses import DAY, MINUTE, NOON, SECOND, Rows, contact, imported_rows, undone
from tests.seeds import seeds

pytestmark = pytest.mark.django_db

# The rule once more, answer by answer, as one would write it who knows no SQL.


def expected() -> dict[int, tuple[str, bool]]:
    """The state of each response, and whether its time is unusual."""
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
    sent_at = call.survey_sent_at if call.survey_sent_precision == SECOND and call.channel != "chat" else None
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

    # A contact that is answered again in the same words does not become another source's.
    first = min((other for other in alike if number(other) == number(answer)), key=came)
    return first.interaction.source != answer.interaction.source


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
    """Rows of few contacts at few moments, so that every kind occurs often."""

    def some(*values: Any) -> Any:
        return chance.choice(values)

    precise = some(0, DAY, MINUTE, SECOND, SECOND, SECOND)
    rows = []
    for _ in range(chance.randrange(1, 9)):
        number, answered = chance.randrange(5), chance.randrange(4)
        row = contact(
            f"C{number}", agent=some("", "Nia", "Nia", "Omar"), channel=some("other", "phone", "email", "chat"),
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


@pytest.mark.parametrize("seed", seeds(10))
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


def test_random_files_cover_every_kind(personas: Personas, settings: Any) -> None:
    """Without all kinds, agreement would mean little."""
    settings.AUDIT_ANSWERS_AT_ONE_MOMENT = 3
    chance = random.Random(3)  # noqa: S311 - a seeded test
    for number in range(12):
        imported_rows(random_rows(chance), source=f"source {number % 3}")
    found = set(SurveyResponse.objects.values_list("state", flat=True))
    assert found == {"counted", "superseded", "suspected", "duplicate"}
    assert SurveyResponse.objects.filter(is_out_of_window=True).exists()
