"""Codes for evaluations that can't be imported. Codes for the JSON itself are in `intake.reading`."""

from datetime import datetime
from enum import StrEnum


class EvaluationRejectionReason(StrEnum):
    """Reason why an evaluation wasn't imported. The values are stored."""

    ID = "evaluation_id"
    NOT_FINISHED = "not_finished"
    CALIBRATION = "calibration"
    NEVER_RELEASED = "never_released"
    NOT_RELEASED = "not_released"
    RETRACTED = "retracted"
    AGENT = "agent"
    SCORE_MISSING = "score_missing"
    SCORE = "score"
    YES_OR_NO = "flag"
    MOMENT = "evaluation_moment"
    MOMENT_MISSING = "moment_missing"
    FUTURE = "future"
    TOO_LONG = "text_too_long"


class UnfitEvaluation(Exception):
    """The evaluation can't be imported: the field, its value as far as it may be shown, and the reason."""

    def __init__(self, field: str, value: str, reason: EvaluationRejectionReason) -> None:
        super().__init__(reason)
        self.field, self.value, self.reason = field, value, reason


class Withheld(UnfitEvaluation):
    """The evaluation must not be shown to anyone, and from `changed_at` on, neither may versions imported earlier.

    If it `is_retracted`, that holds for the version with this id and those before it, whenever they were changed.
    """

    def __init__(
        self,
        unfit: UnfitEvaluation,
        *,
        external_id: str,
        context_id: str,
        changed_at: datetime,
        version: int = 0,
        retracts: str = "",
        is_retracted: bool = False,
    ) -> None:
        super().__init__(unfit.field, unfit.value, unfit.reason)
        self.external_id, self.context_id, self.changed_at = external_id, context_id, changed_at
        self.version, self.retracts, self.is_retracted = version, retracts, is_retracted
