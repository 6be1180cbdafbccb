"""Why an evaluation cannot be taken, and why a file cannot. Codes; those of the JSON itself are feedback's."""

from datetime import datetime
from enum import StrEnum


class EvaluationRejectionReason(StrEnum):
    """Why an evaluation was rejected. Stored with it, so the values stay."""

    ID = "evaluation_id"
    NOT_FINISHED = "not_finished"
    CALIBRATION = "calibration"
    NEVER_RELEASED = "never_released"
    AGENT = "agent"
    SCORE_MISSING = "score_missing"
    SCORE = "score"
    YES_OR_NO = "flag"
    MOMENT = "evaluation_moment"
    MOMENT_MISSING = "moment_missing"
    FUTURE = "future"
    TOO_LONG = "text_too_long"


class EvaluationFileTrouble(StrEnum):
    """Why a whole file was refused, beside what feedback's reading says of files."""

    NOT_EVALUATIONS = "not_evaluations"
    NO_EVALUATIONS = "no_evaluations"
    FILE_GONE = "file_gone"
    DISCARDED = "discarded"


class UnfitEvaluation(Exception):
    """The evaluation cannot be taken: the field, its value as far as it may be shown, and the reason."""

    def __init__(self, field: str, value: str, reason: EvaluationRejectionReason) -> None:
        super().__init__(reason)
        self.field, self.value, self.reason = field, value, reason


class Withheld(UnfitEvaluation):
    """The evaluation is not for anybody here. That counts from when it was changed, also for what was taken of it before."""

    def __init__(self, unfit: UnfitEvaluation, *, external_id: str, changed_at: datetime) -> None:
        super().__init__(unfit.field, unfit.value, unfit.reason)
        self.external_id, self.changed_at = external_id, changed_at
