"""Values of evaluations in JSON, whatever their types: texts, scores, times and people."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from intake.reading.plain_values import storable
from intake.reading.text_rows import shown
from quality.evaluations.reasons import EvaluationRejectionReason, UnfitEvaluation

LONGEST_ID, LONGEST_NAME, LONGEST_GROUP = 120, 200, 200
MOST_GROUPS = 100
LONGEST_NUMBER = 40
HIGHEST = 100
# Earlier dates are mistakes. So are dates beyond tomorrow, and no later version could ever replace them.
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
SLACK = timedelta(days=1)
# Users who import files must not see answers, not even invalid ones: they are about a person.
NOT_SHOWN = ""

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?", re.ASCII)


def text_of(value: Any) -> str:
    """A text or number as text; an empty text for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return ""
    return storable(str(value)).strip()


def object_of(value: Any) -> Mapping[str, Any]:
    """The value if it is an object, or else an empty one."""
    return value if isinstance(value, dict) else {}


def objects_of(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects in a list, at most as many as a form has groups. Other items are left out."""
    for item in value[:MOST_GROUPS] if isinstance(value, list) else ():
        if isinstance(item, dict):
            yield item


def id_in(record: Mapping[str, Any], field: str) -> str:
    """The id of a record. Raises `UnfitEvaluation` if it is missing or too long."""
    found = text_of(record.get(field))
    if not found or len(found) > LONGEST_ID:
        raise UnfitEvaluation(field, shown(found), EvaluationRejectionReason.ID)
    return found


def reference(value: Any) -> str:
    """An id that may be missing. One that is too long is left out."""
    found = text_of(value)
    return found if len(found) <= LONGEST_ID else ""


def name_of(value: Any) -> str:
    return text_of(value)[:LONGEST_NAME]


def label_of(name: str, email: str, given: str) -> str:
    """A person as “Name (e-mail)”, one of the two, or the id."""
    return (f"{name} ({email})" if name and email else name or email or given)[:LONGEST_NAME]


def percent_in(values: Mapping[str, Any], field: str, *, path: str) -> Decimal | None:
    """A score from 0 to 100 with two decimals, or None if there is none. `path` names it in the rejection."""
    value = values.get(field)
    if value is None or value == "":
        return None
    number = number_of(value)
    if number is None or not 0 <= number <= HIGHEST:
        raise UnfitEvaluation(path, NOT_SHOWN, EvaluationRejectionReason.SCORE)
    return number.quantize(Decimal("0.01"))


def total_in(values: Mapping[str, Any], field: str, *, path: str) -> Decimal:
    """The score of the whole evaluation, which has to be there."""
    total = percent_in(values, field, path=path)
    if total is None:
        raise UnfitEvaluation(path, NOT_SHOWN, EvaluationRejectionReason.SCORE_MISSING)
    return total


def number_of(value: Any) -> Decimal | None:
    # Python treats True as 1, but it isn't a score.
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        return None
    text = str(value).strip()
    if len(text) > LONGEST_NUMBER or not _NUMBER.fullmatch(text):
        return None
    return Decimal(text)


def comment_of(value: Any, *, longest: int, path: str) -> str:
    found = text_of(value)
    if len(found) > longest:
        raise UnfitEvaluation(path, NOT_SHOWN, EvaluationRejectionReason.TOO_LONG)
    return found


def group(title: Any, got: Decimal | None = None, possible: Decimal | None = None) -> dict[str, str]:
    """A group of questions with its points, which are empty if it was not applicable."""
    points = {"got": "" if got is None else f"{got:f}", "possible": "" if possible is None else f"{possible:f}"}
    return {"title": text_of(title)[:LONGEST_GROUP], **points}


def moment_in(record: Mapping[str, Any], field: str, *, latest: datetime, path: str = "") -> datetime | None:
    """A time with its UTC offset, or None if there is none."""
    text = text_of(record.get(field))
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
        moment = found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        moment = None
    if moment is None or moment < EARLIEST:
        raise UnfitEvaluation(path or field, shown(text), EvaluationRejectionReason.MOMENT)
    if moment > latest:
        raise UnfitEvaluation(path or field, shown(text), EvaluationRejectionReason.FUTURE)
    return moment


def first_moment_in(record: Mapping[str, Any], *fields: str, now: datetime, path: str = "") -> datetime:
    """The time that orders the versions of an evaluation: the first of these fields that has one."""
    for field in fields:
        if (found := moment_in(record, field, latest=now + SLACK, path=path and f"{path}.{field}")) is not None:
            return found
    raise UnfitEvaluation((path and f"{path}.{fields[0]}") or fields[0], "", EvaluationRejectionReason.MOMENT_MISSING)
