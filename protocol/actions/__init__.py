"""All writes of protocols. Other rooms import from here."""

from protocol.actions.compilation import compile_step, request_compilation, retry_compilation, uncompiled
from protocol.actions.due_improvements import tell_owners
from protocol.actions.exports import export_step, rendered, request_export, unrendered, work_of
from protocol.actions.protocols import (
    AlreadyReviewed,
    CannotReview,
    EditedMeanwhile,
    NothingWritten,
    UnknownSuggestion,
    change_improvement,
    drop_improvement,
    edit_protocol,
    plan_improvement,
    rate_goals,
    request_review,
    review_protocol,
)

__all__ = [
    "AlreadyReviewed",
    "CannotReview",
    "EditedMeanwhile",
    "NothingWritten",
    "UnknownSuggestion",
    "change_improvement",
    "compile_step",
    "drop_improvement",
    "edit_protocol",
    "export_step",
    "plan_improvement",
    "rate_goals",
    "rendered",
    "request_compilation",
    "request_export",
    "request_review",
    "retry_compilation",
    "review_protocol",
    "tell_owners",
    "uncompiled",
    "unrendered",
    "work_of",
]
