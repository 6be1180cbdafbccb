from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from core import clock
from tests.architecture.access.route import FORBIDDEN, FOUND, INVALID, MISSING, OK, Route
from tests.factories import quizzes as make
from tests.factories.people import Personas
from training import actions
from training.models import Quiz, RecallQuestion

AGENTS = ("agent", "other_agent")
TRAINER = {"trainer": OK}
TITLES = {"title": "Storm basics", "questions_asked": "2", "pass_percent": "80"}
QUESTION = {
    "text": "What now?",
    "kind": "single",
    "explanation": "It helps.",
    "option_1": "Call",
    "right_1": "on",
    "option_2": "Wait",
}


def only(names: tuple[str, ...], status: int) -> dict[str, int]:
    return dict.fromkeys(names, status)


def written(personas: Personas) -> Mapping[str, Any]:
    return {"quiz_id": make.quiz(personas.trainer).pk}


def asked(personas: Personas) -> Mapping[str, Any]:
    return {"question_id": make.quiz(personas.trainer).questions.earliest("pk").pk}


def begun(personas: Personas) -> Mapping[str, Any]:
    """The agent's open attempt."""
    return {"attempt_id": actions.start_attempt(actor=personas.agent, quiz=make.quiz(personas.trainer)).pk}


def answered(personas: Personas) -> Mapping[str, Any]:
    """The agent's open attempt, with all answers."""
    attempt = actions.start_attempt(actor=personas.agent, quiz=make.quiz(personas.trainer))
    make.answer(personas.agent, attempt)
    return {"attempt_id": attempt.pk}


def finished(personas: Personas) -> Mapping[str, Any]:
    """The agent's finished attempt."""
    return {"attempt_id": make.taken(personas.agent, make.quiz(personas.trainer)).pk}


def with_results(personas: Personas) -> Mapping[str, Any]:
    """The agent has failed twice."""
    quiz = make.quiz(personas.trainer)
    make.failed_twice(personas.agent, quiz)
    return {"quiz_id": quiz.pk}


def to_settle(personas: Personas) -> Mapping[str, Any]:
    return {**with_results(personas), "person_id": personas.agent.person_id}


def recalled(personas: Personas) -> RecallQuestion:
    quiz: Quiz = make.quiz(personas.trainer)
    version = quiz.questions.earliest("pk").versions.get()
    now = clock.now()
    return RecallQuestion.objects.create(
        quiz=quiz,
        person=personas.agent.person,
        passed_at=now - timedelta(days=1),
        day=1,
        place=1,
        question_version=version,
        shown=list(version.options.values_list("pk", flat=True)),
        due_at=now - timedelta(minutes=1),
        lapses_at=now + timedelta(days=2),
    )


def to_recall(personas: Personas) -> Mapping[str, Any]:
    """A question that the agent should recall."""
    return {"recall_id": recalled(personas).pk}


def recall_answered(personas: Personas) -> Mapping[str, Any]:
    recall = recalled(personas)
    actions.answer_recall(actor=personas.agent, question=recall, chosen=recall.shown[:1])
    return {"recall_id": recall.pk}


ROUTES = [
    Route("training:quizzes", otherwise=FORBIDDEN, expect=TRAINER, arrange=lambda people: written(people) and {}),
    Route("training:own-quizzes", otherwise=OK, expect={}, arrange=lambda people: finished(people) and {}),
    Route("training:write-quiz", otherwise=FORBIDDEN, expect=TRAINER),
    Route("training:write-quiz", otherwise=FORBIDDEN, expect={"trainer": FOUND}, method="post", data=TITLES),
    Route("training:quiz", otherwise=FORBIDDEN, expect=TRAINER, arrange=written),
    Route("training:change-quiz", otherwise=FORBIDDEN, expect=TRAINER, arrange=written),
    Route("training:change-quiz", otherwise=FORBIDDEN, expect={"trainer": FOUND}, method="post", data=TITLES, arrange=written),
    Route("training:preview-quiz", otherwise=FORBIDDEN, expect=TRAINER, arrange=written),
    Route("training:quiz-results", otherwise=FORBIDDEN, expect=TRAINER, arrange=with_results),
    Route("training:settle-quiz", otherwise=FORBIDDEN, expect={"trainer": FOUND}, method="post", arrange=to_settle),
    Route("training:take-quiz", otherwise=MISSING, expect=only(AGENTS, OK), arrange=written),
    Route("training:take-quiz", otherwise=MISSING, expect=only(AGENTS, FOUND), method="post", arrange=written),
    Route("training:write-question", otherwise=FORBIDDEN, expect=TRAINER, arrange=written),
    Route(
        "training:write-question", otherwise=FORBIDDEN, expect={"trainer": FOUND}, method="post", data=QUESTION, arrange=written
    ),
    Route("training:question", otherwise=FORBIDDEN, expect=TRAINER, arrange=asked),
    Route(
        "training:question", otherwise=FORBIDDEN, expect={"trainer": INVALID}, method="post", data={"text": ""}, arrange=asked
    ),
    Route("training:retire-question", otherwise=FORBIDDEN, expect={"trainer": FOUND}, method="post", arrange=asked),
    Route("training:restore-question", otherwise=FORBIDDEN, expect={"trainer": FOUND}, method="post", arrange=asked),
    # Trainers see attempts once they are finished.
    Route("training:attempt", otherwise=MISSING, expect=only(("agent", "trainer"), OK), arrange=finished),
    Route("training:attempt", otherwise=MISSING, expect={"agent": OK}, arrange=begun),
    Route(
        "training:save-answer",
        otherwise=MISSING,
        expect={"agent": FOUND},
        method="post",
        arrange=lambda people: {**begun(people), "position": 1},
    ),
    Route("training:finish-attempt", otherwise=MISSING, expect={"agent": FOUND}, method="post", arrange=answered),
    Route("training:recall", otherwise=OK, expect={}, arrange=lambda people: to_recall(people) and {}),
    Route("training:ask-recall-later", otherwise=FOUND, expect={}, method="post"),
    Route("training:recall-answer", otherwise=MISSING, expect={"agent": OK}, arrange=recall_answered),
    Route("training:answer-recall", otherwise=MISSING, expect={"agent": FOUND}, method="post", arrange=to_recall),
]
