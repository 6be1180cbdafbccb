"""Evaluations of Genesys Cloud as its API and exports provide them, validated field by field."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import blake2b
from typing import Any

from intake.reading.plain_values import storable
from intake.reading.text_rows import shown
from quality.evaluations.reasons import EvaluationRejectionReason, UnfitEvaluation, Withheld

FINISHED = "FINISHED"
LONGEST_ID, LONGEST_NAME, LONGEST_GROUP = 120, 200, 200
MOST_GROUPS = 100
LONGEST_NUMBER = 40
HIGHEST = 100
# Earlier dates are mistakes. So are dates beyond tomorrow, and no later version could ever replace them.
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
SLACK = timedelta(days=1)
LATEST_RELEASE = timedelta(days=3660)
# Users who import files must not see answers, not even invalid ones: they are about a person.
NOT_SHOWN = ""

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A finished evaluation. Scores are percentages. `identity` identifies the agent in the source, `agent` is the label shown
    there.
    """

    external_id: str
    identity: str
    agent: str
    evaluator: str
    form: str
    conversation_id: str
    total_score: Decimal
    critical_score: Decimal | None
    is_red_flagged: bool
    comment: str
    groups: tuple[Mapping[str, Any], ...]
    conversation_at: datetime | None
    released_at: datetime | None
    changed_at: datetime

    @property
    def digest(self) -> str:
        """Hash of the content: equal for two files with the same evaluation."""
        return blake2b(repr(astuple(self)).encode(), digest_size=16).hexdigest()


def evaluation_of(record: Mapping[str, Any], *, now: datetime, longest_text: int) -> Evaluation:
    """The evaluation in a record of the file.

    Raises `UnfitEvaluation` with the first problem, and `Withheld` if earlier versions may no longer be shown.
    """
    external_id = _id(record)
    if (unfit := _withheld(record)) is not None:
        raise Withheld(unfit, external_id=external_id, changed_at=_changed_at(record, now))
    _refuse_unfinished(record)
    answers = _object(record, "answers")
    given, agent = _who(record, "agent")
    if not agent:
        raise UnfitEvaluation("agent", "", EvaluationRejectionReason.AGENT)
    released_at = _moment(record, "releaseDate", latest=now + LATEST_RELEASE)
    conversation_at = _moment(record, "conversationDate", latest=now + SLACK)
    return Evaluation(
        external_id=external_id,
        identity=given or agent,
        agent=agent,
        evaluator=_who(record, "evaluator")[1],
        form=_name(record, "evaluationForm"),
        conversation_id=_reference(record, "conversation"),
        total_score=_total(answers),
        critical_score=_percent(answers, "totalCriticalScore"),
        is_red_flagged=_flag(answers, "anyFailedKillQuestions"),
        comment=_comment(answers, longest_text),
        groups=tuple(_groups(record, answers)),
        conversation_at=conversation_at,
        released_at=released_at,
        changed_at=_changed_at(record, now),
    )


def id_of(value: Any) -> str:
    """The record's id if it has one, for the list of evaluations that weren't imported."""
    return _text(value.get("id"))[:LONGEST_ID] if isinstance(value, dict) else ""


def _id(record: Mapping[str, Any]) -> str:
    found = _text(record.get("id"))
    if not found or len(found) > LONGEST_ID:
        raise UnfitEvaluation("id", shown(found), EvaluationRejectionReason.ID)
    return found


def _withheld(record: Mapping[str, Any]) -> UnfitEvaluation | None:
    """The problem with calibrations and with evaluations that are never released to the agent, finished or not."""
    if record.get("calibration"):
        return UnfitEvaluation("calibration", "", EvaluationRejectionReason.CALIBRATION)
    if record.get("neverRelease") is True:
        return UnfitEvaluation("neverRelease", "true", EvaluationRejectionReason.NEVER_RELEASED)
    return None


def _refuse_unfinished(record: Mapping[str, Any]) -> None:
    status = _text(record.get("status"))
    if status.upper() != FINISHED:
        raise UnfitEvaluation("status", shown(status), EvaluationRejectionReason.NOT_FINISHED)


def _who(record: Mapping[str, Any], field: str) -> tuple[str, str]:
    """Id and label of a person. The label is “Name (e-mail)”, one of the two, or the id."""
    value = record.get(field)
    if not isinstance(value, dict):
        given = _text(value)
        return given[:LONGEST_ID], given[:LONGEST_NAME]
    given, name, email = (_text(value.get(key)) for key in ("id", "name", "email"))
    label = f"{name} ({email})" if name and email else name or email or given
    return given[:LONGEST_ID], label[:LONGEST_NAME]


