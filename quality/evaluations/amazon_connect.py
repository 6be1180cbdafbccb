"""Evaluations of Amazon Connect (Contact Lens), as it writes them to its storage: one object for each evaluation."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from quality.evaluations.reasons import EvaluationRejectionReason, UnfitEvaluation, Withheld
from quality.evaluations.records import Evaluation
from quality.evaluations.values import (
    HIGHEST,
    comment_of,
    first_moment_in,
    group,
    id_in,
    name_of,
    number_of,
    object_of,
    objects_of,
    reference,
    text_of,
    total_in,
)

SUBMITTED = "evaluationSubmitTimestamp"


def is_evaluation(record: Mapping[str, Any]) -> bool:
    return "evaluationId" in record and "metadata" in record


def evaluation_of(record: Mapping[str, Any], *, now: datetime, longest_text: int) -> Evaluation:
    """The evaluation in a record. Raises `UnfitEvaluation`, and `Withheld` for calibrations.

    An evaluation that was submitted again keeps its id, so the time it was submitted orders its versions.
    """
    external_id = id_in(record, "evaluationId")
    about = object_of(record.get("metadata"))
    if not text_of(about.get(SUBMITTED)):
        raise UnfitEvaluation(f"metadata.{SUBMITTED}", "", EvaluationRejectionReason.NOT_FINISHED)
    changed_at = first_moment_in(about, SUBMITTED, now=now, path="metadata")
    if text_of(about.get("calibrationSessionId")):
        unfit = UnfitEvaluation("metadata.calibrationSessionId", "", EvaluationRejectionReason.CALIBRATION)
        raise Withheld(unfit, external_id=external_id, context_id=external_id, changed_at=changed_at)
    agent = name_of(about.get("agentId"))
    if not agent:
        raise UnfitEvaluation("metadata.agentId", "", EvaluationRejectionReason.AGENT)
    score = object_of(about.get("score"))
    notes = "\n".join(_notes(record))
    return Evaluation(
        external_id=external_id,
        context_id=external_id,
        identity=agent,
        agent=agent,
        evaluator=name_of(about.get("evaluator")),
        form=name_of(about.get("evaluationDefinitionTitle")),
        conversation_id=reference(about.get("contactId")),
        total_score=total_in(score, "percentage", path="metadata.score.percentage"),
        is_red_flagged=score.get("automaticFail") is True,
        comment=comment_of(notes, longest=longest_text, path="sections.notes"),
        groups=tuple(_sections(record)),
        changed_at=changed_at,
    )


def _notes(record: Mapping[str, Any]) -> Iterator[str]:
    """Notes of the reviewer on whole sections, after the section's title."""
    for section in objects_of(record.get("sections")):
        if note := text_of(section.get("notes")):
            yield ": ".join(filter(None, (text_of(section.get("sectionTitle")), note)))


def _sections(record: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Sections with their scores in percent. Not applicable is said of the section, or of each of its questions."""
    asked: dict[str, list[bool]] = {}
    questions = record.get("questions")
    for question in questions if isinstance(questions, list) else ():
        if isinstance(question, dict):
            answer = object_of(object_of(question.get("answer")).get("metadata"))
            asked.setdefault(text_of(question.get("sectionRefId")), []).append(answer.get("notApplicable") is True)
    for section in objects_of(record.get("sections")):
        score = object_of(section.get("score"))
        got = number_of(score.get("percentage"))
        answers = asked.get(text_of(section.get("sectionRefId")), [])
        if score.get("notApplicable") is True or (got is None and answers and all(answers)):
            yield group(section.get("sectionTitle"))
        elif got is not None and 0 <= got <= HIGHEST:
            yield group(section.get("sectionTitle"), got, number_of(HIGHEST))
