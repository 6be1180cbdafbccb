"""Evaluations of Genesys Cloud as its API and exports provide them, validated field by field."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from intake.reading.text_rows import shown
from quality.evaluations.reasons import EvaluationRejectionReason, UnfitEvaluation, Withheld
from quality.evaluations.records import Evaluation
from quality.evaluations.values import (
    LONGEST_ID,
    NOT_SHOWN,
    SLACK,
    comment_of,
    first_moment_in,
    group,
    id_in,
    label_of,
    moment_in,
    name_of,
    number_of,
    object_of,
    objects_of,
    percent_in,
    reference,
    text_of,
    total_in,
)

FINISHED, IN_REVIEW, RETRACTED = "FINISHED", "INREVIEW", "RETRACTED"
LATEST_RELEASE = timedelta(days=3660)
HIGHEST_VERSION = 10_000


def is_evaluation(record: Mapping[str, Any]) -> bool:
    return "evaluationForm" in record


def evaluation_of(record: Mapping[str, Any], *, now: datetime, longest_text: int) -> Evaluation:
    """The evaluation in a record of the file.

    Raises `UnfitEvaluation` with the first problem, and `Withheld` if versions may no longer be shown.
    """
    external_id = id_in(record, "id")
    chain = _chain(record, external_id)
    if (unfit := _withheld(record)) is not None:
        is_retracted = unfit.reason is EvaluationRejectionReason.RETRACTED
        raise Withheld(unfit, changed_at=_changed_at(record, now), is_retracted=is_retracted, **chain)
    released_at = moment_in(record, "releaseDate", latest=now + LATEST_RELEASE)
    is_disputed = _status(record) == IN_REVIEW
    _refuse_unfinished(record, is_released=released_at is not None)
    answers = object_of(record.get("answers"))
    given, agent = _who(record, "agent")
    if not agent:
        raise UnfitEvaluation("agent", "", EvaluationRejectionReason.AGENT)
    return Evaluation(
        **chain,
        identity=given or agent,
        agent=agent,
        evaluator=_who(record, "evaluator")[1],
        form=_name(record, "evaluationForm"),
        conversation_id=_reference(record, "conversation"),
        total_score=total_in(answers, "totalScore", path="answers.totalScore"),
        critical_score=percent_in(answers, "totalCriticalScore", path="answers.totalCriticalScore"),
        is_red_flagged=_flag(answers, "anyFailedKillQuestions"),
        is_disputed=is_disputed,
        comment=comment_of(answers.get("comments"), longest=longest_text, path="answers.comments"),
        groups=tuple(_groups(record, answers)),
        conversation_at=moment_in(record, "conversationDate", latest=now + SLACK),
        released_at=released_at,
        changed_at=_changed_at(record, now),
    )


def _chain(record: Mapping[str, Any], external_id: str) -> dict[str, Any]:
    """The place of a version among the versions of its evaluation."""
    version = number_of(record.get("version"))
    is_number = version is not None and 0 <= version <= HIGHEST_VERSION
    return {
        "external_id": external_id,
        "context_id": reference(record.get("evaluationContextId")) or external_id,
        "version": int(version) if is_number and version is not None else 0,
        "retracts": _reference(record, "retractedEvaluation"),
    }


def _withheld(record: Mapping[str, Any]) -> UnfitEvaluation | None:
    """The problem with calibrations, with retracted evaluations, and with those that are never released to the agent."""
    if record.get("calibration"):
        return UnfitEvaluation("calibration", "", EvaluationRejectionReason.CALIBRATION)
    if record.get("neverRelease") is True:
        return UnfitEvaluation("neverRelease", "true", EvaluationRejectionReason.NEVER_RELEASED)
    if _status(record) == RETRACTED:
        return UnfitEvaluation("status", RETRACTED, EvaluationRejectionReason.RETRACTED)
    return None


def _status(record: Mapping[str, Any]) -> str:
    return text_of(record.get("status")).upper()


def _refuse_unfinished(record: Mapping[str, Any], *, is_released: bool) -> None:
    """Refuse all but finished and disputed evaluations. Supervisors can dispute one that the agent has never seen."""
    status = _status(record)
    if status == IN_REVIEW and not is_released:
        raise UnfitEvaluation("status", status, EvaluationRejectionReason.NOT_RELEASED)
    if status not in {FINISHED, IN_REVIEW}:
        raise UnfitEvaluation("status", shown(text_of(record.get("status"))), EvaluationRejectionReason.NOT_FINISHED)


def _who(record: Mapping[str, Any], field: str) -> tuple[str, str]:
    """Id and label of a person."""
    value = record.get(field)
    if not isinstance(value, dict):
        given = text_of(value)
        return given[:LONGEST_ID], name_of(given)
    given, name, email = (text_of(value.get(key)) for key in ("id", "name", "email"))
    return given[:LONGEST_ID], label_of(name, email, given)


def _name(record: Mapping[str, Any], field: str) -> str:
    value = record.get(field)
    return name_of((value.get("name") or value.get("id")) if isinstance(value, dict) else value)


def _reference(record: Mapping[str, Any], field: str) -> str:
    value = record.get(field)
    return reference(value.get("id") if isinstance(value, dict) else value)


def _flag(answers: Mapping[str, Any], field: str) -> bool:
    value = answers.get(field)
    if value is not None and not isinstance(value, bool):
        raise UnfitEvaluation(f"answers.{field}", NOT_SHOWN, EvaluationRejectionReason.YES_OR_NO)
    return bool(value)


def _groups(record: Mapping[str, Any], answers: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Question groups of the form with their scores and maximums. Unreadable groups are left out."""
    form = object_of(record.get("evaluationForm"))
    titles = {text_of(each.get("id")): each.get("name") for each in objects_of(form.get("questionGroups"))}
    for each in objects_of(answers.get("questionGroupScores")):
        title = titles.get(text_of(each.get("questionGroupId")), "")
        got, possible = number_of(each.get("totalScore")), number_of(each.get("maxTotalScore"))
        if each.get("markedNA") is True:
            yield group(title)
        elif got is not None and possible is not None and 0 <= got <= possible:
            yield group(title, got, possible)


def _changed_at(record: Mapping[str, Any], now: datetime) -> datetime:
    return first_moment_in(record, "changedDate", "releaseDate", "assignedDate", now=now)