def _name(record: Mapping[str, Any], field: str) -> str:
    value = record.get(field)
    if isinstance(value, dict):
        value = value.get("name") or value.get("id")
    return _text(value)[:LONGEST_NAME]


def _reference(record: Mapping[str, Any], field: str) -> str:
    value = record.get(field)
    found = _text(value.get("id") if isinstance(value, dict) else value)
    return found if len(found) <= LONGEST_ID else ""


def _object(record: Mapping[str, Any], field: str) -> Mapping[str, Any]:
    value = record.get(field)
    return value if isinstance(value, dict) else {}


def _total(answers: Mapping[str, Any]) -> Decimal:
    total = _percent(answers, "totalScore")
    if total is None:
        raise UnfitEvaluation("answers.totalScore", NOT_SHOWN, EvaluationRejectionReason.SCORE_MISSING)
    return total


def _percent(answers: Mapping[str, Any], field: str) -> Decimal | None:
    """A score from 0 to 100 with two decimals."""
    value = answers.get(field)
    if value is None or value == "":
        return None
    number = _number(value)
    if number is None or not 0 <= number <= HIGHEST:
        raise UnfitEvaluation(f"answers.{field}", NOT_SHOWN, EvaluationRejectionReason.SCORE)
    return number.quantize(Decimal("0.01"))


def _number(value: Any) -> Decimal | None:
    # Python treats True as 1, but it isn't a score.
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        return None
    text = str(value).strip()
    if len(text) > LONGEST_NUMBER or not _NUMBER.fullmatch(text):
        return None
    return Decimal(text)


def _flag(answers: Mapping[str, Any], field: str) -> bool:
    value = answers.get(field)
    if value is not None and not isinstance(value, bool):
        raise UnfitEvaluation(f"answers.{field}", NOT_SHOWN, EvaluationRejectionReason.YES_OR_NO)
    return bool(value)


def _comment(answers: Mapping[str, Any], longest: int) -> str:
    found = _text(answers.get("comments"))
    if len(found) > longest:
        raise UnfitEvaluation("answers.comments", NOT_SHOWN, EvaluationRejectionReason.TOO_LONG)
    return found


def _groups(record: Mapping[str, Any], answers: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Question groups of the form with their scores and maximums. Unreadable groups are left out."""
    titles = dict(_titles(_object(record, "evaluationForm").get("questionGroups")))
    given = answers.get("questionGroupScores")
    for group in given[:MOST_GROUPS] if isinstance(given, list) else ():
        if not isinstance(group, dict):
            continue
        got, possible = _number(group.get("totalScore")), _number(group.get("maxTotalScore"))
        is_na = group.get("markedNA") is True
        if is_na or (got is not None and possible is not None and 0 <= got <= possible):
            yield {
                "title": titles.get(_text(group.get("questionGroupId")), ""),
                "got": "" if is_na else f"{got:f}",
                "possible": "" if is_na else f"{possible:f}",
            }


def _titles(groups: Any) -> Iterator[tuple[str, str]]:
    for group in groups if isinstance(groups, list) else ():
        if isinstance(group, dict):
            yield _text(group.get("id")), _text(group.get("name"))[:LONGEST_GROUP]


def _changed_at(record: Mapping[str, Any], now: datetime) -> datetime:
    """Time that orders versions: changed, else released, else assigned."""
    for field in ("changedDate", "releaseDate", "assignedDate"):
        if (found := _moment(record, field, latest=now + SLACK)) is not None:
            return found
    raise UnfitEvaluation("changedDate", "", EvaluationRejectionReason.MOMENT_MISSING)


def _moment(record: Mapping[str, Any], field: str, *, latest: datetime) -> datetime | None:
    text = _text(record.get(field))
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
        moment = found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        moment = None
    if moment is None or moment < EARLIEST:
        raise UnfitEvaluation(field, shown(text), EvaluationRejectionReason.MOMENT)
    if moment > latest:
        raise UnfitEvaluation(field, shown(text), EvaluationRejectionReason.FUTURE)
    return moment


def _text(value: Any) -> str:
    """A text or number as text; an empty text for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return ""
    return storable(str(value)).strip()
